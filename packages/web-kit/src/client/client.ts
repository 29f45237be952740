import type { Endpoint } from '@yijian/contract'
import type { InputOf, OutputOf, Schema } from './schema.ts'
import { errorFromNetwork, errorFromResponse, ClientError } from './client-error.ts'
import { buildUrl } from './url.ts'

type Part<E, K extends 'params' | 'query' | 'body'> = E extends Record<K, Schema> ? InputOf<E[K]> : undefined

/** What a call needs: exactly the parts its endpoint declares. */
export type CallInput<E> = (Part<E, 'params'> extends undefined ? unknown : { params: Part<E, 'params'> }) &
  (Part<E, 'query'> extends undefined ? unknown : { query: Part<E, 'query'> }) &
  (Part<E, 'body'> extends undefined ? unknown : { body: Part<E, 'body'> })
export type CallOutput<E> = E extends { response: infer S } ? OutputOf<S> : undefined

type Calls<T> = {
  readonly [K in keyof T]: (input: CallInput<T[K]>, options?: CallOptions) => Promise<CallOutput<T[K]>>
}
export interface CallOptions {
  readonly signal?: AbortSignal
}
export interface Client<T> {
  readonly call: Calls<T>
  /** Address of an endpoint, for downloads and event streams. */
  readonly url: <K extends keyof T>(name: K, input: Omit<CallInput<T[K]>, 'body'>) => string
}

interface RawInput {
  readonly params?: Record<string, unknown>
  readonly query?: Record<string, unknown>
  readonly body?: unknown
}

export interface Transport {
  readonly send: (request: { method: string; url: string; body?: unknown; signal?: AbortSignal }) => Promise<unknown>
}

/** A typed client made from the contract's endpoint table; nothing is generated and nothing can drift. */
export function createClient<T extends Record<string, Endpoint>>(table: T, transport: Transport): Client<T> {
  const call: Record<string, unknown> = {}
  for (const [name, endpoint] of Object.entries(table)) {
    call[name] = async (input: RawInput, options: CallOptions = {}) => {
      const answer = await transport.send({
        method: endpoint.method,
        url: buildUrl(endpoint.path, input),
        ...(input.body === undefined ? {} : { body: input.body }),
        ...(options.signal ? { signal: options.signal } : {}),
      })
      return import.meta.env.DEV ? checked(name, endpoint, answer) : answer
    }
  }
  return {
    call: call as Calls<T>,
    url: (name, input) => {
      const endpoint = table[name]
      if (!endpoint) throw new Error(`unknown endpoint ${String(name)}`)
      return buildUrl(endpoint.path, input)
    },
  }
}

/** While developing, an answer that breaks the contract fails at once, with the place where it does. */
function checked(name: string, endpoint: Endpoint, answer: unknown): unknown {
  if (!endpoint.response) return answer
  const result = endpoint.response.safeParse(answer)
  if (result.success) return result.data
  throw new ClientError({ kind: 'defect', code: 'contract.broken', message: `${name}: ${result.error.message}` })
}

/** fetch with our cookie, our error body and one place that hears of an ended session. */
export function createTransport(onSignedOut: () => void): Transport {
  return {
    async send({ method, url, body, signal }) {
      const form = body instanceof FormData
      const headers: Record<string, string> = { accept: 'application/json', 'x-requested-with': 'yijian-console' }
      if (body !== undefined && !form) headers['content-type'] = 'application/json'
      const response = await fetch(url, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      }).catch((error: unknown) => {
        throw error instanceof DOMException && error.name === 'AbortError' ? error : errorFromNetwork()
      })
      const answer: unknown = await response.json().catch(() => null)
      if (response.ok) return answer
      const error = errorFromResponse(response.status, answer)
      if (error.kind === 'signed-out') onSignedOut()
      throw error
    },
  }
}
