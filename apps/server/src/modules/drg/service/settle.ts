import { addDays, AppError, parseDay, parseYuan } from '@yijian/kernel'
import type { Job } from '@yijian/contract'
import type { Principal } from '../../../platform/access/principal.ts'
import { deleteCases, deleteFundCases, hospitalNames, insertCases, keptCases, type CaseInsert } from '../store/cases.ts'
import { deleteWarehouseLists, matchLists } from '../store/lists.ts'
import { accountRecords, accountSums, lockLedger, monthRecord, monthSums, putMonth } from '../store/months.ts'
import { caseInsert, hashOf } from './case-lines.ts'
import { businessDay, type By, type DrgContext } from './context.ts'
import { CITY } from './demonstration.ts'
import { post, pricedPostings, type Posting } from './ledger.ts'
import { activeOf, toActive } from './parameters.ts'
import { countsOf, price, takeLines, type Report } from './price.ts'
import { parametersRow } from '../store/parameters.ts'
import { schemeAt, versionsOf } from './versions.ts'
import { queueDrgJob, type DrgPayload } from './refresh.ts'

/** 固化: queued as a job; what it does is one transaction at its end. */
export async function startFreeze(
  context: DrgContext,
  { accountId, username, displayName }: Principal,
  month: string,
): Promise<Job> {
  // prettier-ignore
  const row = await monthRecord(context.db, month)
  if (!row) throw new AppError('missing', 'drg.month', '没有这个月份的出院病例')
  if (row.frozen) throw new AppError('conflict', 'drg.month.frozen', '该月病例已固化，不能重复固化')
  const end = nextMonth(month)
  if (end > (await businessDay(context))) throw new AppError('conflict', 'drg.month.running', '该月尚未结束，不能固化')
  const payload = { action: 'freeze', month, by: { accountId, username, displayName } } as const
  return queueDrgJob(context, { title: `固化 ${month} 并计算`, payload, audit: { action: 'drg.month.freeze', subject: month } }) // prettier-ignore
}

const nextMonth = (month: string) => parseDay(`${addDays(parseDay(`${month}-01`), 31).slice(0, 7)}-01`)

/** Takes the month's cases as they are now — stays, with the lists that passed — and posts freeze, group and price of every account. */
export async function freeze(
  context: DrgContext,
  report: Report,
  { month, by }: Extract<DrgPayload, { action: 'freeze' }>,
) {
  // prettier-ignore
  const { db, platform } = context
  const active = await activeOf(context)
  const { schemeId } = schemeAt(await versionsOf(context, active.schemeId), month)
  const { result, lines } = await price(context, report, { active, schemeId, source: { from: `${month}-01`, to: nextMonth(month) }, lists: {}, quality: true, together: false }) // prettier-ignore
  report.progress('正在写入结算结果', 0.9)
  const at = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    if ((await monthRecord(tx, month))?.frozen) throw new AppError('conflict', 'drg.month.frozen', '该月病例已固化，不能重复固化') // prettier-ignore
    await deleteCases(tx, { month })
    await deleteWarehouseLists(tx, month)
    const counts = await takeLines(tx, lines, { at, hospitals: result.hospitals, signal: report.signal })
    await matchLists(tx)
    const count = counts.get(month) ?? countsOf([])
    await putMonth(tx, { month, frozen: true, snapshot: result.snapshot ?? '', scheme_id: schemeId, scheme_hash: result.schemeHash, parameters: active.version, ...count, at, frozen_by: by.username, frozen_by_name: by.displayName, frozen_at: at }) // prettier-ignore
    const admdvs = new Map(result.hospitals.map((one) => [one.code, one.admdvs]))
    const rows = lines.map((line) => caseInsert(line, admdvs))
    const postings = [...Map.groupBy(rows.filter(({ fund }) => fund !== null), (row) => `${row.fixmedins_code}|${row.fund}`)].flatMap(([, own]) => accountPostings(own, { step: 'freeze', schemeHash: result.schemeHash, parameters: active.version })) // prettier-ignore
    await post(tx, context, { by, postings, admdvs: (hospital) => admdvs.get(hospital) ?? null })
    await platform.audit.append(tx, { actor: by.username, action: 'drg.month.frozen', subject: month, details: { ...count, schemeHash: result.schemeHash, parameters: active.version } }) // prettier-ignore
  })
  return { month, message: `${month} 已固化 ${lines.length} 个病例`, link: `/drg/months/${month}` }
}

function accountPostings(
  rows: readonly CaseInsert[],
  { step, schemeHash, parameters }: { step: 'freeze' | 'restate'; schemeHash: string; parameters: number },
): Posting[] {
  // prettier-ignore
  const [first] = rows
  const key = { month: first!.month, hospital: first!.fixmedins_code, fund: first!.fund as 'employee' | 'resident' }
  const refused = rows.filter((row) => row.refused !== null).length
  const grouped = rows.filter((row) => row.refused === null && row.status === '分组成功').length
  const payable = rows.reduce((sum, row) => sum + (row.payable === null || row.payable === undefined ? 0n : parseYuan(String(row.payable))), 0n) // prettier-ignore
  return pricedPostings(key, { step, cases: rows.length, casesHash: hashOf(rows), grouped, ungrouped: rows.length - grouped - refused, refused, schemeHash, parametersHash: `V${parameters}`, payable: payable as never }) // prettier-ignore
}

