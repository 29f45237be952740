import { createHmac } from 'node:crypto'
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractEndpoints } from '@yijian/contract'
import { RULE_KINDS } from '@yijian/rules'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, firstAdmin, type Client } from '../../testing/client.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let maker: Client
let checker: Client
let district: Client
beforeAll(async () => {
  server = await startTestServer()
  const admin = await firstAdmin(server.url)
  const user = (username: string) => addUser(server.url, admin, { username, role: 'city-auditor', scope: { kind: 'city' } }) // prettier-ignore
  maker = await user('maker')
  checker = await user('checker')
  district = await addUser(server.url, admin, { username: 'district', role: 'district-auditor', scope: { kind: 'district', admdvs: '410102' } }) // prettier-ignore
})
afterAll(() => server.close())

const DRAFT = {
  name: '普通病房床位费',
  keys: ['001109999990000'],
  params: { max: 1, per: 'day' },
  basis: { text: '每日限一次', document: '属地口径（测试）', article: '第一条', date: '2024-01-01' },
  effBegin: '2024-01-01',
}
const EXPERTS = [
  { name: '专家1', field: 'clinical', opinion: '同意' },
  { name: '专家2', field: 'clinical', opinion: '同意' },
  { name: '专家3', field: 'coding', opinion: '编码无误' },
]

async function ok<T = Record<string, unknown>>(
  answer: Promise<{ status: number; text: string; json: <U>() => U }>,
): Promise<T> {
  const got = await answer
  expect(got.status, got.text).toBe(200)
  return got.json<T>()
}

const move = (
  client: Client,
  kpId: string,
  { version = 1, ...body }: { to: string; experts?: object[]; version?: number; override?: string },
) => client.send('POST', `/api/rules/points/${kpId}/versions/${version}/status`, { opinion: '同意', ...body })

async function approve(kpId: string, version = 1): Promise<void> {
  await ok(move(maker, kpId, { to: 'review', version }))
  await ok(move(checker, kpId, { to: 'trial', experts: EXPERTS, version }))
  await ok(move(checker, kpId, { to: 'published', version, override: '测试放行' }))
}

interface Release {
  releaseId: string
  hash: string
  points: number
  failed: number
  state: string
}

describe('the starter library', () => {
  it('is there at first start, in trial outside demonstration mode, with nothing that fails', async () => {
    const { rows } = await ok<{ rows: Release[] }>(maker.get('/api/rules/releases'))
    expect(rows).toMatchObject([{ releaseId: 'V1', title: '入门规则集', state: 'trial', points: 3 * RULE_KINDS.length, failed: 0 }]) // prettier-ignore
  })

  it('has its points under every kind, and answers as the contract says', async () => {
    const kinds = await ok<{ rows: { points: number; national: boolean }[] }>(maker.get('/api/rules/kinds'))
    expect(kinds.rows.map(({ points }) => points)).toEqual(RULE_KINDS.map(() => 3))
    expect(kinds.rows.filter(({ national }) => national)).toHaveLength(88)
    contractEndpoints.listRuleKinds.response.parse(kinds)
    const detail = await ok<{ logic: string[]; parameters: { name: string }[] }>(maker.get('/api/rules/kinds/R27'))
    contractEndpoints.getRuleKind.response.parse(detail)
    expect(detail.parameters.map(({ name }) => name)).toContain('per')
  })

  it('is found by kind, code, text and date in force', async () => {
    const total = async (query: string) => (await ok<{ total: number }>(maker.get(`/api/rules/points?${query}`))).total
    expect(await total('kind=R14')).toBe(3)
    expect(await total('code=002403000090000&kind=R14')).toBe(1)
    expect(await total('code=00240300009000099&kind=R14')).toBe(0)
    expect(await total(`q=${encodeURIComponent('伽玛刀')}&kind=R14`)).toBe(1)
    expect(await total('kind=R14&on=1999-01-01')).toBe(0)
    expect(await total('status=draft')).toBe(0)
  })
})

