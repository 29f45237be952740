import type { Meeting } from './key-index.ts'
import { numberOf, type View } from './view.ts'

/** A limit of a quantity in a window of calendar length. */
interface Frequency {
  readonly max: number
  /** Days; an hour is a part of a day. */
  readonly days: number
  readonly scope: string
}

const DAYS: Readonly<Record<string, number>> = { hour: 1 / 24, day: 1, month: 31, year: 366 }
const SHOWN: Readonly<Record<string, string>> = { hour: '小时', day: '日', month: '月', year: '年' }

export function frequencyOf(view: View): Frequency | undefined {
  const max = numberOf(view, 'max')
  const { shape } = view.kind
  const scope = String(view.params.scope ?? (shape === 'T4.rolling' ? 'person' : 'encounter'))
  if (max === null) return undefined
  if (shape === 'T4.rolling') return { max, days: numberOf(view, 'window_days') ?? 1, scope }
  const days = shape === 'T4' ? DAYS[String(view.params.per)] : undefined
  return days === undefined ? undefined : { max, days, scope }
}

/** What is wrong between two limits of one quantity, in words; undefined: nothing. */
export function quantityConflict({ a, b, same }: Meeting): string | undefined {
  const [x, y] = [frequencyOf(a), frequencyOf(b)]
  if (x && y) {
    if (x.scope !== y.scope || (a.kind.id === b.kind.id && !same)) return undefined
    if (x.days === y.days) return x.max === y.max || !same ? undefined : `同一周期（${shown(a)}）有两个上限 ${x.max} 与 ${y.max}，较宽的一个不起作用` // prettier-ignore
    const [small, large] = x.days < y.days ? [x, y] : [y, x]
    const most = small.max * Math.ceil(large.days / small.days - 1e-9)
    return most < large.max ? `按较短周期最多 ${most}，达不到较长周期的上限 ${large.max}，后者不起作用` : undefined
  }
  const [often, course] = x ? [x, b] : [y, a]
  const days = course.kind.shape === 'T5' ? numberOf(course, 'max_days') : null
  if (!often || days === null) return undefined
  const most = often.max * Math.ceil(days / often.days - 1e-9)
  return most < days ? `按频次 ${days} 天内最多 ${most} 次，疗程上限 ${days} 天不起作用` : undefined
}

function shown(view: View): string {
  return SHOWN[String(view.params.per)] ?? `${numberOf(view, 'window_days') ?? ''}天`
}
