import type { CheckDetail } from '@yijian/contract'
import { Tabs } from 'antd'
import type { ComponentProps, ReactNode } from 'react'
import { NO_FILTER, type ChangeSearch, type CheckSearch } from '../search.ts'
import { GroupTable, HeadFigures } from './figures.tsx'
import { MarkBar } from './progress-bar.tsx'

type Shown = ComponentProps<typeof HeadFigures>['check'] & Pick<CheckDetail, 'byKind' | 'byDept'>

interface Props {
  readonly check: Shown
  readonly search: CheckSearch
  readonly onChange: ChangeSearch
  /** Beside the figures: what was said before them, and what is missing after them. */
  readonly before?: ReactNode
  readonly after?: ReactNode
  /** Below the tables of groups. */
  readonly note?: ReactNode
  /** The list of hits, and what stands behind the groups. */
  readonly hits: ReactNode
  readonly more: readonly { readonly key: string; readonly label: string; readonly children: ReactNode }[]
}

/** 自查结果 as institution and bureau both see it: figures, then tabs that the figures lead to. */
export function CheckResult({ check, search, onChange, before, after, note, hits, more }: Props) {
  const pick = (filter: { kind?: string; dept?: string; mark?: typeof search.mark }) => {
    onChange({ ...NO_FILTER, ...filter, tab: 'hits' }, { push: true })
  }
  return (
    <>
      <section className="yj-card" aria-label="自查结果">
        {before}
        <HeadFigures check={check} />
        <MarkBar
          marks={check.marks}
          onPick={(mark) => {
            pick({ mark })
          }}
        />
        {after}
      </section>
      <section className="yj-card yj-card-flush">
        <Tabs
          className="card-tabs"
          activeKey={search.tab}
          destroyOnHidden
          onChange={(tab) => {
            onChange({ tab: tab as typeof search.tab, open: undefined }, { push: true })
          }}
          items={[
            { key: 'hits', label: `命中清单（${check.hits}）`, children: hits },
            {
              key: 'figures',
              label: '按规则和科室',
              children: (
                <Padded>
                  <Groups check={check} note={note} onPick={pick} />
                </Padded>
              ),
            },
            ...more.map((tab) => ({ ...tab, children: <Padded>{tab.children}</Padded> })),
          ]}
        />
      </section>
    </>
  )
}

function Padded({ children }: { readonly children: ReactNode }) {
  return <div className="tab-body">{children}</div>
}

interface GroupsProps {
  readonly check: Shown
  readonly note: ReactNode
  readonly onPick: (filter: { kind?: string; dept?: string }) => void
}

function Groups({ check, note, onPick }: GroupsProps) {
  return (
    <div className="group-tables">
      <GroupTable
        label="按规则"
        head="规则"
        groups={check.byKind}
        onPick={(kind) => {
          onPick({ kind })
        }}
      />
      <GroupTable
        label="按科室"
        head="科室"
        groups={check.byDept}
        onPick={(dept) => {
          onPick({ dept })
        }}
      />
      {note}
    </div>
  )
}
