import { AppError } from '@yijian/kernel'
import type { Audit } from '../../platform/audit/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/pool.ts'
import { spendPasswordCheck, verifyPassword } from '../../platform/passwords.ts'
import { createRateLimit } from './rate-limit.ts'
import type { AccountRow, AccountsTables } from './schema.ts'
import { addFailure, clearFailures, findAccountByName, findFailure, lockUntil, updateAccount } from './store.ts'

const MAX_FAILURES = 5
const LOCK_MS = 15 * 60_000
/** Failures further apart than this do not add up. */
const WINDOW_MS = 60 * 60_000
/** Per address and minute; an office behind one address signs in within it. */
const ATTEMPTS_PER_MINUTE = 60

export interface SignIn {
  /** Answers the account, or throws `session.refused`, `session.locked`, `session.too-many`. */
  check(input: { username: string; password: string; address: string }): Promise<AccountRow>
}

export function createSignIn(deps: { db: Db<AccountsTables>; audit: Audit; clock: Clock }): SignIn {
  const { db, audit, clock } = deps
  const limit = createRateLimit({ perMinute: ATTEMPTS_PER_MINUTE, clock })
  return {
    check: async ({ username, password, address }) => {
      if (!limit.take(address))
        throw new AppError('unavailable', 'session.too-many', '登录尝试过于频繁，请一分钟后再试')
      await refuseLocked(deps, username)
      const account = await findAccountByName(db, username)
      const matches = account ? await verifyPassword(password, account.password) : await spendPasswordCheck(password)
      if (!account || matches !== true || account.disabled) return fail(deps, username, address)
      await clearFailures(db, username)
      await updateAccount(db, account.account_id, { last_sign_in_at: clock.now() })
      await audit.record({ actor: username, action: 'session.sign-in', subject: username, details: { address } })
      return account
    },
  }
}

type Deps = { db: Db<AccountsTables>; audit: Audit; clock: Clock }

async function refuseLocked({ db, clock }: Deps, username: string): Promise<void> {
  const failure = await findFailure(db, username)
  const leftMs = (failure?.locked_until?.getTime() ?? 0) - clock.now().getTime()
  if (leftMs > 0) {
    const minutes = Math.ceil(leftMs / 60_000)
    throw new AppError('denied', 'session.locked', `连续输错密码，账号已锁定，请 ${minutes} 分钟后再试或联系管理员`)
  }
}

async function fail({ db, audit, clock }: Deps, username: string, address: string): Promise<never> {
  const at = clock.now()
  const failures = await addFailure(db, { username, at, windowStart: new Date(at.getTime() - WINDOW_MS) })
  await audit.record({ actor: username, action: 'session.refused', subject: username, details: { address, failures } })
  if (failures >= MAX_FAILURES) {
    await lockUntil(db, username, new Date(at.getTime() + LOCK_MS))
    await audit.record({ actor: username, action: 'session.locked', subject: username, details: { address } })
    throw new AppError('denied', 'session.locked', '连续 5 次输错密码，账号已锁定 15 分钟')
  }
  throw new AppError('denied', 'session.refused', `用户名或密码不正确，还可尝试 ${MAX_FAILURES - failures} 次`)
}
