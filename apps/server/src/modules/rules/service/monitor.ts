import type { JudgeRow, Monitor } from '@yijian/contract'
import { findKind } from '@yijian/rules'
import type { Access } from '../../../platform/access/scope.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { mergeInto, quantilesOf, type Histogram } from '../real-time/metrics.ts'
import { minutes, pageOfJudges, ratesByDoctor, ratesByInstitution, ratesByKind, ratesInAll, type JudgeCriteria, type Rates } from '../store/monitor.ts' // prettier-ignore
import type { RulesContext } from './context.ts'

const HOUR = 3_600_000
/** Points of the time line. */
const POINTS = 120

interface Figures {
  readonly minute: number
  readonly code: string
  readonly name: string
  readonly calls: number
  readonly lines: number
  readonly refused: number
  readonly notJudged: number
  readonly withHits: number
  readonly hits: number
  readonly latency: Histogram
}

export async function monitor(
  context: RulesContext,
  access: Access,
  query: { hours: number; institution?: string | undefined },
): Promise<Monitor> {
  const { db, platform, active } = context
  const now = platform.clock.now()
  const window = { since: new Date(now.getTime() - query.hours * HOUR), institution: query.institution }
  const [figures, all, kinds, institutions, doctors] = await Promise.all([
    figuresOf(context, access, window),
    ratesInAll(db, access, window),
    ratesByKind(db, access, window),
    ratesByInstitution(db, access, window),
    ratesByDoctor(db, access, window),
  ])
  const sum = (of: (row: Figures) => number) => figures.reduce((total, row) => total + of(row), 0)
  const calls = sum((row) => row.calls)
  const latency = merged(figures)
  const judging = active.current()
  return {
    from: window.since.toISOString(),
    to: now.toISOString(),
    calls,
    lines: sum((row) => row.lines),
    callsPerSecond: Math.round((calls / (query.hours * 3600)) * 1000) / 1000,
    latency: quantilesOf(latency),
    refused: sum((row) => row.refused),
    notJudged: sum((row) => row.notJudged),
    hitRate: calls === 0 ? null : sum((row) => row.withHits) / calls,
    ...toRates(all),
    series: seriesOf(figures, { since: window.since.getTime(), hours: query.hours }),
    byRule: kinds.map((row) => ({ kindId: row.kind, name: findKind(row.kind)?.name ?? row.kind, ...toRates(row) })),
    byInstitution: institutionsOf(figures, institutions),
    byDoctor: doctors.map((row) => ({ doctor: row.doctor, fixmedinsCode: row.code, fixmedinsName: row.name, ...toRates(row) })), // prettier-ignore
    release: judging
      ? { releaseId: judging.releaseId, title: judging.title, hash: judging.hash, state: judging.state, since: judging.since.toISOString() } // prettier-ignore
      : null,
  }
}

/** What is stored, and what waits to be stored and this caller may see. */
async function figuresOf(
  { db, metrics }: RulesContext,
  access: Access,
  window: { since: Date; institution?: string | undefined },
): Promise<Figures[]> {
  const stored = await minutes(db, access, window)
  const waiting = metrics.pending().filter((row) => row.minute >= window.since.getTime() && isVisible(row, access))
  return [
    ...stored.map((row) => ({ minute: row.minute.getTime(), code: row.fixmedins_code, name: row.fixmedins_name, calls: row.calls, lines: row.lines, refused: row.refused, notJudged: row.not_judged, withHits: row.with_hits, hits: row.hits, latency: row.latency })), // prettier-ignore
    ...waiting
      .filter((row) => window.institution === undefined || row.fixmedinsCode === window.institution)
      .map((row) => ({ ...row, code: row.fixmedinsCode, name: row.fixmedinsName })),
  ]
}

function isVisible(row: { admdvs: string | null; fixmedinsCode: string }, { scope }: Access): boolean {
  if (scope.kind === 'city') return true
  return scope.kind === 'district' ? row.admdvs === scope.admdvs : scope.fixmedinsCodes.includes(row.fixmedinsCode)
}

function merged(figures: readonly Figures[]): Histogram {
  const all: Histogram = {}
  for (const { latency } of figures) mergeInto(all, latency)
  return all
}

function toRates({ hits, shown, answered, overrides }: Rates) {
  return { hits, shown, answered, overrides, overrideRate: answered === 0 ? null : overrides / answered }
}

function seriesOf(figures: readonly Figures[], { since, hours }: { since: number; hours: number }): Monitor['series'] {
  const step = Math.max(60_000, (hours * HOUR) / POINTS)
  const groups = Map.groupBy(figures, ({ minute }) => Math.max(0, Math.floor((minute - since) / step)))
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, rows]) => ({
      at: new Date(since + at * step).toISOString(),
      calls: rows.reduce((sum, row) => sum + row.calls, 0),
      hits: rows.reduce((sum, row) => sum + row.hits, 0),
      p99: quantilesOf(merged(rows))?.p99 ?? null,
    }))
}

function institutionsOf(
  figures: readonly Figures[],
  rates: Awaited<ReturnType<typeof ratesByInstitution>>,
): Monitor['byInstitution'] {
  const byCode = new Map(rates.map((row) => [row.code, row]))
  return [...Map.groupBy(figures, ({ code }) => code)]
    .map(([code, rows]) => ({
      fixmedinsCode: code,
      fixmedinsName: rows.find(({ name }) => name !== '')?.name ?? '',
      calls: rows.reduce((sum, row) => sum + row.calls, 0),
      latency: quantilesOf(merged(rows)),
      ...toRates(byCode.get(code) ?? { hits: 0, shown: 0, answered: 0, overrides: 0 }),
    }))
    .sort((a, b) => b.calls - a.calls)
    .slice(0, 200)
}

export async function listJudges(
  { db }: RulesContext,
  access: Access,
  criteria: JudgeCriteria,
): Promise<{ rows: JudgeRow[]; total: number }> {
  const { rows, total } = await pageOfJudges(db, access, criteria)
  return {
    total,
    rows: rows.map((row) => ({
      judgeId: Number(row.judge_id),
      jrId: row.jr_id,
      at: row.at.toISOString(),
      stage: row.stage,
      kindId: row.kind,
      kindName: findKind(row.kind)?.name ?? row.kind,
      kpId: row.kp_id,
      severity: row.severity,
      fixmedinsCode: row.fixmedins_code,
      fixmedinsName: row.fixmedins_name,
      doctor: row.doctor,
      psnNo: maskNumber(row.psn_no),
      mdtrtId: row.mdtrt_id,
      message: row.message,
      basis: row.basis,
      amount: row.amount,
      shown: row.shown,
      disposal: row.dspo_way,
      disposalReason: row.reason,
      releaseId: row.release_id,
      review: row.review,
    })),
  }
}
