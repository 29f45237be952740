import type { CompiledRelease, Hit } from '@yijian/rules'
import type { HistoryOptions, HistoryScan, HistorySummary } from './history.ts'
import { walkHistory, type Finding } from './walk-history.ts'

/**
 * 事后: a release over the prepared history of the latest snapshot (or the named one), which is prepared first when it is not. The
 * evaluator judges columns read person by person; `scanRules` is the same by SQL.
 */
export async function scanHistory(options: HistoryOptions, release: CompiledRelease): Promise<HistoryScan> {
  const hits: Hit[] = []
  const summary = await scanInto(options, release, (finding) => {
    for (const found of finding.found) hits.push(found.hit())
  })
  return { ...summary, hits: hits.sort((a, b) => (a.jrId < b.jrId ? -1 : a.jrId > b.jrId ? 1 : 0)) }
}

/** One release over history, bucket by bucket. */
export async function scanInto(
  history: HistoryOptions,
  release: CompiledRelease,
  take: (finding: Finding) => void | Promise<void>,
): Promise<HistorySummary> {
  const { snapshot, counts, evaluators } = await walkHistory({
    history,
    releases: [release],
    onFound: ([finding]) => take(finding!),
  })
  const [evaluator] = evaluators
  return { snapshot, counts, cannotTell: evaluator!.cannotTell(), failed: evaluator!.failed() }
}
