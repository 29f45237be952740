import { addDays, type Day } from '@yijian/kernel'
import { FOREVER } from '../compiled.ts'
import type { Conflict, ConflictCode, ConflictInput, Overlap, PointRef, Witness } from './conflict.ts'
import { CONFLICTS } from './conflict.ts'
import { actOf } from './act.ts'
import { createJudge, witnessed } from './judge-alone.ts'
import { meetingsOf } from './key-index.ts'
import { canConflict, testPair } from './pair-tests.ts'
import { claimsOfScenes, codeOf } from './scene.ts'
import { singleOptions, testSingle } from './single-tests.ts'
import { viewsOf, type View } from './view.ts'
import { witnessOf, type WitnessOptions } from './witness.ts'

/** Share of the hits of two points that fall on the same line, above which they should be one (K11), and the least hits to say so. */
const SAME_SHARE = 0.95
export const LEAST_SHARED_HITS = 20

interface Draft {
  readonly code: ConflictCode
  readonly views: readonly View[]
  readonly key: string
  readonly message: string
  readonly witness?: Witness | undefined
}

/** K1–K12 over a whole library, each with claims that were run and do trigger the points named. */
export function findConflicts(input: ConflictInput): readonly Conflict[] {
  const { views, failed, members } = viewsOf(input.points, input.sets)
  const judge = createJudge(input.sets)
  const options: WitnessOptions = { judge, members }
  const wanted = (...of: readonly View[]) => !input.only || of.some((view) => input.only?.has(view.point.kpId))
  const drafts: Draft[] = [
    ...pairDrafts(views.filter((view) => view.keys.length > 0), { input, members, wanted }), // prettier-ignore
    ...cycleDrafts(views, wanted),
    ...chainDrafts(views, options).filter(({ views: of }) => wanted(...of)),
    ...overlapDrafts(views, input.overlaps ?? []).filter(({ views: of }) => wanted(...of)),
    ...singleDrafts(views.filter((view) => wanted(view)), { input, members }), // prettier-ignore
  ]
  const conflicts = drafts.map((draft) => withWitness(draft, options))
  return [...conflicts, ...unreadable(failed, input)].sort(byGravity)
}

interface PairSource {
  readonly input: ConflictInput
  readonly members: WitnessOptions['members']
  readonly wanted: (...of: readonly View[]) => boolean
}

function pairDrafts(views: readonly View[], { members, wanted }: PairSource): Draft[] {
  const options = { members }
  return meetingsOf(views, (a, b) => wanted(a, b) && canConflict(a, b)).flatMap((meeting) => {
    const finding = testPair(meeting, options)
    return finding ? [{ ...finding, views: ordered(meeting.a, meeting.b), key: meeting.code }] : []
  })
}

/** K5: A contains B and B contains A. */
function cycleDrafts(views: readonly View[], wanted: PairSource['wanted']): Draft[] {
  const pairs = new Map<string, View[]>()
  const eachPair = (view: View, take: (own: string, partner: string) => void) =>
    view.keys.forEach((own) => view.partners.forEach((partner) => take(own.text, partner.text)))
  const contained = views.filter((view) => view.kind.shape === 'T6')
  for (const view of contained) eachPair(view, (own, partner) => pairs.set(`${own}|${partner}`, [...(pairs.get(`${own}|${partner}`) ?? []), view])) // prettier-ignore
  const found = new Map<string, Draft>()
  for (const view of contained)
    eachPair(view, (own, partner) => {
      for (const other of pairs.get(`${partner}|${own}`) ?? []) {
        if (other === view || !wanted(view, other) || other.from > view.to || view.from > other.to) continue
        const both = ordered(view, other)
        const message = `${both[0]!.ref} 与 ${both[1]!.ref} 互相包含（${own} ⊃ ${partner} ⊃ ${own}），两项都会被判为重复收费。`
        found.set(both.map((one) => one.ref).join('|'), {
          code: 'K5',
          views: both,
          key: both[0]!.keys[0]!.text,
          message,
        })
      }
    })
  return [...found.values()]
}

