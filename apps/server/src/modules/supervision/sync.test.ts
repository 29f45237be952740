import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import ExcelJS from 'exceljs'
import { addUser, firstAdmin, type Client } from '../../testing/client.ts'
import { INSTITUTIONS } from '../../testing/fixture-city.ts'
import { publishFixtureRun, type FixtureFinding } from '../../testing/fixture-run.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let admin: Client
let city: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await firstAdmin(server.url)
  city = await addUser(server.url, admin, { username: 'city', role: 'city-auditor', scope: { kind: 'city' } })
})
afterAll(() => server.close())

const A2 = 'decomposed-hospitalization'
const A5 = 'frequent-hospitalization'
const id = (n: number) => String(n).padStart(32, 'a')
const finding = (n: number, rest: Partial<FixtureFinding> = {}): FixtureFinding => ({
  finding_id: id(n),
  model_id: A2,
  fixmedins_code: 'H01',
  admdvs: '410102',
  psn_no: `P10000${n}`,
  visits: [{ mdtrt_id: `M${n}`, psn_no: `P10000${n}`, amt_fund: '80.00' }],
  ...rest,
})
const publish = async (runId: string, findings: FixtureFinding[], failed: string[] = []) => {
  await publishFixtureRun(server.dataDirectory, { runId, findings, failed, institutions: [...INSTITUTIONS] })
  return server.composed.supervision.syncRuns()
}
const list = async (query = '') =>
  (await city.get(`/api/findings?size=200${query}`)).json<{
    rows: { findingId: string; status: string; runId: string }[]
  }>().rows
const ids = async (query = '') => (await list(query)).map(({ findingId }) => findingId).sort()

describe('published runs', () => {
  it('appear once, however often they are looked for, by several at a time', async () => {
    await publish('run-1', [
      finding(1),
      finding(2),
      finding(3, { excluded_by: 'EX-ONCO' }),
      finding(4, { model_id: A5 }),
    ])
    expect(await Promise.all([1, 2, 3].map(() => server.composed.supervision.syncRuns()))).toEqual([0, 0, 0])
    expect((await city.get('/api/runs')).json()).toMatchObject({ total: 1 })
    expect(await ids()).toEqual([id(1), id(2), id(4)])
    expect(await ids('&kind=excluded')).toEqual([id(3)])
  })

  it('keep what people said of a finding that comes again, and put what does not come again into history', async () => {
    const labelled = await city.send('POST', `/api/findings/${id(1)}/labels`, { status: 'confirmed', note: '病历核实' })
    expect(labelled.json()).toMatchObject({ status: 'confirmed', current: true })
    await publish('run-2', [finding(1, { score: 90 }), finding(5)])
    expect(await ids(`&model=${A2}`)).toEqual([id(1), id(5)])
    expect((await list()).find(({ findingId }) => findingId === id(1))).toMatchObject({
      status: 'confirmed',
      runId: 'run-2',
    })
    const gone = (await city.get(`/api/findings/${id(2)}`)).json()
    expect(gone).toMatchObject({ current: false, runId: 'run-1' })
    expect(await ids('&runId=run-1')).toEqual([id(2), id(4)])
  })

  it('of other models, or failed ones, leave a model as it was', async () => {
    await publish('run-3', [finding(6, { model_id: A5 })], [A2])
    expect(await ids(`&model=${A2}`)).toEqual([id(1), id(5)])
    expect(await ids(`&model=${A5}`)).toEqual([id(6)])
    const overview = (await city.get('/api/overview')).json<{ failedModels: { modelId: string }[] }>()
    expect(overview.failedModels).toMatchObject([{ modelId: A2, error: '步骤 pairs 失败' }])
    const models = (await city.get('/api/models')).json<{
      rows: { modelId: string; precision: number | null; labelled: number; lastRun: object }[]
    }>()
    expect(models.rows.find(({ modelId }) => modelId === A2)).toMatchObject({
      precision: 1,
      labelled: 1,
      lastRun: { runId: 'run-3', state: 'failed' },
    })
  })

  it('come back from history when a later run makes them again', async () => {
    await publish('run-4', [finding(2), finding(1)])
    expect(await ids(`&model=${A2}`)).toEqual([id(1), id(2)])
    expect((await city.get(`/api/findings/${id(2)}`)).json()).toMatchObject({ current: true, runId: 'run-4' })
  })
})

