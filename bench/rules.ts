import { isDeepStrictEqual } from 'node:util'
import type { Day, Fen } from '@yijian/kernel'
import { claimsOf, compileRelease, createEvaluator, pointOf, releaseOf, RULE_KINDS, type ClaimSet, type Encounter, type KnowledgePoint, type Line } from '@yijian/rules' // prettier-ignore
import { loadClaims, openEngine, scanRules } from '@yijian/warehouse'
import { benchPeers } from './rules-peers.ts'

const POINTS = [100, 11_290, 100_000]
const CROSS_LINE = 300
const LINES_PER_PERSON = 50
/** Share of lines whose code some point names. */
const NAMED = 0.6
/** Share of lines that are items a patient gets again and again, which cross-line rules are about. */
const REPEATED = 0.3

export interface RulesBench {
  readonly lines?: number
  /** Lines that also go through SQL and must give the same hits. */
  readonly checked?: number
  /** Lines that the peers judge too. */
  readonly peers?: number
}

/**
 * Lines judged per CPU second by one core (targets: points only ≥ 3 million, with 300 cross-line rules and explanation ≥ 1 million,
 * 100 → 100,000 points ≤ 1.5 × a line); the hits of a part are compared with the SQL reading and with those of three peers.
 */
export async function benchRules({
  lines = 400_000,
  checked = 100_000,
  peers = 20_000,
}: RulesBench = {}): Promise<void> {
  const perLine: number[] = []
  for (const count of POINTS) {
    const points = pointRules(count)
    const seconds = timed(`${count.toLocaleString()} points`, { points, lines, names: count })
    perLine.push(seconds)
  }
  console.log(`100 → 100,000 points: ${((perLine[2] ?? 0) / (perLine[0] ?? 1)).toFixed(2)} × a line`)
  const points = [...pointRules(11_290), ...crossLineRules(CROSS_LINE)]
  timed(`11,290 points + ${CROSS_LINE} cross-line rules, explained`, { points, lines, names: 11_290, explain: true })
  await compareWithSql(points, claims({ lines: checked, names: 11_290 }))
  await benchPeers({ points, claims: claims({ lines: peers, names: 11_290 }) })
}

interface Work {
  readonly points: readonly KnowledgePoint[]
  readonly lines: number
  readonly names: number
  readonly explain?: boolean
}

/** CPU seconds a line, the best of five rounds. */
function timed(what: string, { points, lines, names, explain = false }: Work): number {
  const evaluator = createEvaluator(compileRelease(releaseOf(points), RULE_KINDS))
  const table = evaluator.tableOf(claims({ lines, names }))
  let best = Infinity
  let hits = 0
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage()
    hits = explain ? evaluator.judge(table, 'A').length : evaluator.evaluateTable(table).hits.length
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1e6 / table.rows)
  }
  console.log(`${what}: ${Math.round(1 / best).toLocaleString()} lines per CPU second, ${hits.toLocaleString()} hits of ${table.rows.toLocaleString()} lines`) // prettier-ignore
  return best
}

async function compareWithSql(points: readonly KnowledgePoint[], claimSet: ClaimSet): Promise<void> {
  const release = compileRelease(releaseOf(points), RULE_KINDS)
  const memory = createEvaluator(release).evaluate(claimSet)
  const engine = await openEngine({ threads: 1 })
  try {
    await loadClaims(engine, claimSet)
    const before = process.cpuUsage()
    const sql = await scanRules(engine, release)
    const { user, system } = process.cpuUsage(before)
    const same = isDeepStrictEqual(memory.hits, sql.hits)
    console.log(`SQL over ${claimSet.lines.length.toLocaleString()} lines: ${((user + system) / 1e6).toFixed(1)} CPU s, ${sql.hits.length.toLocaleString()} hits, ${same ? 'the same as' : 'NOT the same as'} in memory`) // prettier-ignore
    if (!same) throw new Error('the readings differ')
  } finally {
    engine.close()
  }
}

interface Draw {
  readonly draw: number
  readonly pick: number
  readonly names: number
  readonly patient: number
}

function codeOf({ draw, pick, names, patient }: Draw): string {
  if (draw < REPEATED) return itemOf((((patient * 5 + Math.floor(pick * 5)) % CROSS_LINE) * 7) % names)
  return draw < NAMED ? itemOf(Math.floor(pick * names)) : `9${String(Math.floor(pick * 20_000)).padStart(14, '0')}`
}

