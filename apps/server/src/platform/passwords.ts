import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '@yijian/kernel'

/** N = 2^15, r = 8: 32 MB and about 60 ms a guess (OWASP's scrypt setting). */
const COST = { log2N: 15, r: 8, p: 1 }
const KEY_BYTES = 32
const MIN_LENGTH = 10
const COMMON = ['password', 'admin', 'qwer', '12345', 'abc123', '11111', '88888', 'yibao', 'yijian', 'letmein']

/** For tests, which sign in some hundred accounts: a guess takes 2 ms. Never called by a server. */
export function makeGuessesCheap(): void {
  COST.log2N = 10
}

function derive(password: string, salt: Buffer, cost: { log2N: number; r: number; p: number }): Promise<Buffer> {
  const options = { N: 2 ** cost.log2N, r: cost.r, p: cost.p, maxmem: 256 * 2 ** 20 }
  return new Promise((done, failed) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? failed(error) : done(key)))
  })
}

/** `scrypt$15$8$1$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, log2N, r, p, salt = '', expected = ''] = stored.split('$')
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  const key = await derive(password, Buffer.from(salt, 'base64'), cost)
  const wanted = Buffer.from(expected, 'base64')
  return key.length === wanted.length && timingSafeEqual(key, wanted)
}

/** Spends the time of a check, so that an unknown username answers no faster than a known one. */
export async function spendPasswordCheck(password: string): Promise<void> {
  await derive(password, Buffer.alloc(16), COST)
}

/** Password rules; throws `invalid` with what is missing. */
export function checkPasswordRules(password: string, username: string): void {
  const problems: string[] = []
  if (password.length < MIN_LENGTH) problems.push(`至少 ${MIN_LENGTH} 位`)
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((pattern) => pattern.test(password))
  if (classes.length < 3) problems.push('须包含大写字母、小写字母、数字、符号中的三类')
  const lower = password.toLowerCase()
  if (lower.includes(username.toLowerCase())) problems.push('不能包含用户名')
  if (COMMON.some((word) => lower.includes(word))) problems.push('不能包含常见的弱口令片段')
  if (/(.)\1{3}/.test(password)) problems.push('不能有四个以上相同的连续字符')
  if (problems.length > 0) throw new AppError('invalid', 'password.weak', `新密码不符合要求：${problems.join('；')}`)
}

const LOWER = 'abcdefghijkmnpqrstuvwxyz'
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const DIGITS = '23456789'
const MARKS = '-+=?@#%'

/** A first password that fulfils the rules: 16 characters that are not mistaken for each other. */
export function makeFirstPassword(): string {
  const pick = (from: string) => from.charAt(randomInt(from.length))
  const characters = [pick(LOWER), pick(UPPER), pick(DIGITS), pick(MARKS)]
  while (characters.length < 16) characters.push(pick(LOWER + UPPER + DIGITS))
  for (let i = characters.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    ;[characters[i], characters[j]] = [characters[j] ?? '', characters[i] ?? '']
  }
  return characters.join('')
}