describe('money', () => {
  it('counts a visit once, with the largest of the parts that rest on it', async () => {
    const shared = (n: number, model_id: string, amt_fund: string) =>
      finding(n, { model_id, amt_fund, visits: [{ mdtrt_id: 'SHARED', psn_no: 'P1', amt_fund }] })
    await publish('run-5', [
      shared(11, A2, '100.00'),
      shared(12, A5, '250.50'),
      finding(13, {
        model_id: A5,
        amt_fund: '30.01',
        visits: [{ mdtrt_id: 'OWN', psn_no: 'P2', amt_fund: null, fund: '10.00' }],
      }),
      finding(14, { model_id: A5, amt_fund: '7.00', visits: [] }),
    ])
    const overview = (await city.get('/api/overview')).json<{
      amtFund: string
      byModel: { id: string; amtFund: string }[]
    }>()
    expect(overview.amtFund).toBe('287.51')
    expect(Object.fromEntries(overview.byModel.map((slice) => [slice.id, slice.amtFund]))).toEqual({
      [A2]: '100.00',
      [A5]: '287.51',
    })
  })

  it('of a finding is split over its visits to the fen', async () => {
    const visits = [1, 2, 3].map((n) => ({ mdtrt_id: `SPLIT${n}`, psn_no: 'P3', amt_fund: null, fund: '33.33' }))
    await publish('run-6', [finding(21, { amt_fund: '100.00', visits })])
    const parts = await server.store.pool.query<{ amt_fund: string }>(
      'SELECT amt_fund FROM finding_visit WHERE finding_id = $1 ORDER BY mdtrt_id',
      [id(21)],
    )
    const amounts = parts.rows.map(({ amt_fund }) => amt_fund)
    expect(amounts.reduce((fen, amount) => fen + Math.round(Number(amount) * 100), 0)).toBe(10_000)
    expect(new Set(amounts)).toEqual(new Set(['33.33', '33.34']))
  })
})

describe('an institution report', () => {
  it('composes the score of the best finding of each model: 100 × (1 − Π(1 − best/100 · ρ))', async () => {
    await publish('run-7', [
      finding(31, { score: 80, fixmedins_code: 'H31', admdvs: '410105' }),
      finding(32, { score: 60, fixmedins_code: 'H31', admdvs: '410105' }),
      finding(33, { model_id: A5, score: 60, fixmedins_code: 'H31', admdvs: '410105' }),
    ])
    // A2: one confirmed of one verified, ρ = (1 + 1)/(1 + 2); A5: none verified, ρ = 0.5.
    const wanted = 100 * (1 - (1 - 0.8 * (2 / 3)) * (1 - 0.6 * 0.5))
    const report = (await city.get('/api/institutions/H31')).json<{ score: number; models: number; visits: number }>()
    expect(report.score).toBeCloseTo(wanted, 1)
    expect(report).toMatchObject({ models: 2, visits: 3, hospLvLabel: '三级甲等' })
  })
})

describe('names', () => {
  it('of an institution stand for its scope, alone or before others', async () => {
    const [first, second] = INSTITUTIONS
    const labelOf = async (username: string, fixmedinsCodes: string[]) => {
      const client = await addUser(server.url, admin, { username, role: 'district-auditor', scope: { kind: 'institution', fixmedinsCodes } }) // prettier-ignore
      return (await client.get('/api/session')).json<{ scopeLabel: string }>().scopeLabel
    }
    const [one, two] = [first?.fixmedins_code ?? '', second?.fixmedins_code ?? '']
    expect(await labelOf('one', [one])).toBe(first?.fixmedins_name)
    expect(await labelOf('two', [one, two])).toBe(`${first?.fixmedins_name}等 2 家机构`)
    expect(await labelOf('unknown', ['H999'])).toBe('H999')
  })

  it('of models are found by the search', async () => {
    const { hits } = (await city.get(`/api/search?q=${encodeURIComponent('分解住院')}`)).json<{ hits: { kind: string; to: string }[] }>() // prettier-ignore
    expect(hits).toContainEqual(expect.objectContaining({ kind: 'model', to: `/models/${A2}` }))
  })
})

