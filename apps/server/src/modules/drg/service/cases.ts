import { DrgOverview as Overview, type CaseTrace, type DrgCaseDetail, type DrgCaseRow, type DrgOverview } from '@yijian/contract' // prettier-ignore
import { explainPayment, ONE, timesRatios, type CaseRecord, type Ratio, type Trace } from '@yijian/drg'
import { AppError, divideRounded, formatYuan, parseYuan, type Fen } from '@yijian/kernel'
import { groupStay, recordOf, unpackInputs, type StayFacts } from '@yijian/warehouse'

import type { Access } from '../../../platform/access/scope.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { caseRow, hospitalNames, overviewRows, pageOfCases, peersOf, type CaseQuery, type OverviewRow } from '../store/cases.ts' // prettier-ignore
import { monthRecords } from '../store/months.ts'
import { parametersRow } from '../store/parameters.ts'
import type { DrgContext } from './context.ts'
import { namesOf, ruleLabel, schemeName, sexText } from './labels.ts'
import { activeOf, toActive } from './parameters.ts'
import { whatIfOf, type OpenScheme } from './scheme-catalogue.ts'

type Listed = Awaited<ReturnType<typeof pageOfCases>>['rows'][number]
type Names = ReturnType<typeof namesOf>

export async function listCases(
  context: DrgContext,
  access: Access,
  query: CaseQuery & {
    page: number
    size: number
    sort: 'discharged' | 'cost' | 'payable' | 'gain' | 'weight' | 'los'
    order: 'asc' | 'desc'
  },
) {
  // prettier-ignore
  const [{ rows, totals }, active] = await Promise.all([pageOfCases(context.db, access, query), activeOf(context)])
  const names = namesOf(context, active.schemeId)
  return {
    rows: rows.map((row) => toCaseRow(row, names)),
    total: totals.cases,
    totals: { cases: totals.cases, weight: totals.weight, cost: totals.cost, actualFund: totals.actual_fund, payable: totals.payable, gain: totals.gain }, // prettier-ignore
  }
}

export function toCaseRow(row: Listed, names: Names): DrgCaseRow {
  return {
    caseId: row.case_id,
    month: row.month,
    hospital: { code: row.fixmedins_code, name: row.hospital_name ?? '' },
    fund: row.fund,
    discharged: row.discharged,
    los: row.los,
    dept: row.dept,
    main: { code: row.main, name: names.code(row.main) },
    operation: row.oprn === '' ? null : { code: row.oprn, name: names.code(row.oprn) },
    drg: row.drg,
    drgName: names.group(row.drg),
    status: row.status as DrgCaseRow['status'],
    reason: row.reason,
    weight: row.weight === null ? null : row.weight.slice(0, -4),
    rule: row.rule,
    ruleLabel: row.rule === null ? '' : ruleLabel(row.rule),
    cost: row.cost,
    payable: row.payable,
    actualFund: row.actual_fund,
    gain: row.gain,
    refused: row.refused,
    frozen: row.frozen ?? false,
  }
}

/** A case with the way it was grouped and paid, and what would have happened otherwise. */
export async function getCase(context: DrgContext, access: Access, caseId: string): Promise<DrgCaseDetail> {
  const row = await caseRow(context.db, access, caseId)
  if (!row) throw new AppError('missing', 'drg.case', '没有这个病例')
  const parameters = row.parameters === null ? undefined : await parametersRow(context.db, row.parameters)
  const active = parameters ? toActive(parameters) : await activeOf(context)
  const schemeId =
    row.scheme_id !== null && context.schemes.ids().includes(row.scheme_id) ? row.scheme_id : active.schemeId
  const scheme = context.schemes.open(schemeId)
  const names = namesOf(context, schemeId)
  const record = recordOf(row.facts)
  const { inputs: stored, facts } = row
  const inputs = unpackInputs(stored)
  const unit = unitOf(active.settings, { fund: row.fund, tier: active.settings.levels[row.fixmedins_code] ?? row.tier ?? '', hospital: row.fixmedins_code }) // prettier-ignore
  const peers = await peersOf(context.db, { month: row.month, drg: row.drg })
  const isPaid = row.payable !== null && row.rule !== null
  const payment = isPaid ? { rule: row.rule as never, inputs, caseId, hospital: row.fixmedins_code, fund: row.fund!, drg: row.drg, value: fen(row.value), cost: fen(row.cost), patientPay: fen(row.patient_pay), otherFunds: fen(row.other_funds), actualFund: fen(row.actual_fund), payable: fen(row.payable), gain: fen(row.gain), pending: row.pending } : null // prettier-ignore
  const coded = (code: string) => ({ code, name: names.code(code) })
  return {
    ...toCaseRow(row, names),
    mdc: row.mdc,
    adrg: row.adrg,
    tier: row.tier ?? '',
    person: { psnNo: maskNumber(text(facts['psn_no'])), sex: sexText(record.sex), age: ageText(record) }, // prettier-ignore
    facts: factsOf(facts, record),
    diagnoses: record.dx.map(coded),
    operations: record.op.map(coded),
    amounts: isPaid ? { standard: row.standard, value: row.value ?? '0.00', patientPay: row.patient_pay ?? '0.00', otherFunds: row.other_funds ?? '0.00', pending: row.pending } : null, // prettier-ignore
    explain: payment === null ? [] : explainPayment(payment, active.settings.basis),
    trace: { ...traceOf(scheme, record, { names, unit }), mapped: mappedOf(facts, names) },
    whatIf: whatIfs(scheme, record, { names, unit }),
    peers,
    scheme: { schemeId, name: schemeName(context, schemeId), hash: row.scheme_hash ?? scheme.folder.hash }, // prettier-ignore
    listId: row.list_id,
    listNewer: row.frozen_at !== null && row.list_at !== null && row.list_at > row.frozen_at,
    reviewId: row.review_id,
  }
}

