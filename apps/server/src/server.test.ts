import { contractEndpoints, type Endpoint } from '@yijian/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, firstAdmin, type Client } from './testing/client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

let server: TestServer
let admin: Client
beforeAll(async () => {
  server = await startTestServer()
  admin = await firstAdmin(server.url)
})
afterAll(() => server.close())

describe('the API document', () => {
  it('describes every endpoint of the contract and no other', async () => {
    const document = (await createClient(server.url).get('/api/docs/json')).json<OpenApi>()
    expect(document.openapi).toBe('3.1.0')
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const wanted = Object.values(contractEndpoints).map(
      (endpoint: Endpoint) => `${endpoint.method} ${endpoint.path.replace(/:(\w+)/g, '{$1}')}`,
    )
    expect(documented.sort()).toEqual(wanted.sort())
  })

  it('has a name, a permission and answers for each operation, and resolves every reference', async () => {
    const text = (await createClient(server.url).get('/api/docs/json')).text
    const document = JSON.parse(text) as OpenApi
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(Object.keys(contractEndpoints).length)
    for (const operation of operations) {
      expect(operation.description).toMatch(/^权限：/)
      expect(Object.keys(operation.responses)).toContain('200')
    }
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(document.components.schemas ?? {})).toContain(name)
    }
  })
})

interface OpenApi {
  openapi: string
  paths: Record<
    string,
    Record<string, { operationId: string; description: string; responses: Record<string, unknown> }>
  >
  components: { schemas?: Record<string, unknown> }
}

describe('requests that are not what they should be', () => {
  it('answers malformed JSON with 400 and a trace id', async () => {
    const answer = await createClient(server.url).send('POST', '/api/session', '{"username": ')
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'request.json', traceId: answer.headers.get('x-trace-id') })
  })

  it('refuses a body of 10 MB, before and after sign-in', async () => {
    const body = JSON.stringify({ username: 'a', password: 'x'.repeat(10 * 2 ** 20) })
    const anonymous = await createClient(server.url).send('POST', '/api/session', body)
    const signedIn = await admin.send('POST', '/api/accounts', body)
    expect([anonymous.status, signedIn.status]).toEqual([413, 413])
  })

  it('does not read the body of somebody without permission', async () => {
    const answer = await createClient(server.url).send('POST', '/api/accounts', `{"x":"${'y'.repeat(10 * 2 ** 20)}"}`)
    expect(answer.status).toBe(401)
  })

  it('parses JSON only: what a foreign form could send is 415', async () => {
    const send = (type: string) =>
      createClient(server.url).send('POST', '/api/session', 'username=a', { 'content-type': type })
    expect((await send('text/plain')).status).toBe(415)
    expect((await send('application/x-www-form-urlencoded')).status).toBe(415)
  })

  it('refuses other origins for everything that changes something', async () => {
    const body = { username: 'x-tester', displayName: 'x', role: 'administrator', scope: { kind: 'city' } }
    const foreign = await admin.send('POST', '/api/accounts', body, { origin: 'https://evil.example' })
    const opaque = await admin.send('POST', '/api/accounts', body, { origin: 'null' })
    const marked = await admin.send('POST', '/api/accounts', body, { 'sec-fetch-site': 'cross-site' })
    expect([foreign.status, opaque.status, marked.status]).toEqual([403, 403, 403])
    const own = await admin.send('POST', '/api/accounts', body, { origin: server.url })
    expect(own.status).toBe(200)
  })

  it.each([
    "' OR 1=1 --",
    "'; DROP TABLE account; --",
    '%',
    '_____',
    '\\',
    '\u0000',
    '"><script>alert(1)</script>',
    '../../etc/passwd',
    '${7*7}',
    '😀中文',
  ])('takes %j for the text it is', async (text) => {
    const q = encodeURIComponent(text)
    const listed = await admin.get(`/api/accounts?q=${q}`)
    expect(text.includes('\u0000') ? [400] : [200]).toContain(listed.status)
    if (listed.status === 200 && !text.includes('_')) expect(listed.json<{ total: number }>().total).toBe(0)
    const audit = await admin.get(`/api/audit?actor=${q}`)
    expect(audit.status).toBeLessThan(500)
    const signIn = await createClient(server.url).send('POST', '/api/session', { username: text, password: text })
    expect([400, 401]).toContain(signIn.status)
    expect((await admin.get('/api/accounts')).status).toBe(200)
  })

  it('says in Chinese which field is wrong', async () => {
    const answer = await admin.get('/api/accounts?page=0')
    expect(answer.status).toBe(400)
    expect(answer.json<{ message: string }>().message).toMatch(/page：.*数值过小/)
  })
})

describe('answers', () => {
  it('carry the security headers, and are not cached', async () => {
    const answer = await createClient(server.url).get('/api/health')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('know no page under /api and any page elsewhere', async () => {
    const client = createClient(server.url)
    expect((await client.get('/api/nothing')).status).toBe(404)
    expect((await client.get('/findings/abc?level=1')).text).toContain('<!doctype html>')
  })
})

describe('the event stream', () => {
  it('tells that data changed, and ends when the server does not know the session', async () => {
    const anonymous = await fetch(`${server.url}/api/events`)
    expect(anonymous.status).toBe(401)
    const abort = new AbortController()
    const response = await fetch(`${server.url}/api/events`, {
      headers: { cookie: admin.cookie },
      signal: abort.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    let text = ''
    while (!text.includes('retry:')) text += new TextDecoder().decode((await reader.read()).value)
    server.composed.platform.events.publish({ type: 'data', kind: 'runs' })
    while (!text.includes('event: data')) text += new TextDecoder().decode((await reader.read()).value)
    expect(text).toContain('data: {"kind":"runs"}')
    abort.abort()
  })
})
