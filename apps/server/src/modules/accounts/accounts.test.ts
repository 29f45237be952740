import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUser, createClient, firstAdmin, NEXT_PASSWORD, signIn, type Client } from '../../testing/client.ts'
import { ADMIN_PASSWORD, startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  const before = await signIn(server.url, 'admin', ADMIN_PASSWORD)
  expect((await before.get('/api/accounts')).json()).toMatchObject({ code: 'password.must-change' })
  expect((await before.get('/api/session')).json()).toMatchObject({ mustChangePassword: true })
  admin = await firstAdmin(server.url)
})
afterAll(() => server.close())

const trySignIn = (username: string, password: string) =>
  createClient(server.url).send('POST', '/api/session', { username, password })

describe('signing in', () => {
  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await trySignIn('admin', NEXT_PASSWORD)
    expect(answer.status).toBe(200)
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    expect(cookie).toMatch(/Path=\//)
    expect(answer.text).not.toMatch(/scrypt|password"/)
  })

  it('keeps no token in the store, only its hash', async () => {
    const client = await signIn(server.url, 'admin', NEXT_PASSWORD)
    const token = client.cookie.split('=')[1] ?? ''
    const { pool } = server.store
    const rows = await pool.query<{ token_hash: string }>('SELECT token_hash FROM session')
    expect(rows.rows.length).toBeGreaterThan(0)
    expect(rows.rows.map((row) => row.token_hash)).not.toContain(token)
  })

  it('answers unknown and known names alike, and locks both after five failures for fifteen minutes', async () => {
    await addUser(server.url, admin, { username: 'locked-one', role: 'city-auditor', scope: { kind: 'city' } })
    for (const username of ['locked-one', 'nobody-here']) {
      const answers = []
      for (let n = 0; n < 5; n++) answers.push(await trySignIn(username, 'Wrong-Password-1'))
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
      const codes = answers.map((answer) => answer.json<{ code: string }>().code)
      expect(codes.slice(0, 4)).toEqual(Array(4).fill('session.refused'))
      expect(codes[4]).toBe('session.locked')
    }
    const right = await trySignIn('locked-one', NEXT_PASSWORD)
    expect(right.json()).toMatchObject({ code: 'session.locked' })
    server.clock.forward(14 * 60_000)
    expect((await trySignIn('locked-one', NEXT_PASSWORD)).status).toBe(401)
    server.clock.forward(61_000)
    expect((await trySignIn('locked-one', NEXT_PASSWORD)).status).toBe(200)
  })

  it('forgets failures after a right password', async () => {
    await addUser(server.url, admin, { username: 'clumsy', role: 'city-auditor', scope: { kind: 'city' } })
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 4; n++) expect((await trySignIn('clumsy', 'Wrong-Password-1')).status).toBe(401)
      expect((await trySignIn('clumsy', NEXT_PASSWORD)).status).toBe(200)
    }
  })

  it('counts failures that arrive at the same moment', async () => {
    await addUser(server.url, admin, { username: 'hurried', role: 'city-auditor', scope: { kind: 'city' } })
    await Promise.all(Array.from({ length: 8 }, () => trySignIn('hurried', 'Wrong-Password-1')))
    expect((await trySignIn('hurried', NEXT_PASSWORD)).json()).toMatchObject({ code: 'session.locked' })
  })

  it('limits attempts from one address', async () => {
    server.clock.forward(120_000)
    const answers = await Promise.all(Array.from({ length: 75 }, (_, n) => trySignIn(`flood-${n}`, 'x')))
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10)
    server.clock.forward(120_000)
  })
})

describe('a session', () => {
  it('ends when idle, at its absolute end, and at sign-out', async () => {
    const idle = await signIn(server.url, 'admin', NEXT_PASSWORD)
    server.clock.forward(119 * 60_000)
    expect((await idle.get('/api/session')).status).toBe(200)
    server.clock.forward(119 * 60_000)
    expect((await idle.get('/api/session')).status).toBe(200)
    server.clock.forward(121 * 60_000)
    expect((await idle.get('/api/session')).json()).toMatchObject({ code: 'session.missing' })

    const long = await signIn(server.url, 'admin', NEXT_PASSWORD)
    for (let hour = 0; hour < 11; hour++) {
      server.clock.forward(3_600_000)
      expect((await long.get('/api/session')).status).toBe(200)
    }
    server.clock.forward(3_600_000)
    expect((await long.get('/api/session')).status).toBe(401)

    const left = await signIn(server.url, 'admin', NEXT_PASSWORD)
    expect((await left.send('DELETE', '/api/session')).status).toBe(200)
    expect((await left.get('/api/session')).status).toBe(401)
    admin = await signIn(server.url, 'admin', NEXT_PASSWORD)
  })

  it('is refused with a made-up or empty token', async () => {
    for (const cookie of ['yijian_session=', 'yijian_session=abc', `yijian_session=${'A'.repeat(5000)}`]) {
      expect((await createClient(server.url, cookie).get('/api/session')).status).toBe(401)
    }
  })

  it('ends with a change of rights, a reset, or the account being disabled', async () => {
    const client = await addUser(server.url, admin, {
      username: 'mover',
      role: 'city-auditor',
      scope: { kind: 'city' },
    })
    const { accountId } = (await client.get('/api/session')).json<{ accountId: string }>()
    const change = (body: object) => admin.send('PATCH', `/api/accounts/${accountId}`, body)
    expect((await change({ displayName: '换名' })).status).toBe(200)
    expect((await client.get('/api/session')).status).toBe(200)
    await change({ role: 'district-auditor', scope: { kind: 'district', admdvs: '410102' } })
    expect((await client.get('/api/session')).status).toBe(401)
    const again = await signIn(server.url, 'mover', NEXT_PASSWORD)
    expect((await again.get('/api/session')).json()).toMatchObject({ role: 'district-auditor', scopeLabel: '410102' })
    await change({ state: 'disabled' })
    expect((await again.get('/api/session')).status).toBe(401)
    expect((await trySignIn('mover', NEXT_PASSWORD)).json()).toMatchObject({ code: 'session.refused' })
    await change({ state: 'active' })
    const reset = await admin.send('POST', `/api/accounts/${accountId}/password`)
    expect((await trySignIn('mover', NEXT_PASSWORD)).status).toBe(401)
    const { firstPassword } = reset.json<{ firstPassword: string }>()
    expect((await trySignIn('mover', firstPassword)).json()).toMatchObject({ mustChangePassword: true })
  })
})

