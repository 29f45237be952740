import { Link } from '@tanstack/react-router'
import {
  Amount,
  CodeText,
  ErrorState,
  FactList,
  formatAmount,
  formatCount,
  formatDuration,
  formatMoment,
  PageHeader,
  PageSkeleton,
  Section,
  Tag,
  yuanAsNumber,
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
  const unit = run.kind === 'rules' ? '规则' : '模型'
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/runs">← 运行历史</Link>}
        title={run.kind === 'rules' ? `${formatMoment(run.at)} 的规则集扫描` : `${formatMoment(run.at)} 的运行`}
        lead={<RunStates states={run.models.map((model) => model.state)} unit={unit} />}
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
              { label: unit, value: `${run.models.length} 个` },
              ...ruleFacts(run),
            ]}
          />
        </Section>
        <Section
          title={`各${unit}结果`}
          note={run.kind === 'rules' ? '列出有命中、数据不足无法判断或未能执行的规则' : undefined}
        >
          <div className="yj-scroll-x">
            <table className="yj-plain-table" aria-label={`各${unit}结果`}>
              <thead>
                <tr>
                  <th>{unit}</th>
                  <th>结果</th>
                  <th className="yj-right">疑点</th>
                  <th className="yj-right">{run.kind === 'rules' ? '只存档' : '已排除'}</th>
                  <th className="yj-right">无法判断</th>
                  <th className="yj-right">涉及基金（元）</th>
                  {run.kind === 'rules' ? null : (
                    <>
                      <th className="yj-right">读取行数</th>
                      <th className="yj-right">用时</th>
                    </>
                  )}
                </tr>
              </thead>
              <tbody>
                {inOrder(run).map((model) => (
                  <ModelRow key={model.modelId} model={model} run={run} />
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      </div>
    </div>
  )
}

/** Of rules what failed first, then by money and findings; models as they were run. */
function inOrder({ kind, models }: RunData): readonly RunOfModel[] {
  if (kind !== 'rules') return models
  const isFailed = ({ state }: RunOfModel) => Number(state !== 'succeeded')
  return [...models].sort(
    (a, b) =>
      isFailed(b) - isFailed(a) || yuanAsNumber(b.amountFund) - yuanAsNumber(a.amountFund) || b.findings - a.findings,
  )
}

function ruleFacts({ rules }: RunData) {
  if (rules === null) return []
  const { carried } = rules
  const held =
    rules.heldBack === 0 ? '无' : `${formatCount(rules.heldBack)} 条，涉及基金 ${formatAmount(rules.heldBackFund)} 元`
  return [
    { label: '规则集', value: rules.releaseTitle },
    { label: '校验值', value: <CodeText value={rules.releaseHash} short={16} /> },
    { label: '命中', value: `${formatCount(rules.hits)} 次` },
    { label: '范围', value: `${formatCount(rules.persons)} 人、${formatCount(rules.lines)} 行明细` },
    { label: '只存档的较轻疑点', value: held },
    {
      label: '方式',
      value:
        carried === null
          ? '全量扫描'
          : `增量：重新判定 ${formatCount(carried.rescannedPersons)} 人，沿用 ${formatCount(carried.hits)} 次命中`,
    },
  ]
}

const STATES = {
  succeeded: <Tag tone="success">完成</Tag>,
  failed: <Tag tone="danger">未完成</Tag>,
  cancelled: <Tag tone="warning">已取消</Tag>,
} as const

function ModelRow({ model, run }: { readonly model: RunOfModel; readonly run: RunData }) {
  const { runId } = run
  const unknown = model.cannotTell.reduce((sum, reason) => sum + reason.n, 0)
  const failed = model.state !== 'succeeded'
  return (
    <tr>
      <td>
        <span className="yj-cell-2" style={{ whiteSpace: 'normal' }}>
          <span>
            <Link to={modelHref(model.modelId)}>{model.name}</Link>{' '}
            <code className="yj-muted">
              {run.kind === 'rules' ? model.modelId.replace('rule:', '') : model.version}
            </code>
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
        ) : run.kind === 'rules' ? (
          formatCount(model.heldBack)
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
      {/* Rules are run together: their rows and time are those of the run, told above. */}
      {run.kind === 'rules' ? null : (
        <>
          <td className="yj-right yj-num">{formatCount(model.rowsRead)}</td>
          <td className="yj-right yj-num">{formatDuration(model.durationMs)}</td>
        </>
      )}
    </tr>
  )
}
