import { rulesEndpoints, type SettledHistoryView } from '@yijian/contract'
import { useQuery } from '@tanstack/react-query'
import { endpointQuery, ErrorState, FactList, formatCount, formatMoment, Section, Tag } from '@yijian/web-kit'
import { clientFor } from '../../../shell/client.ts'
import { StartJob } from './start-job.tsx'

const { settledHistory, startHistory } = rulesEndpoints
const client = clientFor({ settledHistory, startHistory })
const REFRESH_MS = 15_000

/** What a reminder knows of the past: without it, rules across visits see only what was asked before. */
export function HistoryCard() {
  const query = useQuery({ ...endpointQuery(client, 'settledHistory', {}), refetchInterval: REFRESH_MS })
  const view = query.data
  return (
    <Section
      title="跨就诊规则所知的历史"
      note="年度频次、跨机构重复、既往诊断等规则据此判定；每日夜间数据或规则集有变化时自动更新"
      actions={view ? <BuildButton view={view} /> : null}
    >
      {view ? (
        <Facts view={view} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <p className="yj-muted">正在读取</p>
      )}
    </Section>
  )
}

function Facts({ view: { coverage, latest, isCurrent } }: { readonly view: SettledHistoryView }) {
  if (coverage === null)
    return (
      <p className="yj-muted">
        <Tag tone="warning">只含提醒日志</Tag> 尚未整理结算历史：跨就诊规则只看得到医院以前发来的请求，
        年度频次、跨机构重复等可能漏提醒。
        {latest === null ? '导入结算数据并运行一次模型或规则扫描后即可整理。' : '点击“整理历史”即可补齐。'}
      </p>
    )
  return (
    <FactList
      columns={4}
      facts={[
        { label: '结算数据截至', value: <strong className="figure">{coverage.until ?? '—'}</strong> },
        { label: '参保人', value: <strong className="figure">{formatCount(coverage.persons)}</strong> },
        { label: '已结算就诊', value: <strong className="figure">{formatCount(coverage.visits)}</strong> },
        { label: '跨就诊规则关心的明细', value: <strong className="figure">{formatCount(coverage.lines)}</strong> },
        { label: '起始日期', value: coverage.from ?? '—' },
        { label: '数据快照', value: <code>{coverage.snapshot}</code> },
        { label: '依据的规则集', value: coverage.releaseTitle },
        {
          label: '整理时间',
          value: (
            <span>
              {formatMoment(coverage.at)}{' '}
              {isCurrent ? <Tag tone="success">最新</Tag> : <Tag tone="warning">数据或规则集已有变化，待更新</Tag>}
            </span>
          ),
        },
      ]}
    />
  )
}

function BuildButton({ view }: { readonly view: SettledHistoryView }) {
  if (view.latest === null) return null
  return (
    <StartJob
      label="整理历史"
      begun="已开始整理结算历史，进度在右上角“任务”，期间照常提醒"
      isPrimary={view.coverage === null}
      start={() => client.call.startHistory({ body: {} })}
    />
  )
}
