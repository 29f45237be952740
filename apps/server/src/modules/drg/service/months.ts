import type { AccountRow, Job, MonthDetail, MonthRow, Statement } from '@yijian/contract'
import { FUNDS, MONTH_STEP_NAMES, PAYMENT_RULES, prepayments, SIDES, type Fund, type LedgerEntry } from '@yijian/drg'
import { AppError, formatYuan, parseYuan, type Fen } from '@yijian/kernel'
import { workbookBytes, type Table } from '@yijian/warehouse'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Access } from '../../../platform/access/scope.ts'
import { toJob } from '../../../platform/jobs/store.ts'
import { hospitalNames } from '../store/cases.ts'
import { activeJob } from '../store/jobs.ts'
import { accountRecords, accountSums, casesOfHospital, ledgerEntries, lockLedger, monthRecord, monthRecords, monthSums, refusedCases, refusedReasons, statementSums, type AccountRecord, type MonthSums, type StatementSums } from '../store/months.ts' // prettier-ignore
import { parametersRow } from '../store/parameters.ts'
import { coversHospital } from '../store/scope.ts'
import { FUND_KEYS, ruleLabel, schemeName, sumYuan, ZERO_YUAN } from './labels.ts'
import type { Caller, DrgContext } from './context.ts'
import { CITY } from './demonstration.ts'
import { post, type Posting } from './ledger.ts'
import { toActive } from './parameters.ts'
import { queueDrgJob } from './refresh.ts'
import { postOne } from './settle.ts'

const EMPTY = { read: 0, grouped: 0, ambiguous: 0, ungrouped: 0, rejected: 0, paid: 0, refused: 0, outside: 0, cost: ZERO_YUAN, payable: ZERO_YUAN, actual_fund: ZERO_YUAN, gain: ZERO_YUAN } // prettier-ignore

type MonthRecord = Awaited<ReturnType<typeof monthRecords>>[number]

export async function listMonths(context: DrgContext, access: Access): Promise<{ rows: MonthRow[]; job: Job | null }> {
  const { db } = context
  const [records, sums, accounts, job] = await Promise.all([monthRecords(db), monthSums(db, access), accountRecords(db, access), activeJob(db)]) // prettier-ignore
  const byMonth = Map.groupBy(accounts, ({ month }) => month)
  const rows = records.filter(({ month }) => sums.has(month)).map((record) => monthRow(context, record, { sums: sums.get(record.month), accounts: byMonth.get(record.month) ?? [] })) // prettier-ignore
  return { rows, job: job ? toJob(job) : null }
}

function monthRow(
  context: DrgContext,
  record: MonthRecord,
  { sums, accounts }: { sums: MonthSums | undefined; accounts: readonly AccountRecord[] },
): MonthRow {
  // prettier-ignore
  const { read, grouped, ambiguous, ungrouped, rejected, paid, refused, cost, payable, actual_fund } = sums ?? EMPTY
  return {
    month: record.month,
    frozen: record.frozen,
    counts: { read, grouped, ambiguous, ungrouped, rejected, paid, refused },
    cost,
    payable,
    actualFund: actual_fund,
    paid: sumYuan(accounts.map((one) => one.paid)),
    states: [...Map.groupBy(accounts, ({ state }) => state)].map(([state, own]) => ({ state: state as AccountRow['state'], n: own.length })), // prettier-ignore
    snapshot: record.snapshot,
    schemeName: schemeName(context, record.scheme_id),
    schemeHash: record.scheme_hash,
    parameters: record.parameters,
    frozenBy: record.frozen_by_name,
    frozenAt: record.frozen_at?.toISOString() ?? null,
  }
}

