import type { DrgMonitor } from '@yijian/contract'
import { PERFORMANCE_MEASURES, scorePerformance, type PerformanceIndicator, type PerformanceMeasure, type PerformanceScore } from '@yijian/drg' // prettier-ignore
import { workbookBytes, type PaymentSettings } from '@yijian/warehouse'
import type { Access } from '../../../platform/access/scope.ts'
import { hospitalNames } from '../store/cases.ts'
import { monitorRows, structureRows, type MonitorRow } from '../store/monitor.ts'
import { monthRecords } from '../store/months.ts'
import type { DrgContext } from './context.ts'
import { CITY } from './demonstration.ts'
import { namesOf } from './labels.ts'
import { activeOf } from './parameters.ts'

const MEASURES = Object.keys(PERFORMANCE_MEASURES) as PerformanceMeasure[]
interface Months {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Indicators with warnings, scores by the scheme of the parameters in force, and the structure of key groups. */
export async function monitor(context: DrgContext, access: Access, query: Months): Promise<DrgMonitor> {
  const { db } = context
  const [records, active, names] = await Promise.all([monthRecords(db), activeOf(context), hospitalNames(db)])
  const known = records.map(({ month }) => month)
  const { performance } = active.settings
  const indicators = performance?.indicators ?? []
  const base = { known, scheme: performance && { title: performance.title, basis: performance.basis, fewest: performance.fewest, parameters: active.version }, measures: measuresOf(indicators) } // prettier-ignore
  const to = query.to ?? known[0]
  if (to === undefined) return { ...base, from: null, to: null, city: [], hospitals: [], groups: [] }
  const from = query.from ?? monthsBefore(to, 11)
  const length = monthsBetween(from, to)
  const [rows, structure] = await Promise.all([monitorRows(db, access, { from, to }), structureRows(db, access, { from, to, before: { from: monthsBefore(from, length), to: monthsBefore(from, 1) } })]) // prettier-ignore
  const groups = namesOf(context, active.schemeId)
  const scored = rows.filter((row) => row.fixmedins_code !== null).map((row) => ({ row, score: scoreOf(row, performance) })) // prettier-ignore
  const order = scored.flatMap(({ score }) => (score.score === null ? [] : [score.score])).sort((a, b) => b - a)
  const total = rows.find((row) => row.fixmedins_code === null)
  return {
    ...base,
    from,
    to,
    city: total === undefined ? [] : valuesOf(total, scorePerformance(measured(total), indicators)),
    hospitals: scored
      .map(({ row, score }) => ({
        hospital: { code: row.fixmedins_code!, name: names.get(row.fixmedins_code!)?.name ?? '' },
        tier: names.get(row.fixmedins_code!)?.tier ?? '',
        cases: row.cases,
        gain: row.gain,
        values: valuesOf(row, score),
        score: score.score,
        rank: score.score === null || access.scope.kind !== 'city' ? null : order.indexOf(score.score) + 1,
        warnings: score.indicators.filter(({ warned }) => warned).length,
      })) // prettier-ignore
      .sort((a, b) => (b.score ?? -1) - (a.score ?? -1) || (a.hospital.code < b.hospital.code ? -1 : 1)),
    groups: structure.map((one) => ({ drg: one.drg, name: groups.group(one.drg), cases: one.cases, casesBefore: one.cases_before, cost: one.cost, gain: one.gain, cv: one.cv, meanCost: one.mean_cost, meanCostBefore: one.mean_before, parts: partsOf(one) })), // prettier-ignore
  }
}

function partsOf({
  nursing,
  technology,
  supplies,
  management,
}: {
  nursing: number | null
  technology: number | null
  supplies: number | null
  management: number | null
}): DrgMonitor['groups'][number]['parts'] {
  // prettier-ignore
  if (nursing === null || technology === null || supplies === null || management === null) return null
  return { medical: Math.max(0, 1 - nursing - technology - supplies - management), nursing, technology, supplies, management } // prettier-ignore
}

function measuresOf(indicators: readonly PerformanceIndicator[]): DrgMonitor['measures'] {
  const own = new Map(indicators.map((one) => [one.measure, one]))
  return MEASURES.map((measure) => {
    const { label, unit, method } = PERFORMANCE_MEASURES[measure]
    const one = own.get(measure)
    return { measure, label, unit, method, points: one?.points ?? null, full: one?.full ?? null, zero: one?.zero ?? null, warn: one?.warn ?? null } // prettier-ignore
  })
}

const measured = (row: MonitorRow): Record<PerformanceMeasure, number | null> => Object.fromEntries(MEASURES.map((measure) => [measure, row[measure]])) as Record<PerformanceMeasure, number | null> // prettier-ignore

function scoreOf(row: MonitorRow, performance: PaymentSettings['performance']): PerformanceScore {
  const score = scorePerformance(measured(row), performance?.indicators ?? [])
  return row.cases < (performance?.fewest ?? 1) ? { ...score, score: null } : score
}

function valuesOf(row: MonitorRow, score: PerformanceScore): DrgMonitor['city'] {
  const own = new Map(score.indicators.map((one) => [one.measure, one]))
  return MEASURES.map((measure) => ({ measure, value: row[measure], points: own.get(measure)?.points ?? null, warned: own.get(measure)?.warned ?? false })) // prettier-ignore
}

/** Scores of a year for its settlement; hospitals with too few cases have none. */
export async function yearScores(
  context: DrgContext,
  settings: PaymentSettings,
  year: number,
): Promise<Map<string, number>> {
  // prettier-ignore
  if (settings.performance === null) return new Map()
  const rows = await monitorRows(context.db, CITY, { from: `${year}-01`, to: `${year}-12` })
  const scored = rows.map((row) => [row.fixmedins_code, scoreOf(row, settings.performance).score] as const)
  return new Map(scored.flatMap(([code, score]) => (code === null || score === null ? [] : [[code, score] as const])))
}

function monthsBefore(month: string, n: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 - n, 1)).toISOString().slice(0, 7)
}

