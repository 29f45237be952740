import type { Monitor } from '@yijian/contract'
import { formatCount, formatNumber, formatPercent } from '@yijian/web-kit/pure'

export const HOURS = { 24: '近24小时', 168: '近7天', 744: '近31天' } as const

/** 12.34 → "12.3 毫秒"; small values keep what tells them apart. */
export const millis = (ms: number): string => `${formatNumber(ms, ms < 10 ? 1 : 0)} 毫秒`

/** What the period was like, in one sentence: first whether anything failed. */
export function monitorSentence(monitor: Monitor): string {
  if (monitor.calls === 0) return '这段时间没有医院调用。'
  const parts = [`${formatCount(monitor.calls)} 次调用、${formatCount(monitor.lines)} 条医嘱`]
  parts.push(monitor.notJudged === 0 ? '全部完成判定' : `${formatCount(monitor.notJudged)} 次未完成判定`)
  if (monitor.refused > 0) parts.push(`${formatCount(monitor.refused)} 次因报文不合规被退回`)
  if (monitor.hitRate !== null) parts.push(`${formatPercent(monitor.hitRate)} 的调用有提醒`)
  if (monitor.overrideRate !== null) parts.push(`已答复的提醒中 ${formatPercent(monitor.overrideRate)} 继续执行`)
  return `${parts.join('，')}。`
}

/** Reminders whose override rate says that doctors do not believe them: at least twenty answers, half and more overridden. */
export function isDoubtful(rates: { readonly answered: number; readonly overrideRate: number | null }): boolean {
  return rates.answered >= 20 && (rates.overrideRate ?? 0) >= 0.5
}
