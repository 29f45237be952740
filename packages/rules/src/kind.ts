import type { ParamName, Params } from './params.ts'
import type { ShapeId, TemplateId } from './templates.ts'

export const CATEGORIES = ['政策类', '管理类', '医疗类'] as const
/** 严重程度: 1 明确违规, 2 高度可疑, 3 轻度可疑. */
export type Severity = 1 | 2 | 3
/** B 事前提醒, D 事中审核, A 事后监管. */
export type Stage = 'B' | 'D' | 'A'

/** 规则种类: one of the 88 national kinds or of the 18 extensions. Knowledge points of the kind carry `needs` (and may carry `takes`). */
export interface RuleKind {
  readonly id: `R${number}`
  readonly slug: string
  /** Official code; null when the edition gives none. */
  readonly gz: string | null
  readonly name: string
  readonly cat1: (typeof CATEGORIES)[number]
  readonly cat2: string
  readonly severity: Severity
  readonly stages: readonly Stage[]
  /** The window is not complete while the doctor orders: severity in stage B is 3. */
  readonly hintInB: boolean
  readonly template: TemplateId
  readonly shape: ShapeId
  readonly needs: readonly ParamName[]
  /** What a point of the kind gets when it says nothing else. */
  readonly defaults: Params
  /** Chinese, with `{…}` facts of the hit. */
  readonly message: string
}
