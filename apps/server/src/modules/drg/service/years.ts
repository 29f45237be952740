import { createHash, randomUUID } from 'node:crypto'
import { ADJUSTMENT_LABELS, type Job, type YearDetail, type YearLine } from '@yijian/contract'
import { findYearEndDifferences, formatRatio, FUNDS, openLedger, settleYear, parseRatio, timesRatios, yearStates, type CasePayment, type Fund, type HospitalYear, type YearEndReport, type YearEvent, type YearStep } from '@yijian/drg' // prettier-ignore
import { AppError, formatYuan, parseYuan, type Fen } from '@yijian/kernel'
import { bandsOf, performanceOf, workbookBytes, type PaymentSettings, type Table } from '@yijian/warehouse'
import type { DrgCaseLine } from '../../../workers/drg-task.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Access } from '../../../platform/access/scope.ts'
import { canonicalJson } from '../../../platform/audit/chain.ts'
import { hospitalNames, keptCases } from '../store/cases.ts'
import { ledgerEntries, monthRecords } from '../store/months.ts'
import { adjustmentsOf, appendYearEvents, insertAdjustment, openMonths, putYear, putYearCases, specialCases, yearCases, yearCaseSums, yearEvents, yearRecord, yearRecords, yearSums } from '../store/years.ts' // prettier-ignore
import { localBudget } from './budgets.ts'
import type { Caller, DrgContext } from './context.ts'
import { FUND_KEYS, ruleLabel, schemeName, sumYuan, ZERO_YUAN } from './labels.ts'
import { activeOf } from './parameters.ts'
import { yearScores } from './monitor.ts'
import { price, type Report } from './price.ts'
import { queueDrgJob, type DrgPayload } from './refresh.ts'
import { BARRED } from '../../../workers/drg-task.ts'

const COLUMNS = ['payable', 'actual', 'rerunDifference', 'banded', 'settled', 'deductions', 'additions', 'performanceDeduction', 'final', 'paid', 'balance'] as const // prettier-ignore
type Column = (typeof COLUMNS)[number]
type Amounts = Record<Column, string>

/** What is kept of a settlement: everything that a person signs. */
interface StoredYear {
  readonly refused: number
  readonly funds: readonly { readonly fund: Fund; readonly budget: string; readonly budgetFrom: string; readonly cases: number; readonly total: Amounts; readonly fundSurplus: string }[] // prettier-ignore
  readonly lines: readonly ({
    readonly hospital: string
    readonly fund: Fund
    readonly cases: number
    readonly score?: string | null
  } & Amounts)[]
}

export async function listYears(context: DrgContext, access: Access) {
  const { db } = context
  const [sums, made, months] = await Promise.all([yearSums(db, access), yearRecords(db), monthRecords(db)])
  const rows = await Promise.all(
    sums.map(async ({ year, months: n, cases, payable }) => {
      const record = made.find((one) => one.year === year)
      const open = new Set(await openMonths(db, year))
      const closed = months.filter(({ month }) => month.startsWith(`${year}-`) && !open.has(month)).length
      const detail = record ? await getYear(context, access, year).catch(() => null) : null
      const states = new Set(detail?.lines.map(({ state }) => state))
      const state = detail === null ? '' : states.size === 1 ? [...states][0]! : 'mixed'
      return { year, months: n, closed, cases, payable, made: detail !== null, state, balance: detail === null ? null : sumYuan(detail.lines.map((one) => one.balance)) } // prettier-ignore
    }),
  )
  return { rows }
}

export async function startYear(
  context: DrgContext,
  { accountId, username, displayName }: Principal,
  year: number,
): Promise<Job> {
  // prettier-ignore
  const months = (await monthRecords(context.db)).filter((one) => one.month.startsWith(`${year}-`))
  if (months.length === 0) throw new AppError('missing', 'drg.year', '这一年没有出院病例')
  await checkDraft(context, year)
  const payload = { action: 'year', year, by: { accountId, username, displayName } } as const
  return queueDrgJob(context, { title: `编制 ${year} 年终决算`, payload, audit: { action: 'drg.year.draft', subject: String(year) } }) // prettier-ignore
}

/** What hospitals have been given to sign does not change under their hands. */
async function checkDraft(context: DrgContext, year: number): Promise<void> {
  const states = await statesOf(context, year)
  if ([...states.values()].some((state) => state !== 'draft')) throw new AppError('conflict', 'drg.year.published', '决算已下发给医疗机构。要重做，请先将有异议的机构退回；已确认的不能重做') // prettier-ignore
}

