import { AppError, type ErrorKind } from '@yijian/kernel'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { describeDefect, type Log } from '../log.ts'

const STATUS = { invalid: 400, denied: 403, missing: 404, conflict: 409, unavailable: 503 } as const satisfies Record<
  ErrorKind,
  number
>

/** Codes whose HTTP status says more than their kind. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'session.missing': 401,
  'session.refused': 401,
  'session.locked': 401,
  'session.too-many': 429,
}

/** Failures of the protocol that fastify finds before a handler runs. */
const PROTOCOL: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'request.json', '请求内容不是有效的 JSON'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'request.json', '请求内容为空'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'request.media-type', '不支持的请求内容类型'],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'request.too-large', '请求内容过大'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'request.length', '请求长度与声明不符'],
  FST_ERR_BAD_URL: [400, 'request.url', '请求地址不正确'],
  FST_REQ_FILE_TOO_LARGE: [413, 'upload.too-large', '上传的文件过大'],
  FST_FILES_LIMIT: [413, 'upload.too-many', '一次上传的文件过多'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [415, 'upload.media-type', '请以表单方式上传文件'],
}

/** PostgreSQL refuses text that cannot be text (U+0000) or a number out of range: the request was wrong, not we. */
const INPUT_SQLSTATES = new Set(['22021', '22P05', '22003'])

interface Failure {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one place where a failure becomes an answer. Anything unexpected is logged with its trace id and says nothing. */
export function errorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const failure = expected(error)
    if (!failure) {
      log.error('request.defect', { traceId: request.id, route: routeOf(request), ...describeDefect(error) })
    }
    const answer = failure ?? {
      status: 500,
      code: 'defect',
      message: '系统内部错误，已记录。请稍后重试，或将编号告知管理员',
    }
    return sendFailure(reply, request.id, answer)
  }
}

export function sendFailure(reply: FastifyReply, traceId: string, failure: Failure): FastifyReply {
  const { status, code, message, details } = failure
  const body = { code, message, ...(details && Object.keys(details).length > 0 ? { details } : {}), traceId }
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body)
}

function expected(error: FastifyError): Failure | undefined {
  if (error instanceof AppError) return ofAppError(error)
  if (hasZodFastifySchemaValidationErrors(error)) return ofValidation(error)
  const protocol = PROTOCOL[error.code]
  if (protocol) return { status: protocol[0], code: protocol[1], message: protocol[2] }
  if (INPUT_SQLSTATES.has(error.code))
    return { status: 400, code: 'request.value', message: '请求中含有无法处理的字符或数值' }
  const status = error.statusCode ?? 500
  return status >= 400 && status < 500 ? { status, code: 'request.refused', message: '请求格式不正确' } : undefined
}

function ofAppError(error: AppError): Failure {
  const status = STATUS_OF_CODE[error.code] ?? STATUS[error.kind]
  return { status, code: error.code, message: error.message, details: error.details }
}

function ofValidation(error: FastifyError): Failure {
  const issues = (error.validation ?? []).map((issue) => ({
    field: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message: issue.message ?? '取值不正确',
  }))
  const first = issues[0]
  const where = first?.field ? `${first.field}：` : ''
  return {
    status: 400,
    code: 'request.invalid',
    message: `请求参数不正确：${where}${first?.message ?? ''}`,
    details: { issues },
  }
}

/** The pattern of the route, not the address: an address may carry numbers of persons. */
export function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? '(none)'}`
}
