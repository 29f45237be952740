import { contractEndpoints, type ConflictDetail, type DraftCheck } from '@yijian/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, firstAdmin, type Client } from '../../testing/client.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let maker: Client
let checker: Client

beforeAll(async () => {
  server = await startTestServer()
  const admin = await firstAdmin(server.url)
  const user = (username: string) => addUser(server.url, admin, { username, role: 'city-auditor', scope: { kind: 'city' } }) // prettier-ignore
  maker = await user('maker')
  checker = await user('checker')
})
afterAll(() => server.close())

type Reply = Promise<{ status: number; text: string; json: <U>() => U }>
async function ok<T = Record<string, unknown>>(answer: Reply): Promise<T> {
  const got = await answer
  expect(got.status, got.text).toBe(200)
  return got.json<T>()
}
const messageOf = async (answer: Reply) => {
  const got = await answer
  return `${got.status} ${got.json<{ message: string }>().message}`
}

const BASIS = { text: '每日限一次', document: '测试文件', article: '第一条', date: '2024-01-01' }
const DRAFT = { kindId: 'R27', name: '样例床位费', keys: ['LC0001'], params: { max: 1, per: 'day' }, basis: BASIS, effBegin: '2024-01-01' } // prettier-ignore
const EXPERTS = [
  { name: '专家1', field: 'clinical', opinion: '同意' },
  { name: '专家2', field: 'clinical', opinion: '同意' },
  { name: '专家3', field: 'coding', opinion: '编码无误' },
]
const create = (draft: object) => ok<{ current: { kpId: string } }>(maker.send('POST', '/api/rules/points', draft))
const move = (client: Client, kpId: string, body: object, version = 1) =>
  client.send('POST', `/api/rules/points/${kpId}/versions/${version}/status`, { opinion: '同意', ...body })

const order = (rx_id: string) => ({ rx_id, rxno: 'R1', hilist_code: 'LC0001', hilist_name: '床位费', cnt: '1', pric: '40', sumamt: '40', ownpay_amt: '0', drord_begn_date: '2026-03-02 09:00:00', curr_drord_flag: '1' }) // prettier-ignore
const encounter = { mdtrt_id: 'M1', medins_id: 'H1', medins_name: '样例', medins_lv: '05', adm_date: '2026-03-01 08:00:00', dscg_date: '2026-03-05 08:00:00', med_mdtrt_type: '2', med_type: '21', insutype: '310', dscg_main_dise_codg: 'I10.x00', fsi_order_dtos: [order('A'), order('B')] } // prettier-ignore
const patient = { patn_id: 'P1', patn_name: '患者1', gend: '1', brdy: '1980-01-01', poolarea: '410100', curr_mdtrt_id: 'M1', fsi_encounter_dtos: [encounter] } // prettier-ignore
const request = { infno: '3102', input: { data: { syscode: 'T', task_id: 'T', trig_scen: '8', patient_dtos: [patient] } } } // prettier-ignore

/** From draft to force, with reasons where they are asked for. */
async function publish(kpId: string): Promise<void> {
  await ok(move(maker, kpId, { to: 'review', conflictReason: '已核对' }))
  await ok(move(checker, kpId, { to: 'trial', experts: EXPERTS }))
  await ok(move(checker, kpId, { to: 'published', override: '测试放行' }))
}

describe('a draft while it is typed', () => {
  it('says what is missing, what it means and what it collides with', async () => {
    const empty = { ...DRAFT, name: '', keys: [], basis: { ...BASIS, article: null, date: null } }
    const bad = await ok<DraftCheck>(maker.send('POST', '/api/rules/drafts/check', empty))
    expect(bad.problems.map(({ field }) => field)).toEqual(['name', 'keys', 'basis.article', 'basis.date'])
    const good = await ok<DraftCheck>(maker.send('POST', '/api/rules/drafts/check', DRAFT))
    expect(good).toMatchObject({ problems: [], conflicts: [] })
    expect(good.words[0]).toContain('“样例床位费”合计不超过 1')
    expect(good.preview).toContain('样例床位费')
    contractEndpoints.checkDraft.response.parse(good)
    const negative = await ok<DraftCheck>(maker.send('POST', '/api/rules/drafts/check', { ...DRAFT, params: { max: -1, per: 'day' } })) // prettier-ignore
    expect(negative.problems).toEqual([{ field: 'params', text: expect.stringContaining('上限') as string }])
  })

  it('is tried without being saved', async () => {
    const answer = await ok<{ result: { vola_cont: string }[] }>(maker.send('POST', '/api/rules/drafts/try', { draft: DRAFT, infno: '3102', request })) // prettier-ignore
    expect(answer.result).toHaveLength(1)
    expect((await maker.get('/api/rules/points?status=draft')).json<{ total: number }>().total).toBe(0)
  })
})

