import { isDeepStrictEqual } from 'node:util'
import { BESIDE, createEvaluator, createStream, NOW, pointOf, scanSql, type ClaimSet, type Judge, type ScanSql } from '@yijian/rules' // prettier-ignore
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine, type Engine } from '../engine/public.ts'
import { plain } from './both-readings.test-helper.ts'
import { loadClaims } from './load-claims.ts'
import { arrivals, compiledCase, randomCase, type RandomCase } from './random-rules.test-helper.ts'
import { scanStatements } from './scan.ts'
import { shrinkClaims } from './shrink-claims.test-helper.ts'

const ORDERS = 20

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => engine.close())

/** Both readings of a case; `edit` changes every SQL statement first. */
async function readings(random: RandomCase, edit: (sql: string) => string = (sql) => sql) {
  const compiled = compiledCase(random)
  const memory = plain(createEvaluator(compiled).evaluate(random.claims))
  const { setup, shapes } = scanSql(compiled)
  const edited: ScanSql = {
    setup: setup.map(edit),
    shapes: shapes.map((shape) => ({ ...shape, setup: shape.setup.map(edit), hits: edit(shape.hits), open: edit(shape.open) })), // prettier-ignore
  }
  await loadClaims(engine, random.claims)
  const sql = plain(await scanStatements(engine, compiled, edited))
  return { compiled, memory, sql }
}

const byId = (judges: readonly Judge[]) => [...judges].sort((a, b) => (a.jrId < b.jrId ? -1 : a.jrId > b.jrId ? 1 : 0))

describe('one definition, two readings', () => {
  it('random rules over random messages: evaluator, SQL, every order of arrival and replay give the same hits', async () => {
    let hits = 0
    await fc.assert(
      fc.asyncProperty(randomCase({ points: 40, lines: 80, least: 25 }), async (random) => {
        const { compiled, memory, sql } = await readings(random)
        hits += memory.hits.length
        expect(sql).toEqual(memory)
        for (let order = 1; order <= ORDERS; order++) {
          const stream = createStream(createEvaluator(compiled))
          const log = arrivals(random.claims, order)
          for (const message of log) {
            stream.apply(message)
            if (order === 1) stream.evaluate()
          }
          const streamed = plain(stream.evaluate())
          expect(streamed).toEqual(memory)
          if (order > 1) continue
          const replay = createStream(createEvaluator(compiled))
          for (const message of log) replay.apply(message)
          expect(plain(replay.evaluate())).toEqual(streamed)
        }
      }),
      { numRuns: 7, seed: 20_250_301, endOnFailure: true },
    )
    expect(hits).toBeGreaterThan(100)
  })

  it('of one visit judged now: the judges of everything that a row of it is in', () => {
    const figures = { wanted: 0, others: 0 }
    const property = fc.property(randomCase({ points: 60, lines: 80, least: 40 }), (random) => {
      const evaluator = createEvaluator(compiledCase(random))
      const table = evaluator.tableOf(random.claims)
      const all = evaluator.judge(table, 'D')
      for (const [visit, mdtrtId] of table.mdtrtId.entries()) {
        const marks = Uint8Array.from(table.visit, (of, row) => (of !== visit ? 0 : row % 3 === 0 ? BESIDE : NOW))
        const now = new Set(table.sn.filter((_, row) => marks[row] === NOW))
        const wanted = all.filter(({ violating, involved }) =>
          [...violating, ...involved].some(({ sn }) => now.has(sn)),
        )
        expect(byId(evaluator.judgeRows(table, 'D', marks).judges), mdtrtId).toEqual(byId(wanted))
        figures.wanted += wanted.length
        figures.others += all.length - wanted.length
      }
    })
    fc.assert(property, { numRuns: 12, seed: 20_250_302, endOnFailure: true })
    expect(figures.wanted).toBeGreaterThan(300)
    expect(figures.others).toBeGreaterThan(300)
  })
})

/** A bug put into the SQL on purpose, and a point that can show it. */
const BUGS = [
  {
    name: 'the maximum itself counts as too much',
    point: pointOf({ kind: 'R27', keys: ['X*', '00*'], params: { max: 2 } }),
    from: 'g.s > g.mx',
    to: 'g.s >= g.mx',
  },
  {
    name: 'a window is one day too long',
    point: pointOf({ kind: 'R31', keys: ['X*', '00*'], params: { window_days: 8 } }),
    from: '(r.k_window_days - 1) PRECEDING',
    to: '(r.k_window_days) PRECEDING',
  },
  {
    name: 'half a fen is dropped',
    point: pointOf({ kind: 'R14', keys: ['X*', '00*'], params: { price_max: '0' } }),
    from: '(2 * jsw + jden) // (2 * jden)',
    to: 'jsw // jden',
  },
]

describe('a bug in one reading', () => {
  it.each(BUGS)('is caught and shrunk to one claim: $name', async ({ point, from, to }) => {
    const [random] = fc.sample(randomCase({ points: 1, lines: 120, least: 100 }), { seed: 11, numRuns: 1 })
    const differs = async (claims: ClaimSet) => {
      const { memory, sql } = await readings({ points: [point], claims }, (text) => text.replaceAll(from, to))
      return !isDeepStrictEqual(memory, sql)
    }
    expect(await differs(random!.claims)).toBe(true)
    const shrunk = await shrinkClaims(random!.claims, differs)
    expect([shrunk.persons.length, shrunk.lines.length <= 2, shrunk.encounters.length <= 2]).toEqual([1, true, true])
    const { memory, sql } = await readings({ points: [point], claims: shrunk })
    expect(sql).toEqual(memory)
  })
})
