import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sharedDrgEndpoints, drgEndpoints, type Job, type YearLine } from '@yijian/contract'
import { formatYuan, parseYuan } from '@yijian/kernel'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery, openStays } from '@yijian/warehouse'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, firstAdmin, type Answer, type Client } from '../../testing/client.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

const contentDirectory = resolve(fileURLToPath(new URL('../../../../../content', import.meta.url)))

interface Account { readonly hospital: { code: string }; readonly fund: 'employee' | 'resident'; readonly state: string; readonly payable: string; readonly paid: string; readonly byCase: string; readonly cases: number } // prettier-ignore
interface Month { readonly month: string; readonly frozen: boolean; readonly counts: Record<string, number>; readonly payable: string; readonly accounts: Account[]; readonly checks: { ok: boolean }[]; readonly job: Job | null } // prettier-ignore
interface CaseRow { readonly caseId: string; readonly hospital: { code: string }; readonly payable: string | null; readonly fund: string; readonly drg: string } // prettier-ignore

let server: TestServer
let officer: Client
let city: Client
let part: Client
let one: Client
let other: Client
let experts: Client[]
let hospitals: [string, string]
let month: string
let root: string
/** A stay whose main diagnosis was delivered under a code of an old edition, and the code that it should be. */
let old: { caseId: string; code: string; given: string }

/** A small city, imported and prepared as the product does it; two of its hospitals have an account. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'yijian-drg-'))
  const dataDirectory = join(root, 'data')
  await synthesizeCity({
    directory: join(root, 'city'),
    persons: 1000,
    months: 12,
    seed: 5,
    format: 'csv',
    fraud: false,
  })
  old = withOldCode(join(root, 'city'))
  await importDelivery({ directory: join(root, 'city'), dataDirectory, contentDirectory })
  const source = await openStays({ dataDirectory, contentDirectory })
  const count = new Map<string, number>()
  for await (const chunk of source.facts({ from: null, to: null })) for (const { fixmedins_code: code } of chunk) count.set(String(code), (count.get(String(code)) ?? 0) + 1) // prettier-ignore
  source.close()
  hospitals = [...count]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([code]) => code) as [string, string]
  server = await startTestServer({ dataDirectory })
  const admin = await firstAdmin(server.url)
  const user = (username: string, role: 'drg-officer' | 'city-auditor' | 'expert') => addUser(server.url, admin, { username, role, scope: { kind: 'city' } }) // prettier-ignore
  const hospital = (username: string, code: string) => addUser(server.url, admin, { username, role: 'institution', scope: { kind: 'institution', fixmedinsCodes: [code] } }) // prettier-ignore
  officer = await user('officer', 'drg-officer')
  city = await user('checker', 'city-auditor')
  part = await addUser(server.url, admin, { username: 'part', role: 'city-auditor', scope: { kind: 'district', admdvs: '990102' } }) // prettier-ignore
  experts = [await user('expert-a', 'expert'), await user('expert-b', 'expert')]
  one = await hospital('one', hospitals[0])
  other = await hospital('other', hospitals[1])
  // The trial begins by itself when the server sees the data.
  await waitFor(async () => (await ok<{ rows: unknown[] }>(officer.get('/api/drg/months'))).rows.length > 0)
  await idle()
  const { rows } = await ok<{ rows: Month[] }>(officer.get('/api/drg/months'))
  month = rows.toSorted((a, b) => (b.counts['read'] ?? 0) - (a.counts['read'] ?? 0))[0]!.month
}, 300_000)
afterAll(async () => {
  await server?.close()
  rmSync(root, { recursive: true, force: true })
})

/** Gives the main diagnosis of the first stay of the data another code: its month is neither the busiest nor the last. */
function withOldCode(directory: string): typeof old {
  const read = (name: string) => readFileSync(join(directory, `${name}.csv`), 'utf8').split('\n').map((line) => line.split(',')) // prettier-ignore
  const [head = [], ...visits] = read('mdtrt_d')
  const [id, end, way] = ['mdtrt_id', 'endtime', 'dscg_way'].map((name) => head.indexOf(name)) as [number, number, number] // prettier-ignore
  const [first] = visits.filter((row) => (row[way] ?? '') !== '').sort((a, b) => (a[end]! < b[end]! ? -1 : 1))
  const caseId = first![id]!
  const lines = read('setl_diag_list_d')
  const [visit, flag, code] = ['mdtrt_id', 'maindiag_flag', 'diag_code'].map((name) => lines[0]!.indexOf(name)) as [number, number, number] // prettier-ignore
  const main = lines.find((row) => row[visit] === caseId && row[flag] === '1')!
  const made = { caseId, code: main[code]!, given: `${main[code]!}V1` }
  main[code] = made.given
  writeFileSync(join(directory, 'setl_diag_list_d.csv'), lines.map((row) => row.join(',')).join('\n'))
  return made
}

async function ok<T = Record<string, unknown>>(answer: Promise<Answer>): Promise<T> {
  const got = await answer
  expect(got.status, got.text).toBe(200)
  return got.json<T>()
}

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 120_000
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('waited too long')
    await new Promise((resume) => setTimeout(resume, 150))
  }
}

const idle = () => waitFor(async () => (await ok<{ job: Job | null }>(officer.get('/api/drg/months'))).job === null)
const monthOf = (client = officer, path = '/api/drg') => ok<Month>(client.get(`${path}/months/${month}`))
const sum = (amounts: readonly (string | null)[]) => formatYuan(amounts.reduce((all, amount) => all + parseYuan(amount ?? '0.00'), 0n)) // prettier-ignore

