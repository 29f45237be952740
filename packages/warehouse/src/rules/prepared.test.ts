import { compileRelease, pointOf, releaseOf, RULE_KINDS } from '@yijian/rules'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPreparationBench, type PreparationBench } from '../prepare/prepare.test-helper.ts'
import { relatePrepared } from './prepared-relations.ts'
import { scanRules, type RuleSession } from './scan.ts'

let bench: PreparationBench
let session: RuleSession
beforeAll(async () => {
  bench = await openPreparationBench()
  session = { rows: (sql) => bench.rows(sql), run: async (sql) => void (await bench.rows(sql)) }
})
afterAll(() => bench.close())

const stay = { psn: 'P1', inst: 'H1', adm: '2025-03-01', dsc: '2025-03-10', main: 'I63.900', cost: '5000.00', fund: '3500.00' } // prettier-ignore
const item = { code: 'XB01AA', name: '样例药', chrg: '09', amt: '100.00', cnt: 2, day: '2025-03-02' }

it('rules read prepared history: stays, lines and diagnoses, refunds already netted', async () => {
  await bench.prepare({
    stays: [
      { ...stay, id: 'a', items: [item, { ...item, day: '2025-03-02' }] },
      { ...stay, id: 'b', adm: '2025-03-14', dsc: '2025-03-20' },
      { ...stay, id: 'c', psn: 'P2', items: [item, { ...item, cnt: -2, amt: '-100.00' }] },
    ],
  })
  await relatePrepared(session)
  const release = compileRelease(
    releaseOf([
      pointOf({ kind: 'R27', keys: ['XB01*'], params: { max: 2 } }),
      pointOf({ kind: 'R49', keys: ['visit:IPT'], partners: ['visit:IPT'] }),
      pointOf({ kind: 'R71', keys: ['XB01AA'], params: { dx_deny: 'I63' } }),
    ]),
    RULE_KINDS,
  )
  const { hits, failed } = await scanRules(session, release)
  expect(failed.size).toBe(0)
  expect(hits.map((hit) => [hit.kind, hit.psnNo, hit.violating.map((row) => row.mdtrtId), hit.amount]).sort()).toEqual([
    ['R27', 'P1', ['a'], 10000n],
    ['R49', 'P1', ['b'], expect.any(BigInt)],
    ['R71', 'P1', ['a', 'a'], 20000n],
  ])
})
