import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  CHECK_TRANSITIONS,
  type CheckDetail,
  type CheckStatus,
  type FindingRow,
  type SelfHitDetail,
  type SelfHitRow,
} from '@yijian/contract'
import { importDelivery, readState } from '@yijian/warehouse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessOf } from '../../platform/access/scope.ts'
import type { Principal } from '../../platform/access/principal.ts'
import { addUser, firstAdmin, type Answer, type Client } from '../../testing/client.ts'
import { temporaryDirectory } from '../../testing/database.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'
import { selfFound } from './public.ts'
import type { SelfCheckTables } from './schema.ts'
import { sweep } from './service/files.ts'

const CONTENT = resolve(import.meta.dirname, '../../../../../content')

type Fields = Readonly<Record<string, string | number>>

function csv(rows: readonly Fields[]): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [header.join(','), ...rows.map((row) => header.map((name) => row[name] ?? '').join(',')), ''].join('\n')
}

const visit = (id: string, inst: string, over: Fields = {}): Fields => ({ mdtrt_id: id, psn_no: `P-${id}-000001`, fixmedins_code: inst, med_type: '21', begntime: '2025-06-01 08:00:00', endtime: '2025-06-05 10:00:00', adm_dept_codg: 'A03', adm_dept_name: '内科', ...over }) // prettier-ignore
const settlement = (id: string, inst: string, over: Fields = {}): Fields => ({ setl_id: `S-${id}`, mdtrt_id: id, psn_no: `P-${id}-000001`, fixmedins_code: inst, insutype: '310', med_type: '21', begndate: '2025-06-01', enddate: '2025-06-05', setl_time: '2025-06-05 10:30:00', medfee_sumamt: '3000.00', fund_pay_sumamt: '2100.00', inscp_amt: '2900.00', refd_setl_flag: '0', ...over }) // prettier-ignore
/** 床位费: two a day is one too many; after discharge it is none of the stay's. */
const bed = (sn: string, id: string, over: Fields = {}): Fields => ({ feedetl_sn: sn, setl_id: `S-${id}`, mdtrt_id: id, psn_no: `P-${id}-000001`, fixmedins_code: 'H1', fee_ocur_time: '2025-06-02 09:00:00', med_list_codg: '001109000010000', hilist_name: '普通病房床位费', list_type: '201', med_chrgitm_type: '01', cnt: '2', pric: '50.00', det_item_fee_sumamt: '100.00', inscp_amt: '100.00', bilg_dept_codg: 'A03', bilg_dr_code: 'D1', ...over }) // prettier-ignore

const BOTH = ['H1', 'H2'] as const
const tables = {
  fixmedins_b: [
    { fixmedins_code: 'H1', fixmedins_name: '样例医院1', fixmedins_type: '1', hosp_lv: '05', admdvs: '410102' },
    { fixmedins_code: 'H2', fixmedins_name: '样例医院2', fixmedins_type: '1', hosp_lv: '05', admdvs: '410103' },
  ],
  psn_info_b: BOTH.map((inst) => ({ psn_no: `P-${inst}a-000001`, gend: '1', brdy: '1960-05-01' })),
  mdtrt_d: BOTH.map((inst) => visit(`${inst}a`, inst)),
  setl_d: BOTH.map((inst) => settlement(`${inst}a`, inst)),
  fee_list_d: BOTH.flatMap((inst) => [
    bed(`${inst}-1`, `${inst}a`, { fixmedins_code: inst }),
    bed(`${inst}-2`, `${inst}a`, { fixmedins_code: inst, fee_ocur_time: '2025-06-03 09:00:00' }),
    bed(`${inst}-3`, `${inst}a`, { fixmedins_code: inst, fee_ocur_time: '2025-06-08 09:00:00' }),
  ]),
}

let server: TestServer
let own: Client
let other: Client
let city: Client
let district: Client
let foreignDistrict: Client

