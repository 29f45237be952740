import { z } from 'zod'
import { endpoints, PERMISSIONS } from '../endpoint.ts'

/** Amount in yuan as a decimal string with two decimals. */
export const Yuan = z.string().regex(/^-?\d+\.\d{2}$/)
/** Calendar day `YYYY-MM-DD`. */
export const DayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** Instant, ISO 8601 with offset. */
export const Moment = z.string()

/** Every failed request answers with this body; `traceId` finds the log line. */
export const ErrorBody = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
  traceId: z.string(),
})

export const ROLES = [
  'city-auditor',
  'district-auditor',
  'drg-officer',
  'expert',
  'institution',
  'administrator',
] as const
export const Role = z.enum(ROLES)
export const ROLE_LABELS = {
  'city-auditor': '市级稽核员',
  'district-auditor': '区县稽核员',
  'drg-officer': 'DRG 经办',
  expert: '评审专家',
  institution: '医疗机构医保办',
  administrator: '系统管理员',
} as const satisfies Record<(typeof ROLES)[number], string>

/** 数据范围: the whole city, one district (admdvs), or named institutions. */
export const DataScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('city') }),
  z.object({ kind: z.literal('district'), admdvs: z.string() }),
  z.object({ kind: z.literal('institution'), fixmedinsCodes: z.array(z.string()) }),
])
export type DataScope = z.infer<typeof DataScope>

export const SignedIn = z.object({
  accountId: z.string(),
  username: z.string(),
  displayName: z.string(),
  role: Role,
  roleLabel: z.string(),
  scope: DataScope,
  scopeLabel: z.string(),
  permissions: z.array(z.enum(PERMISSIONS)),
  mustChangePassword: z.boolean(),
  demonstration: z.boolean(),
})
export type SignedIn = z.infer<typeof SignedIn>

export const Page = z.object({
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(200).default(20),
})

export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export const Job = z.object({
  jobId: z.string(),
  kind: z.enum([
    'import',
    'prepare',
    'model-run',
    'recompute',
    'export',
    'self-check',
    'rule-backtest',
    'rule-conflicts',
    'rule-run',
    'rule-replay',
    'rule-history',
    'drg',
    'drg-simulation',
  ]),
  title: z.string(),
  state: z.enum(JOB_STATES),
  /** 0…1, null when it cannot be told. */
  progress: z.number().nullable(),
  /** One Chinese line: what is being done now. */
  step: z.string().nullable(),
  rows: z.number().nullable(),
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  createdBy: z.string(),
  createdAt: Moment,
  startedAt: Moment.nullable(),
  finishedAt: Moment.nullable(),
  /** Chinese, what was lost (nothing) and what to do. */
  error: z.string().nullable(),
  /** What it made: batch id, run id, finding id. */
  result: z.record(z.string(), z.unknown()).nullable(),
})
export type Job = z.infer<typeof Job>

export const SearchHit = z.object({
  kind: z.enum(['institution', 'person', 'visit', 'finding', 'item', 'model']),
  id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  /** Address inside the console. */
  to: z.string(),
})

export const platformEndpoints = endpoints({
  health: {
    method: 'GET',
    path: '/api/health',
    summary: '运行状况',
    permission: 'public',
    response: z.object({
      status: z.enum(['ok', 'degraded']),
      version: z.string(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
    }),
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    summary: '登录',
    permission: 'public',
    body: z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
    response: SignedIn,
  },
  /** For the sign-in page: demonstration accounts are listed only in demonstration mode. */
  signInHints: {
    method: 'GET',
    path: '/api/session/hints',
    summary: '登录页提示',
    permission: 'public',
    response: z.object({
      demonstration: z.boolean(),
      accounts: z.array(z.object({ username: z.string(), password: z.string(), label: z.string() })),
    }),
  },
  session: { method: 'GET', path: '/api/session', summary: '当前登录', permission: 'signed-in', response: SignedIn },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    summary: '退出登录',
    permission: 'signed-in',
    response: z.object({ done: z.literal(true) }),
  },
  changePassword: {
    method: 'POST',
    path: '/api/session/password',
    summary: '修改密码',
    permission: 'signed-in',
    body: z.object({ current: z.string().max(256), next: z.string().min(1).max(256) }),
    response: z.object({ done: z.literal(true) }),
  },
  listJobs: {
    method: 'GET',
    path: '/api/jobs',
    summary: '任务列表',
    permission: 'signed-in',
    query: Page.extend({ kind: Job.shape.kind.optional(), state: z.enum(JOB_STATES).optional() }),
    response: z.object({ rows: z.array(Job), total: z.number() }),
  },
  getJob: {
    method: 'GET',
    path: '/api/jobs/:jobId',
    summary: '任务详情',
    permission: 'signed-in',
    params: z.object({ jobId: z.string() }),
    response: Job,
  },
  cancelJob: {
    method: 'POST',
    path: '/api/jobs/:jobId/cancel',
    summary: '取消任务',
    permission: 'signed-in',
    params: z.object({ jobId: z.string() }),
    response: Job,
  },
  /** text/event-stream; events `job` (a Job) and `data` ({ kind: 'findings' | 'batches' | 'runs' }, something changed). */
  events: { method: 'GET', path: '/api/events', summary: '服务器推送', permission: 'signed-in' },
  search: {
    method: 'GET',
    path: '/api/search',
    summary: '全局搜索',
    permission: 'signed-in',
    query: z.object({ q: z.string().min(1).max(64) }),
    response: z.object({ hits: z.array(SearchHit) }),
  },
})