async function allCases(query: string): Promise<CaseRow[]> {
  const found: CaseRow[] = []
  for (let page = 1; ; page++) {
    const { rows, total } = await ok<{ rows: CaseRow[]; total: number }>(officer.get(`/api/drg/cases?size=200&page=${page}&${query}`)) // prettier-ignore
    found.push(...rows)
    if (found.length >= total) return found
  }
}

async function upload(client: Client, name: string, content: string): Promise<Answer> {
  const form = new FormData()
  form.append('files', new Blob([content]), name)
  const response = await fetch(`${server.url}/api/drg/own/lists`, { method: 'POST', body: form, headers: { cookie: client.cookie } }) // prettier-ignore
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T }
}

/** A list of a case as its hospital would send it: complete but for what is changed. */
async function listOf(caseId: string, change: Record<string, string> = {}, dx?: string[]): Promise<object> {
  const { rows } = await sql<{ facts: Record<string, string> }>`SELECT facts FROM drg_case WHERE case_id = ${caseId}`.execute(server.store.db) // prettier-ignore
  const { facts } = rows[0]!
  const codes = dx ?? facts['dx']!.split('|')
  const info = { psn_no: facts['psn_no'], mdtrt_id: facts['mdtrt_ids']!.split('|')[0], setl_id: facts['setl_ids']!.split('|')[0], medcasno: 'B1', dcla_time: `${facts['dsc']} 18:00:00`, ntly: '156', prfs: '80', coner_name: '样例联系人', patn_rlts: '1', coner_addr: '样例地址', coner_tel: '1', adm_way: '2', trt_type: '10', adm_time: `${facts['adm']} 08:00:00`, dscg_time: `${facts['dsc']} 10:00:00`, dscg_caty: 'A03', dscg_way: '1', bill_code: '1', bill_no: '1', biz_sn: '1', days_rinp_flag_31: '1', chfpdr_code: 'D1', chfpdr_name: '样例', setl_begn_date: facts['adm'], setl_end_date: facts['dsc'], medins_fill_dept: '医保办', medins_fill_psn: '样例', resp_nurs_code: 'N1', stas_type: '1', hi_paymtd: '4', ipt_med_type: '1', ...change } // prettier-ignore
  const op = (facts['op'] ?? '').split('|').filter(Boolean)
  return {
    infno: '4101A',
    input: {
      setlinfo: info,
      diseinfo: codes.map((diag_code, i) => ({ diag_type: '1', diag_code, diag_name: '样例', adm_cond_type: '1', maindiag_flag: i === 0 ? '1' : '0' })), // prettier-ignore
      oprninfo: op.map((oprn_oprt_code, i) => ({ oprn_oprt_type: i === 0 ? '1' : '2', oprn_oprt_code, oprn_oprt_name: '样例', oper_dr_code: 'D1', oprn_oprt_begntime: `${facts['adm']} 12:00:00`, oprn_oprt_endtime: `${facts['adm']} 13:00:00` })), // prettier-ignore
    },
  }
}

describe('the trial and who sees what', () => {
  it('groups and prices every stay: in = grouped + ungrouped + rejected = paid + refused', async () => {
    const detail = await monthOf()
    const { read, grouped, ambiguous, ungrouped, rejected, paid, refused } = detail.counts
    expect(read).toBeGreaterThan(10)
    expect(grouped! + ambiguous! + ungrouped! + rejected!).toBe(read)
    expect(paid! + refused!).toBe(read)
    expect(detail.checks.every((check) => check.ok)).toBe(true)
  })

  it('answers as the contract says', async () => {
    sharedDrgEndpoints.drgOverview.response.parse((await officer.get('/api/drg/overview')).json())
    const [first] = await allCases(`month=${month}`)
    const detail = await ok(officer.get(`/api/drg/cases/${first!.caseId}`))
    expect(sharedDrgEndpoints.getDrgCase.response.parse(detail).explain.length).toBeGreaterThan(2)
    sharedDrgEndpoints.listScores.response.parse((await officer.get('/api/drg/list-scores')).json())
    drgEndpoints.lintScheme.response.parse((await officer.get('/api/drg/schemes/demo/problems')).json())
    expect((await officer.get('/api/drg/scheme-diff?from=demo&to=demo')).json()).toMatchObject({ moved: 0, lists: [] })
    const files = await Promise.all([officer.get(`/api/drg/cases/file?month=${month}`), one.get('/api/drg/own/cases/file')]) // prettier-ignore
    for (const { status, text } of files) expect([status, text.slice(0, 2)]).toEqual([200, 'PK'])
    expect((await one.get('/api/drg/cases/file')).status).toBe(403)
  })

  it('shows a hospital its own cases, lists and statements, and nothing of others', async () => {
    const own = await ok<{ rows: CaseRow[]; total: number }>(one.get('/api/drg/own/cases?size=200'))
    expect(own.total).toBeGreaterThan(0)
    expect(new Set(own.rows.map(({ hospital }) => hospital.code))).toEqual(new Set([hospitals[0]]))
    const [foreign] = await allCases(`hospital=${hospitals[1]}`)
    for (const path of [
      `cases/${foreign!.caseId}`,
      `lists/W-${foreign!.caseId}`,
      `months/${month}/statements/${hospitals[1]}`,
    ])
      expect((await one.get(`/api/drg/own/${path}`)).status, path).toBe(404)
    expect((await ok<{ total: number }>(one.get(`/api/drg/own/cases?hospital=${hospitals[1]}`))).total).toBe(0)
    expect((await one.get('/api/drg/cases')).status).toBe(403)
    const overview = await ok<{ hospitals: { hospital: { code: string } }[] }>(one.get('/api/drg/own/overview'))
    expect(overview.hospitals.map(({ hospital }) => hospital.code)).toEqual([hospitals[0]])
  })
})