beforeAll(async () => {
  server = await startTestServer({ environment: { YIJIAN_WORKER_MEMORY_MB: '1024' } })
  const directory = temporaryDirectory()
  for (const [name, rows] of Object.entries(tables)) writeFileSync(join(directory, `${name}.csv`), csv(rows))
  await importDelivery({ directory, dataDirectory: server.dataDirectory, contentDirectory: CONTENT, threads: 1, memoryLimit: '512MB' }) // prettier-ignore
  const admin = await firstAdmin(server.url)
  const hospital = (code: string) => addUser(server.url, admin, { username: code.toLowerCase().padEnd(5, 'x'), role: 'institution', scope: { kind: 'institution', fixmedinsCodes: [code] } }) // prettier-ignore
  const auditor = (admdvs: string) => addUser(server.url, admin, { username: `qu-${admdvs}`, role: 'district-auditor', scope: { kind: 'district', admdvs } }) // prettier-ignore
  own = await hospital('H1')
  other = await hospital('H2')
  city = await addUser(server.url, admin, { username: 'city-one', role: 'city-auditor', scope: { kind: 'city' } })
  district = await auditor('410102')
  foreignDistrict = await auditor('410103')
})
afterAll(() => server.close())

async function ok<T>(answer: Promise<Answer>): Promise<T> {
  const { status, text } = await answer
  expect(status, text).toBe(200)
  return JSON.parse(text) as T
}

/** Waits until the scan has ended, however. */
async function ended(client: Client, checkId: string): Promise<CheckDetail> {
  for (;;) {
    const check = await ok<CheckDetail>(client.get(`/api/self-checks/${checkId}`))
    if (check.scan !== 'queued' && check.scan !== 'running') return check
    await new Promise((resume) => setTimeout(resume, 150))
  }
}

async function settledCheck(client: Client): Promise<CheckDetail> {
  const started = await ok<{ checkId: string }>(client.send('POST', '/api/self-checks', { from: '2025-06-01', to: '2025-06-30' })) // prettier-ignore
  return ended(client, started.checkId)
}

const hitsOf = async (client: Client, checkId: string, query = '') =>
  (await ok<{ rows: SelfHitRow[] }>(client.get(`/api/self-checks/${checkId}/hits?size=200${query}`))).rows
const fen = (yuan: string) => Math.round(Number(yuan) * 100)

let checkId: string
beforeAll(async () => {
  checkId = (await settledCheck(own)).checkId
})

