import type { CompiledRelease } from '../compiled.ts'
import type { ClaimSet } from '../context.ts'
import type { Source } from '../fields.ts'
import { shortHash } from '../hash.ts'
import { basisOf, renderMessage, type Explained } from '../explain.ts'
import { lawfulOf } from '../lawful.ts'
import type { Evaluation, Hit, Judge, JudgedRow, Judgement } from '../judge.ts'
import type { Stage } from '../kind.ts'
import { netClaims } from '../net.ts'
import { byCode } from '../release.ts'
import { buildTable, type Beside } from './build-table.ts'
import { createScan, type Scan, type ScanSink } from './scan.ts'
import type { ClaimTable } from './table.ts'
import { createVocabulary, type Vocabulary } from './vocabulary.ts'
import { NOW, type HitDraft } from './work.ts'

/** A release ready to judge. Keeps the integers of all codes it has met; everything else is per call. */
export interface Evaluator {
  readonly release: CompiledRelease
  readonly vocabulary: Vocabulary
  /** Row sources the release speaks about. */
  readonly sources: ReadonlySet<Source>
  /** Judges messages as received: netted first. Hits come sorted by id. */
  evaluate(claims: ClaimSet): Evaluation
  /** Nets messages and lays them out in columns. */
  tableOf(claims: ClaimSet): ClaimTable
  /** Judges net claims laid out in columns. */
  evaluateTable(table: ClaimTable): Evaluation
  /** The same with messages, facts and legal basis, as shown and stored. `stage` B caps rules whose window is still open at severity 3. */
  judge(table: ClaimTable, stage: Stage): readonly Judge[]
  /**
   * Judges that a row marked `NOW` is in, with what could not be told of them and what failed. `marks` has a number for each row: `NOW`,
   * `BESIDE` for other rows of the same visits, 0 for rows of other visits.
   */
  judgeRows(table: ClaimTable, stage: Stage, marks: Uint8Array): Judgement
  /** Lays claims out that are net already: no number twice, nothing void or taken back. */
  tableOfNet(claims: ClaimSet, beside?: Beside): ClaimTable
}

export function createEvaluator(release: CompiledRelease): Evaluator {
  const vocabulary = createVocabulary(release)
  const sources = new Set<Source>(release.keys.map((key) => key.source))
  const scan = createScan(release, vocabulary)
  const evaluator: Evaluator = {
    release,
    vocabulary,
    sources,
    evaluate: (claims) => evaluator.evaluateTable(evaluator.tableOf(claims)),
    tableOf: (claims) => evaluator.tableOfNet(netClaims(claims)),
    tableOfNet: (claims, beside) => buildTable(claims, { vocabulary, sources, ...beside }),
    evaluateTable(table) {
      const hits: Hit[] = []
      const { said, sink } = tally(release)
      scan.run(table, { ...sink, hit: (_unit, draft) => hits.push(hitOf({ release, table, draft, person: scan.scene.person })) }) // prettier-ignore
      return { hits: hits.sort((a, b) => byCode(a.jrId, b.jrId)), ...said }
    },
    judge: (table, stage) => judged({ release, vocabulary, scan }, { table, stage }).judges,
    judgeRows: (table, stage, marks) => judged({ release, vocabulary, scan }, { table, stage, now: marks }),
  }
  return evaluator
}

function judged(
  { release, vocabulary, scan }: { release: CompiledRelease; vocabulary: Vocabulary; scan: Scan },
  { table, stage, now }: { table: ClaimTable; stage: Stage; now?: Uint8Array },
): Judgement {
  const judges: Judge[] = []
  const { said, sink } = tally(release)
  const isNow = (row: number) => now![row] === NOW
  const hit = (unit: number, draft: HitDraft) => {
    if (!release.units[unit]!.kind.stages.includes(stage)) return
    if (now && !draft.violating.some(isNow) && !draft.involved.some(isNow)) return
    judges.push(judgeOf({ release, vocabulary, table, unit, draft, person: scan.scene.person }, stage))
  }
  scan.run(table, { ...sink, hit }, now)
  return { judges, ...said }
}

/** What a run says besides its hits. */
function tally(release: CompiledRelease) {
  const cannotTell = new Map<string, number>()
  const said: { cannotTell: Map<string, number>; failed: ReadonlyMap<string, string> } = { cannotTell, failed: release.failed } // prettier-ignore
  const sink: Omit<ScanSink, 'hit'> = {
    open: (unit, count) => {
      const { id } = release.units[unit]!.kind
      cannotTell.set(id, (cannotTell.get(id) ?? 0) + count)
    },
    failed: (unit, error) => {
      said.failed = new Map(said.failed).set(release.units[unit]!.kind.id, error)
    },
  }
  return { said, sink }
}

export function judgeOf(source: Explained, stage: Stage): Judge {
  const { release, unit, draft } = source
  const hit = hitOf(source)
  const { point } = release.points[draft.point]!
  const { kind } = release.units[unit]!
  const { message, facts } = renderMessage(point.message ?? kind.message, source)
  return {
    ...hit,
    severity: stage === 'B' && kind.hintInB ? 3 : hit.severity,
    message,
    facts,
    lawful: lawfulOf(source),
    ruleName: kind.name,
    stage,
    basis: basisOf(point),
    releaseHash: release.hash,
  }
}

interface HitSource {
  readonly release: CompiledRelease
  readonly table: ClaimTable
  readonly draft: HitDraft
  readonly person: number
}

export function hitOf({ release, table, draft, person }: HitSource): Hit {
  const { point, severity } = release.points[draft.point]!
  const { violating, involved, window, amount } = draft
  const psnNo = table.psnNo[person]!
  const mdtrtId = table.mdtrtId[draft.visit] ?? ''
  return {
    jrId: `J-${shortHash([point.kind, point.kpId, psnNo, mdtrtId, window, codesOf(table, draft)])}`,
    kind: point.kind,
    kpId: point.kpId,
    psnNo,
    mdtrtId,
    window,
    severity,
    violating: judgedRows(table, draft),
    involved: involved.map((row) => ({ sn: table.sn[row]!, mdtrtId: mdtrtOf(table, row) })),
    amount,
    amountStatus: violating.every((row) => table.row.src[row] === 2 || table.row.src[row] === 3) ? 3 : 1,
    actual: draft.actual,
    limit: draft.limit,
  }
}

function judgedRows(table: ClaimTable, { violating, shares }: HitDraft): JudgedRow[] {
  const rows: JudgedRow[] = []
  for (let i = 0; i < violating.length; i++) {
    const row = violating[i]!
    rows.push({ sn: table.sn[row]!, mdtrtId: mdtrtOf(table, row), amount: shares[i]! })
  }
  return rows
}

function mdtrtOf({ mdtrtId, visit }: ClaimTable, row: number): string {
  return mdtrtId[visit[row]!] ?? ''
}

/** Codes of all rows, each once, in order. Most judges speak of one code. */
function codesOf(table: ClaimTable, { violating, involved }: HitDraft): string {
  const first = table.code[violating[0]!]!
  const isOther = (row: number) => table.code[row] !== first
  if (!violating.some(isOther) && !involved.some(isOther)) return table.codeText(violating[0]!)
  const codes = new Set<string>()
  for (const row of violating) codes.add(table.codeText(row))
  for (const row of involved) codes.add(table.codeText(row))
  return [...codes].sort(byCode).join(',')
}
