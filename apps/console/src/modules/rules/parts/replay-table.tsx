import {
  REPLAY_CAUSE_LABELS,
  REPLAY_CAUSES,
  rulesEndpoints,
  type Replay,
  type ReplayDifference,
} from '@yijian/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Amount, DataTable, EmptyState, endpointQuery, ErrorState, formatCount, Section, Tag, type DataColumn } from '@yijian/web-kit' // prettier-ignore
import { Button } from 'antd'
import { useState } from 'react'
import { clientFor } from '../../../shell/client.ts'
import { ruleHref } from '../search.ts'
import { StartJob } from './start-job.tsx'

const { listReplays, listReplayDifferences, startReplay } = rulesEndpoints
const client = clientFor({ listReplays, listReplayDifferences, startReplay })

/** 实时判定回放: what was said while ordering against what settled data say, day by day, each difference with its cause. */
export function ReplayTable() {
  const query = useQuery(endpointQuery(client, 'listReplays', {}))
  const [day, setDay] = useState<string>()
  const rows = query.data?.rows ?? []
  const shown = day ?? rows[0]?.day
  return (
    <Section
      title="实时判定回放"
      note="每日夜间用结算数据重新判定前一日的请求，差异逐条说明原因"
      actions={
        <StartJob
          label="回放昨日"
          begun="已开始回放昨日判定，进度在右上角“任务”"
          start={() => client.call.startReplay({ body: {} })}
        />
      }
    >
      {query.isError ? <ErrorState compact error={query.error} onRetry={() => void query.refetch()} /> : null}
      {rows.length === 0 ? (
        <EmptyState compact title="还没有回放记录">
          有实时请求且对应就诊完成结算后，夜间自动回放。
        </EmptyState>
      ) : (
        <div className="yj-stack">
          <DayTable rows={rows} shown={shown} onShow={setDay} />
          {shown === undefined ? null : <Differences key={shown} day={shown} />}
        </div>
      )}
    </Section>
  )
}

interface DayProps {
  readonly rows: readonly Replay[]
  readonly shown: string | undefined
  readonly onShow: (day: string) => void
}

function DayTable({ rows, shown, onShow }: DayProps) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label="回放记录">
        <thead>
          <tr>
            <th>日期</th>
            <th className="yj-right">请求</th>
            <th className="yj-right">判定</th>
            <th className="yj-right">一致</th>
            <th className="yj-right">尚未结算的就诊</th>
            {REPLAY_CAUSES.map((cause) => (
              <th key={cause} className="yj-right">
                {REPLAY_CAUSE_LABELS[cause]}
              </th>
            ))}
            <th>规则集</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 7).map((row) => (
            <tr key={row.day}>
              <td>
                <Button
                  type="link"
                  size="small"
                  disabled={row.day === shown}
                  onClick={() => {
                    onShow(row.day)
                  }}
                >
                  {row.day}
                </Button>
              </td>
              {[row.calls, row.judges, row.same, row.unsettled].map((n, at) => (
                <td key={at} className="yj-right yj-num">
                  {formatCount(n)}
                </td>
              ))}
              {REPLAY_CAUSES.map((cause) => (
                <td key={cause} className="yj-right yj-num">
                  {row.differences[cause] === 0 ? '—' : formatCount(row.differences[cause])}
                </td>
              ))}
              <td>{row.releaseTitle}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const columns: readonly DataColumn<ReplayDifference>[] = [
  {
    key: 'cause',
    title: '原因',
    width: 110,
    always: true,
    render: (row) => (
      <Tag tone={row.cause === 'unexplained' ? 'danger' : 'neutral'}>{REPLAY_CAUSE_LABELS[row.cause]}</Tag>
    ),
  },
  { key: 'side', title: '差异', width: 110, render: (row) => (row.side === 'settled' ? '仅结算后命中' : '仅实时命中') },
  {
    key: 'rule',
    title: '规则与判定',
    minWidth: 280,
    always: true,
    render: (row) => (
      <span className="yj-cell-2" style={{ whiteSpace: 'normal' }}>
        <Link to={ruleHref(row.kindId)}>{row.kindName}</Link>
        <small>{row.message}</small>
      </span>
    ),
  },
  { key: 'reason', title: '依据', minWidth: 200, render: (row) => row.reason },
  { key: 'institution', title: '机构', width: 170, render: (row) => row.fixmedinsName || row.fixmedinsCode },
  { key: 'person', title: '参保人', width: 140, render: (row) => <code>{row.psnNo}</code> },
  { key: 'amount', title: '金额（元）', width: 120, align: 'right', render: (row) => <Amount value={row.amount} /> },
]

function Differences({ day }: { readonly day: string }) {
  const [view, setView] = useState({ page: 1, size: 20 })
  const query = useQuery({ ...endpointQuery(client, 'listReplayDifferences', { params: { day }, query: view }), placeholderData: keepPreviousData }) // prettier-ignore
  return (
    <DataTable
      id="rule-replay"
      label={`${day} 的差异`}
      columns={columns}
      rows={query.data?.rows}
      total={query.data?.total}
      rowKey={(row) => `${row.jrId}${row.mdtrtId}${row.side}`}
      view={view}
      onView={({ page, size }) => {
        setView({ page, size })
      }}
      loading={query.isFetching && query.isPlaceholderData}
      error={query.error}
      onRetry={() => void query.refetch()}
      empty={<EmptyState compact title={`${day} 的实时判定与结算数据没有差异`} />}
    />
  )
}
