/** Everything is shown in local China time (UTC+8, no daylight saving), whatever the machine's zone. */
const CHINA_OFFSET_MS = 8 * 3_600_000

function shift(iso: string): string | null {
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? null : new Date(ms + CHINA_OFFSET_MS).toISOString()
}

/** "2026-11-22T06:03:09Z" → "2026-11-22 14:03". */
export function formatMoment(iso: string): string {
  const text = shift(iso)
  return text === null ? iso : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}

export function formatMomentExact(iso: string): string {
  const text = shift(iso)
  return text === null ? iso : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** Warehouse times carry no zone: they are China time already. "2025-03-01T08:20:00" → "2025-03-01 08:20". */
export function formatLocal(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(text)
  if (!match) return text
  return match[2] === undefined || match[2] === '00:00' ? (match[1] ?? text) : `${match[1] ?? ''} ${match[2]}`
}

export function formatPeriod(from: string, to: string): string {
  return from === to ? from : `${from} 至 ${to}`
}

/** 850 → "0.9 秒"; 200000 → "3 分 20 秒"; 7260000 → "2 小时 1 分". */
export function formatDuration(ms: number): string {
  if (ms < 10_000) return `${(Math.round(ms / 100) / 10).toFixed(1)} 秒`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} 秒`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} 分` : `${minutes} 分 ${seconds % 60} 秒`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`
}

/** How long ago, in words; an exact moment beyond a week. */
export function formatAgo(iso: string, nowMs: number): string {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) return iso
  const seconds = Math.max(0, Math.round((nowMs - ms) / 1000))
  if (seconds < 60) return '刚刚'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟前`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} 小时前`
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)} 天前`
  return formatMoment(iso)
}

/** "，间隔 4 天" between the end of one stay and the begin of the next; empty when either is unknown. */
export function daysText(end: string | undefined, begin: string | undefined): string {
  if (end === undefined || begin === undefined) return ''
  const days = Math.round(
    (Date.parse(`${begin.slice(0, 10)}T00:00:00Z`) - Date.parse(`${end.slice(0, 10)}T00:00:00Z`)) / 86_400_000,
  )
  return days >= 0 ? `，间隔 ${days} 天` : ''
}
