import type { RuleKind } from '../kind.ts'
import { EXTENSION_KINDS } from './extension.ts'
import { MANAGEMENT_KINDS } from './management.ts'
import { MEDICAL_KINDS } from './medical.ts'
import { POLICY_KINDS } from './policy.ts'

/** The 88 kinds of the national catalogue (2025) and 18 extensions, in order. */
export const RULE_KINDS: readonly RuleKind[] = [
  ...POLICY_KINDS,
  ...MANAGEMENT_KINDS,
  ...MEDICAL_KINDS,
  ...EXTENSION_KINDS,
]

const byId = new Map<string, RuleKind>(RULE_KINDS.map((kind) => [kind.id, kind]))

export function findKind(id: string): RuleKind | undefined {
  return byId.get(id)
}
