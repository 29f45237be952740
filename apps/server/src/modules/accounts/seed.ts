import { randomUUID } from 'node:crypto'
import type { DataScope } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { RoleId } from '../../platform/access/principal.ts'
import { checkPasswordRules, hashPassword, makeFirstPassword } from '../../platform/passwords.ts'
import type { AccountsContext } from './service.ts'
import { countAccounts, insertAccount, listDemonstrationNames } from './store.ts'

/** 演示账号: made in demonstration mode only, shown on its sign-in page; production refuses to start while they are active. */
export const DEMONSTRATION_PASSWORD = 'Yanshi@2026'
const DEMONSTRATION = [
  { username: 'shichu', displayName: '市级稽核员（演示）', role: 'city-auditor' },
  { username: 'shichu2', displayName: '稽核复核员（演示）', role: 'city-auditor' },
  { username: 'quxian', displayName: '区县稽核员（演示）', role: 'district-auditor' },
  { username: 'drg', displayName: 'DRG 经办（演示）', role: 'drg-officer' },
  { username: 'zhuanjia1', displayName: '评审专家一（演示）', role: 'expert' },
  { username: 'zhuanjia2', displayName: '评审专家二（演示）', role: 'expert' },
  { username: 'yiyuan', displayName: '医疗机构医保办（演示）', role: 'institution' },
  { username: 'admin', displayName: '系统管理员（演示）', role: 'administrator' },
] as const satisfies readonly { username: string; displayName: string; role: RoleId }[]

const DEFAULT_SECRETS = ['password', 'postgres', 'admin', '123456', 'changeme', 'yijian', 'secret', 'demo']

export interface StartPolicy {
  readonly production: boolean
  readonly demo: boolean
  readonly adminPassword: string | undefined
  readonly auditKey: string | undefined
  readonly databaseUrl: string | undefined
  /** The district of the demonstration's district auditor. */
  readonly demoDistrict: () => Promise<string>
  /** The hospital of the demonstration's institution account. */
  readonly demoHospital: string
}

/**
 * Makes the accounts of an empty store, or refuses to start: in production there are no demonstration accounts, no
 * default secrets, and the first administrator's password comes from the environment. Answers what the prompt should say.
 */
export async function seedAccounts(context: AccountsContext, policy: StartPolicy): Promise<readonly string[]> {
  if (policy.production) await refuseUnsafe(context, policy)
  const counts = await countAccounts(context.db)
  if (policy.demo) {
    await seedDemonstration(context, policy)
    return DEMONSTRATION.map(({ username, displayName }) => `${displayName}：${username} / ${DEMONSTRATION_PASSWORD}`)
  }
  return counts.all === 0 ? seedAdministrator(context, policy) : []
}

async function refuseUnsafe(context: AccountsContext, policy: StartPolicy): Promise<void> {
  if (policy.demo) throw refused('production.demo', '生产模式不能使用演示数据启动')
  const demonstration = await listDemonstrationNames(context.db)
  if (demonstration.length > 0) {
    const names = demonstration.map(({ username }) => username).join('、')
    throw refused('production.demo-accounts', `生产模式拒绝启动：存在演示账号 ${names}，请先停用或改用新的数据目录`)
  }
  const { administrators } = await countAccounts(context.db)
  if (administrators === 0 && policy.adminPassword === undefined) {
    throw refused('production.admin', '生产模式首次启动须用环境变量 YIJIAN_ADMIN_PASSWORD 给出管理员初始密码')
  }
}

/** Secrets that everybody knows stop a production start before anything is opened. */
export function refuseDefaultSecrets({
  production,
  auditKey,
  databaseUrl,
}: Pick<StartPolicy, 'production' | 'auditKey' | 'databaseUrl'>): void {
  if (!production) return
  const isDefault = (secret: string) => DEFAULT_SECRETS.includes(secret.toLowerCase())
  const databasePassword = databaseUrl === undefined ? undefined : decodeURIComponent(new URL(databaseUrl).password)
  if (databasePassword !== undefined && isDefault(databasePassword)) {
    throw refused('production.secret', '生产模式拒绝启动：DATABASE_URL 使用了默认口令')
  }
  if (auditKey !== undefined && (auditKey.length < 32 || isDefault(auditKey))) {
    throw refused('production.secret', '生产模式拒绝启动：YIJIAN_AUDIT_KEY 应为 32 位以上的随机字符')
  }
}

function refused(code: string, message: string): AppError {
  return new AppError('conflict', code, message)
}

async function seedAdministrator(context: AccountsContext, policy: StartPolicy): Promise<readonly string[]> {
  const given = policy.adminPassword
  if (given !== undefined) checkPasswordRules(given, 'admin')
  const password = given ?? makeFirstPassword()
  await addAccount(context, {
    username: 'admin',
    displayName: '系统管理员',
    role: 'administrator',
    scope: { kind: 'city' },
    password,
  })
  return given === undefined ? [`已建立管理员账号 admin，初始密码 ${password}（仅显示一次，首次登录须修改）`] : []
}

async function seedDemonstration(context: AccountsContext, policy: StartPolicy): Promise<void> {
  const scopes: Partial<Record<RoleId, DataScope>> = {
    'district-auditor': { kind: 'district', admdvs: await policy.demoDistrict() },
    institution: { kind: 'institution', fixmedinsCodes: [policy.demoHospital] },
  }
  for (const account of DEMONSTRATION) {
    const scope = scopes[account.role] ?? { kind: 'city' }
    await addAccount(context, { ...account, scope, password: DEMONSTRATION_PASSWORD, demonstration: true })
  }
}

interface SeededAccount {
  readonly username: string
  readonly displayName: string
  readonly role: RoleId
  readonly scope: DataScope
  readonly password: string
  readonly demonstration?: boolean
}

async function addAccount({ db, audit, clock }: AccountsContext, account: SeededAccount): Promise<void> {
  const demonstration = account.demonstration ?? false
  const password = await hashPassword(account.password)
  await db.transaction().execute(async (tx) => {
    const added = await insertAccount(tx, {
      account_id: randomUUID(),
      username: account.username,
      display_name: account.displayName,
      role: account.role,
      scope: account.scope,
      password,
      must_change_password: !demonstration,
      disabled: false,
      demonstration,
      last_sign_in_at: null,
      created_at: clock.now(),
    })
    if (!added) return
    const details = { role: account.role, scope: account.scope, demonstration }
    await audit.append(tx, { actor: '系统', action: 'account.create', subject: account.username, details })
  })
}

export function demonstrationHints() {
  return DEMONSTRATION.map(({ username, displayName }) => ({
    username,
    password: DEMONSTRATION_PASSWORD,
    label: displayName,
  }))
}