describe('passwords', () => {
  it.each([
    ['Short-1', '至少 10 位'],
    ['alllowercaseonly', '三类'],
    ['Password-2026', '弱口令'],
    ['Rules-tester-9', '用户名'],
    ['Goood-aaaa-11', '相同的连续字符'],
  ])('refuses %s: %s', async (next, reason) => {
    const username = 'rules-tester'
    const known = await trySignIn(username, NEXT_PASSWORD)
    const client =
      known.status === 200
        ? await signIn(server.url, username, NEXT_PASSWORD)
        : await addUser(server.url, admin, { username, role: 'city-auditor', scope: { kind: 'city' } })
    const answer = await client.send('POST', '/api/session/password', { current: NEXT_PASSWORD, next })
    expect(answer.status).toBe(400)
    expect(answer.json<{ message: string }>().message).toContain(reason)
  })

  it('asks for the current one, refuses the same one, and ends the other sessions', async () => {
    const client = await addUser(server.url, admin, {
      username: 'changer',
      role: 'city-auditor',
      scope: { kind: 'city' },
    })
    const other = await signIn(server.url, 'changer', NEXT_PASSWORD)
    const change = (current: string, next: string) => client.send('POST', '/api/session/password', { current, next })
    expect((await change('Wrong-Wrong-1', 'Third-Geheim-88')).json()).toMatchObject({ code: 'password.wrong' })
    expect((await change(NEXT_PASSWORD, NEXT_PASSWORD)).json()).toMatchObject({ code: 'password.same' })
    expect((await change(NEXT_PASSWORD, 'Third-Geheim-88')).status).toBe(200)
    expect((await client.get('/api/session')).status).toBe(200)
    expect((await other.get('/api/session')).status).toBe(401)
  })
})

describe('accounts', () => {
  it('are made once per name, with a first password that must be changed', async () => {
    const body = { username: 'twice', displayName: '两次', role: 'city-auditor', scope: { kind: 'city' } }
    const [first, second] = await Promise.all([
      admin.send('POST', '/api/accounts', body),
      admin.send('POST', '/api/accounts', body),
    ])
    expect([first.status, second.status].sort()).toEqual([200, 409])
  })

  it('have a scope that fits the role', async () => {
    const make = (username: string, role: string, scope: object) =>
      admin.send('POST', '/api/accounts', { username, displayName: 'x', role, scope })
    expect((await make('bad-scope-a', 'district-auditor', { kind: 'city' })).json()).toMatchObject({
      code: 'account.scope',
    })
    const district = { kind: 'district', admdvs: '410102' }
    expect((await make('bad-scope-b', 'administrator', district)).json()).toMatchObject({ code: 'account.scope' })
    expect((await make('Bad Name', 'city-auditor', { kind: 'city' })).status).toBe(400)
  })

  it('always keep an administrator, and nobody takes their own rights away', async () => {
    const { rows } = (await admin.get('/api/accounts')).json<{ rows: { accountId: string; username: string }[] }>()
    const self = rows.find(({ username }) => username === 'admin')
    const answer = await admin.send('PATCH', `/api/accounts/${self?.accountId}`, { state: 'disabled' })
    expect(answer.json()).toMatchObject({ code: 'account.self' })
  })

  it('leave a trace of each step, without passwords', async () => {
    const { rows } = (await admin.get('/api/audit?size=200')).json<{ rows: { action: string; details: object }[] }>()
    const actions = new Set(rows.map(({ action }) => action))
    for (const action of [
      'account.create',
      'account.change',
      'account.reset',
      'account.password',
      'session.sign-in',
      'session.locked',
    ])
      expect(actions).toContain(action)
    expect(JSON.stringify(rows)).not.toMatch(/scrypt|Geheim|Secret|firstPassword/)
  })
})

describe('hints on the sign-in page', () => {
  it('name no account outside demonstration mode', async () => {
    expect((await createClient(server.url).get('/api/session/hints')).json()).toEqual({
      demonstration: false,
      accounts: [],
    })
  })
})