describe('personal numbers', () => {
  it('are masked in every answer, and shown for a purpose that is recorded', async () => {
    const numbers = ['410102199001011234', '410102199001015678']
    await publish('run-8', [
      finding(41, {
        psn_no: numbers[0] ?? null,
        related_psn_nos: [numbers[1] ?? ''],
        subject_type: 'person',
        subject_id: numbers[0] ?? '',
        member_ids: numbers,
        explain_zh: `参保人 ${numbers[0]} 与 ${numbers[1]} 同日住院。`,
        visits: [{ mdtrt_id: 'M41', psn_no: numbers[1] ?? '', amt_fund: '1.00' }],
      }),
    ])
    const answers = await Promise.all(
      [
        `/api/findings/${id(41)}`,
        '/api/findings?size=200',
        '/api/findings/export?format=csv',
        '/api/overview',
        `/api/search?q=${id(41)}`,
      ].map((path) => city.get(path)),
    )
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      for (const number of numbers) expect(text).not.toContain(number)
    }
    expect(answers[0]?.json()).toMatchObject({ psnNo: '410***********1234', subjectId: '410***********1234' })
    const unmasked = await city.send('POST', `/api/findings/${id(41)}/unmask`, { purpose: '调取病历核查' })
    expect(unmasked.json()).toEqual({
      psnNo: numbers[0],
      relatedPsnNos: [numbers[1]],
      visits: [{ mdtrtId: 'M41', psnNo: numbers[1] }],
    })
    const trail = await server.store.pool.query(
      "SELECT subject, details FROM audit_entry WHERE action = 'finding.unmask'",
    )
    expect(trail.rows).toMatchObject([{ subject: id(41), details: { purpose: '调取病历核查' } }])
    expect((await city.send('POST', `/api/findings/${id(41)}/unmask`, { purpose: '' })).status).toBe(400)
  })
})

describe('an export', () => {
  it('says by whom, when and with what filter, and is recorded', async () => {
    const answer = await city.get(`/api/findings/export?format=csv&level=${encodeURIComponent('高,中,低')}&model=${A2}`)
    expect(answer.headers.get('content-disposition')).toMatch(/filename\*=UTF-8''%E7%96%91%E7%82%B9/)
    const [who, when, filter] = answer.text.split('\r\n')
    expect(who).toMatch(/^\uFEFF?导出人：测试-city（city）/)
    expect(when).toMatch(/导出时间：\d{4}-\d{2}-\d{2} /)
    expect(filter).toContain('等级=高,中,低')
    const trail = await server.store.pool.query(
      "SELECT details FROM audit_entry WHERE action = 'finding.export' ORDER BY seq DESC LIMIT 1",
    )
    expect(trail.rows[0]).toMatchObject({ details: { what: 'findings', filter: { model: A2 } } })
  })

  it('as xlsx holds the rows with amounts as numbers', async () => {
    const response = await fetch(`${server.url}/api/findings/export?format=xlsx`, { headers: { cookie: city.cookie } })
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(await response.arrayBuffer())
    const sheet = workbook.worksheets[0]
    const rows = await ids()
    expect(sheet?.actualRowCount).toBe(5 + rows.length)
    expect(sheet?.getRow(5).getCell(1).value).toBe('疑点编号')
    expect(typeof sheet?.getRow(6).getCell(13).value).toBe('number')
  })

  it('does not let a text become a formula', async () => {
    await publish('run-9', [finding(51, { explain_zh: '=HYPERLINK("http://evil","x")' })])
    const { text } = await city.get('/api/findings/export?format=csv')
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`)
  })
})

describe('parameters', () => {
  it('are versions with a reason, within their bounds, and not overwritten unseen', async () => {
    const before = (await city.get(`/api/models/${A2}`)).json<{
      parametersVersion: number
      parameters: { id: string; default: number; max: number | null; type: string }[]
    }>()
    const numeric = before.parameters.find(({ type, max }) => type === 'integer' && max !== null)
    if (!numeric?.max) throw new Error('the model has no bounded integer parameter')
    const set = (parametersVersion: number, values: object) =>
      city.send('PUT', `/api/models/${A2}/parameters`, { parametersVersion, values, reason: '按本市口径' })
    expect((await set(0, { [numeric.id]: numeric.max + 1 })).json()).toMatchObject({ code: 'parameter.value' })
    expect((await set(0, { [numeric.id]: 'x' })).status).toBe(400)
    expect((await set(0, { unknown_one: 1 })).json()).toMatchObject({ code: 'parameter.unknown' })
    const [first, second] = await Promise.all([
      set(0, { [numeric.id]: numeric.max }),
      set(0, { [numeric.id]: numeric.max }),
    ])
    expect([first.status, second.status].sort()).toEqual([200, 409])
    const after = (await city.get(`/api/models/${A2}`)).json<{
      parametersVersion: number
      parameters: { id: string; current: number }[]
    }>()
    expect(after.parametersVersion).toBe(1)
    expect(after.parameters.find(({ id: name }) => name === numeric.id)?.current).toBe(numeric.max)
    expect((await server.composed.supervision.runPayload('x')).parameters[A2]).toEqual({ [numeric.id]: numeric.max })
  })
})
