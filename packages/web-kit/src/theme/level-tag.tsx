import { SEVERITY_LABELS } from '@yijian/contract'
import type { Level } from '@yijian/kernel'

const CLASS = { 高: 'high', 中: 'mid', 低: 'low', 观察: 'watch' } as const satisfies Record<Level, string>

/** Risk level: colour always with the word. */
export function LevelTag({ level, score }: { readonly level: Level; readonly score?: number }) {
  return (
    <span className={`yj-level yj-level-${CLASS[level]}`}>
      {level}
      {score === undefined ? null : <b className="yj-num">{score}</b>}
    </span>
  )
}

export type Tone = 'neutral' | 'brand' | 'success' | 'warning' | 'danger' | 'appeal'

export function Tag({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: React.ReactNode }) {
  return <span className={`yj-tag yj-tag-${tone}`}>{children}</span>
}

const SEVERITY_TONES = { 1: 'danger', 2: 'warning', 3: 'neutral' } as const

/** 严重程度 of a rule or of one of its judgements; an unknown number is the mildest. */
export function SeverityTag({ severity }: { readonly severity: number }) {
  const known = severity === 1 || severity === 2 ? severity : 3
  return <Tag tone={SEVERITY_TONES[known]}>{SEVERITY_LABELS[known]}</Tag>
}
