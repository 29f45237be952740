import { Link } from '@tanstack/react-router'
import {
  Amount,
  CodeText,
  ErrorState,
  FactList,
  formatCount,
  formatDuration,
  formatMoment,
  PageHeader,
  PageSkeleton,
  Section,
  Tag,
} from '@yijian/web-kit'
import { useParam } from '../../../shell/search-state.ts'
import { useRun } from '../api.ts'
import type { RunData, RunOfModel } from '../contract.ts'
import { RunStates } from '../parts/run-table.tsx'
import { findingsHref, modelHref } from '../public.ts'

export function RunPage() {
  const query = useRun(useParam('runId'))
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <Link to="/runs">← 运行历史</Link>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return <RunBody run={query.data} />
}

function RunBody({ run }: { readonly run: RunData }) {
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/runs">← 运行历史</Link>}
        title={`${formatMoment(run.at)} 的运行`}
        lead={<RunStates states={run.models.map((model) => model.state)} />}
      />
      <div className="yj-stack">
        <Section>
          <FactList
            columns={4}
            facts={[
              { label: '运行编号', value: <CodeText value={run.runId} /> },
              { label: '数据快照', value: <code>{run.snapshot}</code> },
              { label: '推算截止日', value: run.asOf },
              { label: '用时', value: formatDuration(run.durationMs) },
              { label: '发起人', value: run.by },
              { label: '模型', value: `${run.models.length} 个` },
            ]}
          />
        </Section>
        <Section title="各模型结果">
          <div className="yj-scroll-x">
            <table className="yj-plain-table" aria-label="各模型结果">
              <thead>
                <tr>
                  <th>模型</th>
                  <th>结果</th>
                  <th className="yj-right">疑点</th>
                  <th className="yj-right">已排除</th>
                  <th className="yj-right">无法判断</th>
                  <th className="yj-right">涉及基金（元）</th>
                  <th className="yj-right">读取行数</th>
                  <th className="yj-right">用时</th>
                </tr>
              </thead>
              <tbody>
                {run.models.map((model) => (
                  <ModelRow key={model.modelId} model={model} runId={run.runId} />
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      </div>
    </div>
  )
}

const STATES = {
  succeeded: <Tag tone="success">完成</Tag>,
  failed: <Tag tone="danger">未完成</Tag>,
  cancelled: <Tag tone="warning">已取消</Tag>,
} as const

function ModelRow({ model, runId }: { readonly model: RunOfModel; readonly runId: string }) {
  const unknown = model.cannotTell.reduce((sum, reason) => sum + reason.n, 0)
  const failed = model.state !== 'succeeded'
  return (
    <tr>
      <td>
        <span className="yj-cell-2" style={{ whiteSpace: 'normal' }}>
          <span>
            <Link to={modelHref(model.modelId)}>{model.name}</Link> <code className="yj-muted">{model.version}</code>
          </span>
          {model.error === null ? null : <span className="job-card-error">{model.error}</span>}
        </span>
      </td>
      <td>{STATES[model.state]}</td>
      <td className="yj-right yj-num">
        {failed ? '—' : <Link to={findingsHref({ model: model.modelId, runId })}>{formatCount(model.findings)}</Link>}
      </td>
      <td className="yj-right yj-num">
        {failed ? (
          '—'
        ) : (
          <Link to={findingsHref({ model: model.modelId, runId, kind: 'excluded' })}>
            {formatCount(model.excluded)}
          </Link>
        )}
      </td>
      <td
        className="yj-right yj-num"
        title={model.cannotTell.map((reason) => `${reason.reason} ${formatCount(reason.n)}`).join('；')}
      >
        {unknown === 0 ? (
          '—'
        ) : (
          <>
            {formatCount(unknown)} <span className="yj-muted yj-small">{model.cannotTell[0]?.reason}</span>
          </>
        )}
      </td>
      <td className="yj-right">{failed ? '—' : <Amount value={model.amountFund} />}</td>
      <td className="yj-right yj-num">{formatCount(model.rowsRead)}</td>
      <td className="yj-right yj-num">{formatDuration(model.durationMs)}</td>
    </tr>
  )
}
