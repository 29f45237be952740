import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractEndpoints, rulesEndpoints, type ConflictDetail, type DraftCheck } from '@yijian/contract'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, firstAdmin, type Client } from '../../testing/client.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let admin: Client
let maker: Client
let checker: Client

beforeAll(async () => {
  server = await startTestServer()
  admin = await firstAdmin(server.url)
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
const move = (client: Client, kpId: string, body: object) =>
  client.send('POST', `/api/rules/points/${kpId}/versions/1/status`, { opinion: '同意', ...body })

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

  it('let a local point be weaker than the national one only with a document', async () => {
    const local = { ...DRAFT, name: '本地样例床位费', params: { max: 3, per: 'day' }, area: '410100' }
    const codes = async (draft: object) => (await ok<DraftCheck>(maker.send('POST', '/api/rules/drafts/check', draft))).conflicts.map(({ code }) => code) // prettier-ignore
    expect(await codes(local)).toEqual(['K9'])
    await create({ ...local, kpId: 'LC-9' })
    expect(await messageOf(move(maker, 'LC-9', { to: 'review' }))).toMatch(/^409 .*K9 本地弱于国家/)
    const exempted = { ...local, exemption: '样例市医保局文件〔2025〕1号' }
    expect(await codes(exempted)).toEqual([])
    await ok(maker.send('POST', '/api/rules/points/LC-9/versions', { ...exempted, kindId: undefined, baseVersion: 1 }))
    await ok(maker.send('POST', '/api/rules/points/LC-9/versions/2/status', { opinion: '同意', to: 'review' }))
    expect((await ok<{ current: object }>(maker.get('/api/rules/points/LC-9'))).current).toMatchObject({ version: 2, exemption: exempted.exemption }) // prettier-ignore
  })

  it('ask the national code tables of the site, once they are there', async () => {
    const codes = async () => (await ok<DraftCheck>(maker.send('POST', '/api/rules/drafts/check', { ...DRAFT, name: '无此编码', keys: ['LC0404'] }))).conflicts.map(({ code }) => code) // prettier-ignore
    expect(await codes()).toEqual([])
    const folder = join(server.dataDirectory, 'knowledge', 'code-tables')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'items.csv'), 'code,from,to\nLC0001,,\nLC0404,,2019-12-31\n')
    expect(await codes()).toEqual(['K7'])
    rmSync(folder, { recursive: true })
    expect(await codes()).toEqual([])
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
    expect(rows.find(({ document }) => document === '测试文件')).toMatchObject({ article: '第一条', points: 5 })
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

/** Live calls of the hospital, each of another patient, with two lines of the item on one day. */
async function callLive(code: string, patients: readonly string[]): Promise<void> {
  const lines = ['A', 'B'].map((rx_id) => ({ rx_id, rxno: 'R1', hilist_code: code, hilist_name: '样例', cnt: '1', pric: '40', sumamt: '40', ownpay_amt: '0', drord_begn_date: '2026-03-02 09:00:00', curr_drord_flag: '1' })) // prettier-ignore
  const call = (patn_id: string) => ({ infno: '3101', fixmedins_code: 'H1', input: { data: { syscode: 'HIS', task_id: patn_id, trig_scen: '4', patient_dtos: [{ patn_id, patn_name: '患者', gend: '1', brdy: '1980-01-01', poolarea: '410100', curr_mdtrt_id: `M${patn_id}`, fsi_encounter_dtos: [{ ...encounter, mdtrt_id: `M${patn_id}`, fsi_order_dtos: lines }] }] } } }) // prettier-ignore
  for (const patn_id of patients) {
    const answer = await fetch(`${server.url}/fsi/api/3101`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(call(patn_id)) }) // prettier-ignore
    expect(await answer.json()).toMatchObject({ infcode: 0 })
  }
}
const patients = (prefix: string, n: number) => Array.from({ length: n }, (_, at) => `${prefix}${at}`)
const WAIT = { timeout: 25_000, interval: 250 }
interface Breaker {
  trips: { tripId: number; kpId: string; cause: string; text: string; resumedAt: string | null }[]
  shadow: { kpId: string; lines: number; hits: number }[]
}
const breaker = async () => {
  await server.composed.tick()
  return ok<Breaker>(maker.get('/api/rules/breaker'))
}

describe('live traffic', { timeout: 60_000 }, () => {
  it('is judged by points in trial beside it, and shown to nobody', async () => {
    await create({ ...DRAFT, kpId: 'LC-SH', name: '影子样例', keys: ['LC0009'], effBegin: '2030-01-01' })
    await ok(move(maker, 'LC-SH', { to: 'review' }))
    await ok(move(checker, 'LC-SH', { to: 'trial', experts: EXPERTS }))
    await callLive('LC0009', patients('S', 3))
    await expect.poll(async () => (await breaker()).shadow.find(({ kpId }) => kpId === 'LC-SH'), WAIT).toMatchObject({ lines: 6, hits: 3 }) // prettier-ignore
    expect((await ok<{ total: number }>(maker.get('/api/rules/judges?from=2020-01-01'))).total).toBe(0)
  })

  it('far above what was expected suspends the point, until one action resumes it', async () => {
    const settings = {
      factor: 5,
      leastHits: 10,
      windowMinutes: 10,
      leastReviews: 5,
      upperBound: 0.7,
      reason: '测试参数',
    }
    await ok(checker.send('PUT', '/api/rules/breaker', settings))
    await server.store.pool.query("INSERT INTO rule_shadow VALUES ('2026-01-01', 'LC-1', 1, 'H1', '样例', NULL, 1000, 2000, 1, 0)") // prettier-ignore
    await callLive('LC0001', patients('B', 12))
    await expect.poll(async () => (await breaker()).trips.map(({ kpId, cause }) => [kpId, cause]), WAIT).toEqual([['LC-1', 'surge']]) // prettier-ignore
    const [trip] = (await breaker()).trips
    expect(trip?.text).toContain('影子运行为 0.5 次')
    expect((await ok<{ versions: { status: string }[] }>(maker.get('/api/rules/points/LC-1'))).versions.at(-1)?.status).toBe('suspended') // prettier-ignore
    const resume = { reason: '核实为正常增长', acceptLevel: true }
    expect((await maker.send('POST', `/api/rules/breaker/${trip?.tripId}/resume`, resume)).status).toBe(403)
    await ok(checker.send('POST', `/api/rules/breaker/${trip?.tripId}/resume`, resume))
    await callLive('LC0001', patients('C', 11))
    const { rows } = await server.store.pool.query<{ accepted_rate: number }>('SELECT accepted_rate FROM rule_trip')
    expect(rows[0]?.accepted_rate).toBeGreaterThan(100)
  })

  it('that auditors find wrong too often suspends the point as well, with the interval on the rule page', async () => {
    const { rows } = await ok<{ rows: { judgeId: number; kpId: string }[] }>(maker.get('/api/rules/judges?kind=R27&from=2020-01-01')) // prettier-ignore
    for (const { judgeId } of rows.slice(0, 5)) await ok(maker.send('POST', `/api/rules/judges/${judgeId}/review`, { verdict: 'wrong' })) // prettier-ignore
    const trips = (await breaker()).trips.filter(({ resumedAt }) => resumedAt === null)
    expect(trips).toMatchObject([{ kpId: 'LC-1', cause: 'precision', text: expect.stringContaining('不符合 5 条') as string }]) // prettier-ignore
    const quality = await ok<{ total: { hits: number; precision: { value: number; high: number } } }>(maker.get('/api/rules/kinds/R27/quality')) // prettier-ignore
    expect(quality.total.precision).toMatchObject({ value: 0 })
    expect(quality.total.precision.high).toBeCloseTo(0.434, 2)
    contractEndpoints.ruleQuality.response.parse(quality)
  })
})

describe('calibrations', () => {
  it('are written down once, listed and exported', async () => {
    const record = { kpId: 'LC-1', version: 1, day: '2026-03-01', expert: '专家1', field: 'clinical', before: '每日限 2', after: '每日限 1', evidence: '价格规范 2024 版' } // prettier-ignore
    await ok(maker.send('POST', '/api/rules/calibrations', record))
    const list = await ok<{ rows: object[]; total: number }>(maker.get('/api/rules/calibrations?kpId=LC-1'))
    expect(list).toMatchObject({ total: 1, rows: [{ ...record, source: 'meeting' }] })
    contractEndpoints.listCalibrations.response.parse(list)
    const file = await maker.get('/api/rules/export/calibrations')
    expect([file.status, file.headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')])
    await expect(server.store.pool.query('DELETE FROM rule_calibration')).rejects.toThrow('append-only')
  })
})

describe('an official sheet', () => {
  const HEAD = 'kp_id,rule_class,item_name,constraint,codes,published_at'
  const CSV = [HEAD, 'IM-1,药品限支付疗程,样例针剂,单次最多支付14天,XB01AB0001,2025-06-01', 'IM-2,没有这个规则,样例,文字,XB01AB0002,2025-06-01', 'IM-3,药品区分性别使用,样例片,限女性,XG03AA0001,2025-06-01'].join('\n') // prettier-ignore

  it('becomes proposals with the words they were read from; rows it cannot take are listed with the reason', async () => {
    const form = new FormData()
    form.append('file', new Blob([CSV]), '批次.csv')
    const answer = await fetch(`${server.url}/api/rules/imports?document=${encodeURIComponent('测试目录')}`, { method: 'POST', headers: { cookie: maker.cookie }, body: form }) // prettier-ignore
    const head = (await answer.json()) as { importId: string }
    expect(head).toMatchObject({ file: '批次.csv', shape: 'official', points: 2, open: 2, errors: 1 })
    const read = await ok<{ rows: { kpId: string; proposals: { param: string }[]; texts: { constraint: string } }[]; errors: object[] }>(maker.get(`/api/rules/imports/${head.importId}`)) // prettier-ignore
    contractEndpoints.getImport.response.parse(read)
    expect(read.errors).toMatchObject([{ row: 3, column: 'rule_class', reason: expect.stringContaining('没有这个规则') as string }]) // prettier-ignore
    expect(read.rows[0]?.proposals.map(({ param }) => param)).toContain('max_days')
    const confirm = { expert: '专家1', field: 'clinical', evidence: '对照原文' }
    const all = read.rows[0]!.proposals.map(({ param }) => param)
    const unseen = await ok<{ confirmed: number; failed: object[] }>(maker.send('POST', `/api/rules/imports/${head.importId}/confirm`, { ...confirm, items: [{ kpId: 'IM-1', accepted: [] }] })) // prettier-ignore
    expect(unseen).toMatchObject({ confirmed: 0, failed: [{ kpId: 'IM-1', reason: expect.stringContaining('尚未确认') as string }] }) // prettier-ignore
    const item = { kpId: 'IM-1', accepted: all.filter((param) => param !== 'max_days'), changed: { max_days: 10 } }
    expect(await ok(maker.send('POST', `/api/rules/imports/${head.importId}/confirm`, { ...confirm, items: [item] }))).toMatchObject({ confirmed: 1 }) // prettier-ignore
    expect(await ok(maker.get('/api/rules/points/IM-1'))).toMatchObject({ current: { status: 'draft', params: { max_days: 10 }, basis: { document: '测试目录', date: '2025-06-01' } } }) // prettier-ignore
    const records = await ok<{ rows: object[] }>(maker.get('/api/rules/calibrations?kpId=IM-1'))
    expect(records.rows).toMatchObject([{ source: 'import', expert: '专家1', after: expect.stringContaining('10') as string }]) // prettier-ignore
    expect(await ok(maker.send('POST', `/api/rules/imports/${head.importId}/skip`, { kpIds: ['IM-3'], note: '本地不适用' }))).toEqual({ skipped: 1 }) // prettier-ignore
    const { rows } = await ok<{ rows: object[] }>(maker.get('/api/rules/imports'))
    expect(rows).toMatchObject([{ open: 0, confirmed: 1, skipped: 1 }])
  })
})

describe('the panel for the workstation', () => {
  it('shows the reminders of a call, takes the answer the way of 3103, and is framed only where that is configured', async () => {
    await create({ ...DRAFT, kpId: 'LC-PN', name: '面板样例', keys: ['LC0011'] })
    await publish('LC-PN')
    await ok(checker.send('POST', '/api/rules/releases', { title: '面板', state: 'active' }))
    await callLive('LC0011', ['PANEL1'])
    const open = () => fetch(`${server.url}/panel/reminders?fixmedins_code=H1&task_id=PANEL1`)
    const page = await open()
    const html = await page.text()
    expect(html).toContain('每日限1次，实际2次')
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
    const answer = (fields: Record<string, string>) => fetch(`${server.url}/panel/answer`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: value('token'), jr_id: value('jr_id'), ...fields }) }) // prettier-ignore
    expect(await (await answer({ way: '1', reason: '' })).text()).toContain('必须填写处理原因')
    expect((await answer({ way: '1', reason: '病情需要', token: `${value('token')}x` })).status).toBe(400)
    expect((await answer({ way: '1', reason: '病情需要' })).status).toBe(303)
    writeFileSync(join(server.dataDirectory, 'panel.json'), JSON.stringify({ frameAncestors: ['https://his.example.cn/app'] })) // prettier-ignore
    const again = await open()
    expect(again.headers.get('content-security-policy')).toContain('frame-ancestors https://his.example.cn')
    expect(again.headers.get('x-frame-options')).toBeNull()
    expect(await again.text()).toContain('已选择继续执行：病情需要')
    expect(await (await fetch(`${server.url}/panel/reminders?fixmedins_code=H2&task_id=PANEL1`)).text()).toContain('没有提醒') // prettier-ignore
  })
})

