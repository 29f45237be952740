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
  const known = texts.get(day)
  if (known !== undefined) return known
  const text = new Date(day * 86_400_000).toISOString().slice(0, 10)
  if (texts.size >= TEXTS) texts.clear()
  texts.set(day, text)
  return text
}

/** Some thirty years of days are kept as texts. */
const TEXTS = 12_000
const texts = new Map<number, string>()

/** `YYYY-MM-DD…` → days since 1970-01-01, read digit by digit; −1e9 when the text is something else. */
function readDay(text: string): number {
  if (text.length < 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return UNREADABLE
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return UNREADABLE
  const fromMarch = month > 2 ? year : year - 1
  const era = Math.floor(fromMarch / 400)
  const ofEra = fromMarch - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}
const UNREADABLE = -1e9

/** NaN when one of them is no digit. */
function two(text: string, at: number): number {
  const a = text.charCodeAt(at) - 48
  const b = text.charCodeAt(at + 1) - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : NaN
}

/** Days since 1970-01-01. */
export function dayNumberOf(day: string): number {
  const read = day.length === 10 ? readDay(day) : UNREADABLE
  return read === UNREADABLE ? Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) : read
}

/** `YYYY-MM-DD HH:mm:ss` → seconds since 1970, as if UTC. */
export function secondsOf(time: string): number {
  const day = time.length === 19 ? readDay(time) : UNREADABLE
  const ofDay = two(time, 11) * 3600 + two(time, 14) * 60 + two(time, 17)
  return day === UNREADABLE || Number.isNaN(ofDay)
    ? Date.parse(`${time.replace(' ', 'T')}Z`) / 1000
    : day * 86_400 + ofDay
}
