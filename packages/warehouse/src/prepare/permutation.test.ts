import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { NationalRows } from '../models/case-given.ts'
import { openPreparationBench, type PreparationBench } from './prepare.test-helper.ts'
import { BUCKET_PARTS, ON_DEMAND, STEPS_AFTER_LINES, STEPS_BEFORE_LINES } from './steps.ts'

let bench: PreparationBench
beforeAll(async () => {
  bench = await openPreparationBench()
})
afterAll(() => bench.close())

const tables = [...STEPS_BEFORE_LINES, ...BUCKET_PARTS, ...STEPS_AFTER_LINES, ...ON_DEMAND]
  .filter((step) => step.kind === 'publish' || step.kind === 'sorted' || ON_DEMAND.includes(step))
  .map((step) => step.table)

const day = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2024, 11, 10 + n)).toISOString().slice(0, 10))
const item = fc.record({
  code: fc.constantFrom('XB01AA', 'XL01XA', '110900001', 'C0101', '311000006'),
  name: fc.constantFrom('药', '血液透析', '床位费'),
  chrg: fc.constantFrom('01', '05', '09', '08'),
  amt: fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100),
  cnt: fc.constantFrom(1, 2, -1),
  day,
})
const stays = fc.array(
  fc.record({
    psn: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
    inst: fc.constantFrom('H1', 'H2'),
    adm: day,
    los: fc.integer({ min: 0, max: 9 }),
    main: fc.constantFrom('I63.900', 'J18.900', 'C50.900'),
    cost: fc.integer({ min: 100, max: 999_999 }).map((n) => n / 100),
    inhosp_stas: fc.constantFrom('0', '1'),
    mid_setl_flag: fc.constantFrom('0', '1'),
    refunded: fc.boolean(),
    items: fc.array(item, { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
)
const people = [
  { psn_no: 'P1', certno_hash: 'c' },
  { psn_no: 'P2', certno_hash: 'c' },
  { psn_no: 'P3', certno_hash: 'd' },
]

/** Every table as text, rows in order of their text. */
async function snapshotOf(): Promise<Record<string, readonly unknown[]>> {
  const result: Record<string, readonly unknown[]> = {}
  for (const table of tables) {
    const rows = await bench.rows(`SELECT CAST(to_json(t) AS VARCHAR) AS line FROM ${table} t`)
    result[table] = rows.map((row) => row['line']).sort()
  }
  return result
}

const shuffledBy =
  (seed: number) =>
  (rows: NationalRows): NationalRows =>
    new Map(
      [...rows].map(([table, list]) => [
        table,
        list
          .map((row, i) => ({ row, key: Math.imul(i + 1, 2654435761 ^ seed) >>> 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row),
      ]),
    )

it('prepares the same tables whatever the order of the delivered rows', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(stays, fc.integer(), async (generated, seed) => {
      const given = {
        psn_info_b: people,
        stays: generated.map(({ los, ...stay }, i) => ({
          ...stay,
          id: `s${i}`,
          dsc: new Date(Date.parse(stay.adm) + los * 86_400_000).toISOString().slice(0, 10),
        })),
      }
      await bench.prepare(given)
      const before = await snapshotOf()
      await bench.prepare(given, { change: shuffledBy(seed) })
      expect(await snapshotOf()).toEqual(before)
    }),
    { numRuns: 6 },
  )
})

it(
  'loses and invents no money: stays and refunded families add up to what was delivered',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(stays, async (generated) => {
        await bench.prepare({
          psn_info_b: people,
          stays: generated.map(({ los, ...stay }, i) => ({
            ...stay,
            id: `s${i}`,
            dsc: new Date(Date.parse(stay.adm) + los * 86_400_000).toISOString().slice(0, 10),
          })),
        })
        const [sums] = await bench.rows(`SELECT (SELECT COALESCE(SUM(medfee_sumamt), 0) FROM ods_setl_d) AS delivered,
        (SELECT COALESCE(SUM(cost), 0) FROM stay) AS stays, (SELECT COALESCE(SUM(amt), 0) FROM fee_line) AS lines,
        (SELECT COALESCE(SUM(line_amt), 0) FROM stay) AS stay_lines`)
        expect(sums?.['stays']).toBe(sums?.['delivered'])
        expect(sums?.['stay_lines']).toBe(
          (await bench.rows('SELECT COALESCE(SUM(amt), 0) AS amt FROM stay_item'))[0]?.['amt'],
        )
      }),
      { numRuns: 6 },
    )
  },
)
