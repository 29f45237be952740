import type { ClaimFeed, FeedTexts, FeedWord } from './feed.ts'
import { FEED_WORDS } from './feed.ts'
import { PERSON_NUMBERS, ROW_NUMBERS, VISIT_CODES, VISIT_NUMBERS, type ClaimTable } from './table.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Lays feeds out for one vocabulary. Tables of one maker share buffers: a table holds until the next is made. */
export interface FeedTables {
  make(feed: ClaimFeed): FeedTable
}

/** Texts of rows are filled in by whoever needs them. */
export type FeedTable = ClaimTable & { readonly sn: string[]; readonly name: string[] }

export function createFeedTables(vocabulary: Vocabulary, texts: FeedTexts): FeedTables {
  const codes = growing(() => texts.codes.length, (at) => vocabulary.codeOf(texts.codes[at]!.text)) // prettier-ignore
  const words = growing(() => texts.words.length, (at) => vocabulary.words.idOf(texts.words[at]!)) // prettier-ignore
  const bag = (prefix: 'dx' | 'op') => growing(() => texts.codes.length, (at) => {
    const { text } = texts.codes[at]!
    return text.startsWith(`${prefix}:`) ? vocabulary[prefix].idOf(text.slice(3)) : -1
  }) // prettier-ignore
  const maps: Maps = { codes, words, dx: bag('dx'), op: bag('op') }
  const constants = { missing: filled(NaN), zero: filled(0) }
  return { make: (feed) => layOut({ feed, maps, constants, vocabulary }) }
}

interface Maps {
  readonly codes: () => Int32Array
  readonly words: () => Int32Array
  readonly dx: () => Int32Array
  readonly op: () => Int32Array
}

interface Layout {
  readonly feed: ClaimFeed
  readonly maps: Maps
  readonly constants: {
    readonly missing: (size: number) => Float64Array
    readonly zero: (size: number) => Float64Array
  }
  readonly vocabulary: Vocabulary
}

function layOut(layout: Layout): FeedTable {
  const { feed, maps, constants, vocabulary } = layout
  const { rows, persons, visits } = feed
  const code = mapped(feed.code, maps.codes(), rows)
  const generic = new Int32Array(rows)
  const herb = new Uint8Array(rows)
  for (let r = 0; r < rows; r++) {
    generic[r] = vocabulary.genericOf(code[r]!)
    herb[r] = vocabulary.isHerb(code[r]!) ? 1 : 0
  }
  const dxStart = starts(feed.dxVisit, visits)
  const opStart = starts(feed.opVisit, visits)
  return {
    rows,
    persons,
    visits,
    personStart: starts(feed.person.subarray(0, rows), persons),
    psnNo: feed.psnNo,
    sn: new Array<string>(rows),
    name: new Array<string>(rows),
    row: rowColumns(layout),
    code,
    codeText: (r) => vocabulary.items.textOf(code[r]!),
    generic,
    herb,
    rx: feed.rx,
    rxText: feed.rxText,
    dept: mapped(feed.dept, maps.words(), rows),
    visit: feed.visit,
    mdtrtId: feed.mdtrtId,
    visitPerson: feed.visitPerson,
    ...visitColumns(layout),
    dxStart,
    dx: mapped(feed.dx, maps.dx(), feed.dx.length),
    opStart,
    op: mapped(feed.op, maps.op(), feed.op.length),
    personVisitStart: starts(feed.visitPerson.subarray(0, visits), persons),
    personVisits: Int32Array.from({ length: visits }, (_, v) => v),
    person: { ...all(PERSON_NUMBERS, constants.missing(persons)), brdy: feed.brdy, dieDate: feed.dieDate, gend: feed.gend }, // prettier-ignore
  }
}

function rowColumns({ feed, constants }: Layout): ClaimTable['row'] {
  const { rows, day, time, qty, price, amt, inscp, hasDoctor } = feed
  const zero = constants.zero(rows)
  const given = { src: Float64Array.from(feed.src), day, time, qty, price, amt, inscp, hasDoctor }
  return { ...all(ROW_NUMBERS, constants.missing(rows)), ...given, consent: zero, approval: zero }
}

function visitColumns({ feed, maps, constants }: Layout): Pick<ClaimTable, 'visitNumber' | 'visitCode'> {
  const { visits, adm, dsc, tier, batchShare } = feed
  const none = new Int32Array(visits).fill(-1)
  const words = maps.words()
  const codeOf = (name: (typeof VISIT_CODES)[number]) =>
    isFed(name) ? mapped(feed.visitWord[name], words, visits) : none
  return {
    visitNumber: { ...all(VISIT_NUMBERS, constants.missing(visits)), adm, dsc, tier, batchShare },
    visitCode: Object.fromEntries(VISIT_CODES.map((name) => [name, codeOf(name)])) as ClaimTable['visitCode'],
  }
}

function isFed(name: string): name is FeedWord {
  return (FEED_WORDS as readonly string[]).includes(name)
}

function all<K extends string>(names: readonly K[], column: Float64Array): Record<K, Float64Array> {
  return Object.fromEntries(names.map((name) => [name, column])) as Record<K, Float64Array>
}

function mapped(from: Int32Array, map: Int32Array, size: number): Int32Array {
  const to = new Int32Array(size)
  for (let i = 0; i < size; i++) to[i] = from[i]! < 0 ? -1 : map[from[i]!]!
  return to
}

/** The numbers that texts have in the vocabulary, asked once per text. */
function growing(size: () => number, numberOf: (at: number) => number): () => Int32Array {
  let numbers = new Int32Array(0)
  return () => {
    if (numbers.length < size()) {
      const known = numbers
      numbers = Int32Array.from({ length: size() }, (_, at) => known[at] ?? numberOf(at))
    }
    return numbers
  }
}

/** A column of one value, at least as long as asked; nobody writes to it. */
function filled(value: number): (size: number) => Float64Array {
  let column = new Float64Array(0)
  return (size) => {
    if (column.length < size) column = new Float64Array(size * 1.2 + 1024).fill(value)
    return column
  }
}

/** Items come sorted by group. */
function starts(groups: Int32Array, count: number): Int32Array {
  const start = new Int32Array(count + 1)
  for (let i = 0; i < groups.length; i++) start[groups[i]! + 1]!++
  for (let g = 0; g < count; g++) start[g + 1]! += start[g]!
  return start
}