async function statesOf({ db }: DrgContext, year: number) {
  return yearStates((await yearEvents(db, year)).map(toEvent))
}

function toEvent(row: Awaited<ReturnType<typeof yearEvents>>[number]): YearEvent {
  return { hospital: row.fixmedins_code, step: row.step as YearStep, side: row.side as YearEvent['side'], at: row.at.toISOString(), by: row.by_account, note: row.note, reportHash: row.report_hash } // prettier-ignore
}

/** 年终决算: all frozen cases of the year again with the parameters now in force and the decisions published, against what the ledger says was stated and paid. */
export async function makeYear(
  context: DrgContext,
  report: Report,
  { year, by }: Extract<DrgPayload, { action: 'year' }>,
) {
  // prettier-ignore
  const { db, platform } = context
  await checkDraft(context, year)
  const active = await activeOf(context)
  if (!active.settings.year_end) throw new AppError('invalid', 'drg.year-end', '支付参数没有 year_end，不能做年终决算')
  const kept = await keptCases(db, { year })
  const names = await hospitalNames(db)
  const barred = kept.filter(({ refused }) => refused === BARRED).map(({ case_id }) => case_id)
  const cases = kept.map(({ facts, list_id }) => ({ facts, listId: list_id }))
  const hospitals = [...names].map(([code, one]) => ({ code, ...one }))
  const { result, lines } = await price(context, report, { active, source: { cases, hospitals }, lists: { cases: barred }, quality: false, together: true }) // prettier-ignore
  report.progress('正在清算预付、结余与超支', 0.9)
  const reports = await reportsOf(context, { year, settings: active.settings, payments: lines.flatMap(paymentOf) })
  const differences = reports.flatMap(({ report: one }) => findYearEndDifferences(one))
  if (differences.length > 0) throw new AppError('conflict', 'drg.year.differences', `核对不一致，未写入：${differences[0]}`) // prettier-ignore
  const stored = storedYear(reports, lines.filter(({ refused }) => refused !== null).length)
  const hash = createHash('sha256').update(canonicalJson({ stored, parameters: active.version, scheme: result.schemeHash })).digest('hex').slice(0, 16) // prettier-ignore
  const settled = new Map(reports.flatMap(({ report: one }) => one.hospitals.flatMap((own) => [...own.bySettledCase])))
  const at = platform.clock.now()
  const same = await db.transaction().execute(async (tx) => {
    const before = await yearRecord(tx, year)
    if (before?.hash === hash) return true
    await putYear(tx, { year, version: (before?.version ?? 0) + 1, hash, parameters: active.version, scheme_id: active.schemeId, scheme_hash: result.schemeHash, report: JSON.stringify(stored), made_by: by.username, made_by_name: by.displayName, made_at: at }) // prettier-ignore
    await putYearCases(tx, year, lines.flatMap((line) => line.payment === null || line.fund === null ? [] : [{ year, case_id: line.caseId, fixmedins_code: line.hospital, fund: line.fund, drg: line.drg, rule: line.payment.rule, payable: line.payment.payable, settled: formatYuan(settled.get(line.caseId) ?? 0n) }])) // prettier-ignore
    await platform.audit.append(tx, { actor: by.username, action: 'drg.year.made', subject: String(year), details: { hash, cases: lines.length } }) // prettier-ignore
    return false
  })
  return { year, message: same ? `${year} 年终决算重算结果与现有版本一致` : `${year} 年终决算已编制`, link: `/drg/years/${year}` } // prettier-ignore
}

function paymentOf({ caseId, hospital, fund, drg, cost, payment }: DrgCaseLine): CasePayment[] {
  if (payment === null || fund === null || cost === null) return []
  const { rule, pending } = payment
  const [value, patientPay, otherFunds, actualFund, payable, gain] = [payment.value, payment.patientPay, payment.otherFunds, payment.actualFund, payment.payable, payment.gain].map(parseYuan) as [Fen, Fen, Fen, Fen, Fen, Fen] // prettier-ignore
  return [{ caseId, hospital, fund, drg, rule, inputs: {}, value, cost: parseYuan(cost), patientPay, otherFunds, actualFund, payable, gain, pending }] // prettier-ignore
}

interface FundReport {
  readonly report: YearEndReport
  readonly budgetFrom: string
}

