import type { QualityRow, Verdict } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import { decidedFindings, type DecidedRecord } from '../store/finding-reviews.ts'
import { findJudge, insertReview, qualityOf, type QualityRecord } from '../store/quality.ts'
import { shadowRows, weigh } from './breaker.ts'
import type { RulesContext } from './context.ts'
import { getKind, libraryId } from './library.ts'
import { precisionOf } from './wilson.ts'

const DAY = 86_400_000

/** 规则质量 (rules specification §7.3): how often it spoke, what doctors did, and how often it was right. */
export async function ruleQuality(
  context: RulesContext,
  access: Access,
  { kindId, days }: { kindId: string; days: number },
) {
  const { db, platform, library } = context
  const kind = getKind(kindId)
  const since = new Date(platform.clock.now().getTime() - days * DAY)
  const of = async (by: 'kind' | 'point' | 'institution') => {
    const question = { kind: kind.id, since, by }
    return together(...(await Promise.all([qualityOf(db, access, question), decidedFindings(db, access, question)])))
  }
  const [total, points, institutions, shadow] = await Promise.all([of('kind'), of('point'), of('institution'), shadowRows(context, access, { since, kindId: kind.id })]) // prettier-ignore
  const nameOf = (released: string) => {
    const { kpId, version } = libraryId(released)
    return library.versionsOf(kpId).find(({ point }) => point.version === version)?.point.name ?? released
  }
  return {
    total: toRow({ ...(total[0] ?? { ...NOTHING, id: kind.id }), name: kind.name }),
    points: points.map((row) => toRow({ ...row, name: nameOf(row.id) })),
    institutions: institutions.map((row) => toRow({ ...row, name: row.name || row.id })),
    shadow,
  }
}

type Quality = QualityRecord & Pick<DecidedRecord, 'confirmed' | 'rejected'>
const NOTHING = { hits: 0, shown: 0, answered: 0, changed: 0, right_n: 0, wrong_n: 0, unclear_n: 0, confirmed: 0, rejected: 0 } // prettier-ignore

/** Live judges and conclusions on findings under one id; what has only conclusions comes after. */
function together(live: readonly QualityRecord[], decided: readonly DecidedRecord[]): Quality[] {
  const byId = new Map(decided.map((row) => [row.id, row]))
  const known = new Set(live.map(({ id }) => id))
  const alone = decided.filter(({ id }) => !known.has(id))
  const both = live.map((row) => ({ ...NOTHING, ...row, ...pickDecided(byId.get(row.id)) }))
  return [...both, ...alone.map((row) => ({ ...NOTHING, ...row }))]
}

const pickDecided = (row: DecidedRecord | undefined) => ({ confirmed: row?.confirmed ?? 0, rejected: row?.rejected ?? 0 }) // prettier-ignore

function toRow(row: Quality): QualityRow {
  const { id, name, confirmed, rejected } = row
  return {
    id,
    name,
    hits: Number(row.hits),
    shown: Number(row.shown),
    answered: Number(row.answered),
    changed: Number(row.changed),
    findings: { confirmed, rejected },
    precision: precisionOf({ right: Number(row.right_n) + confirmed, wrong: Number(row.wrong_n) + rejected, unclear: Number(row.unclear_n) }), // prettier-ignore
  }
}

export interface Review {
  readonly judgeId: number
  readonly verdict: Verdict
  readonly note: string
}

/** 核对 of one judge; whoever reviews is recorded, and the point is weighed again. */
export async function reviewJudge(
  context: RulesContext,
  { principal, access }: { principal: Principal; access: Access },
  { judgeId, verdict, note }: Review,
): Promise<{ done: true }> {
  const { db, platform } = context
  const judge = await findJudge(db, access, judgeId)
  if (!judge) throw new AppError('missing', 'rules.judge', '没有这条判定记录')
  await db.transaction().execute(async (tx) => {
    await insertReview(tx, { ...judge, at: platform.clock.now(), verdict, note, by_account: principal.username, by_name: principal.displayName }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.judge.review', subject: judge.jr_id, details: { kpId: judge.kp_id, verdict } }) // prettier-ignore
  })
  await weigh(context, judge.kp_id)
  return { done: true }
}
