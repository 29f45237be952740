import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Page } from '../platform/index.ts'
import { EXPERT_FIELDS, KindId, ParameterValue } from './vocabulary.ts'

export const PROPOSAL_STATES = ['open', 'unreadable', 'confirmed', 'skipped'] as const
export const PROPOSAL_STATE_LABELS = {
  open: '待确认',
  unreadable: '不能执行',
  confirmed: '已确认',
  skipped: '不采用',
} as const satisfies Record<(typeof PROPOSAL_STATES)[number], string>

export const ImportRow = z.object({
  importId: z.string(),
  file: z.string(),
  shape: z.enum(['official', 'own']),
  at: Moment,
  by: z.string(),
  points: z.number(),
  open: z.number(),
  confirmed: z.number(),
  skipped: z.number(),
  unreadable: z.number(),
  superseded: z.number(),
  errors: z.number(),
})
export type ImportRow = z.infer<typeof ImportRow>

/** 建议知识点: what was read of an official row, with the words it was read from. Nothing of it is in force. */
export const ProposalRow = z.object({
  kpId: z.string(),
  kindId: KindId,
  kindName: z.string(),
  name: z.string(),
  keys: z.array(z.string()),
  partners: z.array(z.string()),
  /** The official texts. */
  texts: z.object({ constraint: z.string(), detectLogic: z.string(), itemName: z.string() }),
  proposals: z.array(
    z.object({
      param: z.string(),
      label: z.string(),
      value: ParameterValue,
      valueText: z.string(),
      /** Where in which text; null: a convention that the text does not state. */
      span: z.object({ field: z.enum(['constraint', 'detectLogic', 'itemName']), start: z.number(), end: z.number() }).nullable(), // prettier-ignore
      confidence: z.number(),
      note: z.string().nullable(),
    }),
  ),
  partnerProposals: z.array(z.string()),
  /** Why it cannot be executed. */
  reason: z.string().nullable(),
  effBegin: DayText,
  state: z.enum(PROPOSAL_STATES),
  /** A point of this number is in the library already: confirming makes its next version. */
  exists: z.boolean(),
})
export type ProposalRow = z.infer<typeof ProposalRow>

const importParams = z.object({ importId: z.string().max(64) })

export const importEndpoints = endpoints({
  /** xlsx or csv, multipart; in the shape of the national sheets, or of our own points. */
  importPoints: {
    method: 'POST',
    path: '/api/rules/imports',
    summary: '导入知识点（待确认）',
    permission: 'rules.edit',
    query: z.object({
      /** What the rows rest on, where they do not say it. */
      document: z.string().max(300).optional(),
      date: DayText.optional(),
    }),
    response: ImportRow,
  },
  listImports: {
    method: 'GET',
    path: '/api/rules/imports',
    summary: '导入批次',
    permission: 'rules.edit',
    response: z.object({ rows: z.array(ImportRow) }),
  },
  getImport: {
    method: 'GET',
    path: '/api/rules/imports/:importId',
    summary: '导入批次与建议知识点',
    permission: 'rules.edit',
    params: importParams,
    query: Page.extend({ state: z.enum(PROPOSAL_STATES).optional(), q: z.string().max(64).optional() }),
    response: z.object({
      head: ImportRow,
      rows: z.array(ProposalRow),
      total: z.number(),
      /** Rows that were not taken in, with the reason; the first thousand. */
      errors: z.array(z.object({ file: z.string(), row: z.number(), column: z.string(), value: z.string(), reason: z.string() })), // prettier-ignore
    }),
  },
  /** 确认: every proposed value is accepted, changed or dropped by name; the points become drafts. */
  confirmProposals: {
    method: 'POST',
    path: '/api/rules/imports/:importId/confirm',
    summary: '确认建议知识点',
    permission: 'rules.edit',
    params: importParams,
    body: z.object({
      expert: z.string().min(1).max(50),
      field: z.enum(EXPERT_FIELDS),
      evidence: z.string().min(2).max(2000),
      items: z
        .array(
          z.object({
            kpId: z.string().max(400),
            accepted: z.array(z.string().max(40)).max(60),
            /** Other values; null: not limited. */
            changed: z.record(z.string().max(40), ParameterValue.nullable()).default({}),
            partners: z.array(z.string().max(100)).max(2000).optional(),
            effBegin: DayText.optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    response: z.object({
      confirmed: z.number(),
      failed: z.array(z.object({ kpId: z.string(), name: z.string(), reason: z.string() })),
    }),
  },
  skipProposals: {
    method: 'POST',
    path: '/api/rules/imports/:importId/skip',
    summary: '不采用建议知识点',
    permission: 'rules.edit',
    params: importParams,
    body: z.object({ kpIds: z.array(z.string().max(400)).min(1).max(500), note: z.string().min(2).max(500) }),
    response: z.object({ skipped: z.number() }),
  },
})
