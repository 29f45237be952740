import { openTestWarehouse } from '../../../../../../packages/warehouse/src/run/run.test-helper.ts'
import type { QualityRow } from '@yijian/contract'
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
    // Five thousand of six thousand yuan a year; the fee for seeing the doctor is no business of other visits.
    visits: ['P-YEAR', 'P-ASKED'].map((psn, n) => ({
      ...{ id: `V${n + 1}`, psn, inst: 'H2', at: '2025-01-10 09:00:00', med_type: '11', main: 'I69.300' },
      ...{ fee: '5010.00', fund: '1000.00' },
      items: [
        { code: '340200020000', name: '康复训练', chrg: '05', amt: '5000.00', inscp: '5000.00', cnt: 10 },
        { code: '110200001000', name: '普通门诊诊察费', chrg: '02', amt: '10.00', inscp: '10.00', cnt: 1 },
      ],
    })),
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

it('counts what auditors conclude about a finding once in the precision of its rule, and no more when it is taken back', async () => {
  type List = { rows: { findingId: string; modelId: string }[] }
  const [row] = (await city.get('/api/findings?source=rule&sort=amtFund')).json<List>().rows
  const kind = row?.modelId.slice('rule:'.length) ?? ''
  const points = (await city.get(`/api/findings/${row?.findingId}`)).json<{ rule: { hits: { kpId: string }[] } }>().rule
  const conclude = async (status: string) => {
    const answer = await city.send('POST', `/api/findings/${row?.findingId}/labels`, { status, note: '病历核实' })
    expect(answer.status, answer.text).toBe(200)
    return (await city.get(`/api/rules/kinds/${kind}/quality`)).json<{ total: QualityRow; points: QualityRow[] }>()
  }
  const found = (n: { confirmed: number; rejected: number }) => ({ findings: n, precision: { right: n.confirmed, wrong: n.rejected } }) // prettier-ignore
  const confirmed = await conclude('confirmed')
  expect(confirmed.total).toMatchObject(found({ confirmed: 1, rejected: 0 }))
  expect(confirmed.points.map(({ id }) => id).sort()).toEqual([...new Set(points.hits.map(({ kpId }) => kpId))].sort())
  expect((await conclude('confirmed')).total).toMatchObject(found({ confirmed: 1, rejected: 0 }))
  expect((await conclude('rejected')).total).toMatchObject(found({ confirmed: 0, rejected: 1 }))
  // A review of one of its judges does not count beside it.
  const { rows } = await server.store.pool.query<{ jr: string; kp: string }>('SELECT jr_ids[1] AS jr, kp_ids[1] AS kp FROM rule_finding_review LIMIT 1') // prettier-ignore
  await server.store.pool.query(
    `INSERT INTO rule_judge (call_id, at, stage, jr_id, kind, kp_id, severity, fixmedins_code, fixmedins_name, psn_no, mdtrt_id, message, basis, amount, lines, shown, release_id)
    VALUES (1, $1, 'B', $2, $3, $4, 1, 'H1', 'H1', 'P', 'M', '', '', 0, '[]', TRUE, '')`,
    [server.clock.now(), rows[0]?.jr, kind, rows[0]?.kp],
  )
  await server.store.pool.query(
    `INSERT INTO rule_review (at, jr_id, kp_id, kind, fixmedins_code, fixmedins_name, verdict, note, by_account, by_name)
    VALUES ($1, $2, $4, $3, 'H1', 'H1', 'wrong', '', 'x', 'x')`,
    [server.clock.now(), rows[0]?.jr, kind, rows[0]?.kp],
  )
  expect((await conclude('rejected')).total).toMatchObject({ hits: 1, ...found({ confirmed: 0, rejected: 1 }) })
  expect((await conclude('new')).total).toMatchObject({ findings: { confirmed: 0, rejected: 0 }, precision: { right: 0, wrong: 1 } }) // prettier-ignore
})

it('replays a day without traffic, and refuses one that is not over', async () => {
  const { clock } = server
  const today = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  expect((await city.send('POST', '/api/rules/replays', { day: today })).status).toBe(400)
  expect(await done('/api/rules/replays', { day: '2025-01-01' })).toMatchObject({ state: 'succeeded' })
  const { rows } = (await city.get('/api/rules/replays')).json<{ rows: unknown[] }>()
  expect(rows).toMatchObject([{ day: '2025-01-01', calls: 0, same: 0, differences: { unexplained: 0 } }])
  expect((await city.get('/api/rules/replays/2025-01-01/differences')).json()).toEqual({ rows: [], total: 0 })
})

interface Asked {
  readonly mdtrt: string
  readonly psn?: string
  readonly day?: string
  readonly yuan?: number
}
/** 3101 before settlement at a hospital that is not the one of the settled visits; the rules that hit. */
async function order({ mdtrt, psn = 'P-YEAR', day = '2025-07-02', yuan = 1500 }: Asked): Promise<string[]> {
  const orders = [{ rx_id: 'A', rxno: '1', hilist_code: '340200020000', hilist_name: '康复训练', cnt: 1, pric: yuan, sumamt: yuan, ownpay_amt: 0, drord_begn_date: `${day} 10:00:00`, drord_dr_codg: 'D1' }] // prettier-ignore
  const encounter = { mdtrt_id: mdtrt, medins_id: 'H1', medins_lv: '05', adm_date: `${day} 09:00:00`, med_type: '11', insutype: '310', fsi_order_dtos: orders } // prettier-ignore
  const body = { infno: '3101', fixmedins_code: 'H1', input: { data: { trig_scen: '7', patient_dtos: { patn_id: psn, gend: '1', brdy: '1960-01-01', curr_mdtrt_id: mdtrt, fsi_encounter_dtos: encounter } } } } // prettier-ignore
  const answer = await fetch(`${server.url}/fsi/api/3101`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) // prettier-ignore
  expect(await answer.json()).toMatchObject({ infcode: 0 })
  const { rows } = await server.store.pool.query<{ kind: string }>('SELECT kind FROM rule_judge WHERE mdtrt_id = $1', [mdtrt]) // prettier-ignore
  return rows.map(({ kind }) => kind)
}

it('knows of settled visits from the first day: a yearly limit counts them, and a visit that was also asked about once', async () => {
  expect((await city.get('/api/rules/history')).json()).toMatchObject({ coverage: null, isCurrent: false })
  expect(await order({ mdtrt: 'NEW1' })).not.toContain('R28')
  // Asked about while it went on; then settled with 5000 yuan.
  expect(await order({ mdtrt: 'V2', psn: 'P-ASKED', day: '2025-01-10' })).not.toContain('R28')
  expect(await done('/api/rules/history', {})).toMatchObject({ state: 'succeeded', error: null })
  const covered = { persons: 3, visits: 4, lines: 4, until: '2025-06-18' }
  expect((await city.get('/api/rules/history')).json()).toMatchObject({ coverage: covered, isCurrent: true })
  expect(await order({ mdtrt: 'NEW2' })).toContain('R28')
  // With the orders of V2 counted beside its settlement the next 500 yuan would be too much; without the settlement the 600 after them would not.
  expect(await order({ mdtrt: 'NEW3', psn: 'P-ASKED', yuan: 500 })).not.toContain('R28')
  expect(await order({ mdtrt: 'NEW4', psn: 'P-ASKED', yuan: 600 })).toContain('R28')
})
