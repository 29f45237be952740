import type { Endpoint } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { FastifyRequest } from 'fastify'
import { can, type Principal } from '../access/principal.ts'

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** What somebody whose first password is not changed yet may call. */
const BEFORE_PASSWORD_CHANGE = new Set(['GET /api/session', 'DELETE /api/session', 'POST /api/session/password'])

/** Throws unless this caller may call this endpoint. */
export function checkPermission(endpoint: Endpoint, principal: Principal | undefined): void {
  if (endpoint.permission === 'public') return
  if (!principal) throw new AppError('denied', 'session.missing', '请先登录')
  if (principal.mustChangePassword && !BEFORE_PASSWORD_CHANGE.has(`${endpoint.method} ${endpoint.path}`)) {
    throw new AppError('denied', 'password.must-change', '首次登录请先修改密码')
  }
  if (endpoint.permission !== 'signed-in' && !can(principal, endpoint.permission)) {
    throw new AppError('denied', 'permission.missing', '您的角色没有执行此操作的权限')
  }
}

/**
 * Cross-site requests do not get in: the cookie is SameSite=Strict, and besides, whatever a browser says about the
 * origin must be our own address. Content types that a foreign form could send are not parsed at all.
 */
export function checkOrigin(request: FastifyRequest): void {
  if (!UNSAFE.has(request.method)) return
  const { origin, 'sec-fetch-site': site } = request.headers
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (foreignSite || (origin !== undefined && hostOf(origin) !== request.host)) {
    throw new AppError('denied', 'request.cross-site', '请求来源不受信任，请从本系统页面操作')
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