const itemOf = (n: number) => `0${String(n).padStart(14, '0')}`

/** Points of the kinds the national library has most of, one code each. */
function pointRules(count: number): KnowledgePoint[] {
  return Array.from({ length: count }, (_, n) => {
    const base = { kpId: `KP-${n}`, keys: [itemOf(n)] }
    switch (n % 8) {
      case 0:
      case 1:
        return pointOf({ ...base, kind: 'R67', params: { gend: n % 320 === 0 ? 2 : 1 } })
      case 2:
        return pointOf({ ...base, kind: 'R65', params: n % 480 === 2 ? {} : { max_age_m: 1_400 } })
      case 3:
        return pointOf({ ...base, kind: 'R12', params: { min_tier: n % 640 === 3 ? 3 : 2 } })
      case 4:
        return pointOf({ ...base, kind: 'R13', params: { modes: 'IPT|EMERG' } })
      case 5:
        return pointOf({ ...base, kind: 'R8', params: { dx_allow: n % 800 === 5 ? 'E11' : 'I10|E11|J18' } })
      case 6:
        return pointOf({ ...base, kind: 'R14', params: { price_max: n % 560 === 6 ? '20' : '500' } })
      default:
        return pointOf({ ...base, kind: 'R71', params: { dx_deny: 'I21|I50|N18' } })
    }
  })
}

/** Rules that look at several lines: pairs, frequencies, courses, cycles, companions. */
function crossLineRules(count: number): KnowledgePoint[] {
  return Array.from({ length: count }, (_, n) => {
    const base = { kpId: `KP-X${n}`, keys: [itemOf(n * 7)], partners: [itemOf(n * 7 + 3)] }
    const alone = { kpId: base.kpId, keys: base.keys }
    switch (n % 5) {
      case 0:
        return pointOf({ ...base, kind: 'R25', params: { per: 'day' } })
      case 1:
        return pointOf({ ...alone, kind: 'R27', params: { max: 1 } })
      case 2:
        return pointOf({ ...alone, kind: 'R10', params: { max_days: 14 } })
      case 3:
        return pointOf({ ...alone, kind: 'R31', params: { window_days: 2 } })
      default:
        return pointOf({ ...alone, kind: 'R28', params: { cap: '1000' } })
    }
  })
}

/** Inpatients with a month of lines; the same numbers give the same claims. */
function claims({ lines, names }: { readonly lines: number; readonly names: number }): ClaimSet {
  const random = lcg(7)
  const visit = claimsOf({}).encounters[0]!
  const line = claimsOf({ lines: [{ code: 'x', at: '2025-03-01' }] }).lines[0]!
  const person = claimsOf({}).persons[0]!
  const count = Math.ceil(lines / LINES_PER_PERSON)
  const id = (letter: string, n: number) => letter + String(n).padStart(9, '0')
  const encounters = Array.from({ length: count }, (_, n): Encounter => ({ ...visit, mdtrtId: id('M', n), psnNo: id('P', n), adm: '2025-03-01' as Day, dsc: '2025-03-30' as Day, dx: n % 100 === 0 ? ['I50.000'] : ['I10.x00', 'E11.900'] })) // prettier-ignore
  const all = Array.from({ length: lines }, (_, n): Line => {
    const code = codeOf({ draw: random(), pick: random(), names, patient: Math.floor(n / LINES_PER_PERSON) })
    const inscp = BigInt(1000 + Math.floor(random() * 5000)) as Fen
    const time = `2025-03-${String(1 + Math.floor(random() * 29)).padStart(2, '0')} ${String(Math.floor(random() * 24)).padStart(2, '0')}:00:00`
    return { ...line, sn: id('L', n), mdtrtId: id('M', Math.floor(n / LINES_PER_PERSON)), code, name: code, time, price: inscp, amt: inscp, inscp } // prettier-ignore
  })
  const persons = encounters.map(({ psnNo }) => ({ ...person, psnNo }))
  return { persons, encounters, lines: all, aggregates: [] }
}

function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

if (import.meta.main)
  await benchRules({ lines: Number(process.argv[2] ?? 400_000), checked: Number(process.argv[3] ?? 100_000) })
