import { assertNever } from '@yijian/kernel'
import type { EachPlan, RowAmount, WindowOf } from '../../plan.ts'
import { dayText } from '../calendar.ts'
import { clamp, inFull, shareOut, whole } from '../money.ts'
import { compileValue, type TestContext } from '../read.ts'
import type { Finish, Work } from '../work.ts'

/** Rows that hit, by window. */
export function compileEach(plan: EachPlan, context: TestContext): Finish {
  const actual = plan.actual && compileValue(plan.actual, context)
  const limit = plan.limit && compileValue(plan.limit, context)
  return (work) => {
    if (work.n === 1) return emit([work.rows[0]!], work.points[0]!)
    for (const { rows, point } of byWindow(work, plan.window)) emit(rows, point)

    function emit(rows: readonly number[], point: number): void {
      const first = rows[0]!
      const { amount, shares } = amountOf(plan.amount, rows, work)
      const read = (value: typeof actual) => (value ? known(value(first, work.unit)) : null)
      const { visit, window } = windowOf(work, first, plan.window)
      work.emit({ point, visit, window, violating: rows, shares, involved: [], amount, actual: read(actual), limit: read(limit) }) // prettier-ignore
    }
  }
}

interface WindowGroup {
  readonly rows: number[]
  /** Smallest point of the rows. */
  point: number
}

function byWindow(work: Work, window: WindowOf): Iterable<WindowGroup> {
  const groups = new Map<number, WindowGroup>()
  for (let i = 0; i < work.n; i++) {
    const row = work.rows[i]!
    const point = work.points[i]!
    const key = windowNumber(work, row, window)
    const group = groups.get(key)
    if (!group) groups.set(key, { rows: [row], point })
    else {
      group.rows.push(row)
      group.point = Math.min(group.point, point)
    }
  }
  return groups.values()
}

/** Rows of one number are in one window. */
export function windowNumber({ scene }: Work, row: number, window: WindowOf): number {
  const { table } = scene
  if (window === 'row') return row
  return window === 'day' ? table.visit[row]! * 2 ** 26 + table.row.day[row]! : table.visit[row]!
}

export function windowOf(work: Work, row: number, window: WindowOf): { visit: number; window: string } {
  const { table } = work.scene
  const visit = table.visit[row]!
  switch (window) {
    case 'encounter':
      return { visit, window: '' }
    case 'day':
      return { visit, window: dayText(table.row.day[row]!) }
    case 'row':
      return { visit, window: table.sn[row]! }
    case 'point':
      throw new Error('the window of a point is not one of single rows')
    default:
      return assertNever(window)
  }
}

/** Amount of violating rows and its split. Only in-scope money counts, so a difference in price never exceeds it. */
export function amountOf(method: RowAmount, rows: readonly number[], work: Work) {
  if (method === 'A1') return inFull(work.scene.table.row.inscp, rows)
  return shareOut(
    rows.map((row) => weightOf(method, row, work)),
    denominator(method, rows[0]!, work),
  )
}

function weightOf(method: Exclude<RowAmount, 'A1'>, r: number, { scene, context, unit }: Work): bigint {
  const { row } = scene.table
  const inscp = whole(row.inscp[r])
  const { price_max, ratio_max } = context.numbers
  switch (method) {
    case 'none':
      return 0n
    case 'A4':
      return clamp((whole(row.price[r]) - whole(price_max[unit])) * whole(row.qty[r]), inscp * 10_000n)
    case 'cash':
      return clamp((whole(row.price[r]) - whole(row.cashPrice[r])) * whole(row.qty[r]), inscp * 10_000n)
    case 'ratio': {
      const over = whole(row.num[r]) * 1_000_000n - whole(ratio_max[unit]) * whole(row.den[r])
      return over > 0n && !Number.isNaN(ratio_max[unit] ?? NaN) ? over * whole(row.volume[r]) : 0n
    }
    case 'stock': {
      const over = whole(row.num[r]) - whole(row.den[r])
      return over > 0n ? over * whole(row.volume[r]) : 0n
    }
    default:
      return assertNever(method)
  }
}

function denominator(method: RowAmount, r: number, { scene }: Work): bigint {
  if (method === 'A4' || method === 'cash' || method === 'stock') return 10_000n
  if (method === 'ratio') return whole(scene.table.row.den[r]) * 1_000_000n
  return 1n
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
