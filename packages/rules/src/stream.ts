import { assertNever } from '@yijian/kernel'
import type { Aggregate, ClaimSet, Encounter, Line, Person } from './context.ts'
import type { Evaluator } from './evaluator/evaluator.ts'
import type { Evaluation, Hit } from './judge.ts'
import { isNewerLine, isNewerVisit } from './net.ts'
import { byCode } from './release.ts'

/** One thing said about a claim, in whatever order it arrives and however often. */
export type Message =
  | { readonly is: 'person'; readonly person: Person }
  | { readonly is: 'visit'; readonly visit: Encounter }
  | { readonly is: 'line'; readonly line: Line }
  | { readonly is: 'aggregate'; readonly aggregate: Aggregate }

/** Judges claims as they arrive: only persons that a message touches are judged again. */
export interface Stream {
  apply(message: Message): void
  /** What holds now. Equal to judging everything received at once. */
  evaluate(): Evaluation
}

export function createStream(evaluator: Evaluator): Stream {
  const book = createBook()
  const judged = new Map<string, Evaluation>()
  return {
    apply: (message) => book.apply(message),
    evaluate() {
      for (const owner of book.takeTouched()) judged.set(owner, evaluator.evaluate(book.claimsOf(owner)))
      const hits: Hit[] = []
      const cannotTell = new Map<string, number>()
      for (const evaluation of judged.values()) {
        hits.push(...evaluation.hits)
        for (const [kind, n] of evaluation.cannotTell) cannotTell.set(kind, (cannotTell.get(kind) ?? 0) + n)
      }
      hits.sort((a, b) => byCode(a.jrId, b.jrId))
      return { hits, cannotTell, failed: evaluator.release.failed }
    },
  }
}

interface Book {
  apply(message: Message): void
  takeTouched(): readonly string[]
  claimsOf(owner: string): ClaimSet
}

/** The best message of every thing, whichever came first. */
interface Index {
  readonly persons: Map<string, Person>
  readonly visits: Map<string, Encounter>
  readonly visitsOf: Map<string, Set<string>>
  readonly lines: Map<string, Line>
  readonly linesOf: Map<string, Set<string>>
  /** Take-backs by the line they take back. */
  readonly takesOf: Map<string, Set<string>>
  readonly aggregatesOf: Map<string, Map<string, Aggregate>>
  /** Persons (or `inst:` institutions) to judge again. */
  readonly touched: Set<string>
}

function createBook(): Book {
  const index: Index = {
    persons: new Map(),
    visits: new Map(),
    visitsOf: new Map(),
    lines: new Map(),
    linesOf: new Map(),
    takesOf: new Map(),
    aggregatesOf: new Map(),
    touched: new Set(),
  }
  return {
    apply: (message) => put(index, message),
    takeTouched() {
      const owners = [...index.touched]
      index.touched.clear()
      return owners
    },
    claimsOf: (owner) => claimsOf(index, owner),
  }
}

function put(index: Index, message: Message): void {
  switch (message.is) {
    case 'person':
      index.persons.set(message.person.psnNo, message.person)
      index.touched.add(message.person.psnNo)
      return
    case 'visit':
      return putVisit(index, message.visit)
    case 'line':
      return putLine(index, message.line)
    case 'aggregate': {
      const owner = `inst:${message.aggregate.inst}`
      const known = index.aggregatesOf.get(owner) ?? new Map<string, Aggregate>()
      index.aggregatesOf.set(owner, known.set(message.aggregate.id, message.aggregate))
      index.touched.add(owner)
      return
    }
    default:
      return assertNever(message)
  }
}

function putVisit({ visits, visitsOf, touched }: Index, visit: Encounter): void {
  const known = visits.get(visit.mdtrtId)
  if (known && !isNewerVisit(visit, known)) return
  if (known) {
    touched.add(known.psnNo)
    visitsOf.get(known.psnNo)?.delete(visit.mdtrtId)
  }
  visits.set(visit.mdtrtId, visit)
  setOf(visitsOf, visit.psnNo).add(visit.mdtrtId)
  touched.add(visit.psnNo)
}

function putLine(index: Index, line: Line): void {
  const { lines, linesOf, takesOf } = index
  const known = lines.get(line.sn)
  if (known && !isNewerLine(line, known)) return
  if (known) {
    touchLine(index, known)
    linesOf.get(known.mdtrtId)?.delete(line.sn)
    if (known.initSn !== null) takesOf.get(known.initSn)?.delete(line.sn)
  }
  lines.set(line.sn, line)
  setOf(linesOf, line.mdtrtId).add(line.sn)
  if (line.initSn !== null) setOf(takesOf, line.initSn).add(line.sn)
  touchLine(index, line)
}

function touchLine({ visits, lines, touched }: Index, line: Line): void {
  const original = line.initSn === null ? undefined : lines.get(line.initSn)
  for (const mdtrtId of [line.mdtrtId, original?.mdtrtId]) {
    const visit = mdtrtId === undefined ? undefined : visits.get(mdtrtId)
    if (visit) touched.add(visit.psnNo)
  }
}

function claimsOf(index: Index, owner: string): ClaimSet {
  const person = index.persons.get(owner)
  const encounters = [...(index.visitsOf.get(owner) ?? [])].map((id) => index.visits.get(id)!)
  const linesAt = (sns: ReadonlySet<string> | undefined) => [...(sns ?? [])].map((sn) => index.lines.get(sn)!)
  const own = encounters.flatMap((visit) => linesAt(index.linesOf.get(visit.mdtrtId)))
  const takes = own.flatMap((line) => linesAt(index.takesOf.get(line.sn)))
  const aggregates = [...(index.aggregatesOf.get(owner)?.values() ?? [])]
  return { persons: person ? [person] : [], encounters, lines: [...new Set([...own, ...takes])], aggregates }
}

function setOf(index: Map<string, Set<string>>, key: string): Set<string> {
  const known = index.get(key)
  if (known) return known
  const fresh = new Set<string>()
  index.set(key, fresh)
  return fresh
}

/** Claims as the messages that say the same. */
export function messagesOf(claims: ClaimSet): Message[] {
  return [
    ...claims.persons.map((person): Message => ({ is: 'person', person })),
    ...claims.encounters.map((visit): Message => ({ is: 'visit', visit })),
    ...claims.lines.map((line): Message => ({ is: 'line', line })),
    ...claims.aggregates.map((aggregate): Message => ({ is: 'aggregate', aggregate })),
  ]
}
