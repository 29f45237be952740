import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  compileRelease,
  createEvaluator,
  NOW,
  releaseOf,
  RULE_KINDS,
  type ClaimSet,
  type KnowledgePoint,
} from '@yijian/rules'
import { loadClaims, openEngine, scanRules } from '@yijian/warehouse'
import { claims, CROSS_LINE, crossLineRules, pointRules, prescriptions } from './rules-work.ts'

const POINTS = [100, 11_290, 100_000]

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
  timedCalls(points)
  await compareWithSql(points, claims({ lines: checked, names: 11_290 }))
  // In a process of their own: code that was made ready for other work is slower at this.
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'rules-peers.ts'), String(peers)], { stdio: 'inherit' }) // prettier-ignore
  if (run.status !== 0) throw new Error('the peers could not be compared')
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

const CALLS = 400

/** CPU microseconds of one reminder: the lines laid out, judged where a line of the prescription is in it, explained. */
function timedCalls(points: readonly KnowledgePoint[]): void {
  const evaluator = createEvaluator(compileRelease(releaseOf(points), RULE_KINDS))
  const calls = prescriptions({ count: CALLS, names: 11_290 })
  const rounds: number[] = []
  let judges = 0
  while (rounds.length < 30) {
    judges = 0
    const before = process.cpuUsage()
    for (const call of calls) {
      const table = evaluator.tableOfNet(call)
      const marks = Uint8Array.from(table.visit, (visit) => (visit === 0 ? NOW : 0))
      judges += evaluator.judgeRows(table, 'B', marks).judges.length
    }
    const { user, system } = process.cpuUsage(before)
    rounds.push((user + system) / CALLS)
  }
  rounds.sort((a, b) => a - b)
  console.log(`one prescription of 10 lines, 60 lines of history: ${rounds[0]!.toFixed(0)} µs CPU (median ${rounds[rounds.length >> 1]!.toFixed(0)}), ${(judges / CALLS).toFixed(2)} judges`) // prettier-ignore
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

if (import.meta.main)
  await benchRules({ lines: Number(process.argv[2] ?? 400_000), checked: Number(process.argv[3] ?? 100_000) })
