import type { CompiledRelease } from '@yijian/rules'
import type { ExplainedHit, HistoryOptions, HistorySummary } from './history.ts'
import { explain } from './place-found.ts'
import { scanInto } from './scan-history.ts'

/** Scans history with messages, facts and rows, handed over as they are found: for scans whose hits do not fit in memory. */
export async function explainHistory(
  options: HistoryOptions,
  release: CompiledRelease,
  onHits: (hits: readonly ExplainedHit[]) => void | Promise<void>,
): Promise<HistorySummary> {
  return scanInto(options, release, (finding) => onHits(finding.found.map((found) => explain(finding, found))))
}
