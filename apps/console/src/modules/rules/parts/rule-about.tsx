import { STAGE_LABELS, STAGES, type PointRow, type RuleKindDetail } from '@yijian/contract'
import { BlockSkeleton, EmptyState, FactList, SeverityTag } from '@yijian/web-kit'
import { LinkButton } from '../../../shell/link-button.tsx'
import { usePoints } from '../api.ts'
import { ruleHref } from '../search.ts'
import { basisText } from './point-columns.tsx'

/** The rule in words: what it checks, when, how the money is counted, what the doctor reads, on what ground. */
export function RuleAbout({ kind }: { readonly kind: RuleKindDetail }) {
  return (
    <div className="basis-grid">
      <div>
        <h3 className="sub-title">怎样判断</h3>
        <ol className="logic-list">
          {kind.logic.map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ol>
        <h3 className="sub-title">涉及金额</h3>
        <p>{kind.amount}</p>
        <h3 className="sub-title">提醒文字</h3>
        <p className="yj-secondary">{kind.message}</p>
        <h3 className="sub-title">样例</h3>
        <Samples kind={kind} />
      </div>
      <div>
        <h3 className="sub-title">程度与环节</h3>
        <FactList
          facts={STAGES.map((stage) => ({
            label: STAGE_LABELS[stage],
            value: kind.stages.includes(stage) ? (
              <SeverityTag severity={stage === 'B' && kind.hintInB ? 3 : kind.severity} />
            ) : (
              <span className="yj-muted">不运行</span>
            ),
          }))}
        />
        {kind.hintInB ? (
          <p className="yj-muted yj-small" style={{ marginTop: 6 }}>
            开立时统计期还没有结束，事前只作提示。
          </p>
        ) : null}
        <h3 className="sub-title">参数（{kind.parameters.length}）</h3>
        <Parameters kind={kind} />
        <h3 className="sub-title">政策依据</h3>
        <Bases kind={kind} />
      </div>
    </div>
  )
}

function Parameters({ kind }: { readonly kind: RuleKindDetail }) {
  if (kind.parameters.length === 0) return <p className="yj-secondary">没有参数，由编码决定。</p>
  return (
    <table className="yj-plain-table" aria-label="参数">
      <thead>
        <tr>
          <th>参数</th>
          <th>默认</th>
          <th>要求</th>
        </tr>
      </thead>
      <tbody>
        {kind.parameters.map((parameter) => (
          <tr key={parameter.name}>
            <td>
              <span className="yj-cell-2">
                <span>{parameter.label}</span>
                <small>
                  <code>{parameter.name}</code>
                </small>
              </span>
            </td>
            <td>
              {parameter.default === null ? (
                <span className="yj-muted">由知识点给出</span>
              ) : (
                valueText(parameter.default)
              )}
            </td>
            <td>{parameter.required ? '必填' : '可选'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Words of time units and scopes, which the libraries keep in English. */
const WORDS: Readonly<Record<string, string>> = {
  ...{
    encounter: '单次就诊',
    day: '每日',
    hour: '每小时',
    month: '每月',
    year: '每年',
    rx: '每张处方',
    hours: '若干小时内',
  },
  ...{ person: '本人（跨就诊）', institution: '本机构' },
}

function valueText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  return WORDS[String(value)] ?? String(value)
}

/** The grounds of the points, each document once. */
function Bases({ kind }: { readonly kind: RuleKindDetail }) {
  const points = usePoints({ kind: kind.kindId, page: 1, size: 200 })
  if (points.data === undefined)
    return points.isError ? <p className="yj-muted">暂时取不到依据。</p> : <BlockSkeleton rows={2} />
  const groups = [...Map.groupBy(points.data.rows, (row) => basisText(row.basis))]
  if (groups.length === 0) return <p className="yj-muted">还没有知识点，因此没有依据。</p>
  return (
    <ul className="legal-list">
      {groups.slice(0, 12).map(([title, rows]) => (
        <li key={title}>
          <strong>{title}</strong>
          <span className="yj-muted"> {rows[0]?.basis.date}</span>
          <p>{texts(rows)}</p>
        </li>
      ))}
    </ul>
  )
}

function texts(rows: readonly PointRow[]): string {
  const distinct = [...new Set(rows.map((row) => row.basis.text))]
  return distinct.length > 3 ? `${distinct.slice(0, 3).join('；')} 等 ${distinct.length} 条` : distinct.join('；')
}

/** Three points as a sentence each; the trial shows them hit and nearly hit. */
function Samples({ kind }: { readonly kind: RuleKindDetail }) {
  const points = usePoints({ kind: kind.kindId, page: 1, size: 200 })
  const rows = points.data?.rows.slice(0, 3) ?? []
  if (rows.length === 0) return <EmptyState compact title="还没有知识点可作样例" />
  return (
    <ul className="sample-list">
      {rows.map((row) => (
        <li key={row.kpId}>
          <span>
            {row.name}
            <span className="yj-muted">：{row.paramsText === '' ? row.basis.text : row.paramsText}</span>
          </span>
          <LinkButton size="small" href={ruleHref(kind.kindId, { tab: 'trial', from: row.kpId })}>
            看提醒与合规样例
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}
