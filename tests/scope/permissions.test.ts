import { contractEndpoints, type Endpoint, type Permission } from '@yijian/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, createClient, firstAdmin, signIn, type Client } from '../../apps/server/src/testing/client.ts'
import { fixtureCity } from '../../apps/server/src/testing/fixture-city.ts'
import { publishFixtureRun } from '../../apps/server/src/testing/fixture-run.ts'
import { startTestServer, type TestServer } from '../../apps/server/src/testing/test-server.ts'

/** Who may do what, written down a second time, by hand, so that a slip in the product's own table shows. */
const WHO = ['city', 'district', 'administrator', 'officer', 'expert', 'hospital'] as const
type Who = (typeof WHO)[number]
const MAY: Record<Permission, readonly Who[]> = {
  'overview.read': ['city', 'district'],
  'findings.read': ['city', 'district'],
  'findings.export': ['city', 'district'],
  'findings.label': ['city', 'district'],
  'subjects.unmask': ['city', 'district'],
  'models.read': ['city', 'district', 'administrator'],
  'models.run': ['city'],
  'models.configure': ['city'],
  'rules.read': ['city', 'district', 'administrator', 'officer', 'hospital'],
  'rules.edit': ['city'],
  'rules.approve': ['city'],
  'self-check.use': ['hospital'],
  'self-check.read': ['city', 'district'],
  'drg.read': ['city', 'officer'],
  'drg.manage': ['officer'],
  'drg.approve': ['city'],
  'drg.submit': ['hospital'],
  'drg.review': ['expert'],
  'data.read': ['city', 'administrator', 'officer'],
  'data.import': ['city', 'administrator'],
  'accounts.manage': ['administrator'],
  'audit.read': ['administrator'],
}

const BODIES: Partial<Record<keyof typeof contractEndpoints, unknown>> = {
  signIn: { username: 'x', password: 'x' },
  changePassword: { current: 'x', next: 'x' },
  setParameters: { parametersVersion: 0, values: {}, reason: '测试' },
  startRun: { modelIds: ['no-such-model'] },
  labelFinding: { status: 'confirmed', note: '测试结论' },
  unmask: { purpose: '权限测试' },
  createAccount: { username: 'Not Valid', displayName: 'x', role: 'city-auditor', scope: { kind: 'city' } },
  updateAccount: {},
}
const QUERIES: Partial<Record<keyof typeof contractEndpoints, string>> = {
  search: '?q=1',
  exportFindings: '?format=csv',
  exportInstitutions: '?format=csv',
}
/** Would end the session, or never end. */
const SKIPPED = new Set(['signOut', 'events'])

let server: TestServer
let clients: Record<Who | 'anonymous', Client>
beforeAll(async () => {
  server = await startTestServer()
  const administrator = await firstAdmin(server.url)
  clients = {
    anonymous: createClient(server.url),
    administrator,
    city: await addUser(server.url, administrator, { username: 'city', role: 'city-auditor', scope: { kind: 'city' } }),
    district: await addUser(server.url, administrator, {
      username: 'district',
      role: 'district-auditor',
      scope: { kind: 'district', admdvs: '410102' },
    }),
    officer: await addUser(server.url, administrator, {
      username: 'officer',
      role: 'drg-officer',
      scope: { kind: 'city' },
    }),
    expert: await addUser(server.url, administrator, { username: 'expert', role: 'expert', scope: { kind: 'city' } }),
    hospital: await addUser(server.url, administrator, {
      username: 'hospital',
      role: 'institution',
      scope: { kind: 'institution', fixmedinsCodes: ['H1'] },
    }),
  }
  await publishFixtureRun(server.dataDirectory, fixtureCity({ count: 20, seed: 3, runId: 'r1' }))
  await server.composed.supervision.syncRuns()
})
afterAll(() => server.close())

const all = Object.entries(contractEndpoints) as [keyof typeof contractEndpoints, Endpoint][]
const cases = all.filter(([name]) => !SKIPPED.has(name))

describe.each(cases)('%s', (name, endpoint) => {
  const path = endpoint.path.replace(/:\w+/g, 'missing') + (QUERIES[name] ?? '')
  const body = endpoint.body ? (BODIES[name] ?? {}) : undefined
  const call = (who: keyof typeof clients) => clients[who].send(endpoint.method, path, body)

  it('asks for a session unless it is public', async () => {
    const { status } = await call('anonymous')
    if (endpoint.permission === 'public')
      expect(status === 401 ? name : 'open').toBe(name === 'signIn' ? 'signIn' : 'open')
    else expect(status).toBe(401)
  })

  it.each(WHO)('is open to %s exactly as the table says', async (who) => {
    const answer = await call(who)
    const isOpen =
      endpoint.permission === 'public' || endpoint.permission === 'signed-in' || MAY[endpoint.permission].includes(who)
    if (isOpen) expect(answer.status, answer.text).not.toBe(403)
    else expect(answer.json()).toMatchObject({ code: 'permission.missing' })
    expect(answer.status, answer.text).toBeLessThan(500)
  })
})

describe('the permissions an account is told', () => {
  it.each(WHO)('of %s are those of the table', async (who) => {
    const { permissions } = (await clients[who].get('/api/session')).json<{ permissions: Permission[] }>()
    const wanted = (Object.keys(MAY) as Permission[]).filter((permission) => MAY[permission].includes(who))
    expect([...permissions].sort()).toEqual(wanted.sort())
  })
})

describe('demonstration accounts', () => {
  it('are made in demonstration mode, with the passwords that the sign-in page shows', async () => {
    const demo = await startTestServer({ demo: true })
    try {
      const hints = (await createClient(demo.url).get('/api/session/hints')).json<{
        demonstration: boolean
        accounts: { username: string; password: string }[]
      }>()
      expect(hints.demonstration).toBe(true)
      expect(hints.accounts.map(({ username }) => username)).toEqual([
        'shichu',
        'shichu2',
        'quxian',
        'drg',
        'zhuanjia1',
        'zhuanjia2',
        'yiyuan',
        'admin',
      ])
      for (const { username, password } of hints.accounts) {
        const session = await (await signIn(demo.url, username, password)).get('/api/session')
        expect(session.json()).toMatchObject({ username, demonstration: true, mustChangePassword: false })
      }
    } finally {
      await demo.close()
    }
  })
})
