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

/** The best message of every thing, by person (or `inst:` institution), whichever came first. */
function createBook(): Book {
  const persons = new Map<string, Person>()
  const visits = new Map<string, Encounter>()
  const visitsOf = new Map<string, Set<string>>()
  const lines = new Map<string, Line>()
  const linesOf = new Map<string, Set<string>>()
  const takesOf = new Map<string, Set<string>>()
  const aggregatesOf = new Map<string, Aggregate[]>()
  const touched = new Set<string>()

  function touchVisit(mdtrtId: string): void {
    const visit = visits.get(mdtrtId)
    if (visit) touched.add(visit.psnNo)
  }
  function touchLine(line: Line): void {
    touchVisit(line.mdtrtId)
    const original = line.initSn === null ? undefined : lines.get(line.initSn)
    if (original) touchVisit(original.mdtrtId)
  }
  function putVisit(visit: Encounter): void {
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
  function putLine(line: Line): void {
    const known = lines.get(line.sn)
    if (known && !isNewerLine(line, known)) return
    if (known) {
      touchLine(known)
      linesOf.get(known.mdtrtId)?.delete(line.sn)
      if (known.initSn !== null) takesOf.get(known.initSn)?.delete(line.sn)
    }
    lines.set(line.sn, line)
    setOf(linesOf, line.mdtrtId).add(line.sn)
    if (line.initSn !== null) setOf(takesOf, line.initSn).add(line.sn)
    touchLine(line)
  }
  return {
    apply(message) {
      if (message.is === 'visit') putVisit(message.visit)
      else if (message.is === 'line') putLine(message.line)
      else if (message.is === 'person') {
        persons.set(message.person.psnNo, message.person)
        touched.add(message.person.psnNo)
      } else {
        const owner = `inst:${message.aggregate.inst}`
        const others = (aggregatesOf.get(owner) ?? []).filter(({ id }) => id !== message.aggregate.id)
        aggregatesOf.set(owner, [...others, message.aggregate])
        touched.add(owner)
      }
    },
    takeTouched() {
      const owners = [...touched]
      touched.clear()
      return owners
    },
    claimsOf(owner) {
      const person = persons.get(owner)
      const encounters = [...(visitsOf.get(owner) ?? [])].map((id) => visits.get(id)!)
      const own = encounters.flatMap((visit) => [...(linesOf.get(visit.mdtrtId) ?? [])]).map((sn) => lines.get(sn)!)
      const takes = own.flatMap((line) => [...(takesOf.get(line.sn) ?? [])]).map((sn) => lines.get(sn)!)
      const all = [...new Set([...own, ...takes])]
      return { persons: person ? [person] : [], encounters, lines: all, aggregates: aggregatesOf.get(owner) ?? [] }
    },
  }
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