const fen = (yuan: string | null): Fen => (yuan === null ? (0n as Fen) : parseYuan(yuan))
const text = (value: StayFacts[string] | undefined): string =>
  value === null || value === undefined ? '' : String(value)

/** Fen of weight 1 in this fund and hospital. */
function unitOf(
  settings: Awaited<ReturnType<typeof activeOf>>['settings'],
  { fund, tier, hospital }: { fund: 'employee' | 'resident' | null; tier: string; hospital: string },
): bigint {
  // prettier-ignore
  if (settings.rates.method !== 'fixed') return 0n
  const own = settings.rates.rates.filter((one) => one.fund === (fund ?? 'employee'))
  const rate = (own.find((one) => one.level === tier) ?? own.find((one) => one.level === ''))?.rate ?? 0n
  const coefficient = settings.coefficients.by_hospital[hospital] ?? settings.coefficients.by_level[tier] ?? ONE
  return divideRounded(rate * coefficient, ONE)
}

function ageText({ age, ageDays }: CaseRecord): string {
  if (age === undefined || (age === 0 && ageDays !== undefined)) return ageDays === undefined ? '未知' : `${ageDays} 天`
  return `${age} 岁`
}

function factsOf(facts: StayFacts, record: CaseRecord): { label: string; value: string }[] {
  const leave = { 1: '医嘱离院', 2: '医嘱转院', 3: '转社区', 4: '非医嘱离院', 5: '死亡', 9: '其他' } as const
  const number = (value: number | undefined, unit: string) => (value === undefined ? '未提供' : `${Number(value.toFixed(1))} ${unit}`) // prettier-ignore
  return [
    { label: '入院日期', value: text(facts['adm']) || '未提供' },
    { label: '出院日期', value: text(facts['dsc']) },
    { label: '住院天数', value: number(record.los, '天') },
    { label: '离院方式', value: record.leaveType === undefined ? '未提供' : (leave[record.leaveType as 1] ?? String(record.leaveType)) }, // prettier-ignore
    { label: '重症监护', value: number(record.icuHours, '小时') },
    { label: '有创通气', value: number(record.ventHours, '小时') },
    { label: '特级护理', value: number(record.nursingDays, '天') },
    ...(record.birthWeight === undefined ? [] : [{ label: '出生体重', value: number(record.birthWeight, '克') }]),
  ]
}

/** Which codes the hospital gave and what an expert made of them, place by place. */
function mappedOf(facts: StayFacts, names: Names): CaseTrace['mapped'] {
  return (['dx', 'op'] as const).flatMap((kind) => {
    const [given, used] = [text(facts[`given_${kind}`]), text(facts[kind])].map((codes) => codes.split('|')) as [string[], string[]] // prettier-ignore
    return given.flatMap((from, at) => {
      const to = used[at]
      return from === '' || to === undefined || to === from ? [] : [{ kind, from, to: { code: to, name: names.code(to) } }] // prettier-ignore
    })
  })
}

interface TraceParts {
  readonly names: Names
  readonly unit: bigint
}

function traceOf(scheme: OpenScheme, record: CaseRecord, { names, unit }: TraceParts): Omit<CaseTrace, 'mapped'> {
  const trace: Trace = scheme.tracer()(record)
  const coded = (code: string) => ({ code, name: names.code(code) })
  const hits = (terms: readonly { readonly codes: readonly string[] }[]) => [...new Set(terms.flatMap(({ codes }) => codes))].map(coded) // prettier-ignore
  const own = scheme.folder.weights.get(trace.result.drg)
  return {
    mdcs: trace.mdcs.map((one) => ({ ...one, failed: [...one.failed], tried: one.tried.map((rule) => ({ ruleId: rule.ruleId, adrg: rule.adrg, name: rule.name, hits: hits(rule.hits), failed: [...rule.failed] })) })), // prettier-ignore
    hit: trace.hit === null ? null : { ...trace.hit, hits: hits(trace.hit.hits) },
    severity: trace.severity,
    complications: trace.complications.map(({ code, level, excluded, exclusionTable, effective, deciding }) => ({ ...coded(code), level, excluded, table: exclusionTable, effective, deciding })), // prettier-ignore
    moves: trace.moves.map(({ direction, drg, name, needs, codes }) => {
      const weight = scheme.folder.weights.get(drg)
      const amount = weight === undefined || own === undefined ? null : formatYuan(timesRatios(unit, weight) - timesRatios(unit, own)) // prettier-ignore
      return { direction, drg, name, needs, codes: codes.map(coded), weight: weight === undefined ? null : weightText(weight), amount } // prettier-ignore
    }),
    quality: trace.quality.map(({ code, message }) => ({ code, message })),
  }
}

