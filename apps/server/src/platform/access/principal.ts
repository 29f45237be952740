import { PERMISSIONS, type DataScope, type Permission, type ROLES } from '@yijian/contract'
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

const BUSINESS = PERMISSIONS.filter((permission) => permission !== 'accounts.manage' && permission !== 'audit.read')

/** 角色: the administrator keeps the house and sees no finding; auditors see findings and keep no accounts. */
export const ROLE_PERMISSIONS = {
  'city-auditor': BUSINESS,
  'district-auditor': [
    'overview.read',
    'findings.read',
    'findings.export',
    'findings.label',
    'subjects.unmask',
    'models.read',
    'rules.read',
  ],
  administrator: ['accounts.manage', 'audit.read', 'data.read', 'data.import', 'models.read', 'rules.read'],
} as const satisfies Record<RoleId, readonly Permission[]>

/** A district auditor has a district or institutions; the two city roles have the city. */
export function checkRoleScope(role: RoleId, scope: DataScope): void {
  if (role === 'district-auditor' && scope.kind === 'city') {
    throw new AppError('invalid', 'account.scope', '区县稽核员的数据范围必须是某个区县或指定机构')
  }
  if (role === 'administrator' && scope.kind !== 'city') {
    throw new AppError('invalid', 'account.scope', '系统管理员的数据范围应为全市')
  }
}

export function can(principal: Principal, permission: Permission): boolean {
  return principal.permissions.includes(permission)
}