function monthsBetween(from: string, to: string): number {
  const at = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
  return Math.max(1, at(to) - at(from) + 1)
}

export async function monitorFile(context: DrgContext, access: Access, query: Months): Promise<Buffer> {
  const data = await monitor(context, access, query)
  const lead = [`监测与绩效 ${data.from ?? ''} 至 ${data.to ?? ''} 出院病例`, data.scheme === null ? '支付参数没有绩效评价办法' : `${data.scheme.title}（支付参数第 ${data.scheme.parameters} 版；病例少于 ${data.scheme.fewest} 例的机构不评分）`] // prettier-ignore
  const number = (title: string) => ({ title, width: 12, kind: 'number' as const })
  const four = (value: number | null): number | null => (value === null ? null : Math.round(value * 10_000) / 10_000)
  const table = {
    columns: [{ title: '机构编号', width: 16 }, { title: '机构名称', width: 26 }, number('名次'), number('得分'), number('病例'), { title: '盈亏（元）', width: 15, kind: 'money' as const }, ...data.measures.flatMap(({ label, points }) => [number(label), ...(points === null ? [] : [number(`${label}得分`)])])], // prettier-ignore
    rows: data.hospitals.map((one) => [one.hospital.code, one.hospital.name, one.rank, one.score, one.cases, one.gain, ...one.values.flatMap((value, at) => [four(value.value), ...(data.measures[at]?.points === null ? [] : [value.points])])]), // prettier-ignore
  }
  const methods = { columns: [{ title: '指标', width: 22 }, { title: '算法', width: 60 }, number('分值'), number('满分值'), number('零分值'), number('预警值')], rows: data.measures.map((one) => [one.label, one.method, one.points, one.full, one.zero, one.warn]) } // prettier-ignore
  return workbookBytes([
    { name: '绩效', lead, table },
    { name: '办法', lead, table: methods },
  ])
}
