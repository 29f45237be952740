import { openTestWarehouse } from '../../../../../../packages/warehouse/src/run/run.test-helper.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addUser, firstAdmin, type Client } from '../../../testing/client.ts'
import { startTestServer, type TestServer } from '../../../testing/test-server.ts'

let server: TestServer
let city: Client
beforeAll(async () => {
  const warehouse = openTestWarehouse()
  const stay = {
    psn: '99010000000001',
    inst: 'H1',
    main: 'I63.900',
    cost: '1000.00',
    fund: '600.00',
    inscp_amt: '1000.00',
  }
  const care = { code: '120100003000', name: 'Ⅰ级护理', chrg: '07', amt: '30.00', inscp: '30.00', cnt: 1 }
  await warehouse.deliver({
    stays: [
      { ...stay, id: 'A1', adm: '2025-06-05', dsc: '2025-06-10', items: [{ ...care, day: '2025-06-06' }, { ...care, day: '2025-06-06' }] }, // prettier-ignore
      { ...stay, id: 'A2', adm: '2025-06-13', dsc: '2025-06-18' },
    ],
  })
  server = await startTestServer({ dataDirectory: warehouse.dataDirectory })
  const admin = await firstAdmin(server.url)
  city = await addUser(server.url, admin, { username: 'city', role: 'city-auditor', scope: { kind: 'city' } })
})
afterAll(() => server.close())

async function done(path: string, body: object) {
  const job = (await city.send('POST', path, body)).json<{ jobId: string }>()
  for (;;) {
    const { rows } = (await city.get('/api/jobs?size=20')).json<{ rows: { jobId: string; state: string; result: Record<string, string> | null; error: string | null }[] }>() // prettier-ignore
    const now = rows.find(({ jobId }) => jobId === job.jobId)
    if (now && now.state !== 'queued' && now.state !== 'running') return now
    await new Promise((resume) => setTimeout(resume, 200))
  }
}

it('scans history with the rules in force; the hits stand beside models as findings, masked, with judges, rows and basis', async () => {
  const job = await done('/api/rules/runs', {})
  expect(job).toMatchObject({ state: 'succeeded', result: { to: expect.stringMatching(/^\/runs\/r/) as unknown } })
  const run = (await city.get(`/api/runs/${job.result?.['runId']}`)).json<{ rules: { hits: number } }>()
  expect(run).toMatchObject({ kind: 'rules', rules: { heldBack: 0, carried: null } })
  type List = { total: number; rows: { findingId: string; modelId: string; source: string; psnNo: string | null }[] }
  const list = (await city.get('/api/findings?source=rule&sort=amtFund')).json<List>()
  expect(list.total).toBeGreaterThan(0)
  expect(list.total).toBeLessThanOrEqual(run.rules.hits)
  expect((await city.get('/api/findings?source=model')).json<List>().total).toBe(0)
  const [row] = list.rows
  expect(row).toMatchObject({ source: 'rule', modelId: expect.stringMatching(/^rule:R\d+$/) as unknown, psnNo: expect.stringContaining('*') as unknown }) // prettier-ignore
  type Detail = {
    legal: unknown[]
    rule: { hits: { jrId: string; document: string }[]; rows: { role: string }[]; appeals: unknown[] }
  }
  const detail = (await city.get(`/api/findings/${row?.findingId}`)).json<Detail>()
  expect(detail.rule.hits.length).toBeGreaterThan(0)
  expect(detail.rule.rows.some(({ role }) => role === '疑似违规项')).toBe(true)
  expect(detail.rule.appeals).toHaveLength(7)
  expect(detail.legal.length).toBeGreaterThan(0)
  // A reminder's number finds the finding.
  const found = (await city.get(`/api/findings?q=${detail.rule.hits[0]?.jrId}`)).json<List>()
  expect(found.rows.map(({ findingId }) => findingId)).toContain(row?.findingId)
  const again = await done(`/api/findings/${row?.findingId}/recompute`, {})
  expect(again).toMatchObject({ state: 'succeeded', result: { holds: true, message: expect.stringContaining('规则集') as unknown } }) // prettier-ignore
}, 90_000)

it('replays a day without traffic, and refuses one that is not over', async () => {
  const { clock } = server
  const today = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  expect((await city.send('POST', '/api/rules/replays', { day: today })).status).toBe(400)
  expect(await done('/api/rules/replays', { day: '2025-01-01' })).toMatchObject({ state: 'succeeded' })
  const { rows } = (await city.get('/api/rules/replays')).json<{ rows: unknown[] }>()
  expect(rows).toMatchObject([{ day: '2025-01-01', calls: 0, same: 0, differences: { unexplained: 0 } }])
  expect((await city.get('/api/rules/replays/2025-01-01/differences')).json()).toEqual({ rows: [], total: 0 })
})