describe('settlement lists', () => {
  it('takes the good ones of a bad file, names line and reason, keeps versions, checks anew', async () => {
    const [first, second] = await allCases(`month=${month}&hospital=${hospitals[0]}`)
    const [foreign] = await allCases(`month=${month}&hospital=${hospitals[1]}`)
    const bad = await listOf(second!.caseId, { dscg_way: '', chfpdr_code: '' })
    const file = [await listOf(first!.caseId), { infno: '4101A', input: { setlinfo: { mdtrt_id: 'x' } } }, bad, 7]
    const { files } = (await upload(one, 'lists.json', JSON.stringify(file))).json<{ files: { accepted: number; failed: number; refused: { line: number; reason: string }[] }[] }>() // prettier-ignore
    expect(files[0]).toMatchObject({ accepted: 2, refused: [{ line: 2, reason: '缺少结算ID（setl_id），无法对应到结算' }, { line: 4, reason: '不是一条结算清单报文' }] }) // prettier-ignore
    const again = (await upload(one, 'lists.json', JSON.stringify(file))).json<{ files: { unchanged: number }[] }>()
    expect(again.files[0]?.unchanged).toBe(2)
    const table = (await upload(one, 't.csv', 'mdtrt_id,setl_id,diag_code\n"a,b",1\n')).json<{ files: { refused: unknown[] }[] }>() // prettier-ignore
    expect(table.files[0]?.refused).toEqual([{ line: 2, reason: '列数为 2，应与表头的 3 列相同' }])
    // Somebody else's stay is not found: the list waits without a settlement, and changes nothing.
    await upload(one, 'foreign.json', JSON.stringify(await listOf(foreign!.caseId)))
    expect((await ok<{ listId: string }>(officer.get(`/api/drg/cases/${foreign!.caseId}`))).listId).toBe(`W-${foreign!.caseId}`) // prettier-ignore

    const { listId } = await ok<{ listId: string }>(one.get(`/api/drg/own/cases/${second!.caseId}`))
    const before = await ok<{ version: number; errors: number; score: string; problems: { field: string; node: string; row: number; severity: string }[] }>(one.get(`/api/drg/own/lists/${listId}`)) // prettier-ignore
    expect(before.problems.filter(({ severity }) => severity === 'error').map(({ field }) => field)).toEqual(expect.arrayContaining(['dscg_way', 'chfpdr_code'])) // prettier-ignore
    const correction = { version: before.version, changes: [{ node: 'setlinfo', row: 0, field: 'dscg_way', value: '1' }, { node: 'setlinfo', row: 0, field: 'chfpdr_code', value: 'D1' }] } // prettier-ignore
    expect((await other.send('POST', `/api/drg/own/lists/${listId}/correction`, correction)).status).toBe(404)
    const after = await ok<{ errors: number; score: string; lastChange: { fixed: number } }>(one.send('POST', `/api/drg/own/lists/${listId}/correction`, correction)) // prettier-ignore
    expect(Number(after.score)).toBeGreaterThan(Number(before.score))
    expect([after.errors, after.lastChange.fixed]).toEqual([before.errors - 2, 2])
    expect((await one.send('POST', `/api/drg/own/lists/${listId}/correction`, correction)).json()).toMatchObject({ code: 'drg.list.version' }) // prettier-ignore
  })
})

