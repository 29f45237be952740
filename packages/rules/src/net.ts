import type { Fen } from '@yijian/kernel'
import type { ClaimSet, Encounter, Line } from './context.ts'
import { byCode } from './release.ts'

/**
 * What counts of the messages received, in whatever order they came: the highest revision of each visit and line, without void
 * visits, take-backs set off against their originals (退费先冲销), lines of unknown visits left waiting.
 */
export function netClaims(claims: ClaimSet): ClaimSet {
  const encounters = latest(claims.encounters, (visit) => visit.mdtrtId, isNewerVisit).filter((visit) => !visit.void)
  const present = new Set(encounters.map((visit) => visit.mdtrtId))
  const lines = latest(claims.lines, (line) => line.sn, isNewerLine)
  const takenBack = Map.groupBy(
    lines.filter((line) => line.initSn !== null),
    (line) => line.initSn,
  )
  const net = lines
    .filter((line) => line.initSn === null && present.has(line.mdtrtId))
    .map((line) => netLine(line, takenBack.get(line.sn) ?? []))
    .filter((line) => line !== undefined)
  return { ...claims, encounters, lines: net }
}

function netLine(line: Line, takes: readonly Line[]): Line | undefined {
  if (takes.length === 0) return line
  const qty = line.qty === null ? null : takes.reduce((sum, take) => sum + (take.qty ?? 0), line.qty)
  if (qty !== null && qty <= 0) return undefined
  return { ...line, qty, amt: netMoney(line, takes, 'amt'), inscp: netMoney(line, takes, 'inscp') }
}

function netMoney(line: Line, takes: readonly Line[], of: 'amt' | 'inscp'): Fen | null {
  const start = line[of]
  if (start === null) return null
  const rest = takes.reduce<bigint>((sum, take) => sum + (take[of] ?? 0n), start)
  return (rest < 0n ? 0n : rest) as Fen
}

/** Whether a message says more than the one known of the same line: a higher revision, or of one revision a fixed choice. */
export function isNewerLine(line: Line, known: Line): boolean {
  return isNewer(line, known, lineTie)
}

export function isNewerVisit(visit: Encounter, known: Encounter): boolean {
  return isNewer(visit, known, visitTie)
}

function isNewer<T extends { readonly rev: number }>(item: T, known: T, tieOf: (item: T) => string): boolean {
  return item.rev > known.rev || (item.rev === known.rev && byCode(tieOf(item), tieOf(known)) > 0)
}

function latest<T>(items: readonly T[], idOf: (item: T) => string, newer: (item: T, known: T) => boolean): T[] {
  const best = new Map<string, T>()
  for (const item of items) {
    const known = best.get(idOf(item))
    if (!known || newer(item, known)) best.set(idOf(item), item)
  }
  return [...best.values()]
}

/** Two messages of one revision should be the same; when they are not, the choice must not depend on their order. */
function lineTie(line: Line): string {
  return `${line.time}|${line.code}|${line.qty ?? ''}|${line.inscp ?? ''}`
}

function visitTie(visit: Encounter): string {
  return `${visit.adm}|${visit.dsc ?? ''}|${visit.mode ?? ''}|${visit.dx.join(',')}`
}
