import { SPLIT_STATES, type SplitDraft } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatMoment, PageHeader, Section, Tag } from '@yijian/web-kit'
import { Button } from 'antd'
import { useState } from 'react'
import { useCan } from '../../../shell/session.tsx'
import { useAsk, useStep } from '../api.ts'
import { CodeName, Loaded, Plain, WordsDialog } from '../parts/bits.tsx'
import '../drg.css'

/** Which local splits are proposed, which hold, and from which discharges on? */
export function SplitsPage() {
  const query = useAsk('listSplits', {})
  return (
    <div className="yj-page">
      <PageHeader
        title="本地细分组"
        lead="在分组方案中选核心分组细分，用近一年病例试算，存为草案；他人批准后成为方案的新版本，按出院日期启用。"
        actions={<Link to="/drg/schemes">去分组方案选择</Link>}
      />
      <Loaded query={query}>
        {({ rows, versions }) => (
          <div className="yj-stack">
            <Section title="方案版本" note="病例按出院日期适用其中一版；已固化月份不变">
              <Plain
                label="方案版本"
                columns={['启用（出院日期）', '方案']}
                rows={versions.map((one) => ({ key: one.schemeId, cells: [one.from ?? '起始', <Link key="s" to={`/drg/schemes?scheme=${encodeURIComponent(one.schemeId)}`}>{one.name}</Link>] }))} // prettier-ignore
              />
            </Section>
            {rows.length === 0 ? (
              <Section>
                <EmptyState title="还没有细分组草案">试算后点“存为草案”，送他人审批。</EmptyState>
              </Section>
            ) : null}
            {rows.map((row) => (
              <Draft key={row.splitId} row={row} />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Draft({ row }: { readonly row: SplitDraft }) {
  const canApprove = useCan('drg.approve')
  const decide = useStep('decideSplit')
  const [open, setOpen] = useState<'approved' | 'rejected' | null>(null)
  const tone = row.status === 'approved' ? 'success' : row.status === 'draft' ? 'warning' : 'neutral'
  return (
    <Section
      title={`${row.ruleId} ${row.title}`}
      note={`${row.madeBy} 于 ${formatMoment(row.madeAt)} 编制；自 ${row.validFrom} 出院的病例起；${row.reason}`}
      actions={
        <>
          <Tag tone={tone}>{SPLIT_STATES[row.status]}</Tag>
          <Link to={`/drg/simulations/${row.simulationId}`}>看模拟</Link>
          {canApprove && row.status === 'draft' ? (
            <>
              <Button
                size="small"
                onClick={() => {
                  setOpen('rejected')
                }}
              >
                退回
              </Button>
              {/* prettier-ignore */}
              <Button size="small" type="primary" onClick={() => { setOpen('approved') }}>批准</Button>
              {/* prettier-ignore */}
            </>
          ) : null}
        </>
      }
    >
      <Plain
        label={row.title}
        columns={['病组', '条件', '权重']}
        right={[2]}
        rows={row.rows.map((one) => ({ key: one.drg, cells: [<CodeName key="c" code={one.drg} name={one.name} />, one.condition, one.weight === '' ? '不变' : one.weight] }))} // prettier-ignore
      />
      {row.decidedBy === null ? null : (
        <p className="yj-muted" style={{ marginTop: 8 }}>
          {row.decidedBy} 于 {row.decidedAt === null ? '' : formatMoment(row.decidedAt)} {SPLIT_STATES[row.status]}
          {row.opinion === '' ? '' : `：${row.opinion}`}
        </p>
      )}
      {open === null ? null : (
        <WordsDialog title={open === 'approved' ? '批准细分组' : '退回细分组'} label="意见" okText={open === 'approved' ? '批准' : '退回'} onClose={() => { setOpen(null) }} onOk={(opinion) => decide.mutateAsync({ params: { splitId: row.splitId }, body: { decision: open, opinion } })} /> // prettier-ignore
      )}
    </Section>
  )
}