async function reportsOf(
  context: DrgContext,
  { year, settings, payments }: { year: number; settings: PaymentSettings; payments: readonly CasePayment[] },
): Promise<FundReport[]> {
  // prettier-ignore
  const { db } = context
  const ledger = openLedger(await ledgerEntries(db, {}))
  const adjustments = await adjustmentsOf(db, year)
  const names = await hospitalNames(db)
  const end = settings.year_end!
  const scored = end.performance === null ? [] : [...(await yearScores(context, settings, year))]
  // Scores that the parameters name win over those of the indicators.
  const scores = scored.map(([hospital, score]) => [hospital, parseRatio(score.toFixed(2))] as const)
  return Promise.all(
    FUND_KEYS.map(async (fund): Promise<FundReport> => {
      const actual = payments.filter((one) => one.fund === fund).reduce((sum, one) => sum + one.actualFund, 0n) as Fen
      const published = await localBudget(context, year, fund)
      const { budget, from } = published ?? trialBudget(settings, fund, actual)
      const accounts = [...names.keys()].map((hospital) => ({ hospital, account: ledger.year(year, hospital, fund) })).filter(({ account }) => account.payable !== 0n || account.paid !== 0n || account.correctedPayable !== 0n) // prettier-ignore
      const own = [
        ...end.adjustments.filter((one) => one.fund === fund).map(({ hospital, kind, amount, basis }) => ({ hospital, kind, amount, basis })), // prettier-ignore
        ...adjustments.filter((one) => one.fund === fund).map((one) => ({ hospital: one.fixmedins_code, kind: one.kind as 'violation', amount: parseYuan(one.amount), basis: one.basis })), // prettier-ignore
      ]
      const report = settleYear(
        {
          fund,
          year,
          budget,
          payments,
          adjustments: own,
          scores: new Map([...scores, ...Object.entries(end.performance?.scores ?? {})]),
          paid: new Map(accounts.map(({ hospital, account }) => [hospital, account.paid])),
          stated: new Map(accounts.map(({ hospital, account }) => [hospital, (account.payable + account.correctedPayable) as Fen])), // prettier-ignore
        },
        {
          bands: bandsOf(end.bands),
          whenOver: end.when_over,
          performance: performanceOf(settings),
        },
      )
      return { report, budgetFrom: from }
    }),
  )
}

function trialBudget({ year_end }: PaymentSettings, fund: Fund, actual: Fen): { budget: Fen; from: string } {
  const { budget } = year_end!
  if (budget.method === 'fixed') return { budget: budget[fund], from: '支付参数给出的预算' }
  if (budget.method === 'trial') return { budget: timesRatios(actual, budget.ratio), from: '尚未公布预算，按本年记账统筹试算' } // prettier-ignore
  throw new AppError('conflict', 'drg.year.budget', '支付参数要求按增长率编制预算，请先在“总额预算”中编制并公布')
}

function storedYear(reports: readonly FundReport[], refused: number): StoredYear {
  const amounts = (of: Pick<HospitalYear, Column>): Amounts => Object.fromEntries(COLUMNS.map((column) => [column, formatYuan(of[column])])) as Amounts // prettier-ignore
  return {
    refused,
    funds: reports.map(({ report, budgetFrom }) => ({ fund: report.fund, budget: formatYuan(report.budget), budgetFrom, cases: report.cases, total: amounts(report.total), fundSurplus: formatYuan(report.fundSurplus) })), // prettier-ignore
    lines: reports.flatMap(({ report }) => report.hospitals.map((one) => ({ hospital: one.hospital, fund: report.fund, cases: one.cases, score: one.score === null ? null : formatRatio(one.score), ...amounts(one) }))), // prettier-ignore
  }
}

const STEP_NAMES: Readonly<Record<string, string>> = { publish: '下发决算', sign: '医院确认', object: '医院提出异议', reject: '驳回异议', rework: '退回重做', finalise: '核定决算' } // prettier-ignore