export async function getMonth(context: DrgContext, access: Access, month: string): Promise<MonthDetail> {
  const { db } = context
  const record = await monthRecord(db, month)
  const sums = (await monthSums(db, access, month)).get(month)
  if (!record || !sums) throw new AppError('missing', 'drg.month', '没有这个月份的出院病例')
  const [accounts, byCase, names, reasons, job] = await Promise.all([accountRecords(db, access, { month }), accountSums(db, access, month), hospitalNames(db), refusedReasons(db, access, month), activeJob(db)]) // prettier-ignore
  const known = new Map(accounts.map((one) => [`${one.fixmedins_code}|${one.fund}`, one]))
  const rows = byCase.map((one): AccountRow => {
    const account = known.get(`${one.fixmedins_code}|${one.fund}`)
    return {
      month,
      hospital: { code: one.fixmedins_code, name: names.get(one.fixmedins_code)?.name ?? '' },
      fund: one.fund,
      state: (account?.state ?? 'open') as AccountRow['state'],
      cases: one.cases,
      payable: account?.payable ?? one.payable,
      paid: account?.paid ?? ZERO_YUAN,
      byCase: one.payable,
      actualFund: one.actual_fund,
      gain: one.gain,
      note: account?.note ?? '',
      disputed: [...(account?.disputed ?? [])],
    }
  })
  return {
    ...monthRow(context, record, { sums, accounts }),
    accounts: rows,
    job: job ? toJob(job) : null,
    outside: sums.outside,
    reasons: reasons.map(({ reason, cases }) => ({ reason: reason ?? '', cases })),
    checks: checksOf(sums, rows),
  }
}

function checksOf(sums: MonthSums, rows: readonly AccountRow[]) {
  const { read, grouped, ambiguous, ungrouped, rejected, paid, refused } = sums
  const byAccount = sumYuan(rows.map((one) => one.payable))
  const differing = rows.filter((one) => one.payable !== one.byCase).length
  return [
    { label: '病例不丢失', ok: grouped + ambiguous + ungrouped + rejected === read, text: `${read} = 入组 ${grouped} + 歧义病组 ${ambiguous} + 无法入组 ${ungrouped} + 拒收 ${rejected}` }, // prettier-ignore
    { label: '支付与未支付', ok: paid + refused === read, text: `${read} = 可支付 ${paid} + 暂不能支付 ${refused}` },
    { label: '病例合计 = 结算单 = 台账', ok: differing === 0 && byAccount === sums.payable, text: `病例合计 ${sums.payable} 元，各机构结算单合计 ${byAccount} 元` }, // prettier-ignore
  ]
}

export async function getStatement(
  context: DrgContext,
  access: Access,
  { month, hospital }: { month: string; hospital: string },
): Promise<Statement> {
  // prettier-ignore
  const { db } = context
  const names = await hospitalNames(db)
  const own = names.get(hospital)
  const record = await monthRecord(db, month)
  if (!own || !record || !coversHospital(access, hospital, own.admdvs)) throw new AppError('missing', 'drg.statement', '没有这张结算单') // prettier-ignore
  const [sums, accounts, refused, book, row] = await Promise.all([statementSums(db, access, { month, hospital }), accountRecords(db, access, { month, hospital }), refusedCases(db, access, { month, hospital }), ledgerEntries(db, { hospitals: [hospital] }), parametersRow(db, record.parameters)]) // prettier-ignore
  if (!row) throw new AppError('missing', 'drg.parameters', '没有这一版支付参数')
  const { settings, title } = toActive(row)
  const concerned = book.filter((entry) => entry.month === month || (entry.kind === 'correction' && entry.corrects === month)) // prettier-ignore
  const cases = await casesOfHospital(db, access, { month, hospital })
  const caseById = new Map(cases.map((one) => [one.case_id, one]))
  const level = settings.levels[hospital] ?? own.tier
  return {
    month,
    hospital: { code: hospital, name: own.name },
    tier: own.tier,
    schemeName: schemeName(context, record.scheme_id),
    parametersTitle: title,
    parameters: record.parameters,
    basis: settings.basis === 'fund' ? '基金口径' : '总费用口径',
    issuedAt: concerned.findLast((entry) => entry.kind === 'step' && entry.step === 'state')?.at ?? null,
    funds: FUND_KEYS.flatMap((fund) => {
      const lines = sums.filter((one) => one.fund === fund).sort((a, b) => RULES.indexOf(a.rule) - RULES.indexOf(b.rule)) // prettier-ignore
      const account = accounts.find((one) => one.fund === fund)
      if (lines.length === 0 && !account) return []
      const total = totalOf(lines)
      const closed = account?.state === 'closed'
      return [{
        fund,
        state: (account?.state ?? 'open') as AccountRow['state'],
        rate: rateOf(settings, fund, level),
        coefficient: coefficientOf(settings, hospital, level),
        lines: lines.map((one) => ({ rule: one.rule, label: ruleLabel(one.rule), ...sumsOf(one) })),
        total,
        deposit: closed ? formatYuan(parseYuan(total.payable) - parseYuan(account.paid)) : null,
        paid: account?.paid ?? ZERO_YUAN,
        note: account?.note ?? '',
        disputed: (account?.disputed ?? []).map((caseId) => ({ caseId, drg: caseById.get(caseId)?.drg ?? '', payable: caseById.get(caseId)?.payable ?? null })), // prettier-ignore
      }] // prettier-ignore
    }),
    refused: refused.map(({ case_id, refused: reason, cost }) => ({ caseId: case_id, reason: reason ?? '', cost })),
    ledger: concerned.map((entry) => ({ at: entry.at, by: entry.by_name, side: SIDES[entry.side], fund: entry.fund, what: whatOf(entry), text: textOf(entry) })), // prettier-ignore
  }
}

