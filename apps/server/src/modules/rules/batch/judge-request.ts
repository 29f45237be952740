import type { JudgeResult } from '@yijian/contract'
import type { Day } from '@yijian/kernel'
import { createEvaluator, findKind, type Release } from '@yijian/rules'
import { judgePatient } from '../real-time/judge.ts'
import { normalise } from '../real-time/normalise.ts'
import { resultOf, warningOf } from '../real-time/respond.ts'
import { field, isNode, text } from '../real-time/values.ts'
import { compile, type Judging } from '../service/active.ts'
import { notAsked } from '../service/not-asked.ts'

export interface RequestToJudge {
  /** 3101 unless the body or the caller says 3102. */
  readonly infno?: '3101' | '3102' | undefined
  readonly body: unknown
  readonly release: Release
  readonly today: Day
}

/** What 3101/3102 would answer, and what was made of the request. */
export interface JudgedRequest {
  readonly response: {
    readonly infcode: 0
    readonly err_msg: ''
    readonly warn_msg: string
    readonly output: { readonly result: readonly JudgeResult[]; readonly is_feedback: '0' | '1'; readonly judge_flag: '0' | '1' } // prettier-ignore
  }
  /** What the reader had to leave out. */
  readonly notes: readonly string[]
  /** Rules that missing data left open, by name. */
  readonly cannotTell: readonly { readonly rule: string; readonly n: number }[]
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
}

/** Judges one request with nothing but itself: no log, no history of the person, no trace. The same code as the interface. */
export function judgeRequest({ infno, body, release, today }: RequestToJudge): JudgedRequest {
  const asked = isNode(body) ? text(field(body, 'infno')) : null
  const number = infno ?? (asked === '3102' ? '3102' : '3101')
  const request = normalise(body, number, today)
  const compiled = compile(release)
  const judging: Judging = { releaseId: '', title: '', hash: release.hash, state: 'active', since: new Date(0), release, compiled, evaluator: createEvaluator(compiled) } // prettier-ignore
  const points = new Map(release.points.map((point) => [point.kpId, point]))
  const judged = request.patients.map((patient) => ({ patient, ...judgePatient(patient, request, { judging, state: undefined }) })) // prettier-ignore
  const result = judged.flatMap(({ patient, judges }) =>
    judges.map((judge) => resultOf(judge, { patient, taskId: request.taskId, point: points.get(judge.kpId) })),
  )
  const failed = new Map([...compiled.failed, ...judged.flatMap((one) => [...one.failed])])
  const complete = judged.every((one) => one.complete) && failed.size === 0
  const isAsked = result.some(({ sev_deg }) => sev_deg !== '3')
  return {
    response: {
      infcode: 0,
      err_msg: '',
      warn_msg: warningOf({ complete, notes: request.notes }),
      output: { result, is_feedback: isAsked ? '1' : '0', judge_flag: complete ? '1' : '0' },
    },
    notes: [...request.notes],
    cannotTell: openOf([notAsked(compiled, request), ...judged.map((one) => one.cannotTell)]),
    failed: [...failed].map(([id, reason]) => ({ id, reason })),
  }
}

function openOf(all: readonly ReadonlyMap<string, number>[]): JudgedRequest['cannotTell'] {
  const sums = new Map<string, number>()
  for (const one of all) for (const [kind, n] of one) sums.set(kind, (sums.get(kind) ?? 0) + n)
  return [...sums].map(([kind, n]) => ({ rule: `${kind} ${findKind(kind)?.name ?? ''}`.trim(), n }))
}