export async function getYear(context: DrgContext, access: Access, year: number): Promise<YearDetail> {
  const { db } = context
  const record = await yearRecord(db, year)
  if (!record) throw new AppError('missing', 'drg.year', '这一年还没有编制决算')
  const [names, events, states, open, special, adjustments, byCase] = await Promise.all([hospitalNames(db), yearEvents(db, year), statesOf(context, year), openMonths(db, year), specialCases(db, year), adjustmentsOf(db, year), yearCaseSums(db, year)]) // prettier-ignore
  const stored = record.report as unknown as StoredYear
  const { scope } = access
  const isCity = scope.kind === 'city'
  const sees = (hospital: string): boolean => isCity || (scope.kind === 'institution' && scope.fixmedinsCodes.includes(hospital) && (states.get(hospital) ?? 'draft') !== 'draft') // prettier-ignore
  const named = (code: string) => ({ code, name: names.get(code)?.name ?? code })
  const lines = stored.lines.filter((one) => sees(one.hospital)).map((one): YearLine => ({ ...one, score: one.score ?? null, hospital: named(one.hospital), state: states.get(one.hospital) ?? 'draft', canState: open.length === 0 })) // prettier-ignore
  if (!isCity && lines.length === 0) throw new AppError('missing', 'drg.year', '这一年的决算尚未下发')
  return {
    year,
    version: record.version,
    hash: record.hash,
    madeBy: record.made_by_name,
    madeAt: record.made_at.toISOString(),
    schemeName: schemeName(context, record.scheme_id),
    schemeHash: record.scheme_hash,
    parameters: record.parameters,
    complete: open.length === 0,
    openMonths: open,
    funds: isCity ? stored.funds.map((one) => ({ ...one })) : ownFunds(lines),
    lines,
    special: special.filter((one) => sees(one.fixmedins_code) && one.payable !== null).map((one) => ({ caseId: one.case_id, reviewId: one.review_id, hospital: named(one.fixmedins_code), drg: one.drg, decision: one.decision!, monthly: one.monthly, payable: one.payable ?? ZERO_YUAN, settled: one.settled ?? ZERO_YUAN })), // prettier-ignore
    adjustments: adjustments.filter((one) => sees(one.fixmedins_code)).map((one) => ({ hospital: named(one.fixmedins_code), fund: one.fund, kind: ADJUSTMENT_LABELS[one.kind as 'violation'] ?? one.kind, amount: one.amount, basis: one.basis, by: one.made_by_name })), // prettier-ignore
    refused: isCity ? stored.refused : 0,
    checks: checksOf(stored, lines, byCase),
    events: events.filter((one) => sees(one.fixmedins_code)).map((one) => ({ at: one.at.toISOString(), by: one.by_name, hospital: named(one.fixmedins_code).name, what: STEP_NAMES[one.step] ?? one.step, note: one.note })), // prettier-ignore
  }
}

function ownFunds(lines: readonly YearLine[]): YearDetail['funds'] {
  return FUND_KEYS.flatMap((fund) => {
    const own = lines.filter((one) => one.fund === fund)
    if (own.length === 0) return []
    const total = Object.fromEntries(COLUMNS.map((column) => [column, sumYuan(own.map((one) => one[column]))])) as Amounts // prettier-ignore
    return [{ fund, budget: ZERO_YUAN, budgetFrom: '', cases: own.reduce((sum, one) => sum + one.cases, 0), total, fundSurplus: ZERO_YUAN }] // prettier-ignore
  })
}

function checksOf(
  stored: StoredYear,
  lines: readonly YearLine[],
  byCase: Awaited<ReturnType<typeof yearCaseSums>>,
): YearDetail['checks'] {
  // prettier-ignore
  const wrong = lines.filter((one) => one.cases > 0 && byCase.get(`${one.hospital.code}|${one.fund}`)?.settled !== one.settled) // prettier-ignore
  const caseSum = sumYuan(lines.map((one) => byCase.get(`${one.hospital.code}|${one.fund}`)?.settled ?? (one.cases === 0 ? one.settled : ZERO_YUAN))) // prettier-ignore
  const lineSum = sumYuan(lines.map((one) => one.settled))
  const report = sumYuan(stored.funds.map((one) => one.total.settled))
  const isWhole = lines.length === stored.lines.length
  return [
    { label: '病例合计 = 机构合计', ok: wrong.length === 0 && caseSum === lineSum, text: `病例合计 ${caseSum} 元，机构合计 ${lineSum} 元` }, // prettier-ignore
    ...(isWhole ? [{ label: '机构合计 = 报表', ok: lineSum === report, text: `机构合计 ${lineSum} 元，报表 ${report} 元` }] : []), // prettier-ignore
  ]
}

