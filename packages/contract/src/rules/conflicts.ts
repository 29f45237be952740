import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Job, Moment, Page, Yuan } from '../platform/index.ts'
import { CONFLICT_LEVELS, KindId, POINT_STATUSES } from './vocabulary.ts'

export const ConflictPoint = z.object({
  kpId: z.string(),
  version: z.number(),
  name: z.string(),
  kindId: KindId,
  kindName: z.string(),
  status: z.enum(POINT_STATUSES).nullable(),
})

/** 冲突: two points (or one with itself), and why. */
export const ConflictRow = z.object({
  conflictId: z.string(),
  /** K1…K12. */
  code: z.string(),
  label: z.string(),
  level: z.enum(CONFLICT_LEVELS),
  points: z.array(ConflictPoint),
  key: z.string(),
  message: z.string(),
  hasWitness: z.boolean(),
})
export type ConflictRow = z.infer<typeof ConflictRow>

/** 举证单据: claims that were run and do trigger the points, and what each point alone says of them. */
export const Witness = z.object({
  persons: z.array(
    z.object({
      psnNo: z.string(),
      /** 男，1970-05-20 生. */
      text: z.string(),
      visits: z.array(
        z.object({
          mdtrtId: z.string(),
          text: z.string(),
          lines: z.array(
            z.object({
              sn: z.string(),
              code: z.string(),
              name: z.string(),
              time: z.string(),
              qty: z.string(),
              amount: Yuan.nullable(),
            }),
          ),
          /** Beyond those listed. */
          more: z.number(),
        }),
      ),
    }),
  ),
  judges: z.array(
    z.object({
      kpId: z.string(),
      version: z.number(),
      psnNo: z.string(),
      message: z.string(),
      amount: Yuan,
      violating: z.array(z.string()),
      involved: z.array(z.string()),
    }),
  ),
})
export type Witness = z.infer<typeof Witness>

export const ConflictDetail = ConflictRow.extend({ witness: Witness.nullable() })
export type ConflictDetail = z.infer<typeof ConflictDetail>

export const ConflictCheck = z.object({
  at: Moment,
  cause: z.string(),
  points: z.number(),
  tookMs: z.number(),
  errors: z.number(),
  warnings: z.number(),
  infos: z.number(),
})

const filter = {
  level: z.enum(CONFLICT_LEVELS).optional(),
  /** K1…K12. */
  code: z.string().max(4).optional(),
  /** Part of a point's name or number, or of the code both speak of. */
  q: z.string().max(64).optional(),
}

export const conflictEndpoints = endpoints({
  /** Of the last check of the whole library: errors first. */
  listConflicts: {
    method: 'GET',
    path: '/api/rules/conflicts',
    summary: '冲突清单',
    permission: 'rules.read',
    query: Page.extend(filter),
    response: z.object({
      rows: z.array(ConflictRow),
      total: z.number(),
      byCode: z.array(z.object({ code: z.string(), label: z.string(), level: z.enum(CONFLICT_LEVELS), n: z.number() })),
      check: ConflictCheck.nullable(),
    }),
  },
  getConflict: {
    method: 'GET',
    path: '/api/rules/conflicts/:conflictId',
    summary: '冲突详情与举证单据',
    permission: 'rules.read',
    params: z.object({ conflictId: z.string().max(64) }),
    response: ConflictDetail,
  },
  checkConflicts: {
    method: 'POST',
    path: '/api/rules/conflicts/check',
    summary: '全库冲突检查',
    permission: 'rules.edit',
    response: Job,
  },
  exportConflicts: {
    method: 'GET',
    path: '/api/rules/export/conflicts',
    summary: '导出冲突清单',
    permission: 'rules.read',
    query: z.object(filter),
  },
  /** What stands between this version and the library: what a submit would be asked about. */
  pointConflicts: {
    method: 'GET',
    path: '/api/rules/points/:kpId/versions/:version/conflicts',
    summary: '知识点的冲突',
    permission: 'rules.read',
    params: z.object({ kpId: z.string().max(100), version: z.coerce.number().int().min(1) }),
    response: z.object({ rows: z.array(ConflictDetail) }),
  },
})