describe('a check over settled data', () => {
  it('finds what the rules find in the own rows, and nothing of another institution', async () => {
    const check = await ended(own, checkId)
    expect(check).toMatchObject({ scan: 'ready', status: 'draft', error: null, scanned: { visits: 1, lines: 3 } })
    const hits = await hitsOf(own, checkId)
    expect(hits.map(({ kindId }) => kindId)).toEqual(expect.arrayContaining(['R27', 'R42']))
    expect(new Set(hits.map(({ mdtrtId }) => mdtrtId))).toEqual(new Set(['H1a']))
    expect(hits.every(({ dept }) => dept === '内科')).toBe(true)
    expect(JSON.stringify(hits)).not.toContain('P-H1a-000001')
    expect(check.cannotTell.length).toBeGreaterThan(0)
  })

  it('says of a hit what, on what grounds, what would be lawful, and on which rows', async () => {
    const [row] = await hitsOf(own, checkId, '&kind=R27&sort=day&order=asc')
    const hit = await ok<SelfHitDetail>(own.get(`/api/self-checks/${checkId}/hits/${row?.jrId ?? ''}`))
    expect(hit.message).toMatch(/普通病房床位费.*1.*2/)
    expect(hit.basis).toContain('按日计价')
    expect(hit.lawful).toBe('每日不超过 1')
    expect(hit.lines).toEqual([expect.objectContaining({ name: '普通病房床位费', cnt: '2.0000', lineAmount: '100.00', amount: '50.00', day: '2025-06-02' })]) // prettier-ignore
  })

  it('counts every line once in totals, whatever the number of hits on it', async () => {
    const rows = await hitsOf(own, checkId)
    const details = await Promise.all(rows.map(({ jrId }) => ok<SelfHitDetail>(own.get(`/api/self-checks/${checkId}/hits/${jrId}`)))) // prettier-ignore
    const visits = new Map<string, { lines: Map<string, number>; whole: number }>()
    for (const line of details.flatMap(({ lines }) => lines).filter(({ role }) => role === 'violating')) {
      const entry = visits.get(line.mdtrtId) ?? { lines: new Map<string, number>(), whole: 0 }
      if (line.sn.startsWith('visit:')) entry.whole = Math.max(entry.whole, fen(line.amount))
      else entry.lines.set(line.sn, Math.max(entry.lines.get(line.sn) ?? 0, fen(line.amount)))
      visits.set(line.mdtrtId, entry)
    }
    const once = [...visits.values()].reduce((sum, { lines, whole }) => sum + Math.max(whole, [...lines.values()].reduce((a, b) => a + b, 0)), 0) // prettier-ignore
    const check = await ended(own, checkId)
    expect(fen(check.amount)).toBe(once)
    expect(rows.reduce((sum, { amount }) => sum + fen(amount), 0)).toBeGreaterThan(once)
  })

  it('refuses a second scan while one runs, and ends without a result when cancelled', async () => {
    const started = await ok<{ checkId: string }>(own.send('POST', '/api/self-checks', { from: '2025-01-01', to: '2025-06-30' })) // prettier-ignore
    const second = await own.send('POST', '/api/self-checks', { from: '2025-01-01', to: '2025-06-30' })
    expect(second.json()).toMatchObject({ code: 'self-check.active' })
    const foreign = await other.send('POST', `/api/self-checks/${started.checkId}/cancel`)
    expect(foreign.status).toBe(404)
    await ok(own.send('POST', `/api/self-checks/${started.checkId}/cancel`))
    const check = await ended(own, started.checkId)
    expect(check).toMatchObject({ scan: 'cancelled', hits: 0, amount: '0.00' })
    await ok(own.send('DELETE', `/api/self-checks/${started.checkId}`))
    expect((await own.get(`/api/self-checks/${started.checkId}`)).status).toBe(404)
  })
})

describe('conclusions and rectification', () => {
  it('ask for a reason where it is denied, go for many at once, and can be undone step by step', async () => {
    const marks = (body: unknown) => own.send('POST', `/api/self-checks/${checkId}/marks`, body)
    const all = (await hitsOf(own, checkId)).length
    expect((await marks({ filter: {}, mark: 'denied', reason: '' })).status).toBe(400)
    const denied = await ok<{ changed: number; check: CheckDetail }>(marks({ filter: { kind: 'R27' }, mark: 'denied', reason: '经核对为两名患者' })) // prettier-ignore
    const rest = await ok<{ changed: number; check: CheckDetail }>(marks({ filter: { mark: 'open' }, mark: 'confirmed' })) // prettier-ignore
    expect(rest.check.marks).toEqual({ open: 0, confirmed: all - denied.changed, denied: denied.changed, pending: 0 })
    const parts = rest.check.remedies.reduce((sum, { suggested }) => sum + fen(suggested), 0)
    expect(parts).toBe(fen(rest.check.confirmedAmount))
    const undone = await ok<CheckDetail>(own.send('POST', `/api/self-checks/${checkId}/undo`))
    expect(undone).toMatchObject({ marks: { open: rest.changed, confirmed: 0 }, confirmedAmount: '0.00' })
    const again = await ok<CheckDetail>(own.send('POST', `/api/self-checks/${checkId}/undo`))
    expect(again).toMatchObject({ marks: { open: all }, undo: null })
    expect((await own.send('POST', `/api/self-checks/${checkId}/undo`)).json()).toMatchObject({ code: 'self-check.no-step' }) // prettier-ignore
  })

  it('must be complete before the report can go', async () => {
    const submit = () => own.send('POST', `/api/self-checks/${checkId}/submit`, {})
    expect((await submit()).json()).toMatchObject({ code: 'self-check.incomplete' })
    await ok(own.send('POST', `/api/self-checks/${checkId}/marks`, { filter: {}, mark: 'confirmed' }))
    expect((await submit()).json()).toMatchObject({ code: 'self-check.incomplete' })
    await writeRemedies(own, checkId)
    expect((await ended(own, checkId)).missing).toEqual([])
  })

  it('carry attachments under names of theirs, as downloads only', async () => {
    const form = new FormData()
    form.append('files', new Blob(['<script>alert(1)</script>']), '整改 说明.pdf')
    const sent = await fetch(`${server.url}/api/self-checks/${checkId}/files`, { method: 'POST', body: form, headers: { cookie: own.cookie } }) // prettier-ignore
    const { fileId } = (await sent.json()) as { fileId: string }
    const file = await own.get(`/api/self-checks/${checkId}/files/${fileId}`)
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('整改 说明.pdf'))
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    const bad = new FormData()
    bad.append('files', new Blob(['x']), 'a.html')
    const refused = await fetch(`${server.url}/api/self-checks/${checkId}/files`, { method: 'POST', body: bad, headers: { cookie: own.cookie } }) // prettier-ignore
    expect(refused.status).toBe(400)
  })

  it('make a workbook', async () => {
    const response = await fetch(`${server.url}/api/self-checks/${checkId}/report`, { headers: { cookie: own.cookie } })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
  })
})

