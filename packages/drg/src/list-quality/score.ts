import { compareIds } from '../payment/allocate.ts'
import { maxOf, ONE, parseRatio, ratioOf, type Ratio, ZERO } from '../payment/ratio.ts'
import type { CheckedList } from './check-list.ts'
import type { QualityKind, Severity } from './rule.ts'

/** What a failed rule costs, and the most that one kind may cost a list. Each list starts with 100. */
export interface ScorePolicy {
  readonly deductions: Readonly<Record<QualityKind, Readonly<Record<Severity, Ratio>>>>
  readonly most: Readonly<Record<QualityKind, Ratio>>
}

const each = (error: string, warning: string): Readonly<Record<Severity, Ratio>> => ({
  error: parseRatio(error),
  warning: parseRatio(warning),
})

export const SCORE_POLICY: ScorePolicy = {
  deductions: {
    completeness: each('3', '1'),
    timeliness: each('10', '5'),
    conformity: each('5', '1'),
    plausibility: each('5', '2'),
  },
  most: { completeness: parseRatio('30'), timeliness: parseRatio('10'), conformity: parseRatio('30'), plausibility: parseRatio('30') }, // prettier-ignore
}

const HUNDRED = parseRatio('100')
const KINDS = ['completeness', 'timeliness', 'conformity', 'plausibility'] as const

export interface KindScore {
  readonly judged: number
  readonly failed: number
  /** failed / judged; null when nothing could be judged. */
  readonly failRate: Ratio | null
  /** Rules that could not be judged: data is missing. */
  readonly cannotTell: number
  /** Mean deduction per list. */
  readonly deducted: Ratio
}

export interface QualityScore {
  readonly hospital: string
  /** Empty in the score of the whole hospital. */
  readonly department: string
  readonly lists: number
  /** Lists without any failed rule of severity error. */
  readonly passed: number
  /** Mean of the lists' scores, 0…100. */
  readonly score: Ratio
  readonly kinds: Readonly<Record<QualityKind, KindScore>>
  /** Rules failed most often, at most ten, ties by rule id. */
  readonly worst: readonly { readonly ruleId: string; readonly message: string; readonly lists: number }[]
}

/** Deduction of one list by kind: the sum over failed rules (a rule counts once a list), at most the kind's limit. */
export function listDeductions(checked: CheckedList, policy: ScorePolicy = SCORE_POLICY): Record<QualityKind, Ratio> {
  const lost: Record<QualityKind, Ratio> = { completeness: ZERO, timeliness: ZERO, conformity: ZERO, plausibility: ZERO } // prettier-ignore
  for (const rule of failedRules(checked)) {
    const sum = (lost[rule.kind] + policy.deductions[rule.kind][rule.severity]) as Ratio
    lost[rule.kind] = sum > policy.most[rule.kind] ? policy.most[rule.kind] : sum
  }
  return lost
}

/** 100 − deductions, never below 0. */
export function listScore(checked: CheckedList, policy: ScorePolicy = SCORE_POLICY): Ratio {
  const lost = Object.values(listDeductions(checked, policy)).reduce((sum, one) => sum + one, 0n)
  return maxOf((HUNDRED - lost) as Ratio, ZERO)
}

/** Scores by hospital, and by department inside each: ascending by hospital, the whole hospital before its departments. */
export function scoreLists(checked: readonly CheckedList[], policy: ScorePolicy = SCORE_POLICY): QualityScore[] {
  const byHospital = [...Map.groupBy(checked, (one) => one.list.hospital)].sort(([a], [b]) => compareIds(a, b))
  return byHospital.flatMap(([hospital, lists]) => {
    const byDepartment = [...Map.groupBy(lists, (one) => one.department)].sort(([a], [b]) => compareIds(a, b))
    const named = byDepartment.filter(([department]) => department !== '')
    return [
      scoreOf({ hospital, department: '' }, lists, policy),
      ...named.map(([department, own]) => scoreOf({ hospital, department }, own, policy)),
    ]
  })
}

function scoreOf(
  whose: { hospital: string; department: string },
  lists: readonly CheckedList[],
  policy: ScorePolicy,
): QualityScore {
  // prettier-ignore
  const n = BigInt(lists.length)
  const lost = lists.map((one) => listDeductions(one, policy))
  const total = lists.reduce((sum, one) => sum + listScore(one, policy), 0n)
  const kinds = KINDS.map((kind) => {
    const own = lists.flatMap((one) => one.findings.filter((finding) => finding.rule.kind === kind))
    const judged = lists.reduce((sum, one) => sum + one.judged[kind], 0)
    const failed = own.filter(({ outcome }) => outcome === 'fail').length
    const deducted = ratioOf(lost.reduce((sum, one) => sum + one[kind], 0n), n * ONE) // prettier-ignore
    const failRate = judged === 0 ? null : ratioOf(BigInt(failed), BigInt(judged))
    return [kind, { judged, failed, failRate, cannotTell: own.length - failed, deducted }] as const
  })
  return {
    ...whose,
    lists: lists.length,
    passed: lists.filter((one) => failedRules(one).every(({ severity }) => severity !== 'error')).length,
    score: ratioOf(total, n * ONE),
    kinds: Object.fromEntries(kinds) as Record<QualityKind, KindScore>,
    worst: worstRules(lists),
  }
}

function failedRules(checked: CheckedList): CheckedList['findings'][number]['rule'][] {
  return [...new Set(checked.findings.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule))]
}

function worstRules(lists: readonly CheckedList[]): QualityScore['worst'] {
  const counts = [...Map.groupBy(lists.flatMap(failedRules), (rule) => rule)].map(([rule, hits]) => ({ ruleId: rule.id, message: rule.message, lists: hits.length })) // prettier-ignore
  return counts.sort((a, b) => b.lists - a.lists || compareIds(a.ruleId, b.ruleId)).slice(0, 10)
}