/** 修正后重算: the cases of one account again, with its lists as they are now; everybody else's stand. */
export async function restate(
  context: DrgContext,
  report: Report,
  { month, hospital, fund, by, opinion }: Extract<DrgPayload, { action: 'restate' }>,
) {
  // prettier-ignore
  const { db, platform } = context
  const record = await monthRecord(db, month)
  const row = record && (await parametersRow(db, record.parameters))
  if (!record || !row) throw new AppError('missing', 'drg.month', '没有这个月份')
  const kept = await keptCases(db, { month })
  const names = await hospitalNames(db)
  const hospitals = [...names].map(([code, one]) => ({ code, ...one }))
  // Others enter only because a hospital's price may depend on the whole month's cases; theirs are not written.
  const cases = kept.map((one) => ({ facts: one.facts, listId: one.list_id, ...(one.refused === null || one.fixmedins_code === hospital ? {} : { refused: one.refused }) })) // prettier-ignore
  const { result, lines } = await price(context, report, { active: toActive(row), schemeId: record.scheme_id, source: { cases, hospitals }, lists: { hospital }, quality: false, together: true }) // prettier-ignore
  if (result.schemeHash !== record.scheme_hash) throw new AppError('conflict', 'drg.scheme.changed', '分组方案文件在固化后有改动，不能重算。请恢复原方案后再试') // prettier-ignore
  const own = lines.filter((line) => line.hospital === hospital && line.fund === fund)
  const admdvs = new Map([...names].map(([code, one]) => [code, one.admdvs]))
  const rows = own.map((line) => caseInsert(line, admdvs))
  await db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    await deleteFundCases(tx, { month, hospital, fund })
    await insertCases(tx, rows, report.signal)
    await post(tx, context, { by, postings: accountPostings(rows, { step: 'restate', schemeHash: result.schemeHash, parameters: record.parameters }), admdvs: (code) => admdvs.get(code) ?? null }) // prettier-ignore
    const all = (await keptCounts(tx, month)).get(month)
    if (all) await putMonth(tx, { ...record, ...all })
    await platform.audit.append(tx, { actor: by.username, action: 'drg.month.restate', subject: `${month} ${hospital}`, details: { fund, opinion, cases: rows.length } }) // prettier-ignore
  })
  return { month, message: `${month} 已按修正后的清单重算 ${rows.length} 个病例`, link: `/drg/months/${month}` }
}

async function keptCounts(tx: Parameters<typeof accountSums>[0], month: string) {
  const sums = await monthSums(tx, CITY, month)
  return new Map([...sums].map(([key, { read, grouped, ambiguous, ungrouped, rejected, paid, refused }]) => [key, { read, grouped, ambiguous, ungrouped, rejected, paid, refused }])) // prettier-ignore
}

/** 下发结算单: every account of the month that is priced. */
export async function issueStatements(
  context: DrgContext,
  principal: Principal,
  month: string,
): Promise<{ issued: number }> {
  // prettier-ignore
  const { db, platform } = context
  const names = await hospitalNames(db)
  return db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    const accounts = (await accountRecords(tx, CITY, { month })).filter(({ state }) => state === 'priced')
    if (accounts.length === 0) throw new AppError('conflict', 'drg.month.nothing', '没有待下发的结算单')
    const sums = new Map((await accountSums(tx, CITY, month)).map((one) => [`${one.fixmedins_code}|${one.fund}`, one]))
    for (const { fixmedins_code, fund, payable } of accounts)
      if (sums.get(`${fixmedins_code}|${fund}`)?.payable !== payable) throw new AppError('conflict', 'drg.month.sums', `病例合计与台账不一致，不能下发：${fixmedins_code}`) // prettier-ignore
    const postings = accounts.map(({ fixmedins_code: hospital, fund, payable }): Posting => ({ month, hospital, fund, side: 'agency', entry: { kind: 'step', step: 'state', payable: parseYuan(payable) } })) // prettier-ignore
    await post(tx, context, { by: principal, postings, admdvs: (hospital) => names.get(hospital)?.admdvs ?? null })
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.month.issue', subject: month, details: { accounts: postings.length } }) // prettier-ignore
    return { issued: postings.length }
  })
}

export async function postOne(
  context: DrgContext,
  by: By,
  {
    posting,
    action,
    details,
    note,
    disputed,
  }: {
    posting: Posting
    action: string
    details: Record<string, unknown>
    note?: string
    disputed?: readonly string[]
  },
): Promise<void> {
  // prettier-ignore
  const { db, platform } = context
  const names = await hospitalNames(db)
  await db.transaction().execute(async (tx) => {
    const extra = () => ({ ...(note === undefined ? {} : { note }), ...(disputed === undefined ? {} : { disputed }) })
    await post(tx, context, { by, postings: [posting], admdvs: (hospital) => names.get(hospital)?.admdvs ?? null, extra }) // prettier-ignore
    await platform.audit.append(tx, { actor: by.username, action, subject: `${posting.month} ${posting.hospital}`, details: { fund: posting.fund, ...details } }) // prettier-ignore
  })
}
