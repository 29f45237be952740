import { randomBytes } from 'node:crypto'
import { contractEndpoints, ErrorBody, type Endpoint } from '@yijian/contract'
import fastifyCookie from '@fastify/cookie'
import fastifyMultipart from '@fastify/multipart'
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyInstance, type FastifyRequest, type FastifySchema } from 'fastify'
import { createJsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { accessOf } from '../access/scope.ts'
import type { Principal } from '../access/principal.ts'
import type { Log } from '../log.ts'
import { errorHandler, routeOf } from './errors.ts'
import { checkOrigin, checkPermission } from './guard.ts'
import type { Route } from './route.ts'
import { serveConsole } from './static.ts'

export interface AppOptions {
  readonly routes: readonly Route[]
  readonly authenticate: (request: FastifyRequest) => Promise<Principal | undefined>
  readonly log: Log
  readonly trustProxy: boolean
  readonly consoleDirectory: string
  readonly version: string
}

const BODY_LIMIT = 1_048_576
export const UPLOAD_LIMIT = 8 * 2 ** 30
const UPLOAD_FILES = 200

const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const
const MACHINE_HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const

/** The HTTP side: one route for each endpoint of the contract, no other. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { log, trustProxy } = options
  checkComplete(options.routes)
  const app = Fastify({
    logger: false,
    trustProxy,
    bodyLimit: BODY_LIMIT,
    genReqId: traceIds(),
    routerOptions: { maxParamLength: 512 },
    forceCloseConnections: true,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler(log))
  app.removeContentTypeParser('text/plain')
  addHooks(app, log)
  await app.register(fastifyCookie)
  await app.register(fastifyMultipart, {
    limits: { fileSize: UPLOAD_LIMIT, files: UPLOAD_FILES, fields: 10, parts: UPLOAD_FILES + 10 },
  })
  await addDocumentation(app, options.version)
  for (const item of options.routes) addRoute(app, item, options)
  await serveConsole(app, options.consoleDirectory)
  return app
}

/** Numbers of requests: of this start, counted. */
function traceIds(): () => string {
  const start = randomBytes(6).toString('hex')
  let count = 0
  return () => `${start}${(++count).toString(36).padStart(4, '0')}`
}

/** Every endpoint of the contract has its route and nothing else is served: a gap stops the start. */
function checkComplete(routes: readonly Route[]): void {
  const wanted = new Map(Object.entries(contractEndpoints).map(([name, endpoint]) => [endpoint as Endpoint, name]))
  for (const { endpoint } of routes) {
    if (!wanted.delete(endpoint))
      throw new Error(`route twice or outside the contract: ${endpoint.method} ${endpoint.path}`)
  }
  if (wanted.size > 0) throw new Error(`endpoints without a route: ${[...wanted.values()].join(', ')}`)
}

function addHooks(app: FastifyInstance, log: Log): void {
  app.addHook('onRequest', async (request, reply) => {
    // What answers machines needs none of what protects pages.
    void reply.headers(request.url.startsWith('/fsi/') ? MACHINE_HEADERS : SECURITY_HEADERS).header('x-trace-id', request.id) // prettier-ignore
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
    checkOrigin(request)
  })
  app.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    const ms = Math.round(reply.elapsedTime)
    log.info('request', { traceId: request.id, route: routeOf(request), status: reply.statusCode, ms })
  })
}

async function addDocumentation(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '医鉴接口',
        version,
        description: '医疗保障基金监管系统。金额为元，两位小数的字符串；日期为 YYYY-MM-DD。',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'yijian_session' } } },
    },
    transform: createJsonSchemaTransform({ skipList: [] }),
  })
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs' })
}

function addRoute(app: FastifyInstance, { endpoint, handle }: Route, options: AppOptions): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: schemaOf(endpoint),
    // Before the body is read: somebody without permission cannot make us parse megabytes.
    onRequest: async (request) => {
      const principal = await options.authenticate(request)
      checkPermission(endpoint, principal)
      principals.set(request, principal)
    },
    handler: async (request, reply) => {
      const principal = principals.get(request)
      return handle({
        params: request.params,
        query: request.query,
        body: request.body,
        principal: principal as Principal,
        access: principal && accessOf(principal),
        request,
        reply,
      } as Parameters<typeof handle>[0])
    },
  })
}

const principals = new WeakMap<FastifyRequest, Principal | undefined>()

const NAMES = new Map<Endpoint, string>(Object.entries(contractEndpoints).map(([name, endpoint]) => [endpoint, name]))

function schemaOf(endpoint: Endpoint): FastifySchema {
  const isPublic = endpoint.permission === 'public'
  return {
    operationId: NAMES.get(endpoint) ?? '',
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[2] ?? ''],
    description: `权限：${endpoint.permission}`,
    ...(isPublic ? {} : { security: [{ session: [] }] }),
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    response: { 200: endpoint.response ?? z.any(), '4xx': ErrorBody, '5xx': ErrorBody },
  }
}
