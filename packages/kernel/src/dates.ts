import { AppError } from './errors.ts'

/** A calendar day `YYYY-MM-DD`, local China time. */
export type Day = string & { readonly __unit: 'day' }

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

export function isDay(text: string): text is Day {
  const match = DAY.exec(text)
  if (!match) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/** Throws `invalid` when the text is not an existing calendar day. */
export function parseDay(text: string): Day {
  if (!isDay(text)) throw new AppError('invalid', 'day.invalid', `日期格式应为 YYYY-MM-DD：${text}`)
  return text
}

/** The day `count` days after (before, when negative) the given one. */
export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10) as Day
}

/** Whole days from a to b; negative when b is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000)
}
