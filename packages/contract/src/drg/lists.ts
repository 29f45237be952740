import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Page } from '../platform/index.ts'
import { Hospital } from './cases.ts'
import { HospitalCode, MonthText, QualityKind } from './vocabulary.ts'

export const ListRow = z.object({
  listId: z.string(),
  month: z.string(),
  hospital: Hospital,
  dept: z.string(),
  source: z.enum(['upload', 'warehouse']),
  mdtrtId: z.string(),
  discharged: DayText.nullable(),
  main: z.object({ code: z.string(), name: z.string() }),
  score: z.string(),
  errors: z.number(),
  warnings: z.number(),
  version: z.number(),
  /** Whether a settlement was found for it. */
  matched: z.boolean(),
  updatedAt: Moment,
})
export type ListRow = z.infer<typeof ListRow>

export const ListProblem = z.object({
  ruleId: z.string(),
  kind: QualityKind,
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  node: z.string(),
  nodeLabel: z.string(),
  field: z.string(),
  fieldLabel: z.string(),
  row: z.number(),
  /** Masked where it is personal. */
  value: z.string(),
  advice: z.string(),
})
export type ListProblem = z.infer<typeof ListProblem>

export const ListDetail = ListRow.extend({
  form: z.enum(['4101', '4101A']),
  caseId: z.string().nullable(),
  problems: z.array(ListProblem),
  cannotTell: z.number(),
  nodes: z.array(
    z.object({
      node: z.string(),
      label: z.string(),
      rows: z.array(
        z.array(z.object({ field: z.string(), label: z.string(), value: z.string(), masked: z.boolean() })),
      ),
    }),
  ),
  /** Group by the list as it stands now. */
  grouping: z
    .object({ drg: z.string(), name: z.string(), status: z.string(), reason: z.string().nullable() })
    .nullable(),
  versions: z.array(
    z.object({ version: z.number(), at: Moment, by: z.string(), how: z.enum(['upload', 'form']), score: z.string(), errors: z.number(), warnings: z.number() }), // prettier-ignore
  ),
  /** What the last correction brought. */
  lastChange: z.object({ fixed: z.number(), added: z.number(), remaining: z.number() }).nullable(),
  editable: z.boolean(),
})
export type ListDetail = z.infer<typeof ListDetail>

const KindFigure = z.object({ kind: QualityKind, judged: z.number(), failed: z.number(), deducted: z.string() })
export const ListScore = z.object({
  hospital: Hospital,
  dept: z.string(),
  lists: z.number(),
  uploaded: z.number(),
  passed: z.number(),
  score: z.string(),
  kinds: z.array(KindFigure),
})
export type ListScore = z.infer<typeof ListScore>

export const UploadAnswer = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      read: z.number(),
      accepted: z.number(),
      unchanged: z.number(),
      passed: z.number(),
      failed: z.number(),
      refused: z.array(z.object({ line: z.number(), reason: z.string() })),
    }),
  ),
})
export type UploadAnswer = z.infer<typeof UploadAnswer>

const listParams = z.object({ listId: z.string().max(120) })

export const sharedListEndpoints = endpoints({
  listLists: {
    method: 'GET',
    path: '/api/drg/lists',
    summary: '结算清单',
    permission: 'drg.read',
    query: Page.extend({
      month: MonthText.optional(),
      hospital: HospitalCode.optional(),
      dept: z.string().max(60).optional(),
      state: z.enum(['failed', 'warned', 'passed']).optional(),
      source: z.enum(['upload', 'warehouse']).optional(),
      rule: z.string().max(60).optional(),
      q: z.string().max(64).optional(),
    }),
    response: z.object({ rows: z.array(ListRow), total: z.number(), failed: z.number() }),
  },
  listScores: {
    method: 'GET',
    path: '/api/drg/list-scores',
    summary: '结算清单质量得分',
    permission: 'drg.read',
    query: z.object({ month: MonthText.optional(), hospital: HospitalCode.optional() }),
    response: z.object({
      months: z.array(z.string()),
      /** All together, then by hospital (or, of one hospital, by department). */
      total: ListScore.nullable(),
      rows: z.array(ListScore),
      worst: z.array(z.object({ ruleId: z.string(), message: z.string(), kind: QualityKind, severity: z.enum(['error', 'warning']), lists: z.number() })), // prettier-ignore
      rules: z.number(),
    }),
  },
  getList: {
    method: 'GET',
    path: '/api/drg/lists/:listId',
    summary: '结算清单详情',
    permission: 'drg.read',
    params: listParams,
    response: ListDetail,
  },
})

export const listEndpoints = endpoints({
  /** multipart/form-data, .json (one 4101/4101A message or an array of them) and .csv. */
  uploadLists: {
    method: 'POST',
    path: '/api/drg/own/lists',
    summary: '上传结算清单',
    permission: 'drg.submit',
    response: UploadAnswer,
  },
  correctList: {
    method: 'POST',
    path: '/api/drg/own/lists/:listId/correction',
    summary: '修正结算清单',
    permission: 'drg.submit',
    params: listParams,
    body: z.object({
      version: z.number().int(),
      changes: z
        .array(
          z.object({
            node: z.string().max(20),
            row: z.number().int().min(0).max(500),
            field: z.string().max(40),
            value: z.string().max(500),
          }),
        ) // prettier-ignore
        .min(1)
        .max(200),
    }),
    response: ListDetail,
  },
  listTemplate: {
    method: 'GET',
    path: '/api/drg/own/list-template',
    summary: '结算清单表格样例',
    permission: 'drg.submit',
  },
})