describe('drafts', () => {
  const SECRETS = ['机密草稿', '机密文件', '样例月限', '影子样例', 'DR-1']

  /** What the answer says, a workbook cell by cell; the address asked for does not count. */
  async function said(client: Client, path: string): Promise<string> {
    const response = await fetch(server.url + path, { headers: { cookie: client.cookie } })
    if (!(response.headers.get('content-type') ?? '').includes('spreadsheetml')) return response.text()
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(await response.arrayBuffer())
    return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues().slice(5)))
  }

  it('are known to nobody who neither writes, reviews nor approves: not in lists, counts, search, exports or errors', async () => {
    const reader = await addUser(server.url, admin, { username: 'reader', role: 'drg-officer', scope: { kind: 'city' } }) // prettier-ignore
    const draft = { ...DRAFT, name: '机密草稿', basis: { ...BASIS, document: '机密文件' } }
    await create({ ...draft, kpId: 'DR-1' })
    await ok(maker.send('POST', '/api/rules/points/DR-1/versions', { ...draft, kindId: undefined, baseVersion: 1 }))
    await ok(maker.send('POST', '/api/rules/calibrations', { kpId: 'DR-1', version: 2, day: '2026-03-01', expert: '专家1', field: 'clinical', before: '无', after: '每日限 1', evidence: '机密草稿的依据' })) // prettier-ignore
    const conflicts = await ok<{ rows: { conflictId: string }[] }>(maker.get('/api/rules/conflicts?q=LC-3'))
    const releases = await ok<{ rows: { releaseId: string }[] }>(maker.get('/api/rules/releases'))
    const [release] = releases.rows.map(({ releaseId }) => releaseId)
    const secret = ['draft', 'review', 'trial', 'retired'].map((status) => `status=${status}&kind=R27`)
    const paths: Readonly<Record<string, readonly string[]>> = {
      listRuleKinds: ['kinds'],
      getRuleKind: ['kinds/R27'],
      listPoints: [...secret.map((query) => `points?${query}&size=200`), 'points?q=机密'],
      getPoint: ['points/DR-1', 'points/LC-3', 'points/LC-1'],
      searchCodes: ['codes?q=机密&source=item'],
      listCodeSets: ['code-sets'],
      listArticles: ['articles'],
      exportPoints: secret.map((query) => `export/points?${query}`),
      listReleases: ['releases'],
      diffReleases: [`releases/diff?from=${releases.rows.at(-1)?.releaseId}&to=${release}`],
      previewRelease: ['releases/next'],
      getRelease: [`releases/${release}`],
      exportRelease: [`releases/${release}/export`],
      ruleMonitor: ['monitor'],
      listJudges: ['judges?from=2020-01-01'],
      listConflicts: ['conflicts?size=200'],
      getConflict: [`conflicts/${conflicts.rows[0]?.conflictId}`],
      exportConflicts: ['export/conflicts'],
      pointConflicts: ['points/DR-1/versions/2/conflicts'],
      ruleQuality: ['kinds/R27/quality'],
      ruleBreaker: ['breaker'],
      listCalibrations: ['calibrations'],
      exportCalibrations: ['export/calibrations'],
      listReplays: ['replays'],
      settledHistory: ['history'],
      listReplayDifferences: ['replays/2026-01-01/differences'],
    }
    const readable = Object.entries(rulesEndpoints).filter(([, { method, permission }]) => method === 'GET' && permission === 'rules.read') // prettier-ignore
    expect(Object.keys(paths).sort()).toEqual(readable.map(([name]) => name).sort())
    const tells = async (client: Client) => {
      const found: string[] = []
      for (const [name, asked] of Object.entries(paths)) {
        const text = (await Promise.all(asked.map((path) => said(client, `/api/rules/${path}`)))).join('\n')
        if (SECRETS.some((word) => text.includes(word))) found.push(name)
      }
      return found
    }
    expect(await tells(maker)).toEqual(['listPoints', 'getPoint', 'searchCodes', 'listArticles', 'exportPoints', 'listConflicts', 'getConflict', 'exportConflicts', 'pointConflicts', 'ruleQuality', 'ruleBreaker', 'listCalibrations', 'exportCalibrations']) // prettier-ignore
    expect(await tells(reader)).toEqual([])
    const underWay = async (client: Client) => (await ok<{ rows: { underWay: number }[] }>(client.get('/api/rules/kinds'))).rows.reduce((sum, row) => sum + row.underWay, 0) // prettier-ignore
    expect([(await underWay(maker)) > 0, await underWay(reader)]).toEqual([true, 0])
    type Conflicts = { total: number; byCode: { n: number }[]; check: { errors: number; warnings: number; infos: number } } // prettier-ignore
    const { total, byCode, check } = await ok<Conflicts>(reader.get('/api/rules/conflicts'))
    expect([byCode.reduce((sum, { n }) => sum + n, 0), check.errors + check.warnings + check.infos]).toEqual([total, total]) // prettier-ignore
    expect(total).toBeLessThan((await ok<Conflicts>(maker.get('/api/rules/conflicts'))).total)
    expect((await ok<{ versions: object[] }>(reader.get('/api/rules/points/LC-1'))).versions).toHaveLength(1)
    const trying = (kpId: string) => messageOf(reader.send('POST', '/api/rules/try', { infno: '3102', request, point: { kpId, version: 1 } })) // prettier-ignore
    expect([await messageOf(reader.get('/api/rules/points/DR-1')), await trying('DR-1')]).toEqual([await messageOf(reader.get('/api/rules/points/NOPE')), await trying('NOPE')]) // prettier-ignore
  })
})
