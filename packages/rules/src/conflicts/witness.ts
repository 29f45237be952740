import type { Day } from '@yijian/kernel'
import { addDays } from '@yijian/kernel'
import type { ConflictCode, Witness } from './conflict.ts'
import { actOf, breakOf, repeated, row, type ActOptions } from './act.ts'
import { findDisjoint, findWeaker } from './attributes.ts'
import { witnessed, type JudgeAlone } from './judge-alone.ts'
import { frequencyOf } from './frequency.ts'
import { at, claimsOfScenes, codeOf, later, type Scene } from './scene.ts'
import { numberOf, type View, type Views } from './view.ts'

export interface WitnessOptions {
  readonly judge: JudgeAlone
  readonly members: Views['members']
}

/** A day both are in force (the later of their first days). */
export function commonDay(views: readonly View[]): Day {
  const first = Math.max(...views.map((view) => view.from))
  return addDays('1970-01-01' as Day, first)
}

/** Claims that trigger every point of the conflict: one person who breaks both, or else one person for each. */
export function witnessOf(
  code: ConflictCode,
  views: readonly View[],
  options: WitnessOptions & { readonly key: string | null },
): Witness | undefined {
  // prettier-ignore
  const act: ActOptions = { day: commonDay(views), code: options.key, members: options.members }
  for (const scenes of candidates(code, views, act)) {
    const found = witnessed(views, claimsOfScenes(scenes), options.judge)
    if (found) return found
  }
  return undefined
}

function* candidates(code: ConflictCode, views: readonly View[], act: ActOptions): Generator<Scene[]> {
  const [a, b] = views
  if (!a) return
  if (!b) {
    yield* alone(a, act)
    return
  }
  if (code === 'K2') yield* apart(a, b, act)
  if (code === 'K9') yield* leak(a, b, act)
  if (code === 'K5') yield* crossed(a, b, act)
  if (code === 'K6' || code === 'K12') yield* often(a, b, act)
  const acts = [actOf(a, act), actOf(b, act)]
  for (const scene of acts) if (scene) yield [scene]
  const [x, y] = [acts[0] ?? actOf(a, { ...act, code: null }), acts[1] ?? actOf(b, { ...act, code: null })]
  if (x && y) yield [x, y]
}

function* alone(view: View, act: ActOptions): Generator<Scene[]> {
  const scene = actOf(view, act)
  if (scene) yield [scene]
}

/** K2: somebody who fits only the first, and somebody who fits only the second. */
function* apart(a: View, b: View, act: ActOptions): Generator<Scene[]> {
  const found = findDisjoint(a.params, b.params, act.members)
  if (!found) return
  const fits = (params: View['params']) => breakOf(params, act)
  const scenes = [row(a, act, fits(b.params)), row(b, act, fits(a.params))]
  if (scenes[0] && scenes[1]) yield [scenes[0], scenes[1]]
}

/** K9: one who breaks both, and one whom only the national point stops. */
function* leak(a: View, b: View, act: ActOptions): Generator<Scene[]> {
  const [national, local] = a.point.area === null ? [a, b] : [b, a]
  const both = actOf(local, act)
  if (!both) return
  const weaker = national.kind.shape === 'T1' ? findWeaker(national.params, local.params, act.members) : undefined
  const only = weaker ? row(national, act, breakOf({ [weaker.param]: national.params[weaker.param] }, act)) : actOf(national, act) // prettier-ignore
  if (only) yield [both, only]
  yield [both]
}

/** K5: each item with the other, charged together: each is contained in the other. */
function* crossed(a: View, b: View, act: ActOptions): Generator<Scene[]> {
  const [mine, theirs] = [a.keys[0], b.keys[0]]
  if (!mine || !theirs) return
  const scene = row(a, { ...act, code: codeOf(mine) })
  if (scene) yield [{ ...scene, lines: [...scene.lines, { code: codeOf(theirs), at: at(act.day, 9), inscp: '50.00', rx: 'R1' }] }] // prettier-ignore
}

/** K6, K12: use that exceeds both limits: every day for longer than either, and enough on one day. */
function* often(a: View, b: View, act: ActOptions): Generator<Scene[]> {
  const start = { ...act, day: firstOfMonth(act.day) }
  const days = Math.max(...[a, b].map((view) => numberOf(view, 'max_days') ?? 0)) + 1
  const most = Math.max(...[a, b].map((view) => frequencyOf(view)?.max ?? 0)) + 1
  const course = repeated(a, start, { count: Math.max(days, Math.min(most, 60)), apart: 1 })
  if (course) {
    yield [course]
    yield [{ ...course, lines: course.lines.map((line) => ({ ...line, days, rx: 'R1' })) }]
  }
  const pile = row(a, start, { line: { qty: most, price: '999999.00', amt: '100.00', cashPrice: '1.00' } })
  if (pile) {
    yield [pile]
    yield [
      { ...pile, lines: [...pile.lines, ...pile.lines.map((line) => ({ ...line, at: at(later(start.day, 1), 9) }))] },
    ]
    yield [{ ...pile, lines: Array.from({ length: Math.min(Math.ceil(most), 200) }, () => ({ ...pile.lines[0]!, qty: most })) }] // prettier-ignore
  }
}

/** A later first of a month, so that a course of a month lies in one calendar window. */
function firstOfMonth(day: Day): Day {
  if (day.endsWith('-01')) return day
  const [year = 0, month = 0] = day.split('-').map(Number)
  return `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, '0')}-01` as Day
}
