import { CONFLICT_LEVEL_LABELS, type ConflictDetail, type ConflictRow, type Witness } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, Tag, type Tone } from '@yijian/web-kit'
import { ruleHref } from '../search.ts'

const TONES = { error: 'danger', warning: 'warning', info: 'neutral' } as const satisfies Record<
  ConflictRow['level'],
  Tone
>

export function ConflictTag({ conflict }: { readonly conflict: Pick<ConflictRow, 'level' | 'code' | 'label'> }) {
  return (
    <span className="yj-row">
      <Tag tone={TONES[conflict.level]}>{CONFLICT_LEVEL_LABELS[conflict.level]}</Tag>
      <span>
        {conflict.code} {conflict.label}
      </span>
    </span>
  )
}

/** One conflict: what it says, the points, and the claims that prove it with what each point says of them. */
export function ConflictView({
  conflict,
  open = false,
}: {
  readonly conflict: ConflictDetail
  readonly open?: boolean
}) {
  return (
    <article className="conflict" data-level={conflict.level} aria-label={`${conflict.code} ${conflict.label}`}>
      <ConflictTag conflict={conflict} />
      <p>{conflict.message}</p>
      <p className="yj-small">
        {conflict.points.map((point, at) => (
          <span key={`${point.kpId}@${point.version}`}>
            {at > 0 ? ' ↔ ' : ''}
            <Link
              to={ruleHref(point.kindId, {
                tab: 'points',
                open: point.kpId,
                ...(point.status === null ? {} : { status: point.status }),
              })}
            >
              {point.name}
            </Link>
            <span className="yj-muted">
              {' '}
              {point.kindId} · {point.kpId} 第 {point.version} 版
            </span>
          </span>
        ))}
      </p>
      {conflict.witness === null ? (
        <p className="yj-muted yj-small">知识点无法执行，没有举证单据。</p>
      ) : (
        <details open={open}>
          <summary className="yj-secondary yj-small">举证单据：真实跑过判定的一组就诊与明细</summary>
          <WitnessView witness={conflict.witness} conflict={conflict} />
        </details>
      )}
    </article>
  )
}

function WitnessView({ witness, conflict }: { readonly witness: Witness; readonly conflict: ConflictRow }) {
  return (
    <div className="witness">
      <div>
        {witness.persons.map((person) => (
          <div key={person.psnNo} className="witness-person">
            <p>
              <strong>样例参保人 {person.psnNo}</strong> <span className="yj-muted">{person.text}</span>
            </p>
            {person.visits.map((visit) => (
              <div key={visit.mdtrtId}>
                <p className="yj-small yj-secondary">{visit.text}</p>
                {visit.lines.length === 0 ? null : (
                  <table className="yj-plain-table" aria-label={`明细 ${visit.mdtrtId}`}>
                    <tbody>
                      {visit.lines.map((line) => (
                        <tr key={line.sn}>
                          <td>
                            <code>{line.code}</code>
                          </td>
                          <td className="yj-num">{line.time.slice(0, 16)}</td>
                          <td className="yj-num">×{line.qty}</td>
                          <td className="yj-num" style={{ textAlign: 'right' }}>
                            {line.amount === null ? '—' : <Amount value={line.amount} />}
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                )}
                {visit.more > 0 ? <p className="yj-muted yj-small">另有 {visit.more} 行同类明细</p> : null}
              </div>
            ))}
          </div>
        ))}
      </div>
      <ul className="witness-judges" aria-label="单独判定">
        {conflict.points.map((point) => {
          const own = witness.judges.filter((judge) => judge.kpId === point.kpId && judge.version === point.version)
          return (
            <li key={`${point.kpId}@${point.version}`}>
              <strong>{point.name}</strong> <span className="yj-muted yj-small">单独判定</span>
              {own.length === 0 ? <p className="yj-muted">不命中</p> : null}
              {own.slice(0, 4).map((judge, at) => (
                <p key={at}>
                  <Tag tone="warning">命中 {judge.psnNo}</Tag> {judge.message}
                  <span className="yj-muted yj-small">
                    {' '}
                    {judge.violating.length} 行，
                    <Amount value={judge.amount} /> 元
                  </span>
                </p>
              ))}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

const ORDER = ['error', 'warning', 'info'] as const

/** All conflicts of a point, gravest first. */
export function ConflictList({ rows }: { readonly rows: readonly ConflictDetail[] }) {
  const sorted = [...rows].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
  return (
    <div className="yj-stack-8">
      {sorted.slice(0, 30).map((conflict, at) => (
        <ConflictView key={conflict.conflictId} conflict={conflict} open={at === 0 && conflict.level !== 'info'} />
      ))}
      {sorted.length > 30 ? <p className="yj-muted yj-small">另有 {sorted.length - 30} 处</p> : null}
    </div>
  )
}

export function conflictSentence(rows: readonly ConflictRow[]): string {
  const count = (level: ConflictRow['level']) => rows.filter((row) => row.level === level).length
  const parts = ORDER.filter((level) => count(level) > 0).map(
    (level) => `${CONFLICT_LEVEL_LABELS[level]} ${count(level)} 处`,
  )
  return parts.length === 0 ? '与现有知识库没有冲突' : `与现有知识库有${parts.join('、')}`
}