async function writeRemedies(client: Client, id: string): Promise<void> {
  const { remedies } = await ended(client, id)
  for (const { kindId, suggested } of remedies) {
    const body = { cause: '系统未拦截', measures: '退回费用并设置拦截', dept: '医保办', dueOn: '2025-12-31', refund: suggested } // prettier-ignore
    await ok(client.send('PUT', `/api/self-checks/${id}/remedies/${kindId}`, body))
  }
}

/** Every way to a check, with a body that would be right. */
const WAYS = [
  ['GET', ''],
  ['GET', '/hits'],
  ['GET', '/hits/J-1'],
  ['GET', '/report'],
  ['GET', '/files/f'],
  ['GET', '/rejects/setl_d'],
  ['POST', '/cancel'],
  ['POST', '/undo'],
  ['POST', '/withdraw'],
  ['POST', '/submit', {}],
  ['POST', '/marks', { filter: {}, mark: 'confirmed' }],
  ['PUT', '/remedies/R27', { cause: '', measures: '', dept: '', dueOn: null, refund: null }],
  ['DELETE', '/files/f'],
  ['DELETE', ''],
] as const
const SUBMISSION_WAYS = [
  ['GET', ''],
  ['GET', '/hits'],
  ['GET', '/hits/J-1'],
  ['GET', '/report'],
  ['GET', '/files/f'],
  ['POST', '/decisions', { decision: 'accept', opinion: '' }],
] as const

interface Probe {
  readonly client: Client
  readonly root: string
  readonly ways: readonly (readonly [string, string, unknown?])[]
}

/** A check out of reach and one that never was answer the same. */
async function expectUnreachable({ client, root, ways }: Probe): Promise<void> {
  for (const [method, path, body] of ways) {
    const real = await client.send(method, `${root}/${checkId}${path}`, body)
    const absent = await client.send(method, `${root}/no-such-check${path}`, body)
    expect(real.status, `${method} ${path} ${real.text}`).toBe(404)
    expect({ ...real.json(), traceId: '' }).toEqual({ ...absent.json(), traceId: '' })
  }
}

const submissions = (client: Client) => ok<{ total: number; totals: { confirmed: number } }>(client.get('/api/self-check-submissions')) // prettier-ignore

describe('who sees what', () => {
  it('another institution finds nothing: lists, counts, single addresses, errors', async () => {
    expect(await ok(other.get('/api/self-checks'))).toEqual({ rows: [], total: 0 })
    expect(await ok(other.get('/api/self-checks/home'))).toMatchObject({ recent: [], deadlines: [], institutions: [{ fixmedinsCode: 'H2' }] }) // prettier-ignore
    await expectUnreachable({ client: other, root: '/api/self-checks', ways: WAYS })
    const foreign = await other.send('POST', '/api/self-checks', { fixmedinsCode: 'H1', from: '2025-06-01', to: '2025-06-30' }) // prettier-ignore
    const unknown = await other.send('POST', '/api/self-checks', { fixmedinsCode: 'H9', from: '2025-06-01', to: '2025-06-30' }) // prettier-ignore
    expect({ ...foreign.json(), traceId: '' }).toEqual({ ...unknown.json(), traceId: '' })
    expect(foreign.status).toBe(404)
  })

  it('the bureau finds nothing before it is submitted', async () => {
    for (const client of [city, district, foreignDistrict]) {
      expect(await submissions(client)).toMatchObject({ total: 0, totals: { confirmed: 0 } })
      await expectUnreachable({ client, root: '/api/self-check-submissions', ways: SUBMISSION_WAYS })
      const exported = await client.get('/api/self-check-submissions/export?format=csv')
      expect(exported.text).not.toContain('样例医院')
    }
  })
})