describe('simulation', () => {
  interface Simulation { readonly state: string; readonly error: string | null; readonly result: { total: { cases: number; before: string; after: string; difference: string }; hospitals: { before: string; after: string; difference: string }[]; checks: { ok: boolean; text: string }[]; split: { problems: string[]; after: { drg: string; n: number; weight: string }[]; totalBefore: string; totalAfter: string } | null } | null } // prettier-ignore
  async function simulated(input: object): Promise<{ id: string; done: Simulation }> {
    const { simulationId: id } = await ok<{ simulationId: string }>(officer.send('POST', '/api/drg/simulations', input))
    let done: Simulation | undefined
    await waitFor(async () => {
      done = (await ok<unknown>(officer.get(`/api/drg/simulations/${id}`))) as Simulation
      return ['succeeded', 'failed', 'cancelled'].includes(done.state)
    })
    expect(done!.error).toBeNull()
    return { id, done: done! }
  }
  const standing = async () => (await ok<{ totals: { payable: string } }>(officer.get('/api/drg/cases?size=1'))).totals.payable // prettier-ignore

  it('tries a rate over the last year: before is what the months say, parts add up to the fen, nothing is changed', async () => {
    const before = await standing()
    const changes = [{ kind: 'rate-factor', fund: 'all', factor: '1.1' }]
    const { id, done } = await simulated({ kind: 'policy', title: '费率提高一成', changes })
    drgEndpoints.getSimulation.response.parse(done)
    const { total, hospitals: rows, checks } = done.result!
    expect(
      checks.every((check) => check.ok),
      JSON.stringify(checks),
    ).toBe(true)
    expect(total.before).toBe(before)
    expect(parseYuan(total.after) - parseYuan(total.before)).toBe(parseYuan(total.difference))
    expect(parseYuan(total.difference)).toBeGreaterThan(0n)
    expect(sum(rows.map((row) => row.after))).toBe(total.after)
    expect(await standing()).toBe(before)
    const file = await fetch(`${server.url}/api/drg/simulations/${id}/file`, { headers: { cookie: officer.cookie } })
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    expect((await officer.send('POST', '/api/drg/simulations', { kind: 'policy', title: '没有改动', changes: [] })).status).toBe(400) // prettier-ignore
    expect((await one.get(`/api/drg/simulations/${id}`)).status).toBe(403)
  })

  it('splits a group by age: figures first, then a draft, another person’s approval, and a version by day of discharge', async () => {
    const scheme = await ok<{ tree: { adrgs: { ruleId: string; drgs: { drg: string; name: string; split: string; cases: number }[] }[] }[] }>(officer.get('/api/drg/schemes/demo')) // prettier-ignore
    const { ruleId, drgs } = scheme.tree.flatMap(({ adrgs }) => adrgs).toSorted((a, b) => (b.drgs.at(-1)?.cases ?? 0) - (a.drgs.at(-1)?.cases ?? 0))[0]! // prettier-ignore
    const code = `${drgs[0]!.drg.slice(0, 3)}A`
    const others = drgs.map(({ drg, name, split }) => ({ drg, name, split }))
    const rows = [{ drg: code, name: '七十岁以上', split: 'age>=70' }, ...others]
    const { id, done } = await simulated({ kind: 'split', title: '按年龄细分', schemeId: 'demo', ruleId, rows })
    const { split, total } = done.result!
    expect(split!.problems).toEqual([])
    expect(split!.after.find(({ drg }) => drg === code)!.n).toBeGreaterThan(0)
    expect(Math.abs(Number(split!.totalBefore) - Number(split!.totalAfter))).toBeLessThan(0.05)
    expect(total.cases).toBeGreaterThan(10)
    const { earliest, versions } = await ok<{ earliest: string; versions: unknown[] }>(officer.get('/api/drg/splits'))
    expect(versions).toHaveLength(1)
    const draft = (validFrom: string) => officer.send('POST', '/api/drg/splits', { simulationId: id, validFrom, reason: '老年患者费用明显较高' }) // prettier-ignore
    expect((await draft('2019-01-01')).status).toBe(409)
    expect((await draft('2030-01-15')).status).toBe(400)
    const last = (await ok<{ rows: { month: string }[] }>(officer.get('/api/drg/months'))).rows[0]!.month
    expect(`${last}-01` >= earliest).toBe(true)
    const { splitId } = await ok<{ splitId: number }>(draft(`${last}-01`))
    const decide = (client: Client) => client.send('POST', `/api/drg/splits/${splitId}/decision`, { decision: 'approved', opinion: '同意' }) // prettier-ignore
    expect((await decide(officer)).status).toBe(403)
    const approved = await ok<{ resultScheme: string }>(decide(city))
    expect(approved.resultScheme).toBe(`demo-${last}`)
    expect((await decide(city)).json()).toMatchObject({ code: 'drg.split.decided' })
    // The open months are tried anew by themselves: the last one by the version, the others as before.
    await waitFor(async () => (await sql<{ n: number }>`SELECT COUNT(*) AS n FROM drg_month WHERE month = ${last} AND scheme_id = ${approved.resultScheme}`.execute(server.store.db)).rows[0]!.n === 1) // prettier-ignore
    await idle()
    const byMonth = await sql<{ month: string }>`SELECT DISTINCT month FROM drg_case WHERE drg = ${code}`.execute(server.store.db) // prettier-ignore
    expect(byMonth.rows.map((row) => row.month)).toEqual([last])
    const { rows: months } = await ok<{ rows: { month: string; schemeHash: string }[] }>(officer.get('/api/drg/months'))
    expect(new Set(months.map(({ schemeHash }) => schemeHash)).size).toBe(2)
  })
})

describe('cancelling', () => {
  interface Kept {
    digest: string
  }
  const kept = async () => (await sql<Kept>`SELECT md5(string_agg(concat_ws('|', case_id, month, drg, payable, facts), '#' ORDER BY case_id)) AS digest FROM drg_case`.execute(server.store.db)).rows[0]!.digest // prettier-ignore
  const folders = () => readdirSync(join(root, 'data', 'files', 'drg'))

  /** Cancels a job while it runs; answers after how many milliseconds it had ended. */
  async function cancelled(jobId: string): Promise<number> {
    const stateIs = async (state: string) => (await sql<{ n: number }>`SELECT COUNT(*) AS n FROM job WHERE job_id = ${jobId} AND state = ${state}`.execute(server.store.db)).rows[0]!.n === 1 // prettier-ignore
    await waitFor(() => stateIs('running'))
    const from = Date.now()
    await ok(officer.send('POST', `/api/jobs/${jobId}/cancel`))
    await waitFor(() => stateIs('cancelled'))
    return Date.now() - from
  }

  it('a simulation or a settlement ends soon, leaves nothing half written, and can be begun again', async () => {
    const before = await kept()
    const input = { kind: 'policy', title: '费率', changes: [{ kind: 'rate-factor', fund: 'all', factor: '1.1' }] }
    const start = () => ok<{ simulationId: string; job: Job }>(officer.send('POST', '/api/drg/simulations', input))
    const { simulationId, job } = await start()
    expect(await cancelled(job.jobId)).toBeLessThan(15_000)
    expect(await ok(officer.get(`/api/drg/simulations/${simulationId}`))).toMatchObject({ state: 'cancelled', result: null }) // prettier-ignore
    expect((await officer.get(`/api/drg/simulations/${simulationId}/file`)).status).toBe(409)
    expect(folders()).toEqual([])
    const again = await start()
    const stateOf = async () => (await ok<{ state: string }>(officer.get(`/api/drg/simulations/${again.simulationId}`))).state // prettier-ignore
    await waitFor(async () => (await stateOf()) === 'succeeded')

    const settlement = await ok<Job>(officer.send('POST', '/api/drg/refresh'))
    expect(await cancelled(settlement.jobId)).toBeLessThan(15_000)
    expect([await kept(), folders()]).toEqual([before, []])
    await ok(officer.send('POST', '/api/drg/refresh'))
    await idle()
    expect([await kept(), folders()]).toEqual([before, []])
  })
})