const RULES = Object.keys(PAYMENT_RULES)

function sumsOf(one: StatementSums) {
  return { cases: one.cases, weight: one.weight, cost: one.cost, patientPay: one.patient_pay, otherFunds: one.other_funds, actualFund: one.actual_fund, payable: one.payable, gain: one.gain, pending: one.pending } // prettier-ignore
}

function totalOf(lines: readonly StatementSums[]) {
  const sum = (name: 'cost' | 'patient_pay' | 'other_funds' | 'actual_fund' | 'payable' | 'gain') => sumYuan(lines.map((one) => one[name])) // prettier-ignore
  const weight = lines.reduce((all, one) => all + BigInt(one.weight.replace('.', '')), 0n)
  return {
    cases: lines.reduce((all, one) => all + one.cases, 0),
    weight: `${weight / 10_000n}.${String(weight % 10_000n).padStart(4, '0')}`,
    cost: sum('cost'),
    patientPay: sum('patient_pay'),
    otherFunds: sum('other_funds'),
    actualFund: sum('actual_fund'),
    payable: sum('payable'),
    gain: sum('gain'),
    pending: lines.reduce((all, one) => all + one.pending, 0),
  }
}

type Settings = ReturnType<typeof toActive>['settings']

function rateOf({ rates }: Settings, fund: Fund, level: string): string {
  if (rates.method !== 'fixed') return '由预算 ÷ 预计总权重算出'
  const own = rates.rates.filter((one) => one.fund === fund)
  const found = own.find((one) => one.level === level) ?? own.find((one) => one.level === '')
  return found ? `${formatYuan(found.rate)} 元` : '未设'
}

function coefficientOf({ coefficients }: Settings, hospital: string, level: string): string {
  const found = coefficients.by_hospital[hospital] ?? coefficients.by_level[level]
  return found === undefined ? '1' : String(Number(found) / 1e8)
}

function whatOf(entry: LedgerEntry): string {
  if (entry.kind === 'step') return MONTH_STEP_NAMES[entry.step]
  return entry.kind === 'advance' ? '年初预付' : `更正 ${entry.corrects}`
}

function textOf(entry: LedgerEntry): string {
  if (entry.kind === 'advance') return `${formatYuan(entry.amount)} 元`
  if (entry.kind === 'correction')
    return `应付 ${signed(entry.payable)} 元，拨付 ${signed(entry.amount)} 元：${entry.reason}`
  switch (entry.step) {
    case 'freeze':
    case 'restate':
      return `${entry.cases} 例，校验值 ${entry.casesHash}`
    case 'group':
      return `入组 ${entry.grouped}，未入组 ${entry.ungrouped}，暂不能支付 ${entry.refused}`
    case 'price':
    case 'state':
      return `统筹应付 ${formatYuan(entry.payable)} 元`
    case 'prepay':
      return `拨付 ${formatYuan(entry.amount)} 元`
    case 'request':
    case 'reject':
      return `${entry.note}${entry.caseIds.length > 0 ? `（涉及 ${entry.caseIds.length} 例）` : ''}`
    default:
      return entry.note
  }
}

const signed = (amount: Fen): string => (amount > 0n ? `+${formatYuan(amount)}` : formatYuan(amount))

