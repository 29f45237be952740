import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../../platform/db/pool.ts'
import { describeDefect, type Log } from '../../../platform/log.ts'
import type { Caller, Callers } from '../real-time/callers.ts'
import { checkInstitution } from '../real-time/callers.ts'
import { feedback, type FeedbackParts } from '../real-time/feedback.ts'
import type { RulesTables } from '../schema.ts'
import { remindersOfTask, type TaskRef } from '../store/reminders.ts'
import { failurePage, panelPage } from './page.ts'

export interface PanelParts extends FeedbackParts {
  readonly db: Db<RulesTables>
  readonly callers: Callers
  readonly log: Log
  readonly dataDirectory: string
  /** Signs what the panel hands back to itself. */
  readonly key: string
}

const TOKEN_MS = 30 * 60_000
const DAYS_2 = 2 * 86_400_000
const Config = z.object({ frameAncestors: z.array(z.url()).max(50) })
const Question = z.object({ fixmedins_code: z.string().min(1).max(40), task_id: z.string().min(1).max(100), paasid: z.string().max(64).optional(), timestamp: z.string().max(20).optional(), nonce: z.string().max(64).optional(), signature: z.string().max(64).optional() }) // prettier-ignore
const Again = z.object({ token: z.string().min(1).max(2000) })
const Answer = z.object({ token: z.string().min(1).max(2000), jr_id: z.string().min(1).max(64), way: z.enum(['1', '2']), reason: z.string().max(500).default('') }) // prettier-ignore

/**
 * `/panel/reminders?fixmedins_code=…&task_id=…` with the gateway's signature (`paasid`, `timestamp`, `nonce`, `signature`) as
 * query: the reminders of that call in a window or frame of the doctor's workstation. May be framed only by the origins of
 * `DATA/panel.json` (`{"frameAncestors": ["https://his.example"]}`). Answers go the way of 3103.
 */
export async function openPanel(app: FastifyInstance, parts: PanelParts): Promise<void> {
  await app.register(async (panel) => {
    panel.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16_384 }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body))))) // prettier-ignore
    panel.setErrorHandler((error, _request, reply) => {
      const isTheirs = error instanceof AppError || error instanceof z.ZodError
      if (!isTheirs) parts.log.error('rules.panel', describeDefect(error))
      const message = error instanceof AppError ? error.message : isTheirs ? '请求参数不正确' : '系统内部错误，已记录'
      return send(reply.status(isTheirs ? 400 : 500), parts, failurePage(message))
    })
    panel.get('/panel/reminders', { schema: { hide: true } }, async (request, reply) => {
      const again = Again.safeParse(request.query)
      const ref = again.success ? readToken(parts, again.data.token) : identify(parts, Question.parse(request.query))
      return show(reply, parts, ref)
    })
    panel.post('/panel/answer', { schema: { hide: true } }, async (request, reply) => {
      const { token, jr_id, way, reason } = Answer.parse(request.body)
      const ref = readToken(parts, token)
      try {
        await answerReminder(parts, { institution: ref.institution, jrId: jr_id, way, reason, opter: null })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return show(reply.status(400), parts, { ...ref, problem: error.message })
      }
      return reply
        .status(303)
        .header('location', `/panel/reminders?token=${encodeURIComponent(token)}`)
        .send()
    })
  })
}

export interface ReminderAnswer {
  readonly institution: string
  readonly jrId: string
  readonly way: '1' | '2'
  readonly reason: string
  readonly opter: string | null
}

/** The same as a 3103 of the institution. */
export function answerReminder(
  parts: FeedbackParts,
  { institution, jrId, way, reason, opter }: ReminderAnswer,
): Promise<void> {
  const caller: Caller = { id: 'panel', institutions: new Set([institution]) }
  const warns = [{ warn_rslt_id: jrId, dspo_way: way, dspo_way_rea: reason.trim() }]
  return feedback(parts, { body: { input: { data: { warn_type: '1', warns } } }, caller, envelope: institution, opter })
}

function identify({ callers }: PanelParts, question: z.output<typeof Question>): TaskRef {
  const { fixmedins_code, task_id, paasid = '', timestamp = '', nonce = '', signature = '' } = question
  const caller = callers.identify({ 'x-tif-paasid': paasid, 'x-tif-timestamp': timestamp, 'x-tif-nonce': nonce, 'x-tif-signature': signature }) // prettier-ignore
  checkInstitution(caller, fixmedins_code, null)
  return { institution: fixmedins_code, taskId: task_id }
}

interface Shown extends TaskRef {
  readonly problem?: string
}

async function show(reply: FastifyReply, parts: PanelParts, { problem, ...ref }: Shown): Promise<FastifyReply> {
  const now = parts.clock.now()
  const reminders = await remindersOfTask(parts.db, ref, new Date(now.getTime() - DAYS_2))
  return send(reply, parts, panelPage({ reminders, token: makeToken(parts, ref), problem }))
}

function send(reply: FastifyReply, { dataDirectory }: PanelParts, html: string): FastifyReply {
  const origins = frameAncestors(join(dataDirectory, 'panel.json'))
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors ${origins}`
  void reply
    .removeHeader('x-frame-options')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
  return reply.type('text/html; charset=utf-8').send(html)
}

function frameAncestors(file: string): string {
  if (!existsSync(file)) return "'none'"
  const read = Config.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!read.success || read.data.frameAncestors.length === 0) return "'none'"
  return read.data.frameAncestors.map((url) => new URL(url).origin).join(' ')
}

function makeToken({ clock, key }: PanelParts, { institution, taskId }: TaskRef): string {
  const content = Buffer.from(JSON.stringify([institution, taskId, clock.now().getTime() + TOKEN_MS])).toString('base64url') // prettier-ignore
  return `${content}.${sign(key, content)}`
}

function readToken({ clock, key }: PanelParts, token: string): TaskRef {
  const [content = '', signature = ''] = token.split('.')
  const [wanted, given] = [Buffer.from(sign(key, content)), Buffer.from(signature)]
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) throw new AppError('denied', 'rules.panel', '页面凭据无效，请从医生站重新打开') // prettier-ignore
  const [institution, taskId, until] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [string, string, number] // prettier-ignore
  if (until < clock.now().getTime()) throw new AppError('denied', 'rules.panel', '页面已过期，请从医生站重新打开')
  return { institution, taskId }
}

function sign(key: string, content: string): string {
  return createHmac('sha256', key).update(`panel|${content}`).digest('base64url')
}