describe('a month', () => {
  it('goes through freeze, statement, request, acceptance and payment, reconciles to the fen, and then stands', async () => {
    await ok(officer.send('POST', `/api/drg/months/${month}/freeze`))
    await idle()
    expect((await officer.send('POST', `/api/drg/months/${month}/freeze`)).json()).toMatchObject({ code: 'drg.month.frozen' }) // prettier-ignore
    const frozen = await monthOf()
    expect(frozen.accounts.every(({ state }) => state === 'priced')).toBe(true)
    const cases = await allCases(`month=${month}`)
    expect(sum(cases.map(({ payable }) => payable))).toBe(frozen.payable)
    expect(sum(frozen.accounts.map(({ payable }) => payable))).toBe(frozen.payable)
    await ok(officer.send('POST', `/api/drg/months/${month}/statements`))

    const account = frozen.accounts.find(({ hospital }) => hospital.code === hospitals[0])!
    const { fund } = account
    const own = cases.filter((row) => row.hospital.code === hospitals[0] && row.fund === fund)
    expect(sum(own.map(({ payable }) => payable))).toBe(account.payable)
    const request = { hospital: hospitals[0], fund, note: '请核对分组', caseIds: [own[0]!.caseId] }
    expect((await other.send('POST', `/api/drg/own/months/${month}/request`, request)).status).toBe(404)
    await ok(one.send('POST', `/api/drg/own/months/${month}/request`, request))
    const answer = (verdict: string) => officer.send('POST', `/api/drg/months/${month}/answer`, { hospital: hospitals[0], fund, answer: verdict, opinion: '已核对' }) // prettier-ignore
    await ok(answer('reject'))
    await ok(one.send('POST', `/api/drg/own/months/${month}/request`, { ...request, caseIds: [] }))
    await ok(answer('restate'))
    await idle()
    const restated = (await monthOf()).accounts.find((row) => row.hospital.code === hospitals[0] && row.fund === fund)!
    expect(restated).toMatchObject({ state: 'priced', payable: account.payable, byCase: account.payable })
    await ok(officer.send('POST', `/api/drg/months/${month}/statements`))
    await ok(one.send('POST', `/api/drg/own/months/${month}/request`, { ...request, note: '核对无误', caseIds: [] }))
    expect((await city.send('POST', `/api/drg/months/${month}/prepayment`, { hospitals: [hospitals[0]] })).status).toBe(409) // prettier-ignore
    await ok(answer('accept'))
    const paid = await ok<{ paid: number; amount: string }>(city.send('POST', `/api/drg/months/${month}/prepayment`, { hospitals: [hospitals[0]] })) // prettier-ignore
    expect(paid.paid).toBe(1)
    const closed = (await monthOf()).accounts.find((row) => row.hospital.code === hospitals[0] && row.fund === fund)!
    expect(closed).toMatchObject({ state: 'closed', paid: paid.amount })
    expect((await answer('accept')).json()).toMatchObject({ code: 'step.impossible' })
    await expect(sql`UPDATE drg_case SET payable = 1 WHERE case_id = ${own[0]!.caseId}`.execute(server.store.db)).rejects.toThrow('month is closed') // prettier-ignore
    await expect(sql`DELETE FROM drg_ledger`.execute(server.store.db)).rejects.toThrow('append-only')
    expect((await officer.send('POST', `/api/drg/months/${month}/corrections`, { hospital: hospitals[0], fund, corrects: month, payable: '1.00', amount: '1.00', reason: '更正' })).json()).toMatchObject({ code: 'ledger.closed' }) // prettier-ignore
    const [first, second] = await Promise.all([1, 2].map(() => fetch(`${server.url}/api/drg/own/months/${month}/statements/${hospitals[0]}/file`, { headers: { cookie: one.cookie } }).then((response) => response.arrayBuffer()))) // prettier-ignore
    expect(Buffer.from(first!).equals(Buffer.from(second!))).toBe(true)
  })
})

