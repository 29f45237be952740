import { rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createClient, firstAdmin } from './testing/client.ts'
import { createTestDatabase, temporaryDirectory } from './testing/database.ts'
import { startTestServer } from './testing/test-server.ts'
import { findRunningPostgres } from './platform/db/embedded.ts'
import { startServer, type RunningServer } from './server.ts'
import { verifyAudit } from './verify-audit.ts'

const CONTENT = fileURLToPath(new URL('../../../content', import.meta.url))

describe('configuration', () => {
  it('names the bad variable and never repeats its value', async () => {
    const starting = startTestServer({
      environment: { YIJIAN_SESSION_HOURS: 'forty-two', DATABASE_URL: 'mysql://u:geheim@x/y' },
    })
    await expect(starting).rejects.toMatchObject({ code: 'config.invalid' })
    const message = await starting.catch((error: unknown) => (error as Error).message)
    expect(message).toContain('YIJIAN_SESSION_HOURS')
    expect(message).toContain('DATABASE_URL')
    expect(message).not.toMatch(/forty|geheim/)
  })
})

describe('production mode', () => {
  const production = { YIJIAN_MODE: 'production' }

  it('refuses an empty store without an initial password from the environment', async () => {
    const starting = startTestServer({ environment: { ...production, YIJIAN_ADMIN_PASSWORD: '' } })
    await expect(starting).rejects.toMatchObject({ code: 'production.admin' })
  })

  it('refuses a weak initial password, a default audit key, and demonstration data', async () => {
    const withPassword = startTestServer({ environment: { ...production, YIJIAN_ADMIN_PASSWORD: 'admin123456' } })
    await expect(withPassword).rejects.toMatchObject({ code: 'password.weak' })
    const withKey = startTestServer({ environment: { NODE_ENV: 'production', YIJIAN_AUDIT_KEY: 'changeme' } })
    await expect(withKey).rejects.toMatchObject({ code: 'production.secret' })
    const withDemo = startTestServer({ demo: true, environment: production })
    await expect(withDemo).rejects.toMatchObject({ code: 'production.demo' })
  })

  it('refuses a store with active demonstration accounts, and starts on one without', async () => {
    const database = await createTestDatabase()
    const data = temporaryDirectory()
    const input = { dataDirectory: data, contentDirectory: CONTENT, consoleDirectory: data, port: 0 }
    const environment = {
      DATABASE_URL: database.url,
      YIJIAN_LOG_LEVEL: 'silent',
      YIJIAN_ADMIN_PASSWORD: 'First-Secret-2026',
    }
    const demo = await startServer({ ...input, demo: true, environment })
    await demo.close()
    const refused = startServer({ ...input, demo: false, environment: { ...environment, ...production } })
    await expect(refused).rejects.toMatchObject({ code: 'production.demo-accounts' })
    await database.drop()
    rmSync(data, { recursive: true, force: true })
    const server = await startTestServer({ environment: production })
    expect((await createClient(server.url).get('/api/session/hints')).json()).toEqual({
      demonstration: false,
      accounts: [],
    })
    await firstAdmin(server.url)
    await server.close()
  })

  it('refuses the default password of a database, before it connects', async () => {
    const environment = { ...production, DATABASE_URL: 'postgres://postgres:postgres@127.0.0.1:1/x' }
    await expect(startTestServer({ environment })).rejects.toMatchObject({ code: 'production.secret' })
  })

  it('says that a database cannot be reached, without its address', async () => {
    const environment = { DATABASE_URL: 'postgres://u:Geheim-9@127.0.0.1:1/x' }
    const starting = startTestServer({ environment })
    await expect(starting).rejects.toMatchObject({ code: 'db.unreachable' })
    await expect(starting).rejects.not.toThrow(/Geheim|127/)
  })
})

describe('the embedded store', () => {
  const data = temporaryDirectory()
  const start = (): Promise<RunningServer> =>
    startServer({
      dataDirectory: data,
      contentDirectory: CONTENT,
      consoleDirectory: data,
      port: 0,
      demo: false,
      environment: { YIJIAN_LOG_LEVEL: 'silent', YIJIAN_ADMIN_PASSWORD: 'First-Secret-2026' },
    })
  afterAll(async () => {
    await findRunningPostgres(data)?.stop()
    rmSync(data, { recursive: true, force: true })
  })

  it('starts, stops cleanly, and starts again with what it held', async () => {
    const first = await start()
    await firstAdmin(first.url)
    await first.close()
    expect(findRunningPostgres(data)).toBeUndefined()
    const second = await start()
    const answer = await createClient(second.url).send('POST', '/api/session', {
      username: 'admin',
      password: 'Second-Geheim-77',
    })
    expect(answer.status).toBe(200)
    await expect(start()).rejects.toMatchObject({ code: 'server.running' })
    expect((await createClient(second.url).get('/api/health')).json()).toMatchObject({ status: 'ok' })
    expect(await verifyAudit(data, {})).toMatchObject({ ok: true })
    await second.close()
    expect(await verifyAudit(data, {})).toMatchObject({ ok: true })
    expect(findRunningPostgres(data)).toBeUndefined()
  })

  it('is taken over from a server that was killed', async () => {
    const entry = fileURLToPath(new URL('./dev.ts', import.meta.url))
    const environment = { ...process.env, YIJIAN_LOG_LEVEL: 'silent', NODE_ENV: 'test' }
    const child = spawn(process.execPath, [entry, '--data', data, '--port', '0', '--no-demo'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    while (!said.includes('http://')) await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(findRunningPostgres(data)).toBeDefined()
    const next = await start()
    expect((await createClient(next.url).get('/api/health')).json()).toMatchObject({ status: 'ok' })
    await next.close()
    expect(findRunningPostgres(data)).toBeUndefined()
  })
})
