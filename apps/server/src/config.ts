import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { z } from 'zod'
import { LOG_LEVELS } from './platform/log.ts'

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback)
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .transform((value) => value === '1' || value === 'true')
  .optional()

/** Every environment variable the server reads. */
const Environment = z.object({
  NODE_ENV: z.string().optional(),
  YIJIAN_MODE: z.enum(['production', 'development']).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  YIJIAN_HOST: z.string().min(1).default('127.0.0.1'),
  YIJIAN_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  YIJIAN_ADMIN_PASSWORD: z.string().min(1).max(256).optional(),
  YIJIAN_AUDIT_KEY: z.string().min(1).optional(),
  YIJIAN_AUDIT_ANCHOR: z.string().min(1).optional(),
  YIJIAN_TRUST_PROXY: flag,
  YIJIAN_COOKIE_SECURE: flag,
  YIJIAN_SESSION_IDLE_MINUTES: integer(120, 5, 1440),
  YIJIAN_SESSION_HOURS: integer(12, 1, 24),
  YIJIAN_WORKER_MEMORY_MB: integer(Math.min(8192, Math.floor(totalmem() / 2 ** 20 / 3)), 256, 1_048_576),
  YIJIAN_WORKER_THREADS: integer(Math.max(1, availableParallelism()), 1, 256),
  YIJIAN_DATABASE_CONNECTIONS: integer(16, 4, 200),
})

export interface Config {
  readonly production: boolean
  readonly demo: boolean
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly consoleDirectory: string
  readonly host: string
  readonly port: number
  readonly databaseUrl: string | undefined
  readonly databaseConnections: number
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly adminPassword: string | undefined
  readonly auditKey: string | undefined
  /** File outside the database that heads of the audit chain are appended to. */
  readonly auditAnchor: string
  readonly trustProxy: boolean
  readonly cookieSecure: boolean
  readonly sessionIdleMs: number
  readonly sessionMaxMs: number
  readonly workerMemoryMb: number
  readonly workerThreads: number
}

export interface ConfigInput {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly consoleDirectory: string
  readonly port: number
  readonly demo: boolean
  readonly host?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Parses the environment once. A bad variable is named; its value is never repeated, it may be a secret. */
export function parseConfig(input: ConfigInput): Config {
  const present = Object.entries(input.environment).filter(([, value]) => value !== undefined && value !== '')
  const parsed = Environment.safeParse(Object.fromEntries(present))
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw new AppError('invalid', 'config.invalid', `环境变量取值不正确：${names.join('、')}`, { variables: names })
  }
  const env = parsed.data
  const production = (env.YIJIAN_MODE ?? env.NODE_ENV) === 'production'
  return Object.freeze({
    production,
    demo: input.demo,
    dataDirectory: input.dataDirectory,
    contentDirectory: input.contentDirectory,
    consoleDirectory: input.consoleDirectory,
    host: input.host ?? env.YIJIAN_HOST,
    port: input.port,
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.YIJIAN_DATABASE_CONNECTIONS,
    logLevel: env.YIJIAN_LOG_LEVEL,
    adminPassword: env.YIJIAN_ADMIN_PASSWORD,
    auditKey: env.YIJIAN_AUDIT_KEY,
    auditAnchor: env.YIJIAN_AUDIT_ANCHOR ?? join(input.dataDirectory, 'audit.anchor'),
    trustProxy: env.YIJIAN_TRUST_PROXY ?? false,
    cookieSecure: env.YIJIAN_COOKIE_SECURE ?? false,
    sessionIdleMs: env.YIJIAN_SESSION_IDLE_MINUTES * 60_000,
    sessionMaxMs: env.YIJIAN_SESSION_HOURS * 3_600_000,
    workerMemoryMb: env.YIJIAN_WORKER_MEMORY_MB,
    workerThreads: env.YIJIAN_WORKER_THREADS,
  })
}
