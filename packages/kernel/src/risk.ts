/** 风险等级 of a finding, by score (models specification §2.9): 高 ≥ 80, 中 60–79, 低 40–59, 观察 < 40. */
export const LEVELS = ['高', '中', '低', '观察'] as const
export type Level = (typeof LEVELS)[number]

export function levelOf(score: number): Level {
  if (score >= 80) return '高'
  if (score >= 60) return '中'
  return score >= 40 ? '低' : '观察'
}

/** 0…1 → integer 0…100: rounded to 6 decimals first, then half up, so that 57.5 is 58 on every platform. */
export function scoreOf(raw: number): number {
  const percent = Math.round(raw * 100 * 1e6) / 1e6
  return Math.min(100, Math.max(0, Math.floor(percent + 0.5)))
}
