import type { BacktestOptions, BacktestReport, InstitutionTally, Tally } from './backtest-report.ts'
import { createSamples } from './backtest-samples.ts'
import { createTally, type HitTally } from './hit-tally.ts'
import { explain, placeOf } from './place-found.ts'
import { walkHistory, type Finding, type Walk } from './walk-history.ts'

const TOP_INSTITUTIONS = 20

/** What a draft would have found in history, beside the rule in force: both judge the same rows in one walk. */
export async function backtest({ draft, live, ...history }: BacktestOptions): Promise<BacktestReport> {
  const started = performance.now()
  const tallies = { draft: createTally(), live: createTally() }
  const samples = createSamples()
  const walk = await walkHistory({
    history,
    releases: live === undefined ? [draft] : [draft, live],
    onFound: ([ofDraft, ofLive]) => {
      const inForce = ofLive && countAll(tallies.live, ofLive)
      count(tallies.draft, ofDraft!, (jrId, at) => {
        const found = ofDraft!.found[at]!
        samples.offer({ jrId, inst: placeOf(ofDraft!, found).inst, onlyIn: inForce?.has(jrId) ? 'both' : 'draft', explain: () => explain(ofDraft!, found) }) // prettier-ignore
      })
    },
  })
  return { ...reportOf({ walk, history, tallies, hasLive: live !== undefined }), samples: samples.drawn(), tookMs: Math.round(performance.now() - started) } // prettier-ignore
}

function countAll(tally: HitTally, finding: Finding): ReadonlySet<string> {
  const ids = new Set<string>()
  count(tally, finding, (jrId) => ids.add(jrId))
  return ids
}

function count(tally: HitTally, finding: Finding, each: (jrId: string, at: number) => void): void {
  for (const [at, found] of finding.found.entries()) {
    const hit = found.hit()
    tally.add(hit, placeOf(finding, found))
    each(hit.jrId, at)
  }
}

interface ReportParts {
  readonly walk: Walk
  readonly history: Omit<BacktestOptions, 'draft' | 'live'>
  readonly tallies: { readonly draft: HitTally; readonly live: HitTally }
  readonly hasLive: boolean
}

function reportOf({ walk, history, tallies, hasLive }: ReportParts): Omit<BacktestReport, 'samples' | 'tookMs'> {
  const { draft, live } = tallies
  const evaluator = walk.evaluators[0]!
  const added = [...draft.ids].filter((id) => !live.ids.has(id)).length
  const months = [...new Set([...draft.months.keys(), ...live.months.keys()])].sort()
  return {
    snapshot: walk.snapshot,
    from: history.from ?? walk.period.from,
    to: history.to ?? walk.period.to,
    ...walk.counts,
    draft: tallyOf(draft),
    live: hasLive ? tallyOf(live) : null,
    added,
    removed: live.ids.size - (draft.ids.size - added),
    institutions: institutionsOf(walk, draft, live),
    months: months.map((month) => ({ month, hits: draft.months.get(month)?.hits ?? 0, amountFen: String(draft.months.get(month)?.amount ?? 0n), liveHits: live.months.get(month)?.hits ?? 0 })), // prettier-ignore
    cannotTell: [...evaluator.cannotTell().values()].reduce((a, b) => a + b, 0),
    failed: [...evaluator.failed()].map(([id, reason]) => ({ id, reason })),
    maxInstitutionShare: largestShare(draft),
  }
}

function tallyOf({ hits, amount, institutions, persons }: HitTally): Tally {
  return { hits, amountFen: String(amount), institutions: institutions.size, persons: persons.size }
}

function institutionsOf(walk: Walk, draft: HitTally, live: HitTally): InstitutionTally[] {
  const codes = new Set([...draft.institutions.keys(), ...live.institutions.keys()])
  const rows = [...codes].map((fixmedinsCode) => {
    const { hits = 0, amount = 0n } = draft.institutions.get(fixmedinsCode) ?? {}
    return { fixmedinsCode, fixmedinsName: walk.institutionNames.get(fixmedinsCode) ?? fixmedinsCode, hits, amount, liveHits: live.institutions.get(fixmedinsCode)?.hits ?? 0 } // prettier-ignore
  })
  rows.sort((a, b) => Number(b.amount - a.amount) || b.hits - a.hits || (a.fixmedinsCode < b.fixmedinsCode ? -1 : 1))
  return rows.slice(0, TOP_INSTITUTIONS).map(({ amount, ...row }) => ({ ...row, amountFen: String(amount) }))
}

function largestShare({ institutions }: HitTally): BacktestReport['maxInstitutionShare'] {
  const byAmount = [...institutions].sort(([a, x], [b, y]) => Number(y.amount - x.amount) || (a < b ? -1 : 1))
  if (byAmount.length < 3) return null
  const amounts = byAmount.map(([, { amount }]) => Number(amount))
  const middle = amounts.length / 2
  const median = (amounts[Math.ceil(middle - 1)]! + amounts[Math.floor(middle)]!) / 2
  if (median === 0) return null
  return { fixmedinsCode: byAmount[0]![0], timesMedian: Math.round((amounts[0]! / median) * 100) / 100 }
}
