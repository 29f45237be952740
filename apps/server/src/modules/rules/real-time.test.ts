import { createHash, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractEndpoints, type JudgeResult } from '@yijian/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, firstAdmin, type Client } from '../../testing/client.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let maker: Client
let checker: Client

const BASIS = { text: '同一日不得重复收取', document: '属地口径（测试）', article: '第一条', date: '2020-01-01' }
const POINTS = [
  { kindId: 'R25', kpId: 'T-PAIR', name: '急诊诊查费', keys: ['T0001'], partners: ['T0002'], params: { per: 'day' }, message: '{名称}已包含在{对方}中，不得重复收费。' },
  { kindId: 'R27', kpId: 'T-LIMIT', name: '床位费', keys: ['T0003'], params: { max: 1, per: 'day' } },
  { kindId: 'R10', kpId: 'T-COURSE', name: '针剂', keys: ['T0004'], params: { max_days: 2, gap_days: 30 } },
] // prettier-ignore

beforeAll(async () => {
  server = await startTestServer()
  const admin = await firstAdmin(server.url)
  const user = (username: string) => addUser(server.url, admin, { username, role: 'city-auditor', scope: { kind: 'city' } }) // prettier-ignore
  maker = await user('maker')
  checker = await user('checker')
  const experts = ['clinical', 'clinical', 'pricing'].map((field, i) => ({ name: `专家${i}`, field, opinion: '同意' }))
  for (const point of POINTS) {
    await ok(maker.send('POST', '/api/rules/points', { ...point, basis: BASIS, effBegin: '2020-01-01' }))
    for (const [client, to] of [[maker, 'review'], [checker, 'trial'], [checker, 'published']] as const) // prettier-ignore
      await ok(client.send('POST', `/api/rules/points/${point.kpId}/versions/1/status`, { to, opinion: '同意', override: '测试', experts })) // prettier-ignore
  }
  await ok(checker.send('POST', '/api/rules/releases', { title: '测试规则集', state: 'active' }))
})
afterAll(() => server.close())

async function ok<T = Record<string, unknown>>(
  answer: Promise<{ status: number; text: string; json: <U>() => U }>,
): Promise<T> {
  const got = await answer
  expect(got.status, got.text).toBe(200)
  return got.json<T>()
}

interface Reply {
  infcode: number
  err_msg: string
  warn_msg?: string
  output: { result: JudgeResult[]; is_feedback: string; judge_flag: string } | null
}

const rx = (rx_id: string, hilist_code: string, more: object = {}) => ({ rx_id, rxno: 'R1', hilist_code, hilist_name: { T0001: '急诊诊查费', T0002: '急诊监护费', T0003: '床位费', T0004: '针剂' }[hilist_code], cnt: '1', pric: '20.00', sumamt: '20.00', ownpay_amt: '0', drord_begn_date: '2026-03-02 09:00:00', drord_dr_codg: 'D1', curr_drord_flag: '1', ...more }) // prettier-ignore
interface Words {
  readonly orders: readonly object[]
  readonly psn?: string
  readonly mdtrt?: string
  readonly inst?: string
  readonly task?: string
  readonly scene?: string
  readonly adm?: string
}
const body = ({ orders, psn = 'P1', mdtrt = 'M1', inst = 'H1', task = randomUUID(), scene = '2', adm = '2026-03-02 08:00:00' }: Words) => ({
  infno: '3101',
  fixmedins_code: inst,
  input: { data: { syscode: 'HIS', task_id: task, trig_scen: scene, patient_dtos: [{ patn_id: psn, patn_name: '患者1', gend: '1', brdy: '1980-01-01', poolarea: '410100', curr_mdtrt_id: mdtrt, fsi_encounter_dtos: [{ mdtrt_id: mdtrt, medins_id: inst, medins_name: '示例医院', medins_admdvs: '410102', medins_lv: '05', adm_date: adm, dscg_date: adm, med_mdtrt_type: '1', med_type: '11', insutype: '310', matn_stas: '0', dr_codg: 'D1', dscg_main_dise_codg: 'I10.x00', fsi_order_dtos: orders }] }] } },
}) // prettier-ignore
const TIES = [rx('A', 'T0002', { sumamt: '200.00', pric: '200.00' }), rx('B', 'T0001')]

