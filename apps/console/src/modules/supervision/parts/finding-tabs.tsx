import type { FindingDetail } from '@yijian/contract'
import { formatCount, PlainTable } from '@yijian/web-kit'
import { Tabs } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { FindingTab } from '../search.ts'
import { asChartTable } from './detail-picture.tsx'
import { BasisTab } from './basis-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { LawTab } from './law-tab.tsx'
import { LinesTab } from './lines-tab.tsx'
import { RuleBasis } from './rule-basis.tsx'
import { RuleHitsTab } from './rule-hits-tab.tsx'
import type { Reveal } from './use-reveal.tsx'
import { VisitTable } from './visit-table.tsx'

interface Props {
  readonly detail: FindingDetail
  readonly reveal: Reveal
}

/** Rows, then parameters and law; the open tab is in the address. */
export function FindingTabs({ detail, reveal }: Props) {
  const [search, setSearch] = useSearchState(FindingTab)
  // Judges come first at a rule's finding; the address need not say so.
  const [visited, setVisited] = useState(false)
  const tables = detail.details.filter((table) => table.kind === 'table' && table.rows.length > 0)
  const { rule } = detail
  const items = [
    ...(rule === null
      ? []
      : [
          {
            key: 'hits',
            label: `判定与明细（${formatCount(rule.hitsTotal)}）`,
            children: <RuleHitsTab detail={detail} rule={rule} />,
          },
        ]),
    {
      key: 'visits',
      label: `涉及就诊（${formatCount(detail.visitsTotal)}）`,
      children: (
        <div className="yj-stack">
          <VisitTable
            visits={reveal.visits}
            total={detail.visitsTotal}
            onOpen={(visit) => {
              setSearch({ tab: 'lines', visit, page: 1 }, { push: true })
            }}
          />
          {tables.map((table) => (
            <div key={table.name}>
              <h3 className="sub-title">
                {table.label}
                {table.truncated ? <span className="yj-muted yj-small"> 只显示前 200 行</span> : null}
              </h3>
              <div className="yj-scroll-x">
                <PlainTable table={asChartTable(table)} limit={20} />
              </div>
            </div>
          ))}
        </div>
      ),
    },
    { key: 'lines', label: '费用明细', children: <LinesTab detail={detail} search={search} onSearch={setSearch} /> },
    {
      key: 'basis',
      label: '推算依据',
      children: rule === null ? <BasisTab detail={detail} /> : <RuleBasis detail={detail} rule={rule} />,
    },
    { key: 'law', label: '政策依据与申诉', children: <LawTab detail={detail} /> },
    { key: 'history', label: `核实记录（${detail.labels.length}）`, children: <HistoryTab detail={detail} /> },
  ]
  return (
    <section className="yj-card card-with-tabs" aria-label="疑点明细">
      <Tabs
        activeKey={rule !== null && search.tab === 'visits' && !visited ? 'hits' : search.tab}
        items={items}
        destroyOnHidden
        onChange={(tab) => {
          setVisited(true)
          setSearch({ tab: tab as typeof search.tab }, { push: true })
        }}
      />
    </section>
  )
}