describe('conflicts', () => {
  it('stop a submit when they are errors, with claims that both points judged', async () => {
    await create({ ...DRAFT, kpId: 'LC-1' })
    await publish('LC-1')
    await create({ ...DRAFT, kpId: 'LC-2' })
    const { rows } = await ok<{ rows: ConflictDetail[] }>(maker.get('/api/rules/points/LC-2/versions/1/conflicts'))
    expect(rows.map(({ code, level }) => [code, level])).toEqual([['K1', 'error']])
    const [conflict] = rows
    expect(conflict?.witness?.judges.map(({ kpId }) => kpId)).toEqual(['LC-1', 'LC-2'])
    expect(conflict?.witness?.persons[0]?.visits[0]?.lines.length).toBeGreaterThan(0)
    contractEndpoints.pointConflicts.response.parse({ rows })
    expect(await messageOf(move(maker, 'LC-2', { to: 'review', conflictReason: '仍要提交' }))).toMatch(/^409 .*K1 重复/)
  })

  it('ask for a reason when they are warnings, and keep it', async () => {
    await create({ ...DRAFT, kpId: 'LC-3', name: '样例月限', params: { max: 40, per: 'month' } })
    expect(await messageOf(move(maker, 'LC-3', { to: 'review' }))).toMatch(/^409 .*K6/)
    await ok(move(maker, 'LC-3', { to: 'review', conflictReason: '按文件两个周期并存' }))
    const kept = await server.store.pool.query("SELECT details FROM audit_entry WHERE subject = 'LC-3' AND action = 'rules.point.status'") // prettier-ignore
    expect(kept.rows[0]).toMatchObject({ details: { conflicts: { reason: '按文件两个周期并存', warnings: [{ code: 'K6' }] } } }) // prettier-ignore
  })

  it('a new version is not in conflict with the one it replaces', async () => {
    const next = { ...DRAFT, kindId: undefined, baseVersion: 1, params: { max: 2, per: 'day' }, effBegin: '2026-07-01' }
    await ok(maker.send('POST', '/api/rules/points/LC-1/versions', next))
    const { rows } = await ok<{ rows: ConflictDetail[] }>(maker.get('/api/rules/points/LC-1/versions/2/conflicts'))
    expect(rows.filter(({ points }) => points.every(({ kpId }) => kpId === 'LC-1'))).toEqual([])
  })

  it('of the whole library are listed with their witness after a check', async () => {
    const { jobId } = await ok<{ jobId: string }>(maker.send('POST', '/api/rules/conflicts/check'))
    await expect.poll(async () => (await maker.get(`/api/jobs/${jobId}`)).json<{ state: string }>().state, { timeout: 30_000, interval: 100 }).toBe('succeeded') // prettier-ignore
    const list = await ok<{ rows: { conflictId: string; code: string; points: { kpId: string }[] }[]; check: { warnings: number } }>(maker.get('/api/rules/conflicts?level=warning&q=LC-3')) // prettier-ignore
    expect(list.rows.map(({ code, points }) => [code, points.map(({ kpId }) => kpId)])).toEqual([['K6', ['LC-1', 'LC-3']]]) // prettier-ignore
    contractEndpoints.listConflicts.response.parse(list)
    const detail = await ok<ConflictDetail>(maker.get(`/api/rules/conflicts/${list.rows[0]?.conflictId}`))
    expect(detail.witness?.judges.length).toBeGreaterThan(1)
    const file = await maker.get('/api/rules/export/conflicts?level=error')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')])
  })
})

describe('the library', () => {
  it('is searched by class, document and article, and exported', async () => {
    const total = async (query: string) => (await ok<{ total: number }>(maker.get(`/api/rules/points?status=published&${query}`))).total // prettier-ignore
    expect(await total(`document=${encodeURIComponent('测试文件')}&article=${encodeURIComponent('第一条')}`)).toBe(1)
    const cat2 = (await ok<{ rows: { kindId: string; cat2: string }[] }>(maker.get('/api/rules/kinds'))).rows.find(({ kindId }) => kindId === 'R27')!.cat2 // prettier-ignore
    expect(await total(`cat2=${encodeURIComponent(cat2)}&q=LC-1`)).toBe(1)
    const { rows } = await ok<{ rows: { document: string; points: number }[] }>(maker.get('/api/rules/articles'))
    expect(rows.find(({ document }) => document === '测试文件')).toMatchObject({ article: '第一条', points: 4 })
    const codes = await ok<{ rows: { code: string }[] }>(maker.get(`/api/rules/codes?q=${encodeURIComponent('样例床位')}`)) // prettier-ignore
    expect(codes.rows).toContainEqual({ code: 'LC0001', name: '样例床位费', source: 'library' })
    const file = await maker.get('/api/rules/export/points?kind=R27')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')])
  })
})

describe('suspending', () => {
  it('takes a point out of judging at once, and resuming puts it back', async () => {
    await ok(checker.send('POST', '/api/rules/releases', { title: '测试发布', state: 'active' }))
    const inForce = async () => (await ok<{ versions: { inForce: boolean }[] }>(maker.get('/api/rules/points/LC-1'))).versions.at(-1)?.inForce // prettier-ignore
    const judges = async () => (await ok<{ result: { rule_id: string }[] }>(maker.send('POST', '/api/rules/try', { infno: '3102', request }))).result.some(({ rule_id }) => rule_id === 'R27') // prettier-ignore
    expect([await inForce(), await judges()]).toEqual([true, true])
    await ok(move(maker, 'LC-1', { to: 'suspended' }))
    expect([await inForce(), await judges()]).toEqual([false, false])
    await ok(move(checker, 'LC-1', { to: 'published' }))
    expect([await inForce(), await judges()]).toEqual([true, true])
  })
})
