import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Job, Moment, Page } from '../platform/index.ts'

export const BatchTable = z.object({
  table: z.string(),
  label: z.string(),
  read: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  duplicate: z.number(),
  superseded: z.number(),
  warnings: z.number(),
})
export const BatchFile = z.object({
  file: z.string(),
  table: z.string().nullable(),
  status: z.enum(['imported', 'duplicate', 'refused', 'ignored']),
  reason: z.string().nullable(),
  bytes: z.number(),
})
export const Batch = z.object({
  batchId: z.string(),
  source: z.string(),
  at: Moment,
  by: z.string(),
  durationMs: z.number(),
  read: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  tables: z.array(BatchTable),
  files: z.array(BatchFile),
})
export const Reject = z.object({
  table: z.string(),
  file: z.string(),
  line: z.number().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
})
export const ColumnPage = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  dictionary: z.string().nullable(),
  sensitivity: z.number(),
  /** Share of empty values in the current snapshot; null when the table is not delivered. */
  missingShare: z.number().nullable(),
})
export const TableInfo = z.object({
  table: z.string(),
  label: z.string(),
  physical: z.string(),
  key: z.array(z.string()),
  rows: z.number(),
  delivered: z.boolean(),
  columns: z.array(ColumnPage),
})
export const PreparationCount = z.object({ step: z.string(), reason: z.string(), label: z.string(), n: z.number() })

export const dataResourcesEndpoints = endpoints({
  listBatches: {
    method: 'GET',
    path: '/api/batches',
    summary: '批次列表',
    permission: 'data.read',
    query: Page,
    response: z.object({ rows: z.array(Batch), total: z.number() }),
  },
  getBatch: {
    method: 'GET',
    path: '/api/batches/:batchId',
    summary: '批次详情',
    permission: 'data.read',
    params: z.object({ batchId: z.string() }),
    response: Batch,
  },
  listRejects: {
    method: 'GET',
    path: '/api/batches/:batchId/rejects',
    summary: '拒收记录',
    permission: 'data.read',
    params: z.object({ batchId: z.string() }),
    query: Page.extend({ table: z.string().optional() }),
    response: z.object({
      rows: z.array(Reject),
      total: z.number(),
      byReason: z.array(
        z.object({ table: z.string(), column: z.string().nullable(), reason: z.string(), n: z.number() }),
      ),
    }),
  },
  /** text/csv. The rows as delivered, numbers in clear: for a stated purpose, recorded in the audit trail. */
  downloadRejects: {
    method: 'GET',
    path: '/api/batches/:batchId/rejects/:table',
    summary: '下载拒收记录',
    permission: 'data.read',
    params: z.object({ batchId: z.string(), table: z.string() }),
    query: z.object({ purpose: z.string().min(4).max(200) }),
  },
  /** multipart/form-data, one or more files; answers the import job. */
  upload: { method: 'POST', path: '/api/uploads', summary: '上传并导入', permission: 'data.import', response: Job },
  listTables: {
    method: 'GET',
    path: '/api/tables',
    summary: '数据表目录',
    permission: 'data.read',
    response: z.object({ rows: z.array(TableInfo) }),
  },
  preparation: {
    method: 'GET',
    path: '/api/preparation',
    summary: '数据准备统计',
    permission: 'data.read',
    response: z.object({ snapshot: z.string().nullable(), at: Moment.nullable(), counts: z.array(PreparationCount) }),
  },
  listExcluded: {
    method: 'GET',
    path: '/api/preparation/excluded',
    summary: '数据准备中剔除与合并的记录',
    permission: 'data.read',
    query: Page.extend({ reason: z.string().optional() }),
    response: z.object({
      rows: z.array(z.object({ table: z.string(), key: z.string(), reason: z.string() })),
      total: z.number(),
    }),
  },
})