/** 对账申请: the hospital confirms, or names the cases that it does not agree with. */
export async function requestReconciliation(
  context: DrgContext,
  { principal, access }: Caller,
  input: { month: string; hospital: string; fund: Fund; note: string; caseIds: readonly string[] },
): Promise<Statement> {
  // prettier-ignore
  const { month, hospital, fund, note, caseIds } = input
  await checkOwn(context, access, hospital)
  const own = new Set((await casesOfHospital(context.db, access, { month, hospital })).filter((one) => one.fund === fund).map((one) => one.case_id)) // prettier-ignore
  const foreign = caseIds.filter((id) => !own.has(id))
  if (foreign.length > 0) throw new AppError('invalid', 'drg.request.cases', `不是本机构当月该险种的病例：${foreign.slice(0, 3).join('、')}`) // prettier-ignore
  const posting: Posting = { month, hospital, fund, side: 'hospital', entry: { kind: 'step', step: 'request', note, caseIds: [...caseIds] } } // prettier-ignore
  await postOne(context, principal, { posting, action: 'drg.request', details: { note, cases: caseIds.length }, note, disputed: caseIds }) // prettier-ignore
  return getStatement(context, access, { month, hospital })
}

export async function checkOwn({ db }: DrgContext, access: Access, hospital: string): Promise<void> {
  const names = await hospitalNames(db)
  const own = names.get(hospital)
  if (!own || !coversHospital(access, hospital, own.admdvs)) throw new AppError('missing', 'drg.hospital', '没有这家医疗机构') // prettier-ignore
}

export async function answerRequest(
  context: DrgContext,
  principal: Principal,
  input: { month: string; hospital: string; fund: Fund; answer: 'accept' | 'reject' | 'restate'; opinion: string },
): Promise<{ job: Job | null }> {
  // prettier-ignore
  const { month, hospital, fund, answer, opinion } = input
  const [account] = (await accountRecords(context.db, CITY, { month, hospital })).filter((one) => one.fund === fund)
  if (answer === 'restate') {
    if (account?.state !== 'requested') throw new AppError('conflict', 'step.impossible', '当前状态不能进行该操作')
    const { accountId, username, displayName } = principal
    const payload = { action: 'restate', month, hospital, fund, opinion, by: { accountId, username, displayName } } as const // prettier-ignore
    const job = await queueDrgJob(context, { title: `重算 ${month} ${hospital} ${FUNDS[fund]}`, payload, audit: { action: 'drg.request.restate', subject: `${month} ${hospital}` } }) // prettier-ignore
    return { job }
  }
  const entry = answer === 'accept' ? ({ kind: 'step', step: 'accept', note: opinion } as const) : ({ kind: 'step', step: 'reject', note: opinion, caseIds: [...(account?.disputed ?? [])] } as const) // prettier-ignore
  await postOne(context, principal, { posting: { month, hospital, fund, side: 'agency', entry }, action: `drg.request.${answer}`, details: { opinion }, ...(answer === 'reject' ? { note: `经办意见：${opinion}` } : {}) }) // prettier-ignore
  return { job: null }
}

/** 拨付: payable × share, within what is left of the month's budget of each fund; closes the account. */
export async function prepay(
  context: DrgContext,
  principal: Principal,
  { month, hospitals }: { month: string; hospitals: readonly string[] },
): Promise<{ paid: number; amount: string }> {
  // prettier-ignore
  const { db, platform } = context
  const record = await monthRecord(db, month)
  const row = record && (await parametersRow(db, record.parameters))
  if (!row) throw new AppError('missing', 'drg.month', '没有这个月份')
  const { prepay: policy } = toActive(row).settings
  const names = await hospitalNames(db)
  return db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    const accounts = await accountRecords(tx, CITY, { month })
    const postings = FUND_KEYS.flatMap((fund): Posting[] => {
      const own = accounts.filter((one) => one.fund === fund)
      const due = own.filter((one) => one.state === 'accepted' && hospitals.includes(one.fixmedins_code))
      const spent = own.reduce((sum, one) => sum + parseYuan(one.paid), 0n)
      const limit = policy.caps[fund]
      const cap = limit === null ? null : ((limit > spent ? limit - spent : 0n) as Fen)
      const parts = prepayments(new Map(due.map((one) => [one.fixmedins_code, parseYuan(one.payable)])), { share: policy.share, cap }) // prettier-ignore
      return parts.map(({ hospital, prepaid }) => ({ month, hospital, fund, side: 'agency', entry: { kind: 'step', step: 'prepay', amount: prepaid } })) // prettier-ignore
    })
    if (postings.length === 0) throw new AppError('conflict', 'drg.prepay.nothing', '没有对账已确认、待拨付的机构')
    await post(tx, context, { by: principal, postings, admdvs: (hospital) => names.get(hospital)?.admdvs ?? null })
    const amount = sumYuan(postings.map(({ entry }) => ('amount' in entry ? formatYuan(entry.amount) : ZERO_YUAN)))
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.prepay', subject: month, details: { accounts: postings.length, amount } }) // prettier-ignore
    return { paid: postings.length, amount }
  })
}

