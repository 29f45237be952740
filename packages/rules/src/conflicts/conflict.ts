import type { Day } from '@yijian/kernel'
import type { ClaimSet } from '../context.ts'
import type { CodeSet, KnowledgePoint } from '../knowledge.ts'

/** 冲突类别 (rules specification §6). Errors stop publication, warnings ask for confirmation, infos are told. */
export const CONFLICTS = {
  K1: { label: '重复', level: 'error' },
  K2: { label: '属性矛盾', level: 'error' },
  K3: { label: '包含', level: 'info' },
  K4: { label: '不予支付与有条件支付并存', level: 'error' },
  K5: { label: '互相包含', level: 'error' },
  K6: { label: '窗口不匹配', level: 'warning' },
  K7: { label: '编码缺失', level: 'error' },
  K8: { label: '无法满足', level: 'error' },
  K9: { label: '本地弱于国家', level: 'error' },
  K10: { label: '效期断档或重叠', level: 'warning' },
  K11: { label: '重复计量', level: 'info' },
  K12: { label: '金额口径不一', level: 'warning' },
} as const
export type ConflictCode = keyof typeof CONFLICTS
export type ConflictLevel = 'error' | 'warning' | 'info'

/** A point in one version, as conflicts name it: `kpId@version`. */
export type PointRef = string

export interface Conflict {
  readonly code: ConflictCode
  readonly level: ConflictLevel
  /** One point, or two in order of reference. */
  readonly points: readonly PointRef[]
  /** The code (or diagnosis) both speak about. */
  readonly key: string
  readonly message: string
  /** Claims that were run through the evaluator and do trigger every point named; null only where a point cannot be executed at all. */
  readonly witness: Witness | null
}

export interface Witness {
  readonly claims: ClaimSet
  /** What the evaluator said: each point, judged alone, and the persons it hit. */
  readonly triggered: readonly { readonly point: PointRef; readonly psnNos: readonly string[] }[]
}

/** Codes of the national tables with the time they were in force. */
export interface Catalogue {
  readonly items?: readonly CatalogueCode[]
  readonly dx?: readonly CatalogueCode[]
  readonly op?: readonly CatalogueCode[]
}
export interface CatalogueCode {
  readonly code: string
  readonly from: Day | null
  readonly to: Day | null
}

/** How often two points hit the same line in history. */
export interface Overlap {
  readonly a: PointRef
  readonly b: PointRef
  readonly hitsA: number
  readonly hitsB: number
  readonly both: number
}

export interface ConflictInput {
  readonly points: readonly KnowledgePoint[]
  readonly sets: readonly CodeSet[]
  /** Without it K7 and half of K8 are not asked. */
  readonly catalogue?: Catalogue
  /** Without it K11 is not asked. */
  readonly overlaps?: readonly Overlap[]
  /** Only conflicts that involve one of these points (a submit asks for its own). */
  readonly only?: ReadonlySet<string>
}

export function refOf(point: Pick<KnowledgePoint, 'kpId' | 'version'>): PointRef {
  return `${point.kpId}@${point.version}`
}
