import type { DataScope } from '@yijian/contract'
import type { RoleId } from '../platform/access/principal.ts'
import { ADMIN_PASSWORD } from './test-server.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; fails the test when it is none. */
  json<T = Record<string, unknown>>(): T
}

/** A browser's side of the API: keeps its cookie, talks JSON. */
export interface Client {
  get(path: string): Promise<Answer>
  send(
    method: string,
    path: string,
    ...rest: readonly [body?: unknown, headers?: Readonly<Record<string, string>>]
  ): Promise<Answer>
  readonly cookie: string
}

export function createClient(url: string, cookie = ''): Client {
  const send: Client['send'] = async (method, path, ...[body, headers = {}]) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T }
  }
  return { send, cookie, get: (path) => send('GET', path) }
}

export async function signIn(url: string, username: string, password: string): Promise<Client> {
  const answer = await createClient(url).send('POST', '/api/session', { username, password })
  if (answer.status !== 200) throw new Error(`sign-in of ${username}: ${answer.status} ${answer.text}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return createClient(url, cookie)
}

export const NEXT_PASSWORD = 'Second-Geheim-77'

/** Signs in with a first password and changes it. */
export async function firstSignIn(url: string, username: string, firstPassword: string): Promise<Client> {
  const client = await signIn(url, username, firstPassword)
  const changed = await client.send('POST', '/api/session/password', { current: firstPassword, next: NEXT_PASSWORD })
  if (changed.status !== 200) throw new Error(`change of password: ${changed.text}`)
  return client
}

export const firstAdmin = (url: string): Promise<Client> => firstSignIn(url, 'admin', ADMIN_PASSWORD)

export interface NewUser {
  readonly username: string
  readonly role: RoleId
  readonly scope: DataScope
}

/** Makes an account through the API and signs in with it. */
export async function addUser(url: string, admin: Client, user: NewUser): Promise<Client> {
  const made = await admin.send('POST', '/api/accounts', { ...user, displayName: `测试-${user.username}` })
  if (made.status !== 200) throw new Error(`account: ${made.text}`)
  return firstSignIn(url, user.username, made.json<{ firstPassword: string }>().firstPassword)
}
