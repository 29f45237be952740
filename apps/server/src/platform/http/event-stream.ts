import { platformEndpoints } from '@yijian/contract'
import type { FastifyReply } from 'fastify'
import type { Principal } from '../access/principal.ts'
import type { EventHub, ServerEvent } from '../events.ts'
import { canSeeJob } from '../jobs/routes.ts'
import { route, type Route } from './route.ts'

const KEEP_ALIVE_MS = 20_000
/** A reader that does not take what it is sent is cut off; its browser connects again. */
const MAX_BUFFERED_BYTES = 1_048_576

/** 服务器推送. The stream ends when the session does: `isAlive` is asked with every keep-alive. */
export function eventRoute(events: EventHub, isAlive: (principal: Principal) => Promise<boolean>): Route {
  return route(platformEndpoints.events, ({ principal, reply }) => {
    reply.hijack()
    const headers = {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    }
    reply.raw.writeHead(200, { ...toHeaders(reply), ...headers })
    reply.raw.write('retry: 3000\n\n')
    const send = (text: string) => {
      if (reply.raw.writableLength > MAX_BUFFERED_BYTES) reply.raw.destroy()
      else reply.raw.write(text)
    }
    const unsubscribe = events.subscribe((event) => {
      if (isFor(principal, event)) send(encode(event))
    })
    const timer = setInterval(() => {
      void isAlive(principal).then((alive) => (alive ? send(': \n\n') : reply.raw.end()))
    }, KEEP_ALIVE_MS)
    reply.raw.on('close', () => {
      clearInterval(timer)
      unsubscribe()
    })
    return reply
  })
}

function toHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]))
}

function isFor(principal: Principal, event: ServerEvent): boolean {
  return event.type === 'data' || canSeeJob(principal, { kind: event.job.kind, owner: event.owner })
}

function encode(event: ServerEvent): string {
  const data = event.type === 'job' ? event.job : { kind: event.kind }
  return `event: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`
}
