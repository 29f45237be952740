import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'

/** Who calls: the institutions they may speak for; null: anybody for anything (no callers are configured). */
export interface Caller {
  readonly id: string
  readonly institutions: ReadonlySet<string> | null
}

export interface Callers {
  /** Throws `denied` unless the headers carry a valid signature of a configured caller. */
  identify(headers: Readonly<Record<string, string | string[] | undefined>>): Caller
}

const File = z.object({
  callers: z.array(z.object({ paasid: z.string().min(1), secret: z.string().min(16), institutions: z.array(z.string().min(1)).min(1) })), // prettier-ignore
})
const FILE = 'fsi-callers.json'
const TOLERANCE_S = 300
const LOOK_MS = 5000
const NONCES = 200_000

export interface CallersOptions {
  readonly dataDirectory: string
  readonly production: boolean
  readonly clock: Clock
}

/**
 * `DATA/fsi-callers.json`: `{"callers": [{"paasid", "secret", "institutions": [...]}]}`. Signature as the national gateway has it: hex
 * SHA-256 of `timestamp + secret + nonce + timestamp`, once per nonce. In production nothing is answered without the file.
 */
export function createCallers({ dataDirectory, production, clock }: CallersOptions): Callers {
  const path = join(dataDirectory, FILE)
  let known: ReadonlyMap<string, { secret: string; institutions: ReadonlySet<string> }> | null = null
  let changedAt = -1
  let lookedAt = -Infinity
  const nonces = new Map<string, number>()

  function look(now: number): void {
    if (now - lookedAt < LOOK_MS) return
    lookedAt = now
    const mtime = existsSync(path) ? statSync(path).mtimeMs : 0
    if (mtime === changedAt) return
    changedAt = mtime
    known = mtime === 0 ? null : readCallers(path)
  }
  function remember(nonce: string, now: number): void {
    if (nonces.has(nonce)) throw denied('重复的请求（x-tif-nonce 已使用）')
    nonces.set(nonce, now)
    for (const [old, at] of nonces) {
      if (nonces.size <= NONCES && now - at < 2 * TOLERANCE_S * 1000) break
      nonces.delete(old)
    }
  }
  return {
    identify(headers) {
      const now = clock.now().getTime()
      look(now)
      if (!known) {
        if (production) throw denied('尚未配置接入机构，请联系医保部门')
        return { id: '', institutions: null }
      }
      const read = (name: string) => String(headers[`x-tif-${name}`] ?? '')
      const caller = known.get(read('paasid'))
      const timestamp = read('timestamp')
      const nonce = read('nonce')
      const isFresh = /^\d{10}$/.test(timestamp) && Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE_S
      const expected = digest(`${timestamp}${caller?.secret ?? 'none'}${nonce}${timestamp}`)
      const isSigned = timingSafeEqual(expected, digestOf(read('signature')))
      if (!caller || !isSigned || nonce === '' || nonce.length > 64) throw denied('签名校验未通过')
      if (!isFresh) throw denied('签名时间与服务器相差过大')
      remember(`${read('paasid')}|${nonce}`, now)
      return { id: read('paasid'), institutions: caller.institutions }
    },
  }
}

function readCallers(path: string) {
  const parsed = File.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new AppError('unavailable', 'rules.callers', '接入机构配置有误，请联系医保部门')
  return new Map(parsed.data.callers.map(({ paasid, secret, institutions }) => [paasid, { secret, institutions: new Set(institutions) }])) // prettier-ignore
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function digestOf(hex: string): Buffer {
  const given = Buffer.from(/^[0-9a-fA-F]{64}$/.test(hex) ? hex : '', 'hex')
  return given.length === 32 ? given : Buffer.alloc(32)
}

function denied(message: string): AppError {
  return new AppError('denied', 'rules.caller', message)
}

/** The caller answers for its own institutions only. */
export function checkInstitution({ institutions }: Caller, code: string, envelope: string | null): void {
  if (envelope !== null && envelope !== code) throw denied('报文中的机构与就诊机构不一致')
  if (institutions !== null && !institutions.has(code)) throw denied('无权代表该机构调用')
}
