import type { Day } from '@yijian/kernel'

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

const texts = new Map<number, Day>()

export function dayOf(number: number): Day {
  const known = texts.get(number)
  if (known !== undefined) return known
  const day = new Date(number * 86_400_000).toISOString().slice(0, 10) as Day
  texts.set(number, day)
  return day
}