const decide = (client: Client, decision: string) =>
  client.send('POST', `/api/self-check-submissions/${checkId}/decisions`, {
    decision,
    opinion: '请补充病历',
    dueOn: null,
  })
const statusNow = async () => (await ended(own, checkId)).status

describe('from the institution to the bureau and back', () => {
  /** Whatever the table does not allow in the present status is refused and changes nothing. */
  async function expectOnlyTable(status: CheckStatus): Promise<void> {
    const allowed = new Set(CHECK_TRANSITIONS[status].map(({ move }) => move as string))
    const tries: Record<string, () => Promise<Answer>> = {
      withdraw: () => own.send('POST', `/api/self-checks/${checkId}/withdraw`),
      submit: () => own.send('POST', `/api/self-checks/${checkId}/submit`, {}),
      accept: () => decide(city, 'accept'),
      return: () => decide(city, 'return'),
      close: () => decide(city, 'close'),
    }
    for (const [move, act] of Object.entries(tries)) {
      if (allowed.has(move)) continue
      expect([404, 409], `${move} in ${status}`).toContain((await act()).status)
      expect(await statusNow()).toBe(status)
    }
  }

  it('can be withdrawn until the bureau opens it, and then not', async () => {
    await expectOnlyTable('draft')
    await ok(own.send('POST', `/api/self-checks/${checkId}/submit`, { statement: '第一次' }))
    expect(await submissions(city)).toMatchObject({ total: 1 })
    await ok(own.send('POST', `/api/self-checks/${checkId}/withdraw`))
    expect(await submissions(city)).toMatchObject({ total: 0 })
    await expectUnreachable({ client: city, root: '/api/self-check-submissions', ways: SUBMISSION_WAYS })
    await ok(own.send('POST', `/api/self-checks/${checkId}/submit`, { statement: '正式提交' }))
    await expectOnlyTable('submitted')
    const seen = await ok<{ events: { opinion: string }[]; files: unknown[] }>(city.get(`/api/self-check-submissions/${checkId}`)) // prettier-ignore
    expect(JSON.stringify(seen.events)).not.toContain('第一次')
    expect(seen.files).toHaveLength(1)
    expect((await own.send('POST', `/api/self-checks/${checkId}/withdraw`)).json()).toMatchObject({ code: 'self-check.opened' }) // prettier-ignore
  })

  it('is read-only for the institution, and seen by its own region only', async () => {
    const mark = await own.send('POST', `/api/self-checks/${checkId}/marks`, { filter: {}, mark: 'pending' })
    expect(mark.json()).toMatchObject({ code: 'self-check.sent' })
    expect((await own.send('PUT', `/api/self-checks/${checkId}/remedies/R27`, { cause: 'x', measures: 'x', dept: 'x', dueOn: null, refund: null })).status).toBe(409) // prettier-ignore
    expect((await own.send('POST', `/api/self-checks/${checkId}/undo`)).status).toBe(409)
    expect((await own.send('DELETE', `/api/self-checks/${checkId}`)).status).toBe(409)
    expect(await submissions(district)).toMatchObject({ total: 1 })
    expect(await submissions(foreignDistrict)).toMatchObject({ total: 0 })
    await expectUnreachable({ client: foreignDistrict, root: '/api/self-check-submissions', ways: SUBMISSION_WAYS })
  })

  it('shows the bureau what was sent, not what is being changed after a return', async () => {
    await ok(decide(city, 'return'))
    await expectOnlyTable('returned')
    const hits = (await hitsOf(own, checkId)).length
    await ok(own.send('POST', `/api/self-checks/${checkId}/marks`, { filter: { kind: 'R42' }, mark: 'denied', reason: '补充材料后不成立' })) // prettier-ignore
    const page = await ok<{ total: number }>(city.get(`/api/self-check-submissions/${checkId}/hits?mark=confirmed`))
    expect(page.total).toBe(hits)
    const csvText = (await city.get(`/api/self-check-submissions/export?format=csv`)).text
    expect(csvText).toContain('样例医院1')
    expect(csvText).toContain('退回补充')
  })

  it('tells which judgements the institution found itself: confirmed, submitted, within the scope', async () => {
    await ok(own.send('POST', `/api/self-checks/${checkId}/submit`, {}))
    const hits = await hitsOf(own, checkId)
    const confirmed = hits.filter(({ mark }) => mark === 'confirmed').map(({ jrId }) => jrId)
    const access = (scope: Principal['scope']) => accessOf({ scope } as Principal)
    const ask = (scope: Principal['scope']) => selfFound(server.composed.platform, access(scope), [...hits.map(({ jrId }) => jrId), 'J-x']) // prettier-ignore
    const found = await ask({ kind: 'city' })
    expect([...found.keys()].sort()).toEqual([...confirmed].sort())
    expect(found.get(confirmed[0] ?? '')).toMatchObject({ checkId, status: 'submitted' })
    expect((await ask({ kind: 'district', admdvs: '410103' })).size).toBe(0)
  })

  it('marks the findings of the rules that the institution has reported itself, in list, page and export', async () => {
    const { jobId } = await ok<{ jobId: string }>(city.send('POST', '/api/rules/runs', {}))
    await expect
      .poll(
        async () =>
          (await ok<{ rows: { jobId: string; state: string }[] }>(city.get('/api/jobs?size=20'))).rows.find(
            (job) => job.jobId === jobId,
          )?.state,
        { timeout: 60_000, interval: 250 },
      ) // prettier-ignore
      .toBe('succeeded')
    const list = async (client: Client) => (await ok<{ rows: FindingRow[] }>(client.get('/api/findings?source=rule&size=200'))).rows // prettier-ignore
    const [mine, theirs] = [await list(city), await list(foreignDistrict)]
    const confirmed = new Set((await hitsOf(own, checkId, '&mark=confirmed')).map(({ kindId }) => `rule:${kindId}`))
    const marked = mine.filter(({ selfFound: mark }) => mark !== null)
    expect(confirmed.size).toBeGreaterThan(0)
    expect(new Set(marked.map(({ modelId }) => modelId))).toEqual(confirmed)
    expect(new Set(marked.map(({ fixmedinsCode }) => fixmedinsCode))).toEqual(new Set(['H1']))
    expect(theirs.length).toBeGreaterThan(0)
    expect(theirs.every(({ selfFound: mark }) => mark === null)).toBe(true)
    const page = await ok<FindingRow>(city.get(`/api/findings/${marked[0]?.findingId ?? ''}`))
    expect(page.selfFound).toEqual(marked[0]?.selfFound)
    expect(page.selfFound).toMatchObject({ checkId, status: 'submitted' })
    const { text } = await city.get('/api/findings/export?format=csv&source=rule')
    expect(text.match(/机构已自查：\d{4}-\d{2}-\d{2} 上报 \d+\/\d+ 条判定/g)).toHaveLength(marked.length)
  }, 90_000)

  it('is accepted and closed, and every step is in the audit trail', async () => {
    await ok(decide(district, 'accept'))
    await expectOnlyTable('accepted')
    await ok(decide(city, 'close'))
    await expectOnlyTable('closed')
    const { rows } = await server.store.pool.query<{ action: string }>('SELECT action FROM audit_entry WHERE subject = $1 ORDER BY seq', [checkId]) // prettier-ignore
    const actions = rows.map(({ action }) => action.replace('self-check.', ''))
    const moves = actions.filter((action) => ['start', 'submit', 'withdraw', 'open', 'return', 'accept', 'close'].includes(action)) // prettier-ignore
    expect(moves).toEqual(['start', 'submit', 'withdraw', 'submit', 'open', 'return', 'submit', 'accept', 'close'])
    expect((await server.composed.platform.audit.verify()).ok).toBe(true)
  })
})

