import type { Transaction } from 'kysely'
import type { RulesTables } from '../schema.ts'
import { insertFindingReview } from '../store/finding-reviews.ts'
import { weigh } from './breaker.ts'
import type { RulesContext } from './context.ts'

/** An auditor's conclusion on a finding of a rule, or the taking back of one. */
export interface FindingDecision {
  readonly findingId: string
  readonly kindId: string
  /** Points with a hit in the finding, as the release names them, and its judges. */
  readonly kpIds: readonly string[]
  readonly jrIds: readonly string[]
  readonly fixmedinsCode: string | null
  readonly fixmedinsName: string | null
  readonly admdvs: string | null
  readonly verdict: 'right' | 'wrong' | 'withdrawn'
  readonly by: { readonly username: string; readonly displayName: string }
}

/** 疑点核实 as feedback to the rules: a finding counts once in the precision of its rule, by its last conclusion. */
export interface FindingDecisions {
  /** Within the transaction of the conclusion. */
  record<T>(tx: Transaction<T>, decision: FindingDecision): Promise<void>
  /** After it: points that are surely wrong too often are suspended. */
  weigh(kpIds: readonly string[]): Promise<void>
}

export function findingDecisions(context: RulesContext): FindingDecisions {
  return {
    record: (tx, { by, kindId, ...decision }) =>
      insertFindingReview(tx as unknown as Transaction<RulesTables>, {
        at: context.platform.clock.now(),
        finding_id: decision.findingId,
        kind: kindId,
        kp_ids: [...decision.kpIds],
        jr_ids: [...decision.jrIds],
        fixmedins_code: decision.fixmedinsCode,
        fixmedins_name: decision.fixmedinsName,
        admdvs: decision.admdvs,
        verdict: decision.verdict,
        by_account: by.username,
        by_name: by.displayName,
      }),
    weigh: async (kpIds) => {
      for (const kpId of kpIds) await weigh(context, kpId)
    },
  }
}
