import type { BudgetRow } from '@yijian/contract'
import { annualBudget, budgetStatus, formatRatio, FUNDS, parseRatio, type BudgetEvent, type BudgetInput, type Fund } from '@yijian/drg' // prettier-ignore
import { AppError, formatYuan, parseYuan, type Day, type Fen } from '@yijian/kernel'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Access } from '../../../platform/access/scope.ts'
import { budgetRecord, budgetRecords, fundSums, putBudget } from '../store/years.ts'
import { businessDay, type DrgContext } from './context.ts'
import { sumYuan } from './labels.ts'

type Record_ = Awaited<ReturnType<typeof budgetRecords>>[number]

export interface BudgetForm {
  readonly year: number
  readonly fund: Fund
  readonly lastLocal: string
  readonly lastOffSite: string
  readonly factors: readonly { readonly name: string; readonly growth: string; readonly share: string }[]
  readonly lowest: string
  readonly highest: string
  readonly income: string
  readonly keep: string
  readonly surplus: string
}

/** Hospitals see what is published. */
export async function listBudgets(context: DrgContext, access: Access): Promise<{ rows: BudgetRow[] }> {
  const rows = await budgetRecords(context.db)
  const shown = access.scope.kind === 'city' ? rows : rows.filter(({ state }) => state === 'published')
  return { rows: await Promise.all(shown.map((row) => toRow(context, row))) }
}

async function toRow({ db }: DrgContext, row: Record_): Promise<BudgetRow> {
  const form = row.input as unknown as BudgetForm
  const used = (await fundSums(db, row.year)).get(row.fund)
  const status = budgetStatus(row.year, row.events.map(toEvent))
  return {
    year: row.year,
    fund: row.fund,
    state: row.state as BudgetRow['state'],
    lastLocal: form.lastLocal,
    lastOffSite: form.lastOffSite,
    factors: form.factors.map((one) => ({ ...one })),
    lowest: form.lowest,
    highest: form.highest,
    income: form.income,
    keep: form.keep,
    surplus: form.surplus,
    growth: formatRatio(parseRatio(row.growth)),
    total: row.total,
    local: row.local,
    offSite: row.off_site,
    fromSurplus: row.from_surplus,
    uncovered: row.uncovered,
    adjustments: formatYuan(status.adjustments.reduce((sum, one) => sum + one, 0n)),
    late: status.late,
    events: row.events.map((one) => ({ step: STEPS[one['step'] ?? ''] ?? '', day: one['day'] ?? '', by: one['byName'] ?? '', text: one['emergency'] ? `${one['amount']} 元：${one['emergency']}` : '' })), // prettier-ignore
    used: used?.payable ?? '0.00',
  }
}

const STEPS: Readonly<Record<string, string>> = {
  draft: '编制',
  approve: '审批',
  publish: '公布',
  adjust: '突发事件调整',
}

function toEvent(one: Readonly<Record<string, string>>): BudgetEvent {
  const head = { day: one['day'] as Day, by: one['by'] ?? '' }
  if (one['step'] === 'adjust') return { ...head, step: 'adjust', amount: parseYuan(one['amount'] ?? '0.00'), emergency: one['emergency'] ?? '' } // prettier-ignore
  return { ...head, step: one['step'] as 'draft' | 'approve' | 'publish' }
}

function inputOf(form: BudgetForm): BudgetInput {
  return {
    fund: form.fund,
    year: form.year,
    lastLocal: parseYuan(form.lastLocal),
    lastOffSite: parseYuan(form.lastOffSite),
    factors: form.factors.map(({ name, growth, share }) => ({ name, growth: parseRatio(growth), share: parseRatio(share) })), // prettier-ignore
    lowestGrowth: parseRatio(form.lowest),
    highestGrowth: parseRatio(form.highest),
    income: parseYuan(form.income),
    keep: parseRatio(form.keep),
    surplus: parseYuan(form.surplus),
  }
}

