import { addDays, AppError, type Day } from '@yijian/kernel'
import { findKind } from '../kinds/catalogue.ts'
import type { RuleKind } from '../kind.ts'
import type { KnowledgePoint } from '../knowledge.ts'
import type { Params } from '../params.ts'
import type { SheetRow } from './csv.ts'
import { OFFICIAL_CLASSES, type OfficialClass } from './official-classes.ts'
import { readOfficialRow, type OfficialRow, type RowError } from './official-row.ts'
import { failureOf } from './point-sheet.ts'
import { READING_OPTIONS, type Proposal, type PartnerProposal, type ReadingOptions } from './proposal.ts'

/** One official row as a knowledge point in the making (建议知识点): nothing of it is in force before an expert confirmed it. */
export interface ProposedPoint {
  readonly kpId: string
  readonly kind: RuleKind['id']
  readonly name: string
  readonly keys: readonly string[]
  /** Given by the sheet (the other side of a pair). */
  readonly partners: readonly string[]
  readonly proposals: readonly Proposal[]
  readonly partnerProposals: readonly PartnerProposal[]
  /** Null: executable once confirmed. Otherwise why not, for the list of what is left to do. */
  readonly reason: string | null
  readonly machineReadable: boolean
  readonly effBegin: Day
  readonly source: OfficialRow
}

/** A row replaced by a later one: kept for services before that day. */
export interface SupersededRow {
  readonly kpId: string
  readonly by: string
  /** Last day of its force. */
  readonly lastDay: Day
  readonly source: OfficialRow
}

export interface LibraryReading {
  readonly points: readonly ProposedPoint[]
  readonly superseded: readonly SupersededRow[]
  readonly errors: readonly RowError[]
}

export interface LibrarySource {
  readonly file: string
  readonly rows: readonly SheetRow[]
  /** Class of every row where the sheet has no such column. */
  readonly ruleClass?: string
  readonly reading?: Partial<ReadingOptions>
  /** Law time of rows without a date of publication. The first national batches were published in May 2025. */
  readonly effBegin?: Day
}

const FIRST_BATCHES = '2025-05-01' as Day

/** Reads a batch (national CSV, a workbook's rows, a site's own list). Bad rows are listed, the others go in. */
export function readLibrary(source: LibrarySource): LibraryReading {
  const errors: RowError[] = []
  const rows: OfficialRow[] = []
  const seen = new Map<string, number>()
  const wrong = ({ row }: OfficialRow, error: Omit<RowError, 'file' | 'row'>) =>
    errors.push({ file: source.file, row, ...error })
  for (const sheet of source.rows) {
    const row = readOfficialRow(sheet, source)
    if (!('kpId' in row)) errors.push(...row)
    else if (!OFFICIAL_CLASSES[row.ruleClass])
      wrong(row, { column: 'rule_class', value: row.ruleClass, reason: `规则名称不在目录中：${row.ruleClass}` })
    else if (seen.has(row.kpId))
      wrong(row, { column: 'kp_id', value: row.kpId, reason: `知识点编号与第 ${seen.get(row.kpId)} 行重复` })
    else {
      seen.set(row.kpId, row.row)
      rows.push(row)
    }
  }
  const effOf = (row: OfficialRow) => row.publishedAt ?? source.effBegin ?? FIRST_BATCHES
  const replaced = supersession(rows, (row, reason) =>
    wrong(row, { column: 'supersedes', value: row.supersedes ?? '', reason }),
  )
  const current = rows.filter((row) => !replaced.has(row.kpId))
  const options = { ...READING_OPTIONS, ...source.reading }
  return {
    points: current.map((row) => propose(row, { options, effBegin: effOf(row) })),
    superseded: rows.flatMap((row) => {
      const by = replaced.get(row.kpId)
      return by ? [{ kpId: row.kpId, by: by.kpId, lastDay: addDays(effOf(by), -1), source: row }] : []
    }),
    errors,
  }
}

/** Replaced point → the row that replaces it. A chain that returns to itself is an error of its rows, and replaces nothing. */
function supersession(rows: readonly OfficialRow[], wrong: (row: OfficialRow, reason: string) => void) {
  const byId = new Map(rows.map((row) => [row.kpId, row]))
  const replaced = new Map<string, OfficialRow>()
  for (const row of rows) {
    if (row.supersedes === null) continue
    const chain = new Set([row.kpId])
    let older = row.supersedes
    while (byId.get(older)?.supersedes && !chain.has(older)) {
      chain.add(older)
      older = byId.get(older)!.supersedes!
    }
    if (chain.has(older)) wrong(row, '替代关系成环')
    else replaced.set(row.supersedes, row)
  }
  return replaced
}

interface ProposeOptions {
  readonly options: ReadingOptions
  readonly effBegin: Day
}

function propose(row: OfficialRow, { options, effBegin }: ProposeOptions): ProposedPoint {
  const official = OFFICIAL_CLASSES[row.ruleClass] as OfficialClass
  const reading = official.read(row, options)
  const [first, second] = row.codes
  const split = official.pair && first !== undefined && second !== undefined
  const draft = {
    kpId: row.kpId,
    kind: official.kind,
    name: row.itemName,
    keys: split ? [second] : row.codes,
    partners: split ? [first] : [],
    proposals: reading.proposals,
    partnerProposals: reading.partners ?? [],
    machineReadable: official.machineReadable,
    effBegin,
    source: row,
  }
  const reason = row.codes.length === 0 ? noCodes(row) : (reading.reason ?? null)
  return { ...draft, reason: reason ?? unmet(draftPoint({ ...draft, reason: null })) }
}

function noCodes(row: OfficialRow): string {
  return row.itemName.startsWith('说明') ? '说明行，不是知识点' : '没有国家编码'
}

/** What the compiler says of the point as it would be when all of it were confirmed. */
function unmet(point: KnowledgePoint): string | null {
  const kind = findKind(point.kind)
  if (!kind) throw new AppError('missing', 'rules.kind', `规则种类不存在：${point.kind}`)
  return failureOf({ point, kind, sets: [] }) ?? null
}

/** All proposals taken as they are. Not in force: a point comes into force through `confirmPoint`. */
export function draftPoint(proposed: ProposedPoint): KnowledgePoint {
  const { source } = proposed
  const params: Params = Object.fromEntries(proposed.proposals.map(({ param, value }) => [param, value]))
  return {
    kpId: proposed.kpId,
    version: 1,
    kind: proposed.kind,
    name: proposed.name,
    keys: proposed.keys,
    partners: [...proposed.partners, ...proposed.partnerProposals.map(({ key }) => key)],
    params,
    severity: null,
    message: null,
    basis: {
      text: source.constraint,
      document: source.sourceFile,
      article: source.sourceRow,
      date: source.publishedAt,
    },
    sourceBatch: source.batch,
    area: null,
    effBegin: proposed.effBegin,
    effEnd: null,
    recordedAt: '1970-01-01T00:00:00Z',
    retractedAt: null,
    supersedes: source.supersedes,
  }
}