/** K10: what replaces a point begins the day after it ends. */
function chainDrafts(views: readonly View[], { judge, members }: WitnessOptions): Draft[] {
  const byId = Map.groupBy(views, (view) => view.point.kpId)
  return views.flatMap((next): Draft[] => {
    const before = (byId.get(next.point.supersedes ?? '') ?? []).filter((view) => view !== next && view.point.version <= (view.point.kpId === next.point.kpId ? next.point.version - 1 : FOREVER)) // prettier-ignore
    const last = before.sort((a, b) => b.point.version - a.point.version)[0]
    if (!last || last.to === next.from - 1) return []
    const gap = next.from - 1 - last.to
    const what =
      gap > 0 ? `中间空 ${gap} 天无知识点可用` : `重叠 ${last.to === FOREVER ? '（旧版未设失效日期）' : `${-gap} 天`}`
    const message = `${next.ref} 替代 ${last.ref}，${what}；新版生效日应为旧版失效日的次日。`
    return [{ code: 'K10', views: [last, next], key: next.point.keys[0] ?? '', message, witness: chainWitness(last, next, { judge, members }) }] // prettier-ignore
  })
}

/** The old point on its last day of force (or the first of both), the new one on its first. */
function chainWitness(last: View, next: View, { judge, members }: WitnessOptions): Witness | undefined {
  const day = (number: number) => addDays('1970-01-01' as Day, number)
  const old = actOf(last, { day: day(Math.min(last.to, Math.max(last.from, next.from))), code: null, members })
  const fresh = actOf(next, { day: day(next.from), code: null, members })
  return old && fresh ? witnessed([last, next], claimsOfScenes([old, fresh]), judge) : undefined
}

function overlapDrafts(views: readonly View[], overlaps: readonly Overlap[]): Draft[] {
  const byRef = new Map<PointRef, View>(views.map((view) => [view.ref, view]))
  return overlaps.flatMap(({ a, b, hitsA, hitsB, both }): Draft[] => {
    const [x, y] = [byRef.get(a), byRef.get(b)]
    const all = hitsA + hitsB - both
    if (!x || !y || both < LEAST_SHARED_HITS || both <= SAME_SHARE * all) return []
    const [meeting] = meetingsOf([x, y], () => true)
    const message = `${x.ref} 与 ${y.ref} 历史命中的 ${all} 行中有 ${both} 行相同，建议合并。`
    return [{ code: 'K11', views: ordered(x, y), key: meeting?.code ?? codeOf(x.keys[0]!), message }]
  })
}

function singleDrafts(views: readonly View[], { input, members }: Pick<PairSource, 'input' | 'members'>): Draft[] {
  const options = singleOptions(input.catalogue, members)
  return views.flatMap((view): Draft[] => {
    const finding = testSingle(view, options)
    return finding ? [{ ...finding, views: [view] }] : []
  })
}

function withWitness({ code, views, key, message, witness }: Draft, options: WitnessOptions): Conflict {
  const shared = views.length === 2 && code !== 'K5' ? key : null
  const found = witness ?? witnessOf(code, views, { ...options, key: shared })
  return { code, level: CONFLICTS[code].level, points: views.map((view) => view.ref), key, message, witness: found ?? null } // prettier-ignore
}

/** K8 where the compiler already could not make the set: no claim can be judged by such a point. */
function unreadable(failed: ReadonlyMap<PointRef, string>, input: ConflictInput): Conflict[] {
  return [...failed].flatMap(([ref, reason]): Conflict[] => {
    const id = ref.slice(0, ref.lastIndexOf('@'))
    if (!reason.startsWith('代码集') || (input.only && !input.only.has(id))) return []
    return [{ code: 'K8', level: CONFLICTS.K8.level, points: [ref], key: '', message: `${ref}：${reason}，知识点无法执行。`, witness: null }] // prettier-ignore
  })
}

function ordered(a: View, b: View): readonly View[] {
  return a.ref < b.ref ? [a, b] : [b, a]
}

const GRAVITY = { error: 0, warning: 1, info: 2 } as const

function byGravity(a: Conflict, b: Conflict): number {
  return GRAVITY[a.level] - GRAVITY[b.level] || Number(a.code.slice(1)) - Number(b.code.slice(1)) || (a.points.join() < b.points.join() ? -1 : 1) // prettier-ignore
}