const weightText = (weight: Ratio): string => (Number(weight) / Number(ONE)).toFixed(4)

function whatIfs(scheme: OpenScheme, record: CaseRecord, { names, unit }: TraceParts): DrgCaseDetail['whatIf'] {
  // prettier-ignore
  const units = (one: number | null) => (one === null ? null : (one / 10_000).toFixed(4))
  return whatIfOf(scheme, unit).sweep(record).slice(0, 60).map((change) => ({
    sweep: change.sweep,
    code: change.code,
    name: names.code(change.code),
    drg: change.to.drg,
    drgName: names.group(change.to.drg),
    weightFrom: units(change.weightFrom),
    weightTo: units(change.weightTo),
    amount: change.fen === null ? null : formatYuan(change.fen),
  })) // prettier-ignore
}

/** How the payment runs: figures of the period, months, hospitals, and the groups that cost most. */
export async function overview(
  context: DrgContext,
  access: Access,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<DrgOverview> {
  // prettier-ignore
  const { db } = context
  const [{ rows }, names, months, active] = await Promise.all([overviewRows(db, access, { from, to }), hospitalNames(db), monthRecords(db), activeOf(context).catch(() => null)]) // prettier-ignore
  const groups = namesOf(context, active?.schemeId)
  const whole = rows.find((row) => !row.by_month && !row.by_hospital && !row.by_group)
  const frozen = new Map(months.map((row) => [row.month, row.frozen]))
  const byMonth = rows.filter((row) => row.by_month).sort((a, b) => (a.month < b.month ? -1 : 1))
  return Overview.parse({
    from: byMonth[0]?.month ?? null,
    to: byMonth.at(-1)?.month ?? null,
    at: months[0]?.at.toISOString() ?? null,
    schemeName: active === null ? '' : schemeName(context, active.schemeId),
    ...figuresOf(whole),
    months: byMonth.map((row) => ({ month: row.month, cases: row.cases, cmi: row.cmi, cost: row.cost, payable: row.payable, actualFund: row.actual_fund, frozen: frozen.get(row.month) ?? false })), // prettier-ignore
    hospitals: rows.filter((row) => row.by_hospital).map((row) => ({ hospital: { code: row.fixmedins_code, name: names.get(row.fixmedins_code)?.name ?? '' }, cases: row.cases, weight: row.weight ?? '0.0000', cmi: row.cmi, costIndex: row.cost_index, timeIndex: row.time_index, groupRate: share(row), high: row.high, low: row.low, payable: row.payable, actualFund: row.actual_fund, gain: row.gain })).sort((a, b) => Number(b.gain) - Number(a.gain)), // prettier-ignore
    groupsByCost: rows.filter((row) => row.by_group).sort((a, b) => Number(b.cost) - Number(a.cost)).slice(0, 30).map((row) => ({ drg: row.drg, name: groups.group(row.drg), cases: row.cases, cost: row.cost, payable: row.payable, gain: row.gain, cv: row.cv })), // prettier-ignore
  })
}

const share = ({ grouped, cases }: OverviewRow): number | null => (cases === 0 ? null : grouped / cases)

function figuresOf(row: OverviewRow | undefined) {
  if (!row || row.cases === 0)
    return { cases: 0, grouped: 0, ambiguous: 0, ungrouped: 0, rejected: 0, refused: 0, groups: 0, cmi: null, groupRate: null, costPerCase: null, daysPerCase: null, high: 0, low: 0, cost: '0.00', payable: '0.00', actualFund: '0.00', gain: '0.00' } // prettier-ignore
  const { cases, grouped, ambiguous, ungrouped, rejected, refused, groups, cmi, high, low, cost, payable, gain } = row
  return { cases, grouped, ambiguous, ungrouped, rejected, refused, groups, cmi, groupRate: share(row), costPerCase: row.mean_cost, daysPerCase: row.mean_los, high, low, cost, payable, actualFund: row.actual_fund, gain } // prettier-ignore
}

export const groupingOf = (scheme: OpenScheme, facts: StayFacts) => groupStay(facts, scheme.grouper()).grouping