describe('a change of a point', () => {
  it('goes from draft to force through two people, an expert panel and a release, and back in one action', async () => {
    const made = await ok<{ current: { status: string }; next: { to: string; allowed: boolean }[] }>(maker.send('POST', '/api/rules/points', { ...DRAFT, kindId: 'R27', kpId: 'T-1' })) // prettier-ignore
    expect(made.current.status).toBe('draft')
    expect((await move(maker, 'T-1', { to: 'published' })).status).toBe(409)
    await ok(move(maker, 'T-1', { to: 'review' }))
    expect((await move(maker, 'T-1', { to: 'trial', experts: EXPERTS })).status).toBe(403)
    expect((await move(checker, 'T-1', { to: 'trial', experts: EXPERTS.slice(0, 2) })).status).toBe(400)
    await ok(move(checker, 'T-1', { to: 'trial', experts: EXPERTS }))
    expect((await move(maker, 'T-1', { to: 'published' })).status).toBe(403)
    expect((await move(checker, 'T-1', { to: 'published' })).text).toContain('尚未达到发布条件')
    await ok(move(checker, 'T-1', { to: 'published', override: '测试放行' }))
    const next = await ok<{ counts: object; added: { kpId: string }[] }>(maker.get('/api/rules/releases/next'))
    expect(next).toMatchObject({ counts: { added: 1, removed: 0, changed: 0 }, added: [{ kpId: 'T-1', inForce: false }] }) // prettier-ignore
    contractEndpoints.previewRelease.response.parse(next)
    const body = { title: '测试发布', state: 'active' }
    expect((await maker.send('POST', '/api/rules/releases', body)).status).toBe(403)
    const released = await ok<Release>(checker.send('POST', '/api/rules/releases', body))
    expect(released).toMatchObject({ releaseId: 'V2', state: 'active', points: 3 * RULE_KINDS.length + 1 })
    const back = await ok<Release>(checker.send('POST', '/api/rules/releases/V1/activate', { reason: '回退测试' }))
    expect(back).toMatchObject({ releaseId: 'V1', state: 'active' })
    const { rows } = await ok<{ rows: Release[] }>(maker.get('/api/rules/releases'))
    expect(rows.map(({ releaseId, state }) => [releaseId, state])).toEqual([['V2', 'past'], ['V1', 'active']]) // prettier-ignore
    await ok(checker.send('POST', '/api/rules/releases/V2/activate', { reason: '恢复' }))
  })

  it('is a new version: the earlier one ends the day before and stays for services of its time', async () => {
    await ok(maker.send('POST', '/api/rules/points/T-1/versions', { ...DRAFT, baseVersion: 1, params: { max: 2, per: 'day' }, effBegin: '2026-07-01' })) // prettier-ignore
    await approve('T-1', 2)
    await ok(checker.send('POST', '/api/rules/releases', { title: '修订', state: 'active' }))
    const detail = await ok<{ versions: { version: number; status: string; effEnd: string | null; inForce: boolean }[]; events: unknown[] }>(maker.get('/api/rules/points/T-1')) // prettier-ignore
    expect(detail.versions).toMatchObject([
      { version: 2, status: 'published', effEnd: null, inForce: true },
      { version: 1, status: 'retired', effEnd: '2026-06-30', inForce: true },
    ])
    contractEndpoints.getPoint.response.parse(detail)
    const diff = await ok<{ changed: { fields: { label: string; before: string; after: string }[] }[] }>(maker.get('/api/rules/releases/diff?from=V2&to=V3')) // prettier-ignore
    expect(diff.changed[0]?.fields).toContainEqual({ label: '上限', before: '1', after: '2' })
    contractEndpoints.diffReleases.response.parse(diff)
  })

  it('refuses what its kind cannot execute, and a base that is not the newest', async () => {
    const wrong = await maker.send('POST', '/api/rules/points', { ...DRAFT, kindId: 'R27', params: { max: -1 } })
    expect([wrong.status, wrong.json<{ message: string }>().message]).toEqual([400, expect.stringContaining('上限')])
    const old = await maker.send('POST', '/api/rules/points/T-1/versions', { ...DRAFT, baseVersion: 1 })
    expect(old.status).toBe(409)
    expect((await district.send('POST', '/api/rules/points', { ...DRAFT, kindId: 'R27' })).status).toBe(403)
  })
})

describe('a release', () => {
  it('is exported as one file that the key of the server signs', async () => {
    const file = await ok<{ content: string; signature: string }>(maker.get('/api/rules/releases/V2/export'))
    const key = readFileSync(join(server.dataDirectory, 'audit.key'), 'utf8').trim()
    expect(file.signature).toBe(createHmac('sha256', key).update(file.content).digest('hex'))
    expect((JSON.parse(file.content) as { points: unknown[] }).points).toHaveLength(3 * RULE_KINDS.length + 1)
  })

  it('and everything else that was decided can be added to, never changed', async () => {
    for (const table of ['rule_release', 'rule_activation', 'knowledge_point', 'knowledge_point_event']) {
      await expect(sql`DELETE FROM ${sql.table(table)}`.execute(server.store.db)).rejects.toThrow('append-only')
    }
    const audit = server.composed.platform.audit
    expect((await audit.verify()).ok).toBe(true)
  })
})

