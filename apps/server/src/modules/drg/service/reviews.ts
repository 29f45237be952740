import { randomUUID } from 'node:crypto'
import type { ReviewDetail, ReviewRow, SpecialEffect } from '@yijian/contract'
import { checkApplication, formatRatio, maxApplications, openReview, parseRatio, screenApplication, type Application, type CaseFacts, type Expert, type Review, type ReviewEvent, type ReviewReason, type SpecialDecision } from '@yijian/drg' // prettier-ignore
import { AppError, parseYuan, type Day, type Fen } from '@yijian/kernel'
import { parsePaymentSettings, priceFacts, recordOf, unpackInputs } from '@yijian/warehouse' // prettier-ignore
import type { FastifyRequest } from 'fastify'
import type { Transaction } from 'kysely'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Access } from '../../../platform/access/scope.ts'
import { caseRow, hospitalNames } from '../store/cases.ts'
import { appendReviewEvent, dischargesOf, expertProfiles, filedReviews, fileRecord, filesOf, insertFile, insertReview, lockReview, pageOfReviews, panelOf, reviewEvents, reviewRecord, setPanel, setReview, type ReviewRecord } from '../store/reviews.ts' // prettier-ignore
import type { DrgTables } from '../schema.ts'
import { businessDay, type By, type Caller, type DrgContext } from './context.ts'
import { CITY } from './demonstration.ts'
import { namesOf } from './labels.ts'
import { schemeAt, versionsOf } from './versions.ts'
import { activeOf, type Active } from './parameters.ts'

type Side = 'agency' | 'hospital' | 'expert'

function policyOf({ settings }: Active) {
  const { limit, within_days, long_stay_days, high_cost_multiple, icu_hours, panel_size, majority } = settings.special_case // prettier-ignore
  return {
    application: { limit, withinDays: within_days, longStayDays: long_stay_days, highCostMultiple: high_cost_multiple, icuHours: icu_hours }, // prettier-ignore
    /** At least so many, and more than half of whatever panel sits. */
    panel: (seats: number) => ({ size: panel_size, majority: Math.max(majority, Math.floor(Math.max(seats, panel_size) / 2) + 1) }), // prettier-ignore
    least: panel_size,
  }
}

export async function listReviews(
  context: DrgContext,
  access: Access,
  query: { state?: string | undefined; page: number; size: number },
) {
  // prettier-ignore
  const { db } = context
  const [{ rows, total, states }, names, active] = await Promise.all([pageOfReviews(db, access, query), hospitalNames(db), activeOf(context)]) // prettier-ignore
  return {
    rows: rows.map((row) => toRow(context, row, { active, hospital: names.get(row.fixmedins_code)?.name ?? '' })),
    total,
    states: states.map(({ state, n }) => ({ state: state as ReviewRow['state'], n })),
    quota: await quotaOf(context, access, active),
  }
}

async function quotaOf(context: DrgContext, access: Access, active: Active) {
  const { scope } = access
  const hospital = scope.kind === 'institution' ? scope.fixmedinsCodes[0] : undefined
  if (hospital === undefined) return null
  const year = (await businessDay(context)).slice(0, 4)
  const [discharges, filed] = await Promise.all([dischargesOf(context.db, hospital, year), filedReviews(context.db, hospital, year)]) // prettier-ignore
  const policy = policyOf(active).application
  return { allowed: maxApplications(discharges, policy), filed: filed.filter(({ state }) => state !== 'withdrawn').length, withinDays: policy.withinDays } // prettier-ignore
}

function toRow(
  context: DrgContext,
  row: ReviewRecord,
  { active, hospital }: { active: Active; hospital: string },
): ReviewRow {
  // prettier-ignore
  const names = namesOf(context, active.schemeId)
  return {
    reviewId: row.review_id,
    caseId: row.case_id,
    month: row.month,
    hospital: { code: row.fixmedins_code, name: hospital },
    drg: row.drg,
    drgName: names.group(row.drg),
    main: { code: row.main, name: names.code(row.main) },
    los: row.los,
    cost: row.cost,
    standard: row.standard,
    reasons: [...row.reasons] as ReviewRow['reasons'],
    state: row.state as ReviewRow['state'],
    appliedOn: row.applied_on,
    proposal: row.proposal as ReviewRow['proposal'],
    opinions: row.opinions,
    panel: row.panel,
  }
}

