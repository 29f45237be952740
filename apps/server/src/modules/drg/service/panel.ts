import type { BlindCase, SpecialEffect } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { recordOf } from '@yijian/warehouse'
import type { Principal } from '../../../platform/access/principal.ts'
import { hospitalNames } from '../store/cases.ts'
import { assignedReviews, expertProfiles, fileRecord, filesOf, openPanels, putProfile, reviewEvents, setDeclared } from '../store/reviews.ts' // prettier-ignore
import type { DrgContext } from './context.ts'
import { CITY } from './demonstration.ts'
import { namesOf, sexText } from './labels.ts'
import { activeOf } from './parameters.ts'
import { openFile, takeStep } from './reviews.ts'

export async function listExperts(context: DrgContext) {
  const { db } = context
  const [accounts, profiles, open, names] = await Promise.all([context.experts(), expertProfiles(db), openPanels(db), hospitalNames(db)]) // prettier-ignore
  const profileOf = new Map(profiles.map((one) => [one.expert, one]))
  return {
    rows: accounts.map(({ username, displayName }) => ({
      expert: username,
      name: displayName,
      specialties: [...(profileOf.get(username)?.specialties ?? [])],
      conflicts: (profileOf.get(username)?.conflicts ?? []).map((code) => ({ code, name: names.get(code)?.name ?? code })), // prettier-ignore
      open: open.get(username) ?? 0,
    })),
  }
}

type Assigned = Awaited<ReturnType<typeof assignedReviews>>[number]

export async function myCases(context: DrgContext, principal: Principal) {
  const rows = await assignedReviews(context.db, principal.username)
  return { rows: await Promise.all(rows.map((row) => blind(context, row, principal))) }
}

export async function myCase(context: DrgContext, principal: Principal, reviewId: string): Promise<BlindCase> {
  return blind(context, await seatOf(context, principal, reviewId), principal)
}

async function seatOf(context: DrgContext, principal: Principal, reviewId: string): Promise<Assigned> {
  const [row] = await assignedReviews(context.db, principal.username, reviewId)
  if (!row) throw new AppError('missing', 'drg.panel', '没有分配给您的这个病例')
  return row
}

/** 盲审: no hospital, no person, no date, no number of the case that leads back to them. */
async function blind(context: DrgContext, row: Assigned, principal: Principal): Promise<BlindCase> {
  const active = await activeOf(context)
  const names = namesOf(context, active.schemeId)
  const record = recordOf(row.facts)
  const [files, events] = await Promise.all([filesOf(context.db, row.review_id), reviewEvents(context.db, row.review_id)]) // prettier-ignore
  const own = events.find((one) => one.step === 'opine' && one.by_account === principal.username)
  const opinion = own?.content['opinion'] as { decision: SpecialEffect; reason: string } | undefined
  const coded = (code: string) => ({ code, name: names.code(code) })
  const hours = (value: number | undefined) => (value === undefined ? '未提供' : `${Number(value.toFixed(1))} 小时`)
  return {
    reviewId: row.review_id,
    number: `病例 ${row.review_id.slice(-8).toUpperCase()}`,
    state: row.state as BlindCase['state'],
    reasons: [...row.reasons] as BlindCase['reasons'],
    statement: row.statement,
    files: files.map(({ file_id, name, bytes }, at) => ({ fileId: file_id, name: `附件${at + 1}.${name.split('.').at(-1) ?? ''}`, bytes })), // prettier-ignore
    sex: sexText(record.sex),
    age: record.age === undefined ? '未知' : `${record.age} 岁`,
    los: row.los,
    tier: row.tier ?? '',
    drg: row.drg,
    drgName: names.group(row.drg),
    weight: row.weight?.slice(0, -4) ?? null,
    diagnoses: record.dx.map(coded),
    operations: record.op.map(coded),
    facts: [
      { label: '重症监护', value: hours(record.icuHours) },
      { label: '有创通气', value: hours(record.ventHours) },
    ],
    cost: row.cost,
    standard: row.standard,
    declared: row.declared,
    own: own && opinion ? { expert: '本人', decision: opinion.decision, reason: opinion.reason, at: own.at.toISOString() } : null, // prettier-ignore
  }
}

export async function myCaseFile(
  context: DrgContext,
  principal: Principal,
  { reviewId, fileId }: { reviewId: string; fileId: string },
) {
  // prettier-ignore
  await seatOf(context, principal, reviewId)
  return openFile(await fileRecord(context.db, reviewId, fileId))
}

export async function declareConflict(
  context: DrgContext,
  principal: Principal,
  { reviewId, declared }: { reviewId: string; declared: 'none' | 'conflict' },
) {
  // prettier-ignore
  const { db, platform } = context
  const row = await seatOf(context, principal, reviewId)
  if (row.state !== 'assigned') throw new AppError('conflict', 'drg.panel.closed', '评议已结束')
  await db.transaction().execute(async (tx) => {
    await setDeclared(tx, { reviewId, expert: principal.username, declared })
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.review.declare', subject: reviewId, details: { declared } }) // prettier-ignore
  })
  return { done: true as const }
}

/** An opinion counts only from somebody who has declared to be free of ties. */
export async function giveOpinion(
  context: DrgContext,
  principal: Principal,
  { reviewId, decision, reason }: { reviewId: string; decision: SpecialEffect; reason: string },
): Promise<BlindCase> {
  // prettier-ignore
  const row = await seatOf(context, principal, reviewId)
  if (row.declared === null) throw new AppError('conflict', 'drg.panel.declare', '请先申报与该病例有无利益关系')
  if (row.declared === 'conflict') throw new AppError('denied', 'drg.panel.conflict', '您已申报利益关系，应当回避')
  const opinion = { expert: principal.username, decision, reason }
  await takeStep(context, principal, { reviewId, access: CITY, side: 'expert', name: 'opine', content: { opinion } })
  return myCase(context, principal, reviewId)
}

export async function myProfile(context: DrgContext, principal: Principal) {
  const [profiles, names] = await Promise.all([expertProfiles(context.db), hospitalNames(context.db)])
  const own = profiles.find(({ expert }) => expert === principal.username)
  const hospitals = [...names].map(([code, { name }]) => ({ code, name })).sort((a, b) => (a.code < b.code ? -1 : 1))
  return { specialties: [...(own?.specialties ?? [])], conflicts: [...(own?.conflicts ?? [])], hospitals }
}

export async function saveProfile(
  context: DrgContext,
  principal: Principal,
  input: { specialties: readonly string[]; conflicts: readonly string[] },
) {
  // prettier-ignore
  const { db, platform } = context
  await db.transaction().execute(async (tx) => {
    await putProfile(tx, { expert: principal.username, ...input })
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.expert.profile', subject: principal.username, details: { conflicts: input.conflicts } }) // prettier-ignore
  })
  return { done: true as const }
}