async function post(
  number: string,
  content: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; reply: Reply }> {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const response = await fetch(`${server.url}/fsi/api/${number}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text }) // prettier-ignore
  return { status: response.status, reply: (await response.json()) as Reply }
}
async function results(number: '3101' | '3102', words: Words): Promise<JudgeResult[]> {
  const { reply } = await post(number, { ...body(words), infno: number })
  expect(reply).toMatchObject({ infcode: 0, err_msg: '' })
  return reply.output!.result
}

describe('3101', () => {
  it('answers the worked example of the specification', async () => {
    const result = await results('3101', { orders: TIES, task: 'T1' })
    expect(result).toEqual([
      {
        jr_id: expect.stringMatching(/^J-[0-9a-f]{32}$/) as string,
        rule_id: 'R25',
        rule_name: '医疗服务项目重复收费',
        vola_cont: '急诊诊查费已包含在急诊监护费中，不得重复收费。',
        patn_id: 'P1',
        mdtrt_id: 'M1',
        vola_amt: 20,
        vola_amt_stas: '1',
        sev_deg: '1',
        vola_evid:
          'R25|T-PAIR|A=急诊监护费|B=急诊诊查费|同日|依据=属地口径（测试）第一条：同一日不得重复收取|合规=保留急诊监护费，不再收取急诊诊查费',
        vola_bhvr_type: '1',
        task_id: 'T1',
        judge_result_detail_dtos: [
          { jrd_id: expect.stringMatching(/^D-/) as string, patn_id: 'P1', mdtrt_id: 'M1', rx_id: 'A', vola_item_type: '2', vola_amt: 0 }, // prettier-ignore
          { jrd_id: expect.stringMatching(/^D-/) as string, patn_id: 'P1', mdtrt_id: 'M1', rx_id: 'B', vola_item_type: '1', vola_amt: 20 }, // prettier-ignore
        ],
      },
    ])
  })

  it('says what of the request was not judged', async () => {
    const { reply } = await post('3101', body({ orders: [...TIES, rx('N', '')], psn: 'P-note', mdtrt: 'M-note' }))
    expect(reply).toMatchObject({ infcode: 0, warn_msg: '部分明细没有医保目录编码，未参与判定' })
    expect(reply.output!.result).toHaveLength(1)
    expect((await post('3101', body({ orders: TIES, psn: 'P-note', mdtrt: 'M-note-2' }))).reply.warn_msg).toBe('')
  })

  it('is written down before it is answered', async () => {
    await results('3101', { orders: TIES, psn: 'LOG', mdtrt: 'LOG1', task: 'TL' })
    const calls = await sql<object>`SELECT task_id, hits, shown, outcome, lines FROM rule_call WHERE psn_no = 'LOG'`.execute(server.store.db) // prettier-ignore
    expect(calls.rows).toEqual([{ task_id: 'TL', hits: 1, shown: 1, outcome: 'judged', lines: 2 }])
    const judges = await sql<object>`SELECT kind, amount, shown FROM rule_judge WHERE psn_no = 'LOG'`.execute(server.store.db) // prettier-ignore
    expect(judges.rows).toEqual([{ kind: 'R25', amount: '20.00', shown: true }])
  })

  it('shows a reminder once in an episode; a retry of the same task is answered alike; taken back and ordered again it is shown again', async () => {
    const same = { orders: TIES, psn: 'REP', mdtrt: 'REP1' }
    const [first] = await results('3101', { ...same, task: 'X1' })
    expect(await results('3101', { ...same, task: 'X1' })).toEqual([first])
    expect(await results('3101', { ...same, task: 'X2' })).toEqual([])
    const input = { data: { warn_type: '1', warns: { warn_rslt_id: first!.jr_id, dspo_way: '2' } } }
    expect((await post('3103', { infno: '3103', fixmedins_code: 'H1', input })).reply.infcode).toBe(0)
    expect(await results('3101', { ...same, task: 'X3' })).toHaveLength(1)
  })

  it('judges against what earlier requests of the person said, also after they were forgotten', async () => {
    const on = (n: number) => ({ orders: [rx('A', 'T0004', { drord_begn_date: `2026-03-0${n} 09:00:00` })], psn: 'HIS', mdtrt: `HIS${n}`, adm: `2026-03-0${n} 08:00:00` }) // prettier-ignore
    expect(await results('3101', on(1))).toEqual([])
    expect(await results('3101', on(2))).toEqual([])
    const [third] = await results('3101', on(3))
    expect(third).toMatchObject({ rule_id: 'R10', sev_deg: '3', vola_amt: 20 })
    expect(third!.judge_result_detail_dtos.every(({ mdtrt_id }) => mdtrt_id === 'HIS3')).toBe(true)
  })

  it('judges only what is ordered now', async () => {
    const old = TIES.map((order) => ({ ...order, curr_drord_flag: '0' }))
    const now = rx('C', 'T0003')
    expect(await results('3101', { orders: [...old, now], psn: 'NOW', mdtrt: 'NOW1' })).toEqual([])
  })

  it('takes any content type and both addresses', async () => {
    const text = JSON.stringify(body({ orders: TIES, psn: 'CT', mdtrt: 'CT1' }))
    expect((await post('riskConService/beforeAnalyze', text, { 'content-type': 'text/plain' })).reply.output?.result).toHaveLength(1) // prettier-ignore
  })
})

describe('3102', () => {
  it('judges the whole stay, with what was sent before, and holds nothing back', async () => {
    const stay = { psn: 'STAY', mdtrt: 'STAY1', scene: '4' }
    await results('3102', { ...stay, orders: [rx('A', 'T0003')] })
    const second = { ...stay, orders: [rx('B', 'T0003', { drord_begn_date: '2026-03-02 20:00:00' })] }
    expect(await results('3102', second)).toMatchObject([{ rule_id: 'R27', vola_amt: 20 }])
    expect(await results('3102', second)).toHaveLength(1)
  })

  it('does not hold a line against the hospital that the stay before settlement no longer has', async () => {
    const stay = { psn: 'GONE', mdtrt: 'GONE1' }
    await results('3102', { ...stay, scene: '4', orders: [rx('A', 'T0003'), rx('B', 'T0003', { drord_begn_date: '2026-03-02 20:00:00' })] }) // prettier-ignore
    expect(await results('3102', { ...stay, scene: '9', orders: [rx('A', 'T0003')] })).toEqual([])
  })
})

describe('3103', () => {
  const answer = (warns: unknown, inst = 'H1') => post('3103', { infno: '3103', fixmedins_code: inst, input: { data: { warn_type: '1', warns } } }) // prettier-ignore
  it('stores the answer, asks a reason for going on, and knows only what was shown to the same institution', async () => {
    const [shown] = await results('3101', { orders: TIES, psn: 'FB', mdtrt: 'FB1' })
    const warn = { warn_rslt_id: shown!.jr_id, dspo_way: '1', dspo_way_rea: '' }
    expect((await answer([warn])).reply).toMatchObject({ infcode: -1, err_msg: expect.stringContaining('必须填写处理原因') as string }) // prettier-ignore
    expect((await answer([{ ...warn, dspo_way: '3' }])).reply.infcode).toBe(-1)
    expect((await answer([{ ...warn, dspo_way_rea: '病情需要' }], 'H2')).reply.infcode).toBe(-1)
    expect((await answer([{ ...warn, warn_rslt_id: 'J-none', dspo_way_rea: '病情需要' }])).reply.infcode).toBe(-1)
    expect((await answer([{ ...warn, dspo_way_rea: '病情需要' }])).reply.infcode).toBe(0)
    const list = await ok<{ rows: { psnNo: string; disposal: string; disposalReason: string }[] }>(maker.get('/api/rules/judges?kind=R25&disposal=1')) // prettier-ignore
    expect(list.rows).toMatchObject([{ psnNo: '**', disposal: '1', disposalReason: '病情需要' }])
    contractEndpoints.listJudges.response.parse(list)
  })
})

describe('the monitor', () => {
  it('counts calls, latencies, hits and overrides', async () => {
    const seen = await ok<{ calls: number; latency: { p99: number }; byRule: { kindId: string; overrides: number }[]; byInstitution: { fixmedinsCode: string; calls: number }[] }>(maker.get('/api/rules/monitor?hours=1')) // prettier-ignore
    contractEndpoints.ruleMonitor.response.parse(seen)
    const { rows } = await sql<{ n: number }>`SELECT COUNT(*) AS n FROM rule_call`.execute(server.store.db)
    expect(seen.calls).toBe(Number(rows[0]!.n))
    expect(seen.latency.p99).toBeGreaterThan(0)
    expect(seen.byRule.find(({ kindId }) => kindId === 'R25')).toMatchObject({ overrides: 1, overrideRate: expect.any(Number) as number }) // prettier-ignore
    expect(seen.byInstitution).toMatchObject([{ fixmedinsCode: 'H1', calls: seen.calls }])
  })
})

describe('trying', () => {
  it('answers as 3101 would and leaves no trace', async () => {
    const count = async () => (await sql<{ n: number }>`SELECT COUNT(*) AS n FROM rule_call`.execute(server.store.db)).rows[0]!.n // prettier-ignore
    const before = await count()
    const tried = await ok<{ result: JudgeResult[] }>(maker.send('POST', '/api/rules/try', { infno: '3101', request: body({ orders: TIES }) })) // prettier-ignore
    expect(tried.result).toMatchObject([{ rule_id: 'R25', vola_amt: 20, lawful: '保留急诊监护费，不再收取急诊诊查费' }])
    contractEndpoints.tryRequest.response.parse(tried)
    expect(await count()).toBe(before)
    const point = { kpId: 'T-PAIR', version: 1 }
    const withDraft = await ok<{ result: JudgeResult[] }>(maker.send('POST', '/api/rules/try', { infno: '3101', request: body({ orders: TIES }), releaseId: 'V1', point })) // prettier-ignore
    expect(withDraft.result).toHaveLength(1)
    expect((await maker.send('POST', '/api/rules/try', { infno: '3101', request: { a: 1 } })).status).toBe(400)
  })
})

describe('hostile requests', () => {
  it.each([
    ['not JSON', '{"input":', 200],
    ['nothing', '', 200],
    ['a list nested a hundred thousand deep', '['.repeat(100_000) + ']'.repeat(100_000), 200],
    ['objects nested a hundred thousand deep', '{"input":'.repeat(100_000) + '1' + '}'.repeat(100_000), 200],
    ['10 MB', JSON.stringify({ input: 'x'.repeat(10 * 2 ** 20) }), 413],
    ['100,000 lines', JSON.stringify(body({ orders: new Array(100_000).fill({ hilist_code: 'X' }) })), 200],
    ['orders that are a number', JSON.stringify(body({ orders: 7 as never })), 200],
    ['orders that are texts', JSON.stringify(body({ orders: ['X', 'Y'] as never })), 200],
    ['a prototype', '{"__proto__":{"patient_dtos":[1]},"constructor":{"prototype":1}}', 200],
  ])('%s gets a clear error soon', async (_, text, status) => {
    const began = performance.now()
    const got = await post('3101', text)
    expect(got.status).toBe(status)
    expect(got.reply).toMatchObject({ infcode: -1, output: null })
    expect(got.reply.err_msg).not.toContain('系统内部错误')
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it.each(["'; DROP TABLE rule_call; --", '\u0000', '\ud800', '%', '<script>', '{"a":1}'])('%j is the text it is', async (text) => {
    const orders = [rx(text, text), rx('A', 'T0002'), rx('B', 'T0001', { hilist_name: text })]
    const result = await results('3101', { orders, psn: `X${text}`, mdtrt: `X${text}`, task: text })
    expect(result).toHaveLength(1)
  }) // prettier-ignore
})

/** Last: from here on the callers are configured. */
describe('callers', () => {
  const sign = (more: Partial<{ nonce: string; timestamp: string; secret: string }> = {}) => {
    const { nonce = randomUUID(), timestamp = String(Math.floor(server.clock.now().getTime() / 1000)), secret = 'a-secret-of-hospital-one' } = more // prettier-ignore
    const signature = createHash('sha256').update(`${timestamp}${secret}${nonce}${timestamp}`).digest('hex')
    return { 'x-tif-paasid': 'one', 'x-tif-timestamp': timestamp, 'x-tif-nonce': nonce, 'x-tif-signature': signature }
  }
  const call = async (headers: Record<string, string>, inst = 'H1') => (await post('3101', body({ orders: TIES, psn: 'C', mdtrt: 'C', inst }), headers)).reply.infcode // prettier-ignore
  it('are known by their signature, once, in time, and answered for their own institutions', async () => {
    const callers = [{ paasid: 'one', secret: 'a-secret-of-hospital-one', institutions: ['H1'] }]
    writeFileSync(join(server.dataDirectory, 'fsi-callers.json'), JSON.stringify({ callers }))
    server.clock.forward(6000)
    expect(await call({})).toBe(-1)
    const good = sign()
    expect(await call(good)).toBe(0)
    expect(await call(good)).toBe(-1)
    expect(await call(sign({ secret: 'another-secret-entirely' }))).toBe(-1)
    expect(await call(sign({ timestamp: '1500000000' }))).toBe(-1)
    expect(await call(sign(), 'H2')).toBe(-1)
    const refused = async () => (await sql<{ fixmedins_code: string; reason: string }>`SELECT fixmedins_code, reason FROM rule_call WHERE outcome = 'refused' AND reason LIKE '%签名%' ORDER BY call_id`.execute(server.store.db)).rows.map(({ fixmedins_code, reason }) => fixmedins_code + reason) // prettier-ignore
    await expect.poll(refused).toEqual(['签名校验未通过', '签名校验未通过', '签名时间与服务器相差过大'])
    const seen = await ok<{ refused: number }>(maker.get('/api/rules/monitor?hours=1'))
    expect(seen.refused).toBeGreaterThanOrEqual(5)
  })
})
