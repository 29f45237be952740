import type { ErrorKind } from '@yijian/kernel'
import { assertNever } from '@yijian/kernel'

/** The server's kinds of expected failure, and those that only a browser meets. */
export type ClientErrorKind = ErrorKind | 'signed-out' | 'offline' | 'defect'

/** A failed request, told apart by what the user can do about it. `message` is Chinese and may be shown. */
export class ClientError extends Error {
  readonly kind: ClientErrorKind
  readonly code: string
  readonly traceId: string | null
  readonly details: Readonly<Record<string, unknown>>

  constructor(parts: {
    kind: ClientErrorKind
    code: string
    message: string
    traceId?: string | null
    details?: Readonly<Record<string, unknown>>
  }) {
    super(parts.message)
    this.name = 'ClientError'
    this.kind = parts.kind
    this.code = parts.code
    this.traceId = parts.traceId ?? null
    this.details = parts.details ?? {}
  }
}

const KIND_BY_STATUS: Readonly<Record<number, ClientErrorKind>> = {
  400: 'invalid',
  401: 'signed-out',
  403: 'denied',
  404: 'missing',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
  423: 'denied',
  429: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

/** Maps an answer that is not 2xx. The body may be ours, a proxy's page, or nothing. */
export function errorFromResponse(status: number, body: unknown): ClientError {
  const kind = KIND_BY_STATUS[status] ?? 'defect'
  const fallback = { kind, code: `http.${status}`, message: defaultMessage(kind) }
  if (typeof body !== 'object' || body === null) return new ClientError(fallback)
  const { code, message, traceId, details } = body as Record<string, unknown>
  return new ClientError({
    kind,
    code: typeof code === 'string' ? code : fallback.code,
    message: typeof message === 'string' && message !== '' ? message : fallback.message,
    traceId: typeof traceId === 'string' ? traceId : null,
    details: typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {},
  })
}

export function errorFromNetwork(): ClientError {
  return new ClientError({ kind: 'offline', code: 'network', message: defaultMessage('offline') })
}

/** Anything that was thrown → something that can be shown. */
export function toClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error
  return new ClientError({ kind: 'defect', code: 'console.defect', message: defaultMessage('defect') })
}

export function defaultMessage(kind: ClientErrorKind): string {
  switch (kind) {
    case 'invalid':
      return '提交的内容不符合要求，请检查后重试。'
    case 'denied':
      return '当前账号没有此项权限。如工作需要，请联系系统管理员。'
    case 'missing':
      return '要查看的内容不存在，或不在您的数据范围内。'
    case 'conflict':
      return '内容已被他人修改，请刷新后重试。'
    case 'unavailable':
      return '服务暂时不可用，数据没有丢失，请稍后重试。'
    case 'signed-out':
      return '登录已失效，请重新登录。'
    case 'offline':
      return '连接不上服务器，请检查网络后重试。'
    case 'defect':
      return '系统出现意外错误，数据没有丢失。请重试；仍不行请把追踪号告诉系统管理员。'
    default:
      return assertNever(kind)
  }
}

/** Worth trying again without the user changing anything. */
export function isTransient(error: unknown): boolean {
  const kind = toClientError(error).kind
  return kind === 'offline' || kind === 'unavailable'
}
