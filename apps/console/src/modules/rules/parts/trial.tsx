import type { PointRow, RuleKindDetail } from '@yijian/contract'
import { BlockSkeleton, EmptyState, ErrorState, formatCount } from '@yijian/web-kit'
import { Alert, Button, Segmented, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { usePoints, useTryRequest, type TrialAnswer } from '../api.ts'
import { claimProblems, plainClaim, type TrialClaim } from '../trial/claim.ts'
import { exampleOf, type Wanted } from '../trial/example.ts'
import { infnoOf, requestOf } from '../trial/request.ts'
import { Reminder } from './reminder.tsx'
import { TrialFields } from './trial-fields.tsx'
import { TrialLines } from './trial-lines.tsx'

interface Props {
  readonly kind: RuleKindDetail
  /** The knowledge point that the claim starts from. */
  readonly from: string | undefined
  readonly onFrom: (kpId: string | undefined) => void
}

/** A claim, the rule's answer to it, and the reminder as the doctor would see it. Nothing is kept. */
export function Trial({ kind, from, onFrom }: Props) {
  const points = usePoints({ kind: kind.kindId, page: 1, size: 200 })
  const rows = points.data?.rows
  const point = rows?.find((row) => row.kpId === from) ?? rows?.[0]
  if (rows === undefined) {
    return points.isError ? (
      <ErrorState error={points.error} onRetry={() => void points.refetch()} />
    ) : (
      <BlockSkeleton />
    )
  }
  return (
    <PointBench
      key={point?.kpId ?? ''}
      kind={kind}
      point={point}
      picker={
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="试算所用知识点"
          placeholder="选择知识点"
          style={{ width: 280 }}
          value={point?.kpId ?? null}
          options={rows.map((row) => ({ value: row.kpId, label: row.name }))}
          onChange={onFrom}
        />
      }
    />
  )
}

interface BenchProps {
  readonly kind: RuleKindDetail
  readonly point: TrialPoint | undefined
  readonly picker: React.ReactNode
  readonly attempt: Attempt
}

/** What an example claim is made from: a point, saved or not. */
type TrialPoint = Pick<PointRow, 'name' | 'keys' | 'partners' | 'params' | 'effBegin' | 'effEnd'>
interface Attempt {
  readonly mutate: (tried: { readonly infno: '3101' | '3102'; readonly request: unknown }) => void
  readonly data: TrialAnswer | undefined
  readonly error: unknown
  readonly isPending: boolean
}

/** The version of the point that is not in the release is judged in place of the one that is. */
function usePointAttempt(point: PointRow | undefined): Attempt {
  const { mutate, ...rest } = useTryRequest()
  const draft = point && !point.inForce ? { point: { kpId: point.kpId, version: point.version } } : {}
  return {
    ...rest,
    mutate: (tried) => {
      mutate({ ...tried, ...draft })
    },
  }
}

function PointBench({
  point,
  ...rest
}: Omit<BenchProps, 'attempt' | 'point'> & { readonly point: PointRow | undefined }) {
  return <TrialBench {...rest} point={point} attempt={usePointAttempt(point)} />
}

export function TrialBench({ kind, point, picker, attempt }: BenchProps) {
  const today = useMemo(() => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), [])
  const example = (wanted: Wanted) => (point ? exampleOf({ point, kind, today }, wanted) : null)
  const [claim, setClaim] = useState<TrialClaim>(() => example('hit') ?? plainClaim(today))
  const [wanted, setWanted] = useState<Wanted | 'own'>('hit')
  const [whole, setWhole] = useState(false)
  const infno = infnoOf(kind.stages) ?? '3102'
  const problems = claimProblems(claim)
  const run = (tried: TrialClaim) => {
    if (claimProblems(tried).length > 0) return
    attempt.mutate({ infno, request: requestOf(tried, infno) })
  }
  const change = (patch: Partial<TrialClaim>) => {
    setClaim({ ...claim, ...patch })
    setWanted('own')
  }
  const start = (next: Wanted) => {
    const made = example(next)
    if (!made) return
    setClaim(made)
    setWanted(next)
    run(made)
  }
  useEffect(() => {
    if (isShowable(kind, example('hit') !== null)) run(claim)
    // Only the first claim is tried by itself; later ones on request.
  }, [])
  const possible = isShowable(kind, point !== undefined && example('hit') !== null)
  return (
    <div className="yj-stack">
      <div className="yj-row">
        {picker}
        <Segmented<Wanted | 'own'>
          aria-label="样例"
          value={wanted}
          options={[
            { value: 'hit', label: '应提醒的样例', disabled: !possible },
            { value: 'near-miss', label: '合规的样例', disabled: !possible },
            { value: 'own', label: '自填', disabled: wanted !== 'own' },
          ]}
          onChange={(value) => {
            if (value !== 'own') start(value)
          }}
        />
        <span className="yj-muted yj-small">
          {infno === '3102' ? '此规则在出院、结算前审核（3102）。' : ''}
          样例按知识点参数生成，可任意修改后再试。试算不留存，不计入提醒统计。
        </span>
      </div>
      {possible ? null : (
        <Alert
          type="info"
          showIcon
          title="这条规则只在结算后运行，或按多次就诊、机构、库存汇总判断，单张处方看不出结果；请用历史数据扫描。"
        />
      )}
      <div className="trial-grid">
        <form
          className="yj-stack"
          onSubmit={(event) => {
            event.preventDefault()
            run(claim)
          }}
        >
          <TrialFields claim={claim} onChange={change} />
          <TrialLines
            claim={claim}
            onChange={(lines) => {
              change({ lines })
            }}
          />
          <div className="yj-row">
            <Button type="primary" htmlType="submit" loading={attempt.isPending} disabled={problems.length > 0}>
              试算
            </Button>
            {problems.length > 0 ? <span className="danger-text">{problems[0]}</span> : null}
          </div>
        </form>
        <div className="trial-result" aria-live="polite">
          <Answer
            answer={attempt.data}
            error={attempt.error}
            busy={attempt.isPending}
            kindId={whole ? undefined : kind.kindId}
            claim={claim}
            wanted={wanted}
            onWhole={setWhole}
          />
        </div>
      </div>
    </div>
  )
}