describe('fund reports', () => {
  it('and simulations are not for whoever sees only a part of the city', async () => {
    const paths = ['reports', `reports/${month.slice(0, 4)}`, `reports/${month.slice(0, 4)}/file?format=pdf`, 'simulations', 'simulations/1', 'simulations/1/file'] // prettier-ignore
    for (const path of paths) expect([path, (await part.get(`/api/drg/${path}`)).status]).toEqual([path, 403])
    const input = { kind: 'policy', title: '费率', changes: [{ kind: 'rate-factor', fund: 'all', factor: '1.1' }] }
    expect((await part.send('POST', '/api/drg/simulations', input)).status).toBe(403)
  })

  it('give the settlement’s own figures to the fen, as a page, as Word and as PDF', async () => {
    const { rows } = await ok<{ rows: { period: string; payable: string; cases: number }[] }>(officer.get('/api/drg/reports')) // prettier-ignore
    const year = rows.find(({ period }) => period === month.slice(0, 4))!
    const quarters = rows.filter(({ period }) => period.startsWith(`${year.period}-Q`))
    expect(sum(quarters.map(({ payable }) => payable))).toBe(year.payable)
    const report = drgEndpoints.getFundReport.response.parse(await ok(officer.get(`/api/drg/reports/${year.period}`)))
    expect(
      report.checks.every((check) => check.ok),
      JSON.stringify(report.checks),
    ).toBe(true)
    expect(report.total.payable).toBe((await ok<{ totals: { payable: string } }>(officer.get(`/api/drg/cases?size=1&year=${year.period}`))).totals.payable) // prettier-ignore
    expect(sum(report.hospitals.map(({ payable }) => payable))).toBe(report.total.payable)
    for (const [format, head] of [
      ['docx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      // prettier-ignore
      const answer = await fetch(`${server.url}/api/drg/reports/${year.period}/file?format=${format}`, { headers: { cookie: city.cookie } }) // prettier-ignore
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, head.length)
          .toString(),
      ).toBe(head)
    }
    expect((await officer.get('/api/drg/reports/1999')).status).toBe(404)
    expect((await one.get(`/api/drg/reports/${year.period}`)).status).toBe(403)
  })
})

describe('monitoring and performance', () => {
  it('scores hospitals by the scheme of the parameters; a hospital sees only itself', async () => {
    const all = sharedDrgEndpoints.drgMonitor.response.parse(await ok(officer.get('/api/drg/monitor')))
    const { points } = all.measures.reduce((sum, one) => ({ points: sum.points + (one.points ?? 0) }), { points: 0 })
    expect(points).toBe(100)
    const scored = all.hospitals.filter(({ score }) => score !== null)
    expect(scored.map(({ rank }) => rank)).toEqual(scored.map(({ score }) => 1 + scored.filter((one) => one.score! > score!).length)) // prettier-ignore
    const index = all.city[all.measures.findIndex(({ measure }) => measure === 'cost_index')]!.value!
    expect(Math.abs(index - 1)).toBeLessThan(1e-9)
    const own = sharedDrgEndpoints.drgMonitor.response.parse(await ok(one.get('/api/drg/own/monitor')))
    expect(own.hospitals.map(({ hospital }) => hospital.code)).toEqual([hospitals[0]])
    const same = all.hospitals.find(({ hospital }) => hospital.code === hospitals[0])!
    expect([own.hospitals[0]!.score, own.hospitals[0]!.values]).toEqual([same.score, same.values])
    expect((await one.get('/api/drg/monitor')).status).toBe(403)
  })
})

describe('historical codes', () => {
  it('are gathered with suggestions, confirmed by an expert and exported; a second gathering changes no decision', async () => {
    const [known] = await allCases(`month=${month}&status=${encodeURIComponent('分组成功')}`)
    const { rows } = await sql<{ dx: string }>`SELECT facts->>'dx' AS dx FROM drg_case WHERE case_id = ${known!.caseId}`.execute(server.store.db) // prettier-ignore
    const main = rows[0]!.dx.split('|')[0]!
    const csv = `kind,code,name,n\ndx,${main}OLD,,12\ndx,,,3\nxx,1,2,3\nop,,没有的手术,1\n`
    const gathered = await ok<{ found: number; refused: { line: number }[] }>(officer.send('POST', '/api/drg/mappings/gather', { csv })) // prettier-ignore
    expect(gathered.refused.map(({ line }) => line)).toEqual([3, 4])
    const list = drgEndpoints.panelMappings.response.parse(await ok(experts[0]!.get('/api/drg/panel/mappings?state=open&q=OLD'))) // prettier-ignore
    expect(list.rows).toMatchObject([{ code: `${main}OLD`, cases: 12 }])
    expect(list.rows[0]!.suggestions[0]!.code).toBe(main)
    const decide = (client: Client, body: object) => client.send('POST', `/api/drg/panel/mappings/${list.rows[0]!.mappingId}`, body) // prettier-ignore
    expect((await decide(officer, { target: main })).status).toBe(403)
    expect((await decide(experts[0]!, { target: 'ZZZ' })).status).toBe(400)
    expect(await ok(decide(experts[0]!, { target: main }))).toMatchObject({ state: 'confirmed', target: main })
    expect((await officer.get('/api/drg/mappings/file?kind=dx')).text).toContain(`${main}OLD,${main}`)
    await ok(officer.send('POST', '/api/drg/mappings/gather', { csv }))
    expect((await ok<{ total: number }>(officer.get('/api/drg/mappings?state=confirmed'))).total).toBe(1)
  })

  it('of a case in an open month group it from the next trial on; what the hospital gave is kept and the mapping is named', async () => {
    interface Detail { month: string; frozen: boolean; status: string; drg: string; main: { code: string }; trace: { mapped: unknown[] } } // prettier-ignore
    const detail = () => ok<Detail>(officer.get(`/api/drg/cases/${old.caseId}`))
    const before = await detail()
    expect(before).toMatchObject({
      frozen: false,
      status: '无法入组',
      main: { code: old.given },
      trace: { mapped: [] },
    })
    await ok(officer.send('POST', '/api/drg/mappings/gather', { csv: '' }))
    const mapping = async () => (await ok<{ rows: { mappingId: string; cases: number; mains: number; suggestions: { code: string }[] }[] }>(experts[0]!.get(`/api/drg/panel/mappings?q=${old.given}`))).rows[0]! // prettier-ignore
    const found = await mapping()
    expect([found.cases, found.mains, found.suggestions[0]?.code]).toEqual([1, 1, old.code])
    const settled = (await monthOf()).payable
    const decide = async (target: string | null) => {
      await ok(experts[0]!.send('POST', `/api/drg/panel/mappings/${(await mapping()).mappingId}`, { target }))
      // Nothing moves before the next trial.
      const { status } = await detail()
      await ok(officer.send('POST', '/api/drg/refresh'))
      await idle()
      return status
    }
    expect(await decide(old.code)).toBe('无法入组')
    const after = sharedDrgEndpoints.getDrgCase.response.parse(await detail())
    expect(after).toMatchObject({ status: '分组成功', main: { code: old.code } })
    expect(after.trace.mapped).toEqual([{ kind: 'dx', from: old.given, to: after.main }])
    const { rows } = await sql<{ given: string; dx: string }>`SELECT facts->>'given_dx' AS given, facts->>'dx' AS dx FROM drg_case WHERE case_id = ${old.caseId}`.execute(server.store.db) // prettier-ignore
    expect(rows[0]!.given.split('|')[0]).toBe(old.given)
    expect(rows[0]!.given.replace(old.given, old.code)).toBe(rows[0]!.dx)
    expect(await mapping()).toMatchObject({ cases: 1, mains: 1 })
    expect((await monthOf()).payable).toBe(settled)
    // Taken back, the code of the hospital stands again.
    expect(await decide(null)).toBe('分组成功')
    expect(await detail()).toMatchObject({ status: '无法入组', main: { code: old.given }, trace: { mapped: [] } })
  })
})

