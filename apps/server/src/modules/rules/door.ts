import { AppError } from '@yijian/kernel'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { describeDefect, type Log } from '../../platform/log.ts'
import { audit, type AuditAnswer, type AuditParts } from './real-time/audit.ts'
import type { Caller, Callers } from './real-time/callers.ts'
import { feedback, type FeedbackParts } from './real-time/feedback.ts'
import { dataOf } from './real-time/normalise.ts'
import { passOver } from './real-time/pass-over.ts'
import { createRefusals, type Refusal } from './real-time/refusals.ts'
import { warningOf } from './real-time/respond.ts'
import { field, isNode, text } from './real-time/values.ts'

/** Largest body: some ten thousand lines. */
const BODY_LIMIT = 8 * 2 ** 20

/** The address is a hint; the number in the body decides. Both forms of it that clients use are served. */
const ADDRESSES = {
  '/fsi/api/3101': '3101',
  '/fsi/api/riskConService/beforeAnalyze': '3101',
  '/fsi/api/3102': '3102',
  '/fsi/api/riskConService/courseAnalyze': '3102',
  '/fsi/api/3103': '3103',
  '/fsi/api/riskConService/feedback': '3103',
} as const
type Infno = (typeof ADDRESSES)[keyof typeof ADDRESSES]

export interface DoorParts extends AuditParts, FeedbackParts {
  readonly callers: Callers
  readonly log: Log
}

/**
 * The national interface beside the console's: its own envelope, any content type, its own way of saying no. Not in the contract
 * of the console, because neither its shapes nor its callers are ours to decide.
 */
export async function openDoor(app: FastifyInstance, parts: DoorParts): Promise<void> {
  const refuse = createRefusals(parts)
  await app.register(async (door) => {
    door.removeAllContentTypeParsers()
    door.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) => {
      const read = parseJson(String(body))
      if (read instanceof AppError) done(read)
      else done(null, read)
    })
    door.setErrorHandler((error: FastifyError, request, reply) =>
      sendFailure({ error, request, reply }, { ...parts, refuse }),
    )
    for (const [url, infno] of Object.entries(ADDRESSES)) {
      door.post(url, {
        schema: { hide: true },
        bodyLimit: BODY_LIMIT,
        // Before the body is read: who is not known cannot make us parse megabytes.
        onRequest: async (request) => {
          arrivals.set(request, { at: performance.now(), caller: parts.callers.identify(request.headers) })
          if (Number(request.headers['content-length']) > BODY_LIMIT) await passOver(request.raw)
        },
        handler: (request, reply) => answer({ request, reply, infno }, parts),
      })
    }
  })
}

const arrivals = new WeakMap<FastifyRequest, { at: number; caller: Caller }>()

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return new AppError('invalid', 'request.json', '报文不是有效的 JSON')
  }
}

async function answer(
  { request, reply, infno }: { request: FastifyRequest; reply: FastifyReply; infno: Infno },
  parts: DoorParts,
): Promise<FastifyReply> {
  const { at, caller } = arrivals.get(request)!
  const { body } = request
  const envelope = isNode(body) ? body : {}
  const asked = text(field(envelope, 'infno')) as Infno | null
  const number = asked === '3101' || asked === '3102' || asked === '3103' ? asked : infno
  const institution = text(field(envelope, 'fixmedins_code'), 30)
  if (number === '3103') {
    await feedback(parts, { body, caller, envelope: institution, opter: text(field(envelope, 'opter'), 30) })
    return send(reply, parts, { infcode: 0, err_msg: '', output: '{}' })
  }
  const said = await audit(parts, { infno: number, body, caller, envelope: institution, arrivedAt: at })
  return send(reply, parts, { infcode: 0, err_msg: '', warn_msg: warningOf(said), output: outputOf(said) })
}

function outputOf({ result, asked, complete }: AuditAnswer): string {
  return `{"result":[${result.join(',')}],"is_feedback":"${asked ? '1' : '0'}","judge_flag":"${complete ? '1' : '0'}"}`
}

function sendFailure(
  { error, request, reply }: { error: FastifyError; request: FastifyRequest; reply: FastifyReply },
  parts: DoorParts & { readonly refuse: (refusal: Refusal) => void },
): FastifyReply {
  const isLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
  const status = error.statusCode ?? 500
  const isTheirs = error instanceof AppError || isLarge || (status >= 400 && status < 500)
  if (!isTheirs) parts.log.error('rules.defect', { traceId: request.id, ...describeDefect(error) })
  const message = isLarge
    ? `报文超过 ${BODY_LIMIT / 2 ** 20} MB`
    : error instanceof AppError
      ? error.message
      : isTheirs
        ? '请求格式不正确'
        : '系统内部错误，已记录'
  const refusal = isTheirs && !(error instanceof AppError && error.kind === 'unavailable') ? refusalOf(request, message) : undefined // prettier-ignore
  if (refusal) parts.refuse(refusal)
  void reply.status(isLarge ? 413 : 200)
  return send(reply, parts, { infcode: -1, err_msg: `${message}（${request.id}）`.slice(0, 200) })
}

/** Undefined for what is no call for an audit. The institution is believed of a caller that is known. */
function refusalOf(request: FastifyRequest, reason: string): Refusal | undefined {
  const { body } = request
  const envelope = isNode(body) ? body : {}
  const infno = text(field(envelope, 'infno')) ?? ADDRESSES[request.routeOptions.url as keyof typeof ADDRESSES]
  if (infno !== '3101' && infno !== '3102') return undefined
  const arrival = arrivals.get(request)
  const code = text(field(envelope, 'fixmedins_code'), 30) ?? ''
  const isKnown = arrival !== undefined && (arrival.caller.institutions?.has(code) ?? true)
  return { infno, reason, institution: isKnown ? code : '', taskId: taskOf(body), arrivedAt: arrival?.at ?? performance.now() } // prettier-ignore
}

function taskOf(body: unknown): string | null {
  try {
    return text(field(dataOf(body), 'task_id'))
  } catch {
    return null
  }
}

let serial = 0

interface Said {
  readonly infcode: 0 | -1
  readonly err_msg: string
  readonly warn_msg?: string
  /** JSON. */
  readonly output?: string
}

/** The envelope of the national interface; times are Beijing time. */
function send(reply: FastifyReply, { clock }: DoorParts, { output = 'null', ...said }: Said): FastifyReply {
  const now = new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().replace(/\D/g, '')
  serial = (serial + 1) % 10_000_000_000
  const head = { inf_refmsgid: `000000${now.slice(0, 14)}${String(serial).padStart(10, '0')}`, refmsg_time: now, respond_time: now } // prettier-ignore
  return reply.type('application/json; charset=utf-8').send(`${JSON.stringify({ ...head, ...said }).slice(0, -1)},"output":${output}}`) // prettier-ignore
}