describe('a check over own files', () => {
  async function upload(files: Readonly<Record<string, readonly Fields[]>>): Promise<CheckDetail> {
    const form = new FormData()
    for (const [name, rows] of Object.entries(files)) form.append('files', new Blob([csv(rows)]), `${name}.csv`)
    const answer = await fetch(`${server.url}/api/self-checks/uploads`, { method: 'POST', body: form, headers: { cookie: own.cookie } }) // prettier-ignore
    const { checkId: id } = (await answer.json()) as { checkId: string }
    return ended(own, id)
  }

  it('refuses rows of other institutions and bad rows, each with file, line and reason, and leaves the city alone', async () => {
    const before = readState(server.dataDirectory)
    const check = await upload({
      mdtrt_d: [visit('u1', 'H1'), visit('u2', 'H2')],
      setl_d: [
        settlement('u1', 'H1'),
        settlement('u2', 'H2'),
        settlement('u3', 'H1', { mdtrt_id: 'u1', medfee_sumamt: '很多' }),
      ],
      fee_list_d: [bed('f1', 'u1'), bed('f2', 'u2', { fixmedins_code: 'H2' }), bed('f3', 'u1', { cnt: '二' })],
    })
    expect(check, check.error ?? '').toMatchObject({
      scan: 'ready',
      source: 'upload',
      scanned: { visits: 1, lines: 1 },
    })
    const table = (name: string) => check.reading?.tables.find((one) => one.table === name)
    expect(table('mdtrt_d')).toMatchObject({ read: 2, accepted: 1, rejected: 1, foreign: 1 })
    expect(table('setl_d')).toMatchObject({ read: 3, accepted: 1, rejected: 2, foreign: 1 })
    expect(table('fee_list_d')).toMatchObject({ read: 3, accepted: 1, rejected: 2, foreign: 1 })
    const { text } = await own.get(`/api/self-checks/${check.checkId}/rejects/fee_list_d`)
    expect(text).toMatch(/fee_list_d\.csv,3,fixmedins_code,H2,不是本机构的记录/)
    expect(text).toMatch(/fee_list_d\.csv,4,cnt,二,类型不符/)
    expect((await other.get(`/api/self-checks/${check.checkId}/rejects/fee_list_d`)).status).toBe(404)
    const hits = await hitsOf(own, check.checkId)
    expect(hits.map(({ kindId }) => kindId)).toContain('R27')
    expect(JSON.stringify(hits)).not.toContain('u2')
    expect(readState(server.dataDirectory)).toEqual(before)
  })

  it('deletes the files when their days are over, and keeps the result', async () => {
    const { rows } = await ok<{ rows: { checkId: string; source: string }[] }>(own.get('/api/self-checks'))
    const id = rows.find(({ source }) => source === 'upload')?.checkId ?? ''
    const folder = join(server.dataDirectory, 'files', 'self-check', id)
    const orphan = join(server.dataDirectory, 'files', 'self-check', 'nobody-knows')
    mkdirSync(orphan)
    const { platform } = server.composed
    const context = { platform, db: platform.db.withTables<SelfCheckTables>(), current: () => undefined, release: async () => undefined } // prettier-ignore
    await sweep(context)
    expect([existsSync(folder), existsSync(orphan)]).toEqual([true, true])
    const later = {
      ...context,
      platform: { ...platform, clock: { now: () => new Date(Date.now() + 31 * 86_400_000) } },
    }
    await sweep(later)
    expect([existsSync(folder), existsSync(orphan)]).toEqual([false, false])
    const check = await ended(own, id)
    expect(check).toMatchObject({ reading: { removed: true } })
    expect((await own.get(`/api/self-checks/${id}/rejects/fee_list_d`)).status).toBe(404)
    expect((await hitsOf(own, id)).length).toBeGreaterThan(0)
  })
})
