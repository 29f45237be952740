import type { MonthRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatAmount, formatCount, PageHeader, Section, Tag } from '@yijian/web-kit'
import { Button, Progress } from 'antd'
import { useCan } from '../../../shell/session.tsx'
import { useShared, useSide, useStep } from '../api.ts'
import { Loaded, MonthTag, Plain, useNotify } from '../parts/bits.tsx'
import '../drg.css'

/** Where does each month stand? */
export function MonthsPage() {
  const { base } = useSide()
  const canManage = useCan('drg.manage')
  const first = useShared('listMonths', {})
  const query = useShared('listMonths', {}, { refetchInterval: first.data?.job ? 2000 : false })
  const refresh = useStep('refreshMonths')
  const { failed } = useNotify()
  return (
    <div className="yj-page">
      <PageHeader
        title="月度结算"
        lead="固化病例 → 分组 → 计算标准 → 下发结算单 → 医院对账 → 拨付关账。关账后不再改动，差错记入以后月份更正。"
        actions={
          canManage ? (
            <Button
              loading={(query.data?.job ?? null) !== null}
              onClick={() => {
                refresh.mutateAsync({}).catch(failed)
              }}
            >
              重新试算未固化月份
            </Button>
          ) : null
        }
      />
      <Loaded query={query}>
        {({ rows, job }) => (
          <div className="yj-stack">
            {job ? (
              <Section>
                <span>{job.title}</span>
                <Progress percent={Math.round((job.progress ?? 0) * 100)} status="active" />
                <span className="yj-muted">{job.step}</span>
              </Section>
            ) : null}
            <Section>
              {rows.length === 0 ? (
                <EmptyState title="还没有可结算的月份">导入住院结算数据后自动试算。</EmptyState>
              ) : (
                <Plain
                  label="月度结算"
                  columns={['月份', '状态', '病例', '入组', '未入组与拒收', '暂不能支付', '总费用（元）', '记账统筹（元）', '统筹应付（元）', '已拨付（元）']} // prettier-ignore
                  right={[2, 3, 4, 5, 6, 7, 8, 9]}
                  rows={rows.map((row) => ({ key: row.month, cells: cells(row, base) }))}
                />
              )}
            </Section>
          </div>
        )}
      </Loaded>
    </div>
  )
}

function cells(row: MonthRow, base: string) {
  const { counts } = row
  return [
    <Link key="m" to={`${base}/months/${row.month}`}>
      {row.month}
    </Link>,
    <span key="s" className="yj-row" style={{ gap: 4 }}>
      {row.states.length === 0 ? (
        <Tag>{row.frozen ? '已固化' : '试算中'}</Tag>
      ) : (
        row.states.map((one) => (
          <span key={one.state}>
            <MonthTag state={one.state} />{' '}
            <span className="yj-muted yj-num" title="机构与险种为一个账户">
              {one.n} 个账户
            </span>
          </span>
        ))
      )}{' '}
      {/* prettier-ignore */}
    </span>,
    formatCount(counts.read),
    formatCount(counts.grouped),
    formatCount(counts.ambiguous + counts.ungrouped + counts.rejected),
    formatCount(counts.refused),
    formatAmount(row.cost),
    formatAmount(row.actualFund),
    formatAmount(row.payable),
    formatAmount(row.paid),
  ]
}