describe('a special case and the year', () => {
  it('is judged blind by two experts, decided, published, and counts in a year end that a rerun repeats', async () => {
    const own = (await allCases(`month=${month}&hospital=${hospitals[0]}`)).filter(({ payable }) => payable !== null)
    const applied = { caseId: own[0]!.caseId, reasons: ['high-cost'], statement: '病情复杂，费用较高' }
    expect((await one.send('POST', '/api/drg/own/reviews', applied)).json()).toMatchObject({ code: 'review.late' })
    // The city's data lie in the past: the days within which to apply are a parameter.
    const { rows } = await ok<{ rows: { content: string }[] }>(officer.get('/api/drg/parameters'))
    const performance = `performance: {deposit: 0.05, tiers: [{at_least: 90, returned: 1}, {at_least: 60, returned: 0.6}], scores: {${hospitals[0]}: 59.99}, unscored: 0.7}`
    const content = `${rows[0]!.content.replace('performance: null', performance).replace('fewest: 30', 'fewest: 12')}\nspecial_case: {within_days: 4000, limit: 1}\n`
    const made = await ok<{ version: number }>(officer.send('POST', '/api/drg/parameters', { schemeId: 'demo', content, reason: '试点期放宽' })) // prettier-ignore
    expect((await officer.send('POST', '/api/drg/parameters', { schemeId: 'demo', content: 'title: x\nbasis: y', reason: '错误' })).json()).toMatchObject({ code: 'drg.settings' }) // prettier-ignore
    await ok(city.send('POST', `/api/drg/parameters/${made.version}/decision`, { decision: 'approved', opinion: '同意' })) // prettier-ignore
    await waitFor(async () => {
      const { rows: tried } = await ok<{ rows: { frozen: boolean; parameters: number }[] }>(
        officer.get('/api/drg/months'),
      )
      return tried.every(({ frozen, parameters }) => frozen || parameters === made.version)
    })
    await idle()
    expect((await other.send('POST', '/api/drg/own/reviews', applied)).status).toBe(404)
    const { reviewId } = await ok<{ reviewId: string }>(one.send('POST', '/api/drg/own/reviews', applied))
    const step = (client: Client, name: string, body: object) => client.send('POST', `/api/drg/reviews/${reviewId}/${name}`, body) // prettier-ignore
    await ok(step(officer, 'screening', { step: 'accept', note: '符合条件' }))
    await ok(experts[0]!.send('PUT', '/api/drg/panel/profile', { specialties: ['呼吸'], conflicts: [hospitals[0]] }))
    expect((await step(officer, 'panel', { experts: ['expert-a'] })).status).toBe(400)
    expect((await step(officer, 'panel', { experts: ['expert-a', 'expert-b'] })).json()).toMatchObject({ code: 'review.conflict' }) // prettier-ignore
    await ok(experts[0]!.send('PUT', '/api/drg/panel/profile', { specialties: ['呼吸'], conflicts: [] }))
    expect((await experts[0]!.get(`/api/drg/panel/cases/${reviewId}`)).status).toBe(404)
    await ok(step(officer, 'panel', { experts: ['expert-a', 'expert-b'] }))
    const blind = (await experts[0]!.get(`/api/drg/panel/cases/${reviewId}`)).text
    expect(blind).not.toContain(hospitals[0])
    expect(blind).not.toContain(own[0]!.caseId)
    const opinion = { decision: { effect: 'actual', share: '0.9' }, reason: '费用合理' }
    const say = (client: Client, what: string, body: object) => client.send('POST', `/api/drg/panel/cases/${reviewId}/${what}`, body) // prettier-ignore
    expect((await say(experts[0]!, 'opinion', opinion)).json()).toMatchObject({ code: 'drg.panel.declare' })
    for (const expert of experts) {
      await ok(say(expert, 'declaration', { declared: 'none' }))
      expect((await expert.get(`/api/drg/panel/cases/${reviewId}`)).json()).toMatchObject({ own: null })
      await ok(say(expert, 'opinion', opinion))
    }
    expect((await one.get(`/api/drg/own/reviews/${reviewId}`)).json()).toMatchObject({ given: [], decision: null })
    expect((await step(officer, 'decision', { decision: { effect: 'standard' }, reason: '按标准' })).json()).toMatchObject({ code: 'review.no-majority' }) // prettier-ignore
    await ok(step(officer, 'decision', { decision: opinion.decision, reason: '采纳专家意见' }))
    const published = await ok<{ effect: { before: string; after: string } }>(
      step(city, 'publication', { note: '公示' }),
    )

    const year = month.slice(0, 4)
    const make = async () => {
      await ok(officer.send('POST', `/api/drg/years/${year}/draft`))
      await idle()
      return sharedDrgEndpoints.getYear.response.parse(await ok(officer.get(`/api/drg/years/${year}`)))
    }
    const first = await make()
    expect(first.special).toMatchObject([{ caseId: own[0]!.caseId, payable: published.effect.after }])
    expect(first.checks.every((check) => check.ok)).toBe(true)
    expect(first.lines.filter(({ paid }) => paid !== '0.00')).toHaveLength(1)
    await checkPerformanceOf(first.lines, year)
    const second = await make()
    expect([second.hash, second.version, second.madeAt]).toEqual([first.hash, first.version, first.madeAt])
    expect((await officer.send('POST', `/api/drg/years/${year}/step`, { step: 'publish', hospitals: [hospitals[0]], note: '下发' })).json()).toMatchObject({ code: 'drg.year.open' }) // prettier-ignore
    expect((await one.get(`/api/drg/own/years/${year}`)).status).toBe(404)
    const verdict = await server.composed.platform.audit.verify()
    expect(verdict.ok).toBe(true)
  })

  /** 绩效: the score of the parameters before that of the indicators of the year; settled × 5 % × what does not come back, by hand. */
  async function checkPerformanceOf(lines: readonly YearLine[], year: string): Promise<void> {
    const { hospitals: judged } = await ok<{ hospitals: { hospital: { code: string }; score: number | null }[] }>(officer.get(`/api/drg/monitor?from=${year}-01&to=${year}-12`)) // prettier-ignore
    const own = new Map([...judged.map((one) => [one.hospital.code, one.score] as const), [hospitals[0], 59.99]])
    const kinds = new Set<string>()
    for (const {
      hospital,
      score,
      cases,
      settled,
      deductions,
      additions,
      performanceDeduction,
      final,
      paid,
      balance,
    } of lines) {
      // prettier-ignore
      const known = own.get(hospital.code) ?? null
      expect(score).toBe(known === null ? null : String(known))
      const keptTenths = known === null ? 3n : known >= 90 ? 0n : known >= 60 ? 4n : 10n
      kinds.add(String(keptTenths))
      // 5 % × tenths = settled × 5 × tenths ÷ 1000, half a fen up.
      const deducted = cases === 0 || parseYuan(settled) <= 0n ? 0n : (parseYuan(settled) * 5n * keptTenths + 500n) / 1000n // prettier-ignore
      expect([hospital.code, performanceDeduction]).toEqual([hospital.code, formatYuan(deducted as never)])
      expect(final).toBe(formatYuan((parseYuan(settled) - parseYuan(deductions) + parseYuan(additions) - deducted) as never)) // prettier-ignore
      expect(balance).toBe(formatYuan((parseYuan(final) - parseYuan(paid)) as never))
    }
    // Full loss, a tier in between, and hospitals with too few cases are all there.
    expect([...kinds]).toEqual(expect.arrayContaining(['10', '3']))
    expect(kinds.has('4') || kinds.has('0')).toBe(true)
  }

  it('budgets: made by one, approved and published by another, then fixed but for an emergency', async () => {
    const form = { year: 2026, fund: 'employee', lastLocal: '800000.00', lastOffSite: '200000.00', factors: [{ name: '收入', growth: '0.05', share: '1' }], lowest: '0', highest: '0.04', income: '1000000.00', keep: '0', surplus: '10000.00' } // prettier-ignore
    const made = await ok(officer.send('PUT', '/api/drg/budgets', form))
    expect(made).toMatchObject({ growth: '0.04', total: '1040000.00', local: '832000.00', offSite: '208000.00', fromSurplus: '10000.00', uncovered: '30000.00', state: 'drafted' }) // prettier-ignore
    expect((await ok<{ rows: unknown[] }>(one.get('/api/drg/own/budgets'))).rows).toEqual([])
    const step = (name: string, more = {}) => city.send('POST', '/api/drg/budgets/step', { year: 2026, fund: 'employee', step: name, ...more }) // prettier-ignore
    await ok(step('approve'))
    await ok(step('publish'))
    expect((await officer.send('PUT', '/api/drg/budgets', form)).status).toBe(409)
    expect((await step('adjust', { amount: '5000.00' })).status).toBe(400)
    expect(await ok(step('adjust', { amount: '5000.00', emergency: '突发公共卫生事件' }))).toMatchObject({ adjustments: '5000.00' }) // prettier-ignore
    expect((await ok<{ rows: unknown[] }>(one.get('/api/drg/own/budgets'))).rows).toHaveLength(1)
  })
})
