import type { SelfHitDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, BlockSkeleton, CodeText, ErrorState, FactList, SeverityTag } from '@yijian/web-kit'
import { useCan } from '../../../shell/session.tsx'
import { useHit, type Side } from '../api.ts'
import { MarkTag } from './tags.tsx'

interface Props {
  readonly side: Side
  readonly checkId: string
  readonly jrId: string | undefined
}

/** One hit: what is suspected, what would be lawful, on what grounds, and the rows it rests on. */
export function HitDetail({ side, checkId, jrId }: Props) {
  const query = useHit(side, { checkId, jrId })
  if (query.data) return <Body hit={query.data} />
  return query.isError ? <ErrorState compact error={query.error} /> : <BlockSkeleton rows={8} />
}

function Body({ hit }: { readonly hit: SelfHitDetail }) {
  const canReadRules = useCan('rules.read')
  return (
    <div className="hit-detail">
      <div className="yj-row">
        <MarkTag mark={hit.mark} />
        <SeverityTag severity={hit.severity} />
        <strong>{canReadRules ? <Link to={`/rules/kinds/${hit.kindId}`}>{hit.kindName}</Link> : hit.kindName}</strong>
      </div>
      <p className="hit-message">{hit.message}</p>
      {hit.markReason === '' ? null : (
        <p className="hit-reason">
          <b>自查理由</b> {hit.markReason}
          {hit.markedBy === null ? null : <span className="yj-muted">（{hit.markedBy}）</span>}
        </p>
      )}
      <dl className="hit-grounds">
        <dt>依据</dt>
        <dd>{hit.basis}</dd>
        <dt>符合规定的情形</dt>
        <dd>{hit.lawful ?? <span className="yj-muted">按依据的条文执行</span>}</dd>
        {hit.facts.length === 0 ? null : (
          <>
            <dt>本次</dt>
            <dd>{hit.facts.map(({ label, value }) => `${label} ${value}`).join('，')}</dd>
          </>
        )}
      </dl>
      <FactList
        columns={2}
        facts={[
          { label: '就诊号', value: <CodeText value={hit.mdtrtId} /> },
          { label: '参保人（脱敏）', value: <code>{hit.psnNo}</code> },
          { label: '科室', value: hit.dept },
          { label: '日期', value: <span className="yj-num">{hit.day ?? '—'}</span> },
          {
            label: '涉及金额',
            value: (
              <>
                <Amount value={hit.amount} /> 元
              </>
            ),
          },
          {
            label: '知识点',
            value: (
              <>
                <span>{hit.pointName}</span> <code className="yj-muted">{hit.kpId}</code>
              </>
            ),
          },
        ]}
      />
      <Lines hit={hit} />
    </div>
  )
}

function Lines({ hit }: { readonly hit: SelfHitDetail }) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table hit-lines" aria-label="涉及的费用行">
        <thead>
          <tr>
            <th>费用项目</th>
            <th>日期</th>
            <th className="yj-right">数量</th>
            <th className="yj-right">金额（元）</th>
            <th className="yj-right">涉及（元）</th>
          </tr>
        </thead>
        <tbody>
          {hit.lines.map((line) => (
            <tr key={line.role + line.sn} data-role={line.role}>
              <td>
                <span className="yj-cell-2">
                  <span>
                    {line.name}
                    {line.role === 'involved' ? <span className="yj-muted"> · 对照</span> : null}
                  </span>
                  {line.code === null ? null : (
                    <small>
                      <code>{line.code}</code>
                    </small>
                  )}
                </span>
              </td>
              <td className="yj-num">{line.day ?? '—'}</td>
              <td className="yj-right yj-num">{line.cnt === null ? '—' : trimZeros(line.cnt)}</td>
              <td className="yj-right">
                <Amount value={line.lineAmount} />
              </td>
              <td className="yj-right">
                <Amount value={line.role === 'violating' ? line.amount : null} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** "2.0000" → "2". */
function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
