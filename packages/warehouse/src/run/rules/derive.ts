import type { Release } from '@yijian/rules'
import type { Session } from '../../engine/public.ts'
import { type FindingFacts, findingSql, type Limits, LIMITS, ONCE_SQL, ruleFindingSql } from './finding-sql.ts'
import { HIT_SQL } from './hit-sql.ts'
import { loadRelease } from './rule-release.ts'

interface MakeOptions {
  readonly release: Release
  /** How the release is called on findings. */
  readonly version: string
  readonly facts: FindingFacts
  readonly limits?: Limits | undefined
  readonly signal: AbortSignal | undefined
}

/** From tables `hit_raw` and `hit_row_raw` over mounted prepared tables to `rule_finding` and what belongs to it. */
export async function makeRuleFindings(session: Session, { release, version, facts, limits, signal }: MakeOptions) {
  await loadRelease(session, release, version)
  for (const statement of [...HIT_SQL, ...findingSql(limits ?? LIMITS), ruleFindingSql(facts), ONCE_SQL]) await session.run(statement, signal) // prettier-ignore
}