/** A closed month never changes: what was wrong in it is put right in a later one that is open. */
export async function correctClosed(
  context: DrgContext,
  principal: Principal,
  input: {
    month: string
    hospital: string
    fund: Fund
    corrects: string
    payable: string
    amount: string
    reason: string
  },
): Promise<Statement> {
  // prettier-ignore
  const { month, hospital, fund, corrects, reason } = input
  const entry = { kind: 'correction', corrects, payable: parseYuan(input.payable), amount: parseYuan(input.amount), reason } as const // prettier-ignore
  await postOne(context, principal, { posting: { month, hospital, fund, side: 'agency', entry }, action: 'drg.correction', details: { corrects, payable: input.payable, amount: input.amount, reason } }) // prettier-ignore
  return getStatement(context, CITY, { month, hospital })
}

/** 结算单 as a workbook: the statement, its cases, what cannot be paid. The same statement is the same file, to the byte. */
export async function statementFile(
  context: DrgContext,
  access: Access,
  of: { month: string; hospital: string },
): Promise<Buffer> {
  // prettier-ignore
  const statement = await getStatement(context, access, of)
  const cases = await casesOfHospital(context.db, access, of)
  const lead = [`${statement.hospital.name}（${statement.hospital.code}） ${of.month} 住院 DRG 结算单`, `分组方案 ${statement.schemeName}，支付参数 V${statement.parameters} ${statement.parametersTitle}，${statement.basis}`] // prettier-ignore
  const money = (title: string) => ({ title, width: 15, kind: 'money' as const })
  const text = (title: string, width = 14) => ({ title, width })
  const sums: Table = {
    columns: [text('险种', 8), text('类别', 32), { title: '病例数', width: 9, kind: 'number' }, { title: '总权重', width: 12, kind: 'number' }, money('总费用'), money('个人负担'), money('其他基金'), money('记账统筹'), money('统筹应付'), money('盈亏'), money('已拨付')], // prettier-ignore
    rows: statement.funds.flatMap(({ fund, lines, total, paid }) => [...lines.map((one) => [FUNDS[fund], one.label, one.cases, one.weight, one.cost, one.patientPay, one.otherFunds, one.actualFund, one.payable, one.gain, null]), [FUNDS[fund], '合计', total.cases, total.weight, total.cost, total.patientPay, total.otherFunds, total.actualFund, total.payable, total.gain, paid]]), // prettier-ignore
  }
  const list: Table = {
    columns: [text('病例号', 22), text('险种', 8), text('出院日期', 12), text('主要诊断', 12), text('DRG', 8), text('分组状态', 10), { title: '权重', width: 10, kind: 'number' }, text('支付类别', 28), money('病组标准'), money('总费用'), money('个人负担'), money('其他基金'), money('记账统筹'), money('统筹应付'), money('盈亏'), text('未支付原因', 30)], // prettier-ignore
    rows: cases.map((one) => [one.case_id, one.fund === null ? '' : FUNDS[one.fund], one.discharged, one.main, one.drg, one.status, one.weight, one.rule === null ? '' : ruleLabel(one.rule), one.standard, one.cost, one.patient_pay, one.other_funds, one.actual_fund, one.payable, one.gain, one.refused ?? '']), // prettier-ignore
  }
  return workbookBytes([{ name: '结算单', lead, table: sums }, { name: '病例', lead, table: list }]) // prettier-ignore
}