/** 申请: own cases, within the limits and the days of the parameters. The screening by data is a proposal. */
export async function applyReview(
  context: DrgContext,
  { principal, access }: Caller,
  input: { caseId: string; reasons: readonly ReviewReason[]; statement: string },
): Promise<ReviewDetail> {
  // prettier-ignore
  const { db, platform } = context
  const { caseId, reasons, statement } = input
  const row = await caseRow(db, access, caseId)
  if (!row) throw new AppError('missing', 'drg.case', '没有这个病例')
  if (row.rule === null || row.payable === null) throw new AppError('conflict', 'drg.review.unpaid', '该病例暂不能支付，请先改正清单') // prettier-ignore
  const active = await activeOf(context)
  const policy = policyOf(active)
  const appliedOn = await businessDay(context)
  const year = row.month.slice(0, 4)
  const review_id = `T${appliedOn.replaceAll('-', '')}-${randomUUID().slice(0, 8)}`
  const application: Application = { caseId, hospital: row.fixmedins_code, reasons, statement, appliedOn }
  const facts = caseFacts(row)
  await db.transaction().execute(async (tx) => {
    const filed = (await filedReviews(tx, row.fixmedins_code, year)).filter((one) => one.state !== 'withdrawn' || one.case_id === caseId) // prettier-ignore
    const earlier = filed.map((one): Application => ({ caseId: one.case_id, hospital: one.fixmedins_code, reasons: [], statement: '', appliedOn })) // prettier-ignore
    checkApplication(application, facts, { policy: policy.application, filed: earlier, discharges: await dischargesOf(tx, row.fixmedins_code, year) }) // prettier-ignore
    const { support, proposal } = screenApplication(application, facts, policy.application)
    await insertReview(tx, { review_id, case_id: caseId, month: row.month, fixmedins_code: row.fixmedins_code, admdvs: row.admdvs, reasons: JSON.stringify(reasons), statement, applied_on: appliedOn, applied_by: principal.username, state: 'applied', proposal, support: JSON.stringify(Object.fromEntries(support)), decision: null, at: platform.clock.now() }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.review.apply', subject: review_id, details: { caseId, reasons } }) // prettier-ignore
  })
  return getReview(context, access, review_id)
}

function caseFacts(row: NonNullable<Awaited<ReturnType<typeof caseRow>>>): CaseFacts {
  const record = recordOf(row.facts)
  const fen = (yuan: string | null): Fen => parseYuan(yuan ?? '0.00')
  const payment = { caseId: row.case_id, hospital: row.fixmedins_code, fund: row.fund!, drg: row.drg, rule: row.rule as never, inputs: unpackInputs(row.inputs), value: fen(row.value), cost: fen(row.cost), patientPay: fen(row.patient_pay), otherFunds: fen(row.other_funds), actualFund: fen(row.actual_fund), payable: fen(row.payable), gain: fen(row.gain), pending: row.pending } // prettier-ignore
  return { payment, discharged: row.discharged as Day, los: record.los, icuHours: record.icuHours, newTechnology: undefined, departments: undefined, emergency: undefined } // prettier-ignore
}

const stored = (decision: SpecialEffect): SpecialDecision => {
  if (decision.effect === 'weight') return { effect: 'weight', weight: parseRatio(decision.weight) }
  return decision.effect === 'actual' ? { effect: 'actual', share: parseRatio(decision.share) } : { effect: 'standard' }
}

const shown = (decision: SpecialDecision): SpecialEffect => {
  if (decision.effect === 'weight') return { effect: 'weight', weight: formatRatio(decision.weight) }
  return decision.effect === 'actual' ? { effect: 'actual', share: formatRatio(decision.share) } : { effect: 'standard' } // prettier-ignore
}

type EventRow = Awaited<ReturnType<typeof reviewEvents>>[number]

function toEvent(row: EventRow): ReviewEvent {
  const { content } = row
  const head = { at: row.at.toISOString(), by: row.by_account, side: row.side, step: row.step }
  const opinion = content['opinion'] as { expert: string; decision: SpecialEffect; reason: string } | undefined
  const decision = content['decision'] as SpecialEffect | undefined
  return {
    ...head,
    ...content,
    ...(opinion === undefined ? {} : { opinion: { ...opinion, decision: stored(opinion.decision) } }),
    ...(decision === undefined ? {} : { decision: stored(decision) }),
  } as unknown as ReviewEvent
}

function reviewOf(row: ReviewRecord, events: readonly EventRow[], active: Active): Review {
  const application: Application = { caseId: row.case_id, hospital: row.fixmedins_code, reasons: row.reasons as ReviewReason[], statement: row.statement, appliedOn: row.applied_on as Day } // prettier-ignore
  const seats = events.findLast(({ step }) => step === 'assign')?.content['panel'] as readonly Expert[] | undefined
  return openReview(application, events.map(toEvent), policyOf(active).panel(seats?.length ?? 0))
}

interface Step {
  readonly reviewId: string
  readonly access: Access
  readonly side: Side
  readonly name: ReviewEvent['step']
  readonly content: Record<string, unknown>
  readonly also?: (tx: Transaction<DrgTables>) => Promise<void>
}

/** A step of a review: replayed with all earlier ones, written with the audit trail or not at all. */
export async function takeStep(
  context: DrgContext,
  by: By,
  { reviewId, access, side, name, content, also }: Step,
): Promise<void> {
  const { db, platform } = context
  const active = await activeOf(context)
  await db.transaction().execute(async (tx) => {
    await lockReview(tx, reviewId)
    const row = await reviewRecord(tx, access, reviewId)
    if (!row) throw new AppError('missing', 'drg.review', '没有这个特病单议申请')
    const known = await reviewEvents(tx, reviewId)
    const event = { seq: 0, review_id: reviewId, at: platform.clock.now(), by_account: by.username, by_name: by.displayName, side, step: name, content } // prettier-ignore
    const review = reviewOf(row, [...known, event], active)
    await appendReviewEvent(tx, eventInsert(event))
    await setReview(tx, reviewId, { state: review.state, ...(review.decision === null ? {} : { decision: JSON.stringify(shown(review.decision)) }) }) // prettier-ignore
    await also?.(tx)
    await platform.audit.append(tx, { actor: by.username, action: `drg.review.${name}`, subject: reviewId, details: { state: review.state } }) // prettier-ignore
  })
}

export async function withdrawReview(
  context: DrgContext,
  { principal, access }: Caller,
  { reviewId, note }: { reviewId: string; note: string },
) {
  // prettier-ignore
  await takeStep(context, principal, { reviewId, access, side: 'hospital', name: 'withdraw', content: { note } })
  return getReview(context, access, reviewId)
}

export async function screenReview(
  context: DrgContext,
  principal: Principal,
  { reviewId, step: name, note }: { reviewId: string; step: 'accept' | 'reject'; note: string },
) {
  // prettier-ignore
  await takeStep(context, principal, { reviewId, access: CITY, side: 'agency', name, content: { note } })
  return getReview(context, CITY, reviewId)
}

/** The panel is made from accounts of experts; ties that they declared keep them off, and whoever declared one for this case too. */
export async function assignReview(
  context: DrgContext,
  principal: Principal,
  { reviewId, experts }: { reviewId: string; experts: readonly string[] },
) {
  // prettier-ignore
  const [accounts, profiles, seats, active] = await Promise.all([context.experts(), expertProfiles(context.db), panelOf(context.db, reviewId), activeOf(context)]) // prettier-ignore
  const unknown = experts.filter((one) => !accounts.some(({ username }) => username === one))
  if (unknown.length > 0) throw new AppError('invalid', 'drg.review.expert', `不是评审专家账号：${unknown.join('、')}`)
  const tied = seats.filter(({ expert, declared }) => declared === 'conflict' && experts.includes(expert))
  if (tied.length > 0) throw new AppError('conflict', 'review.conflict', '专家已申报与该病例存在利益关系，应当回避')
  const profileOf = new Map(profiles.map((one) => [one.expert, one]))
  const panel: Expert[] = experts.map((id) => ({ id, specialties: [...(profileOf.get(id)?.specialties ?? [])], conflicts: [...(profileOf.get(id)?.conflicts ?? [])] })) // prettier-ignore
  if (panel.length < policyOf(active).least) throw new AppError('invalid', 'review.panel', `专家组不得少于 ${policyOf(active).least} 人，且不得重复`) // prettier-ignore
  await takeStep(context, principal, { reviewId, access: CITY, side: 'agency', name: 'assign', content: { panel }, also: (tx) => setPanel(tx, reviewId, experts) }) // prettier-ignore
  return getReview(context, CITY, reviewId)
}

export async function decideReview(
  context: DrgContext,
  principal: Principal,
  { reviewId, decision, reason }: { reviewId: string; decision: SpecialEffect; reason: string },
) {
  // prettier-ignore
  await takeStep(context, principal, { reviewId, access: CITY, side: 'agency', name: 'decide', content: { decision, reason } })
  return getReview(context, CITY, reviewId)
}

export async function publishReview(
  context: DrgContext,
  principal: Principal,
  { reviewId, note }: { reviewId: string; note: string },
) {
  // prettier-ignore
  const events = await reviewEvents(context.db, reviewId)
  if (events.some((one) => one.step === 'decide' && one.by_account === principal.username)) throw new AppError('denied', 'drg.review.maker', '作出决定的人不能公示本人的决定') // prettier-ignore
  await takeStep(context, principal, { reviewId, access: CITY, side: 'agency', name: 'publish', content: { note } })
  return getReview(context, CITY, reviewId)
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')

function eventInsert({ review_id, at, by_account, by_name, side, step: name, content }: EventRow) {
  return { review_id, at, by_account, by_name, side, step: name, content: JSON.stringify(content) }
}

const WHAT: Readonly<Record<string, string>> = { accept: '初审通过', reject: '初审不通过', withdraw: '医院撤回', assign: '组成专家组', opine: '专家提交意见', decide: '作出决定', publish: '公示' } // prettier-ignore

export async function getReview(context: DrgContext, access: Access, reviewId: string): Promise<ReviewDetail> {
  const { db } = context
  const row = await reviewRecord(db, access, reviewId)
  if (!row) throw new AppError('missing', 'drg.review', '没有这个特病单议申请')
  const [events, files, seats, names, accounts, active] = await Promise.all([reviewEvents(db, reviewId), filesOf(db, reviewId), panelOf(db, reviewId), hospitalNames(db), context.experts(), activeOf(context)]) // prettier-ignore
  const review = reviewOf(row, events, active)
  const isHospital = access.scope.kind !== 'city'
  const isOpen = review.state === 'decided' || review.state === 'published'
  const policy = policyOf(active).panel(seats.length)
  const nameOf = new Map(accounts.map(({ username, displayName }) => [username, displayName]))
  const opined = events.filter((one) => one.step === 'opine')
  const given = opined.map((one, at) => {
    const opinion = one.content['opinion'] as { expert: string; decision: SpecialEffect; reason: string }
    return { expert: isHospital ? `专家${at + 1}` : (nameOf.get(opinion.expert) ?? opinion.expert), decision: opinion.decision, reason: opinion.reason, at: one.at.toISOString() } // prettier-ignore
  })
  const decided = events.findLast((one) => one.step === 'decide')
  const visibleDecision = review.decision === null || (isHospital && !isOpen) ? null : shown(review.decision)
  return {
    ...toRow(context, row, { active, hospital: names.get(row.fixmedins_code)?.name ?? '' }),
    statement: row.statement,
    support: row.reasons.map((reason) => ({ reason: reason as ReviewReason, support: (row.support[reason] ?? 'cannot-tell') as 'supported' })), // prettier-ignore
    files: files.map(({ file_id, name, bytes }) => ({ fileId: file_id, name, bytes })),
    panelNames: isHospital ? [] : seats.map(({ expert, declared }) => ({ expert, name: nameOf.get(expert) ?? expert, declared, answered: opined.some((one) => one.by_account === expert) })), // prettier-ignore
    panelSize: policy.size,
    majority: policy.majority,
    given: isHospital && !isOpen ? [] : given,
    decision: visibleDecision,
    decisionReason: visibleDecision === null ? null : words(decided?.content['reason']),
    effect: visibleDecision === null ? null : await effectOf(context, row, visibleDecision),
    events: events.map((one) => ({ at: one.at.toISOString(), by: one.side === 'expert' && isHospital ? '评审专家' : one.by_name, what: WHAT[one.step] ?? one.step, text: words(one.content['note'] ?? one.content['reason']) })), // prettier-ignore
  }
}

/** The case priced again with the decision, by the parameters in force. */
async function effectOf(
  context: DrgContext,
  row: ReviewRecord,
  decision: SpecialEffect,
): Promise<ReviewDetail['effect']> {
  // prettier-ignore
  const full = await caseRow(context.db, CITY, row.case_id)
  if (!full) return null
  const active = await activeOf(context)
  const versions = await versionsOf(context, active.schemeId)
  const scheme = context.schemes.open(schemeAt(versions, row.month).schemeId)
  const settings = {
    ...parsePaymentSettings(active.content, '支付参数'),
    decisions: { [row.case_id]: stored(decision) },
  }
  const hospitals = [{ code: row.fixmedins_code, name: '', tier: full.tier ?? '', admdvs: null }]
  const { rows } = priceFacts([{ facts: full.facts }], scheme.grouper(), { settings, weights: scheme.folder.weights, hospitals, itemFees: new Map() }) // prettier-ignore
  const after = rows[0]?.payment?.payable
  return after === undefined ? null : { before: row.payable, after }
}

const FILE_LIMIT = 10 * 2 ** 20
const FILE_TYPES: Readonly<Record<string, string>> = { pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' } // prettier-ignore
const MAGIC: Readonly<Record<string, string>> = { pdf: '25504446', png: '89504e47', jpg: 'ffd8ff', jpeg: 'ffd8ff' }

export async function attachReviewFile(
  context: DrgContext,
  { principal, access }: Caller,
  { reviewId, request }: { reviewId: string; request: FastifyRequest },
) {
  // prettier-ignore
  if (!request.isMultipart()) throw new AppError('invalid', 'upload.form', '请以表单方式上传文件')
  const row = await reviewRecord(context.db, access, reviewId)
  if (!row) throw new AppError('missing', 'drg.review', '没有这个特病单议申请')
  if (row.state !== 'applied') throw new AppError('conflict', 'drg.review.closed', '初审后不能再补充附件')
  for await (const part of request.files({ limits: { fileSize: FILE_LIMIT, files: 5 } })) {
    const name = part.filename.replace(/[\\/\u0000-\u001f]/g, '_').slice(-80)
    const type = name.split('.').at(-1)?.toLowerCase() ?? ''
    const bytes = await part.toBuffer()
    if (FILE_TYPES[type] === undefined || !bytes.subarray(0, 4).toString('hex').startsWith(MAGIC[type] ?? '-')) throw new AppError('invalid', 'upload.type', `只接受 PDF、PNG、JPG 文件：${name}`) // prettier-ignore
    const { platform, db } = context
    await db.transaction().execute(async (tx) => {
      if ((await filesOf(tx, reviewId)).length >= 10)
        throw new AppError('conflict', 'upload.too-many', '附件不超过 10 个')
      await insertFile(tx, { file_id: randomUUID(), review_id: reviewId, name, bytes: bytes.length, at: platform.clock.now(), content: bytes }) // prettier-ignore
      await platform.audit.append(tx, { actor: principal.username, action: 'drg.review.attach', subject: reviewId, details: { name } }) // prettier-ignore
    })
  }
  return getReview(context, access, reviewId)
}

export async function reviewFile(
  context: DrgContext,
  access: Access,
  { reviewId, fileId }: { reviewId: string; fileId: string },
) {
  // prettier-ignore
  const row = await reviewRecord(context.db, access, reviewId)
  return openFile(row === undefined ? undefined : await fileRecord(context.db, reviewId, fileId))
}

export function openFile(file: Awaited<ReturnType<typeof fileRecord>>) {
  if (!file) throw new AppError('missing', 'drg.review.file', '没有这个附件')
  return { name: file.name, type: FILE_TYPES[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream', content: file.content } // prettier-ignore
}
