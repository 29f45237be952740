import type { Day } from '@yijian/kernel'
import type { Severity } from './kind.ts'
import type { Params, SetDomain } from './params.ts'

/**
 * 知识点: one row of a rule kind's shape. Immutable: a change is a new version that supersedes. Two clocks: `effBegin`…`effEnd`
 * is law time (which point applies to a service date), `recordedAt`…`retractedAt` is system time (what was known when).
 *
 * A key is an exact national code (`ZA01…`), a prefix (`XB01*`; a generic is the first 14 characters), a code set (`@SET`), or
 * names another source: `visit:IPT`, `dx:O80*`, `op:36.06*`, `ratio:drug`, `stock:XB01*`. The longest match of a rule in force on
 * the day wins. `partners` are the other side of a pair or the companions required.
 */
export interface KnowledgePoint {
  readonly kpId: string
  readonly version: number
  readonly kind: `R${number}`
  readonly name: string
  readonly keys: readonly string[]
  readonly partners: readonly string[]
  readonly params: Params
  readonly severity: Severity | null
  readonly message: string | null
  readonly basis: Basis
  readonly sourceBatch: string | null
  /** Pool area the point is limited to. */
  readonly area: string | null
  readonly effBegin: Day
  readonly effEnd: Day | null
  /** ISO moments. */
  readonly recordedAt: string
  readonly retractedAt: string | null
  readonly supersedes: string | null
  /** 豁免文件: the document that allows a local point to be weaker than the national one. */
  readonly exemption?: string
}

/** Where the point comes from; shown with every hit. */
export interface Basis {
  readonly text: string
  readonly document: string
  readonly article: string | null
  readonly date: Day | null
}

/** 代码集: referenced by name. Members are prefixes (`items`, `dx`, `op`) or whole words. */
export interface CodeSet {
  readonly id: string
  readonly version: number
  readonly domain: SetDomain
  readonly members: readonly string[]
}