export async function addAdjustment(
  context: DrgContext,
  principal: Principal,
  input: { year: number; hospital: string; fund: Fund; kind: string; amount: string; basis: string },
) {
  // prettier-ignore
  const { db, platform } = context
  const { year, hospital, fund, kind, amount, basis } = input
  if (parseYuan(amount) <= 0n) throw new AppError('invalid', 'drg.adjustment.amount', '金额应大于零，方向由类别决定')
  if (!(await hospitalNames(db)).has(hospital)) throw new AppError('missing', 'drg.hospital', '没有这家医疗机构')
  await checkDraft(context, year)
  await db.transaction().execute(async (tx) => {
    await insertAdjustment(tx, { adjustment_id: randomUUID(), year, fixmedins_code: hospital, fund, kind, amount, basis, made_by_name: principal.displayName, at: platform.clock.now() }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.year.adjust', subject: `${year} ${hospital}`, details: { kind, amount, basis } }) // prettier-ignore
  })
  return { done: true as const }
}

/** Steps of the sign-off. Publishing needs every month closed; the second person finalises what the hospital has signed. */
export async function stepYear(
  context: DrgContext,
  { principal: by, access }: Caller,
  input: { year: number; hospitals: readonly string[]; step: YearStep; side: 'agency' | 'hospital'; note: string },
): Promise<YearDetail> {
  // prettier-ignore
  const { db, platform } = context
  const { year, hospitals, step, side, note } = input
  await db.transaction().execute(async (tx) => {
    const record = await yearRecord(tx, year)
    if (!record) throw new AppError('missing', 'drg.year', '这一年还没有编制决算')
    const known = new Set((record.report as unknown as StoredYear).lines.map(({ hospital }) => hospital))
    const foreign = hospitals.filter((one) => !known.has(one))
    if (foreign.length > 0) throw new AppError('invalid', 'drg.year.hospital', `决算中没有机构 ${foreign[0]}`)
    if (step === 'publish') {
      const open = await openMonths(tx, year)
      if (open.length > 0)
        throw new AppError('conflict', 'drg.year.open', `还有月份没有关账，不能下发：${open.join('、')}`)
    }
    const events = await yearEvents(tx, year)
    if (step === 'finalise' && (record.made_by === by.username || events.some((one) => one.step === 'publish' && one.by_account === by.username))) throw new AppError('denied', 'drg.year.maker', '决算须由编制、下发以外的人核定') // prettier-ignore
    const at = platform.clock.now()
    const added = hospitals.map((hospital) => ({ year, fixmedins_code: hospital, step, side, at, by_account: by.username, by_name: by.displayName, note, report_hash: record.hash })) // prettier-ignore
    yearStates([...events.map(toEvent), ...added.map((one) => toEvent({ seq: 0, ...one }))])
    await appendYearEvents(tx, added)
    await platform.audit.append(tx, { actor: by.username, action: `drg.year.${step}`, subject: String(year), details: { hospitals: hospitals.length, note, hash: record.hash } }) // prettier-ignore
  })
  return getYear(context, access, year)
}

export async function yearFile(context: DrgContext, access: Access, year: number): Promise<Buffer> {
  const detail = await getYear(context, access, year)
  const text = (title: string, width = 14) => ({ title, width })
  const money = (title: string) => ({ title, width: 15, kind: 'money' as const })
  const titles = ['病组应付', '记账统筹', '与月结算差额', '结余超支后', '预算内', '扣减', '补付', '绩效扣减', '决算金额', '已拨付', '应补（退）'] // prettier-ignore
  const lead = [`${year} 年度住院 DRG 付费年终决算（第 ${detail.version} 版，校验值 ${detail.hash}）`, `分组方案 ${detail.schemeName}，支付参数 V${detail.parameters}`, ...detail.checks.map((one) => `${one.label}：${one.text}`)] // prettier-ignore
  const hospitals: Table = {
    columns: [text('机构编号', 16), text('机构名称', 26), text('险种', 8), { title: '病例数', width: 9, kind: 'number' }, { title: '绩效得分', width: 9, kind: 'number' }, ...titles.map(money)], // prettier-ignore
    rows: [...detail.lines.map((one) => [one.hospital.code, one.hospital.name, FUNDS[one.fund], one.cases, one.score === null ? null : Number(one.score), ...COLUMNS.map((column) => one[column])]), ...detail.funds.map((one) => ['合计', '', FUNDS[one.fund], one.cases, null, ...COLUMNS.map((column) => one.total[column])])], // prettier-ignore
  }
  const own = access.scope.kind === 'city' ? undefined : [...new Set(detail.lines.map((one) => one.hospital.code))]
  const cases = await yearCases(context.db, year, own)
  const caseTable: Table = {
    columns: [text('病例号', 22), text('机构编号', 16), text('险种', 8), text('DRG', 8), text('支付类别', 28), money('病组应付'), money('决算金额')], // prettier-ignore
    rows: cases.map((one) => [one.case_id, one.fixmedins_code, FUNDS[one.fund], one.drg, ruleLabel(one.rule), one.payable, one.settled]), // prettier-ignore
  }
  return workbookBytes([
    { name: '年终决算', lead, table: hospitals },
    { name: '病例', lead, table: caseTable },
  ])
}
