import type { CompiledRelease } from '../compiled.ts'
import type { Hit, Judge } from '../judge.ts'
import { PERS } from '../params.ts'
import { hitOf, judgeOf } from './evaluator.ts'
import { createFeedTables, type FeedTable } from './feed-table.ts'
import type { ClaimFeed, FeedTexts } from './feed.ts'
import { createScan, type ScanSink } from './scan.ts'
import { createVocabulary } from './vocabulary.ts'
import type { HitDraft } from './work.ts'

/** A release over columns of a database, person by person. Texts of rows are needed only for what hits. */
export interface BatchEvaluator {
  readonly release: CompiledRelease
  /** Whether some rule names the code, or counts it (pieces of a prescription). */
  concerns(text: string): boolean
  /** Whether windows by prescription are asked about the code. */
  needsPrescription(text: string): boolean
  evaluate(feed: ClaimFeed): BatchResult
  /** Rows or windows left open so far, by rule kind; and what could not be executed. */
  cannotTell(): ReadonlyMap<string, number>
  failed(): ReadonlyMap<string, string>
}

/** Holds until the next feed is evaluated. */
export interface BatchResult {
  readonly table: FeedTable
  readonly found: readonly Found[]
}

export interface Found {
  readonly draft: HitDraft
  readonly unit: number
  readonly person: number
  /** Both need `sn` (and the judge `name`) of the draft's rows in the table. */
  hit(): Hit
  judge(): Judge
}

export function createBatchEvaluator(release: CompiledRelease, texts: FeedTexts): BatchEvaluator {
  const vocabulary = createVocabulary(release)
  const tables = createFeedTables(vocabulary, texts)
  const scan = createScan(release, vocabulary)
  const open = new Float64Array(release.units.length)
  const failed = new Map(release.failed)
  const { isCounted, isPrescribed } = unitTraits(release)
  const entriesOf = (text: string): readonly number[] => {
    const code = vocabulary.codeOf(text)
    const { start, data } = vocabulary.candidates
    return Array.from({ length: start[code + 1]! - start[code]! }, (_, i) => data[(start[code]! + i) * 8]!)
  }
  return {
    release,
    concerns: (text) => entriesOf(text).length > 0 || (isCounted && text.startsWith('T')),
    needsPrescription: (text) =>
      entriesOf(text).some((unit) => isPrescribed[unit]) || (isCounted && text.startsWith('T')),
    evaluate(feed) {
      const table = tables.make(feed)
      const found: Found[] = []
      const sink: ScanSink = {
        hit: (unit, draft) => {
          const { person } = scan.scene
          const source = { release, vocabulary, table, unit, draft, person }
          found.push({ draft, unit, person, hit: () => hitOf(source), judge: () => judgeOf(source, 'A') })
        },
        open: (unit, count) => {
          open[unit]! += count
        },
        failed: (unit, error) => failed.set(release.units[unit]!.kind.id, error),
      }
      scan.run(table, sink)
      return { table, found }
    },
    cannotTell() {
      const byKind = new Map<string, number>()
      for (const [unit, count] of open.entries()) {
        const { id } = release.units[unit]!.kind
        if (count > 0) byKind.set(id, (byKind.get(id) ?? 0) + count)
      }
      return byKind
    },
    failed: () => failed,
  }
}

function unitTraits(release: CompiledRelease) {
  const isWhole = release.units.map((unit) => unit.shape.plan.form === 'whole')
  const byPrescription = PERS.indexOf('rx')
  return {
    isCounted: isWhole.includes(true),
    isPrescribed: release.units.map((unit, at) => isWhole[at] === true || unit.numbers.per === byPrescription),
  }
}
