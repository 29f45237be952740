import type { FastifyReply, FastifyRequest } from 'fastify'

const NAME = 'yijian_session'

export interface CookieSettings {
  readonly cookieSecure: boolean
  readonly sessionMaxMs: number
}

export function readToken(request: FastifyRequest): string | undefined {
  return request.cookies[NAME]
}

/** Secure when the request came over TLS or the configuration says so: a bureau's intranet may have plain HTTP. */
export function setToken(
  call: { request: FastifyRequest; reply: FastifyReply },
  token: string,
  settings: CookieSettings,
): void {
  const secure = settings.cookieSecure || call.request.protocol === 'https'
  const maxAge = Math.floor(settings.sessionMaxMs / 1000)
  void call.reply.setCookie(NAME, token, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge })
}

export function clearToken(reply: FastifyReply): void {
  void reply.clearCookie(NAME, { path: '/', httpOnly: true, sameSite: 'strict' })
}