/** Rules that run only after settlement say nothing to a doctor. */
const isShowable = (kind: RuleKindDetail, hasExample: boolean): boolean => hasExample && infnoOf(kind.stages) !== null

interface AnswerProps {
  readonly answer: TrialAnswer | undefined
  readonly error: unknown
  readonly busy: boolean
  /** Only this rule's reminders; all when undefined. */
  readonly kindId: string | undefined
  readonly claim: TrialClaim
  readonly wanted: Wanted | 'own'
  readonly onWhole: (whole: boolean) => void
}

function Answer({ answer, error, busy, kindId, claim, wanted, onWhole }: AnswerProps) {
  if (error) return <ErrorState compact error={error} />
  if (answer === undefined) {
    return busy ? (
      <BlockSkeleton rows={5} />
    ) : (
      <EmptyState compact title="填好处方后点“试算”">
        这里显示医师看到的提醒。
      </EmptyState>
    )
  }
  const own = answer.result.filter((one) => one.rule_id === kindId)
  const shown = kindId === undefined ? answer.result : own
  const others = answer.result.length - own.length
  return (
    <section aria-label="试算结果">
      <div className="yj-section-head">
        <h2>{shown.length === 0 ? '未提醒' : `医师看到的提醒（${shown.length}）`}</h2>
        <span className="yj-muted yj-small">
          读入 {formatCount(answer.read.lines)} 条医嘱，用时 {answer.tookMs.toFixed(1)} 毫秒
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="yj-secondary">
          {wanted === 'hit'
            ? '自动样例没有满足这条规则的全部条件（如剂量、职称、病种、味数），请按参数补充后再试。'
            : '这条规则对这张处方没有疑问，医师端不弹出提醒。'}
        </p>
      ) : (
        shown.map((result) => <Reminder key={result.jr_id} result={result} lines={claim.lines} />)
      )}
      {others > 0 || kindId === undefined ? (
        <p style={{ marginTop: 12 }}>
          <Button
            type="link"
            style={{ padding: 0 }}
            onClick={() => {
              onWhole(kindId !== undefined)
            }}
          >
            {kindId === undefined ? '只看本规则' : `其他规则另有 ${others} 条提醒，一并显示`}
          </Button>
        </p>
      ) : null}
      <Gaps answer={answer} />
    </section>
  )
}

/** What could not be judged, and why: silence is not a clean answer. */
function Gaps({ answer }: { readonly answer: TrialAnswer }) {
  const notes = [
    ...answer.failed.map((one) => `${one.id} 未完成判定：${one.reason}`),
    ...answer.cannotTell.map((one) => `${one.kindId} ${one.name}：数据不足，${formatCount(one.n)} 处无法判断`),
    ...answer.read.notes,
  ]
  if (notes.length === 0) return null
  return (
    <details style={{ marginTop: 12 }}>
      <summary className="yj-secondary">未能判断的部分（{notes.length}）</summary>
      <ul className="logic-list yj-small yj-secondary">
        {notes.slice(0, 50).map((note, index) => (
          <li key={index}>{note}</li>
        ))}
      </ul>
    </details>
  )
}