describe('what `rules import` put into the data folder', () => {
  const HEADER = 'kp_id,kind,name,keys,partners,params,basis,document,article,origin,eff_begin'
  const own = (...points: [id: string, code: string][]) => [HEADER, ...points.map(([id, code]) => `${id},R67,样例女用药${id},${code},,gend=2,说明书,本地文件,第一条,local,2024-01-01`), ''].join('\n') // prettier-ignore
  const waiting = { kpId: 'SK-9', kind: 'R67', name: '样例男用药', keys: ['XG99AAA009'], partners: [], proposals: [{ param: 'gend', value: 1, span: { field: 'constraint', start: 0, end: 4 }, confidence: 0.95, note: null }], partnerProposals: [], reason: null, machineReadable: true, effBegin: '2025-06-01', source: { kpId: 'SK-9', ruleClass: '药品区分性别使用', gzCode: null, itemName: '样例男用药', constraint: '限男性使用', detectLogic: '', codes: ['XG99AAA009'], batch: null, publishedAt: '2025-06-01', supersedes: null, sourceFile: '样例目录', sourceRow: '2', row: 2 } } // prettier-ignore
  let turn = 0
  const put = (points: string, proposals?: object[]) => {
    const folder = join(server.dataDirectory, 'knowledge', '本市')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'points.csv'), points)
    if (proposals) writeFileSync(join(folder, 'proposals.json'), JSON.stringify(proposals))
    writeFileSync(join(folder, 'source.yaml'), '{"id":"本市","confirmed_by":null}')
    utimesSync(join(folder, 'source.yaml'), ++turn, turn)
  }
  interface Batch {
    importId: string
    file: string
    points: number
    open: number
    confirmed: number
    skipped: number
    errors: number
  }
  const batches = async () => (await ok<{ rows: Batch[] }>(maker.get('/api/rules/imports'))).rows.filter(({ file }) => file === 'knowledge/本市') // prettier-ignore
  const taken = async (n: number) => {
    await server.composed.tick()
    expect(await batches()).toHaveLength(n)
  }

  it('is taken up as a batch to confirm, nothing of it unseen, once, and again only as far as it is new', async () => {
    put(own(['SK-1', 'XG99AAA001'], ['SK-2', 'XG99AAA002']), [waiting])
    await taken(1)
    const [batch] = await batches()
    expect(batch).toMatchObject({ points: 3, open: 3, confirmed: 0, errors: 0 })
    const inLibrary = async () => (await Promise.all(['draft', 'published'].map((status) => ok<{ total: number }>(maker.get(`/api/rules/points?status=${status}&q=SK-`))))).map(({ total }) => total) // prettier-ignore
    expect(await inLibrary()).toEqual([0, 0])
    const read = await ok<{ rows: { kpId: string; texts: { constraint: string }; proposals: { span: object | null }[] }[] }>(maker.get(`/api/rules/imports/${batch?.importId}`)) // prettier-ignore
    expect(read.rows.find(({ kpId }) => kpId === 'SK-9')).toMatchObject({ texts: { constraint: '限男性使用' }, proposals: [{ span: { field: 'constraint' } }] }) // prettier-ignore
    const confirm = { expert: '专家1', field: 'clinical', evidence: '对照原文', items: [{ kpId: 'SK-1', accepted: ['gend'] }] } // prettier-ignore
    expect(await ok(maker.send('POST', `/api/rules/imports/${batch?.importId}/confirm`, confirm))).toMatchObject({ confirmed: 1 }) // prettier-ignore
    expect(await inLibrary()).toEqual([1, 0])
    put(own(['SK-1', 'XG99AAA001'], ['SK-2', 'XG99AAA002'], ['SK-3', 'XG99AAA003']))
    await taken(2)
    const [again, first] = await batches()
    expect(again).toMatchObject({ points: 3, open: 3 })
    expect(first).toMatchObject({ open: 0, confirmed: 1, skipped: 2 })
    put(own(['SK-1', 'XG99AAA001'], ['SK-2', 'XG99AAA002'], ['SK-3', 'XG99AAA003']))
    await taken(2)
  })
})
