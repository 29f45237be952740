import { AppError } from '@yijian/kernel'

/** What a hospital may be judged on. Each says how it is counted, so that anybody can count it again. */
export const PERFORMANCE_MEASURES = {
  group_rate: { label: '入组率', unit: 'percent', method: '分组成功 ÷ 全部病例' },
  list_score: { label: '结算清单质控得分', unit: 'number', method: '各清单质控得分的均值' },
  refused_share: { label: '暂不能支付占比', unit: 'percent', method: '暂不能支付病例 ÷ 全部病例' },
  cmi: { label: 'CMI', unit: 'number', method: '总权重 ÷ 有权重病例' },
  cost_index: { label: '费用消耗指数', unit: 'number', method: '本机构费用之和 ÷ 按全市同病组均费应有的费用之和' },
  time_index: { label: '时间消耗指数', unit: 'number', method: '本机构天数之和 ÷ 按全市同病组均天数应有的天数之和' },
  high_share: { label: '高倍率病例占比', unit: 'percent', method: '高倍率病例 ÷ 全部病例' },
  low_share: { label: '低倍率病例占比', unit: 'percent', method: '低倍率病例 ÷ 全部病例' },
  patient_share: { label: '个人负担比例', unit: 'percent', method: '个人负担 ÷ 总费用' },
  supplies_share: { label: '药耗占比', unit: 'percent', method: '药品与耗材费用 ÷ 费用明细之和（有明细的病例）' },
  readmit_share: {
    label: '15 日内再住院率',
    unit: 'percent',
    method: '出院后 15 日内在任一机构再住院的病例 ÷ 全部病例',
  },
  gain_share: { label: '盈亏率', unit: 'percent', method: '（统筹应付 − 记账统筹）÷ 记账统筹' },
} as const satisfies Record<string, { label: string; unit: 'percent' | 'number'; method: string }>
export type PerformanceMeasure = keyof typeof PERFORMANCE_MEASURES

export interface PerformanceIndicator {
  readonly measure: PerformanceMeasure
  readonly points: number
  /** Value at which all points are given, and at which none are; between them in proportion. */
  readonly full: number
  readonly zero: number
  /** Warned beyond this value, on the side of `zero`; null: no warning. */
  readonly warn: number | null
}

export interface IndicatorScore {
  readonly measure: PerformanceMeasure
  readonly value: number | null
  /** Two places; null: not known, so its points count neither for nor against. */
  readonly points: number | null
  readonly warned: boolean
}

export interface PerformanceScore {
  readonly indicators: readonly IndicatorScore[]
  /** Of 100: points given ÷ points of the indicators that are known; null when none is. */
  readonly score: number | null
}

/** Throws `invalid` for a scheme that cannot be counted. */
export function checkPerformance(indicators: readonly PerformanceIndicator[]): void {
  const seen = new Set<string>()
  for (const { measure, points, full, zero, warn } of indicators) {
    const { label } = PERFORMANCE_MEASURES[measure]
    if (seen.has(measure)) throw new AppError('invalid', 'performance.twice', `绩效指标重复：${label}`)
    seen.add(measure)
    if (!(points > 0)) throw new AppError('invalid', 'performance.points', `${label} 的分值应大于零`)
    if (full === zero) throw new AppError('invalid', 'performance.bounds', `${label} 的满分值与零分值不能相同`)
    if (warn !== null && (full > zero ? warn > full : warn < full)) throw new AppError('invalid', 'performance.warn', `${label} 的预警值不应优于满分值`) // prettier-ignore
  }
}

/** Scores one hospital; what is not known is left out of both sides. */
export function scorePerformance(
  values: Readonly<Partial<Record<PerformanceMeasure, number | null>>>,
  indicators: readonly PerformanceIndicator[],
): PerformanceScore {
  const scored = indicators.map((one): IndicatorScore => {
    const value = values[one.measure] ?? null
    if (value === null) return { measure: one.measure, value, points: null, warned: false }
    const share = Math.min(1, Math.max(0, (value - one.zero) / (one.full - one.zero)))
    return { measure: one.measure, value, points: round(one.points * share), warned: isWarned(value, one) }
  })
  const known = scored.flatMap(({ points }, at) => (points === null ? [] : [{ points, most: indicators[at]!.points }]))
  const most = known.reduce((sum, one) => sum + one.most, 0)
  const given = known.reduce((sum, one) => sum + one.points, 0)
  return { indicators: scored, score: most === 0 ? null : round((100 * given) / most) }
}

function isWarned(value: number, { full, zero, warn }: PerformanceIndicator): boolean {
  if (warn === null) return false
  return full > zero ? value < warn : value > warn
}

/** Half up to two places; the small part lifts what binary fractions leave just below a half. */
const round = (value: number): number => Math.round(value * 100 + 1e-9) / 100
