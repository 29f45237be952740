import type { ParametersRow } from '@yijian/contract'
import { formatRatio, FUNDS } from '@yijian/drg'
import { AppError, formatYuan } from '@yijian/kernel'
import { parsePaymentSettings, type PaymentSettings } from '@yijian/warehouse'
import type { Selectable } from 'kysely'
import type { Principal } from '../../../platform/access/principal.ts'
import type { DrgTables } from '../schema.ts'
import { activeParameters, decideParametersRow, insertParameters, listParameterRows, parametersRow } from '../store/parameters.ts' // prettier-ignore
import type { DrgContext } from './context.ts'

type Row = Selectable<DrgTables['drg_parameters']>

export interface Active {
  readonly version: number
  readonly title: string
  readonly schemeId: string
  readonly content: string
  readonly settings: PaymentSettings
}

/** What is settled by now: the newest approved version. */
export async function activeOf(context: DrgContext): Promise<Active> {
  const row = await activeParameters(context.db)
  if (!row) throw new AppError('conflict', 'drg.parameters.none', '还没有已批准的支付参数，请先编制并审批')
  return toActive(row)
}

export function toActive(row: Row): Active {
  return { version: row.version, title: row.title, schemeId: row.scheme_id, content: row.content, settings: settingsOf(row.content) } // prettier-ignore
}

const parsed = new Map<string, PaymentSettings>()

function settingsOf(content: string): PaymentSettings {
  const known = parsed.get(content)
  if (known) return known
  const settings = parsePaymentSettings(content, '支付参数')
  if (parsed.size > 50) parsed.clear()
  parsed.set(content, settings)
  return settings
}

export async function listParameters(context: DrgContext) {
  const rows = await listParameterRows(context.db)
  const active = rows.find(({ status }) => status === 'approved')
  return { rows: rows.map((row) => toRow(context, row, active?.version === row.version)) }
}

function toRow({ schemes }: DrgContext, row: Row, inForce: boolean): ParametersRow {
  const name = schemes.ids().includes(row.scheme_id) ? schemes.open(row.scheme_id).folder.tables.meta.name : row.scheme_id // prettier-ignore
  return {
    version: row.version,
    title: row.title,
    schemeId: row.scheme_id,
    schemeName: name,
    reason: row.reason,
    status: row.status,
    inForce,
    madeBy: row.made_by_name,
    madeAt: row.made_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    opinion: row.opinion,
    facts: factsOf(settingsOf(row.content)),
    content: row.content,
  }
}

function factsOf(settings: PaymentSettings): { label: string; value: string }[] {
  const { rates, basis, coefficients, low, high, prepay, special_case } = settings
  const percent = (ratio: bigint) => `${formatRatio((ratio * 100n) as never)}%`
  const money = rates.method === 'fixed' ? rates.rates.map((one) => `${FUNDS[one.fund]}${one.level === '' ? '' : ` ${one.level} 级`} ${formatYuan(one.rate)} 元`).join('，') : '由预算 ÷ 预计总权重算出' // prettier-ignore
  return [
    { label: '基础费率', value: money },
    { label: '口径', value: basis === 'fund' ? '基金' : '总费用' },
    { label: '机构系数（按级别）', value: Object.entries(coefficients.by_level).map(([level, one]) => `${level} 级 ${formatRatio(one)}`).join('，') || '一律 1' }, // prettier-ignore
    { label: '低倍率界限', value: low === null ? '不设' : `费用低于标准的 ${percent(low)}` },
    { label: '高倍率', value: high === null ? '不设' : `超额部分支付 ${percent(high.share)}${high.limit === null ? '' : `，每家不超过 ${percent(high.limit)} 的病例`}` }, // prettier-ignore
    { label: '月度拨付', value: `应付的 ${percent(prepay.share)}` },
    { label: '特病单议', value: `不超过出院病例的 ${percent(special_case.limit)}，出院后 ${special_case.within_days} 日内申请，专家不少于 ${special_case.panel_size} 人` }, // prettier-ignore
  ]
}

export async function draftParameters(
  context: DrgContext,
  principal: Principal,
  { schemeId, content, reason }: { schemeId: string; content: string; reason: string },
): Promise<ParametersRow> {
  context.schemes.open(schemeId)
  const settings = settingsOf(content)
  const { db, platform } = context
  const made_at = platform.clock.now()
  const version = await db.transaction().execute(async (tx) => {
    const made = await insertParameters(tx, { title: settings.title, content, scheme_id: schemeId, reason, status: 'draft', made_by: principal.username, made_by_name: principal.displayName, made_at, decided_by: null, decided_by_name: null, decided_at: null }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.parameters.draft', subject: `V${made}`, details: { reason, schemeId } }) // prettier-ignore
    return made
  })
  return oneRow(context, version)
}

async function oneRow(context: DrgContext, version: number): Promise<ParametersRow> {
  const { rows } = await listParameters(context)
  const row = rows.find((one) => one.version === version)
  if (!row) throw new AppError('missing', 'drg.parameters', '没有这一版支付参数')
  return row
}

/** 制单与审批分离: nobody approves what he made. Open months are tried anew by themselves. */
export async function decideParameters(
  context: DrgContext,
  principal: Principal,
  { version, decision, opinion }: { version: number; decision: 'approved' | 'rejected'; opinion: string },
): Promise<ParametersRow> {
  const { db, platform } = context
  const row = await parametersRow(db, version)
  if (!row) throw new AppError('missing', 'drg.parameters', '没有这一版支付参数')
  if (row.made_by === principal.username) throw new AppError('denied', 'drg.parameters.maker', '支付参数须由编制人以外的人审批') // prettier-ignore
  await db.transaction().execute(async (tx) => {
    const done = await decideParametersRow(tx, version, { status: decision, decided_by: principal.username, decided_by_name: principal.displayName, decided_at: platform.clock.now(), opinion }) // prettier-ignore
    if (!done) throw new AppError('conflict', 'drg.parameters.decided', '这一版支付参数已经审批过')
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.parameters.decide', subject: `V${version}`, details: { decision, opinion } }) // prettier-ignore
  })
  context.changed()
  return oneRow(context, version)
}
