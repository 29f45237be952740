import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Moment } from '../platform/index.ts'
import { PointRow } from './library.ts'
import { KindId, RELEASE_STATES } from './vocabulary.ts'

/** 规则集版本: immutable, known by its hash. */
export const ReleaseRow = z.object({
  releaseId: z.string(),
  title: z.string(),
  note: z.string(),
  hash: z.string(),
  rules: z.number(),
  points: z.number(),
  /** Points that do not compile. */
  failed: z.number(),
  state: z.enum(RELEASE_STATES),
  madeBy: z.string(),
  madeAt: Moment,
  /** When it last began to judge. */
  activatedAt: Moment.nullable(),
  activatedBy: z.string().nullable(),
})
export type ReleaseRow = z.infer<typeof ReleaseRow>

export const ReleaseDetail = ReleaseRow.extend({
  failures: z.array(z.object({ kpId: z.string(), name: z.string(), kindId: KindId, reason: z.string() })),
  byKind: z.array(z.object({ kindId: KindId, name: z.string(), points: z.number(), failed: z.number() })),
  activations: z.array(
    z.object({ at: Moment, by: z.string(), state: z.enum(['active', 'trial']), reason: z.string() }),
  ),
})

export const ReleaseDiff = z.object({
  from: ReleaseRow,
  to: ReleaseRow,
  added: z.array(PointRow),
  removed: z.array(PointRow),
  changed: z.array(
    z.object({ before: PointRow, after: PointRow, fields: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })) }), // prettier-ignore
  ),
  /** Counts in full; the lists above are cut at 500 each. */
  counts: z.object({ added: z.number(), removed: z.number(), changed: z.number(), same: z.number() }),
})

const releaseParams = z.object({ releaseId: z.string().max(40) })

export const releaseEndpoints = endpoints({
  listReleases: {
    method: 'GET',
    path: '/api/rules/releases',
    summary: '规则集版本',
    permission: 'rules.read',
    response: z.object({ rows: z.array(ReleaseRow) }),
  },
  diffReleases: {
    method: 'GET',
    path: '/api/rules/releases/diff',
    summary: '规则集版本对比',
    permission: 'rules.read',
    query: z.object({ from: z.string().max(40), to: z.string().max(40) }),
    response: ReleaseDiff,
  },
  /** What the next release would change: points approved since, suspended or retired since. */
  previewRelease: {
    method: 'GET',
    path: '/api/rules/releases/next',
    summary: '待发布内容',
    permission: 'rules.read',
    response: ReleaseDiff.omit({ to: true }),
  },
  getRelease: {
    method: 'GET',
    path: '/api/rules/releases/:releaseId',
    summary: '规则集版本详情',
    permission: 'rules.read',
    params: releaseParams,
    response: ReleaseDetail,
  },
  /** Puts together all approved points and lets them judge at once. Refused for the maker of any changed point. */
  publishRelease: {
    method: 'POST',
    path: '/api/rules/releases',
    summary: '发布规则集',
    permission: 'rules.approve',
    body: z.object({
      title: z.string().min(2).max(100),
      note: z.string().max(500).default(''),
      /** `trial`: judged and recorded, not shown to doctors. */
      state: z.enum(['active', 'trial']),
    }),
    response: ReleaseDetail,
  },
  /** 启用: also the way back to an older release, in one action. */
  activateRelease: {
    method: 'POST',
    path: '/api/rules/releases/:releaseId/activate',
    summary: '启用（回退到）规则集',
    permission: 'rules.approve',
    params: releaseParams,
    body: z.object({ state: z.enum(['active', 'trial']).default('active'), reason: z.string().min(2).max(500) }),
    response: ReleaseDetail,
  },
  /** One JSON file: content, hash and HMAC-SHA256 signature. */
  exportRelease: {
    method: 'GET',
    path: '/api/rules/releases/:releaseId/export',
    summary: '导出规则集（签名文件）',
    permission: 'rules.read',
    params: releaseParams,
  },
})
