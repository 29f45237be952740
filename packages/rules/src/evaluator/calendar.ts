/** Civil calendar of day numbers (days since 1970-01-01), as tables so that ages cost two loads. */
const FIRST = -50_000
const LAST = 60_000
const months = new Int32Array(LAST - FIRST + 1)
const daysOfMonth = new Int32Array(LAST - FIRST + 1)
for (let day = FIRST; day <= LAST; day++) {
  const date = new Date(day * 86_400_000)
  months[day - FIRST] = date.getUTCFullYear() * 12 + date.getUTCMonth()
  daysOfMonth[day - FIRST] = date.getUTCDate()
}

/** year × 12 + month (0…11); NaN outside 1833…2134. */
export function monthOf(day: number): number {
  return months[day - FIRST] ?? NaN
}

export function dayOfMonth(day: number): number {
  return daysOfMonth[day - FIRST] ?? NaN
}

/** Completed months from a to b. */
export function monthsBetween(a: number, b: number): number {
  return monthOf(b) - monthOf(a) - (dayOfMonth(b) < dayOfMonth(a) ? 1 : 0)
}

export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
