import { findConflicts, pointOf, releaseOf } from '@yijian/rules'
import { expect, it } from 'vitest'
import { contentDirectory, openTestWarehouse } from '../run.test-helper.ts'
import { sharedHits } from './overlaps.ts'
import { runRules } from './run-rules.ts'

it('points that hit the same rows of the last scan are told to merge (K11), with their counts; nothing before a scan', async () => {
  const warehouse = openTestWarehouse()
  const { dataDirectory } = warehouse
  try {
    const engine = { threads: 1, memoryLimit: '1GB' }
    const drug = (at: number) => ({ code: at < 30 ? 'XB01AA01' : 'XB01AA02', name: '样例药', chrg: '09', amt: '10.00', inscp: '10.00', cnt: 1, day: '2025-01-06' }) // prettier-ignore
    const items = Array.from({ length: 31 }, (_, at) => drug(at))
    await warehouse.deliver({
      stays: [{ inst: 'H1', main: 'I63.900', cost: '1000.00', fund: '500.00', inscp_amt: '1000.00', psn: 'A', id: 'A1', adm: '2025-01-05', dsc: '2025-01-10', items }], // prettier-ignore
    })
    const points = [
      pointOf({ kpId: 'A', kind: 'R71', keys: ['XB01AA01'], params: { dx_deny: 'I63' } }),
      pointOf({ kpId: 'B', kind: 'R13', keys: ['XB01*'], params: { modes: 'OPT' } }),
      pointOf({ kpId: 'C', kind: 'R27', keys: ['XB01*'], params: { max: 30, per: 'day' } }),
    ]
    expect(await sharedHits(dataDirectory, engine)).toEqual([])
    await runRules({ dataDirectory, contentDirectory, release: releaseOf(points), title: '样例', ...engine })
    const shared = await sharedHits(dataDirectory, engine)
    expect(shared).toEqual([{ a: 'A', b: 'B', hitsA: 30, hitsB: 31, both: 30 }])
    const overlaps = shared.map((one) => ({ ...one, a: `${one.a}@1`, b: `${one.b}@1` }))
    const found = findConflicts({ points, sets: [], overlaps }).filter(({ code }) => code === 'K11')
    expect(found).toMatchObject([{ points: ['A@1', 'B@1'], message: expect.stringContaining('31 行中有 30 行相同') as string }]) // prettier-ignore
    expect(found[0]?.witness?.triggered.map(({ psnNos }) => psnNos.length)).toEqual([1, 1])
  } finally {
    warehouse.remove()
  }
})
