import type { Endpoint } from '@yijian/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Access } from '../access/scope.ts'
import type { Principal } from '../access/principal.ts'

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Answer<E extends Endpoint> = E extends { response: infer R extends z.ZodType }
  ? z.input<R>
  : FastifyReply | Promise<FastifyReply>

/** What a handler gets. `principal` and `access` are there unless the endpoint is public. */
export interface Call<E extends Endpoint> {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  readonly principal: E extends { permission: 'public' } ? Principal | undefined : Principal
  readonly access: E extends { permission: 'public' } ? Access | undefined : Access
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>> | Answer<E>

/** A handler bound to its endpoint, with the types worn off: what the server registers. */
export interface Route {
  readonly endpoint: Endpoint
  readonly handle: (call: Call<Endpoint>) => unknown
}

/** The only way to make a route: from a contract endpoint, so that permission, validation and documentation come along. */
export function route<const E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  return { endpoint, handle: handle }
}
