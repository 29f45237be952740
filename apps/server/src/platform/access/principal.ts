import { PERMISSIONS, ROLE_LABELS, type DataScope, type Permission, type ROLES } from '@yijian/contract'
import { AppError } from '@yijian/kernel'

export type RoleId = (typeof ROLES)[number]

/** Who is asking, as the session knows it at this moment. */
export interface Principal {
  readonly accountId: string
  readonly sessionId: string
  readonly username: string
  readonly displayName: string
  readonly role: RoleId
  readonly scope: DataScope
  readonly permissions: readonly Permission[]
  readonly mustChangePassword: boolean
  readonly demonstration: boolean
}

/** What the house keeper, the hospital and the panel do is not the bureau's to do. */
const NOT_BUREAU: readonly Permission[] = [
  'accounts.manage',
  'audit.read',
  'self-check.use',
  'drg.manage',
  'drg.submit',
  'drg.review',
]
const BUREAU = PERMISSIONS.filter((permission) => !NOT_BUREAU.includes(permission))

/**
 * 角色: the administrator keeps the house and sees no finding; auditors see findings and keep no accounts. The DRG officer
 * makes what the city auditor approves; the hospital sees its own part; experts see the special cases put before them.
 */
export const ROLE_PERMISSIONS = {
  'city-auditor': BUREAU,
  'district-auditor': [
    'overview.read',
    'findings.read',
    'findings.export',
    'findings.label',
    'subjects.unmask',
    'models.read',
    'rules.read',
    'self-check.read',
  ],
  'drg-officer': ['drg.read', 'drg.manage', 'rules.read', 'data.read'],
  expert: ['drg.review'],
  institution: ['self-check.use', 'drg.submit', 'rules.read'],
  administrator: ['accounts.manage', 'audit.read', 'data.read', 'data.import', 'models.read', 'rules.read'],
} as const satisfies Record<RoleId, readonly Permission[]>

const CITY_ONLY: readonly RoleId[] = ['administrator', 'drg-officer', 'expert']

/** A district auditor has a district or institutions, a hospital itself; roles that work for the whole city have the city. */
export function checkRoleScope(role: RoleId, scope: DataScope): void {
  if (role === 'district-auditor' && scope.kind === 'city') {
    throw new AppError('invalid', 'account.scope', '区县稽核员的数据范围必须是某个区县或指定机构')
  }
  if (role === 'institution' && scope.kind !== 'institution') {
    throw new AppError('invalid', 'account.scope', '医疗机构账号的数据范围必须是本机构')
  }
  if (CITY_ONLY.includes(role) && scope.kind !== 'city') {
    throw new AppError('invalid', 'account.scope', `${ROLE_LABELS[role]}的数据范围应为全市`)
  }
}

export function can(principal: Principal, permission: Permission): boolean {
  return principal.permissions.includes(permission)
}