export async function saveBudget(context: DrgContext, principal: Principal, form: BudgetForm): Promise<BudgetRow> {
  const { db, platform } = context
  const input = inputOf(form)
  if (input.lowestGrowth > input.highestGrowth) throw new AppError('invalid', 'drg.budget.bounds', '增长率下限不能高于上限') // prettier-ignore
  if (input.lastLocal + input.lastOffSite <= 0n) throw new AppError('invalid', 'drg.budget.last', '请填写上年本地、异地住院实际支出') // prettier-ignore
  const made = annualBudget(input)
  const day = await businessDay(context)
  await db.transaction().execute(async (tx) => {
    const before = await budgetRecord(tx, form.year, form.fund)
    const events = [...(before?.events ?? []), { step: 'draft', day, by: principal.username, byName: principal.displayName }] // prettier-ignore
    const { state } = budgetStatus(form.year, events.map(toEvent))
    await putBudget(tx, { year: form.year, fund: form.fund, input: JSON.stringify(form), total: formatYuan(made.total), local: formatYuan(made.local), off_site: formatYuan(made.offSite), growth: formatRatio(made.growth), from_surplus: formatYuan(made.fromSurplus), uncovered: formatYuan(made.uncovered), state, events: JSON.stringify(events) }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.budget.draft', subject: `${form.year} ${FUNDS[form.fund]}`, details: { total: formatYuan(made.total) } }) // prettier-ignore
  })
  return rowOf(context, form.year, form.fund)
}

async function rowOf(context: DrgContext, year: number, fund: Fund): Promise<BudgetRow> {
  const row = await budgetRecord(context.db, year, fund)
  if (!row) throw new AppError('missing', 'drg.budget', '没有这一年度的预算')
  return toRow(context, row)
}

export async function stepBudget(
  context: DrgContext,
  principal: Principal,
  input: {
    year: number
    fund: Fund
    step: 'approve' | 'publish' | 'adjust'
    amount?: string | undefined
    emergency: string
  },
): Promise<BudgetRow> {
  // prettier-ignore
  const { db, platform } = context
  const { year, fund, step, emergency } = input
  if (step === 'adjust' && input.amount === undefined) throw new AppError('invalid', 'drg.budget.amount', '请填写调整金额') // prettier-ignore
  const day = await businessDay(context)
  await db.transaction().execute(async (tx) => {
    const row = await budgetRecord(tx, year, fund)
    if (!row) throw new AppError('missing', 'drg.budget', '没有这一年度的预算')
    const maker = row.events.findLast((one) => one['step'] === 'draft')
    if (step === 'approve' && maker?.['by'] === principal.username) throw new AppError('denied', 'drg.budget.maker', '预算须由编制人以外的人审批') // prettier-ignore
    const event = { step, day, by: principal.username, byName: principal.displayName, ...(step === 'adjust' ? { amount: input.amount ?? '0.00', emergency } : {}) } // prettier-ignore
    const events = [...row.events, event]
    const { state } = budgetStatus(year, events.map(toEvent))
    await putBudget(tx, { ...row, input: JSON.stringify(row.input), state, events: JSON.stringify(events) })
    await platform.audit.append(tx, { actor: principal.username, action: `drg.budget.${step}`, subject: `${year} ${FUNDS[fund]}`, details: { ...event } }) // prettier-ignore
  })
  return rowOf(context, year, fund)
}

/** The local budget that the year is settled against, and where it comes from. */
export async function localBudget(
  { db }: DrgContext,
  year: number,
  fund: Fund,
): Promise<{ budget: Fen; from: string } | null> {
  // prettier-ignore
  const row = await budgetRecord(db, year, fund)
  if (!row || row.state !== 'published') return null
  const { adjustments } = budgetStatus(year, row.events.map(toEvent))
  const changed = formatYuan(adjustments.reduce((sum, one) => sum + one, 0n))
  const budget = parseYuan(sumYuan([row.local, changed]))
  return { budget, from: `已公布的年度本地住院预算${adjustments.length > 0 ? `（含突发事件调整 ${changed} 元）` : ''}` }
}
