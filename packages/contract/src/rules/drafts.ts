import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText } from '../platform/index.ts'
import { ConflictDetail } from './conflicts.ts'
import { libraryEndpoints } from './library.ts'
import { TrialAnswer } from './real-time.ts'
import { CODE_SOURCES, KindId, ParameterValue, SeverityNumber } from './vocabulary.ts'

/** A draft while it is being typed: anything may still be missing. */
export const LooseDraft = z.object({
  kindId: KindId,
  /** The point this is a new version of. */
  kpId: z.string().max(100).optional(),
  name: z.string().max(200),
  keys: z.array(z.string().max(100)).max(2000),
  partners: z.array(z.string().max(100)).max(2000).default([]),
  params: z.record(z.string().max(40), ParameterValue).default({}),
  severity: SeverityNumber.nullable().default(null),
  message: z.string().max(500).nullable().default(null),
  basis: z.object({
    text: z.string().max(2000),
    document: z.string().max(300),
    article: z.string().max(100).nullable().default(null),
    date: DayText.nullable().default(null),
  }),
  area: z.string().max(6).nullable().default(null),
  exemption: z.string().max(300).nullable().default(null),
  effBegin: DayText,
  effEnd: DayText.nullable().default(null),
})
export type LooseDraft = z.infer<typeof LooseDraft>

export const DraftCheck = z.object({
  /** What is still missing or wrong, by field; empty: the point can be executed. */
  problems: z.array(z.object({ field: z.string(), text: z.string() })),
  /** The logic of this very point in words, one sentence a line. */
  words: z.array(z.string()),
  paramsText: z.string(),
  /** The message with example facts in place of its placeholders. */
  preview: z.string(),
  conflicts: z.array(ConflictDetail),
})
export type DraftCheck = z.infer<typeof DraftCheck>

export const ItemHit = z.object({
  code: z.string(),
  name: z.string(),
  /** Where the code is known from: the fee lines delivered, or the library. */
  source: z.enum(['history', 'library']),
})

export const ArticleRow = z.object({
  document: z.string(),
  article: z.string().nullable(),
  date: DayText.nullable(),
  points: z.number(),
  kinds: z.number(),
})

export const draftEndpoints = endpoints({
  checkDraft: {
    method: 'POST',
    path: '/api/rules/drafts/check',
    summary: '知识点草稿检查',
    permission: 'rules.edit',
    body: LooseDraft,
    response: DraftCheck,
  },
  /** 试算 with a draft that is not saved: judged alone. */
  tryDraft: {
    method: 'POST',
    path: '/api/rules/drafts/try',
    summary: '知识点草稿试算（不留存）',
    permission: 'rules.edit',
    body: z.object({ draft: LooseDraft, infno: z.enum(['3101', '3102']), request: z.unknown() }),
    response: TrialAnswer,
  },
  /** Codes by part of a name or the beginning of a code. */
  searchCodes: {
    method: 'GET',
    path: '/api/rules/codes',
    summary: '编码检索',
    permission: 'rules.read',
    query: z.object({ q: z.string().min(1).max(64), source: z.enum(CODE_SOURCES).default('item') }),
    response: z.object({ rows: z.array(ItemHit) }),
  },
  listCodeSets: {
    method: 'GET',
    path: '/api/rules/code-sets',
    summary: '代码集',
    permission: 'rules.read',
    response: z.object({
      rows: z.array(
        z.object({
          setId: z.string(),
          label: z.string(),
          domain: z.string(),
          members: z.array(z.object({ code: z.string(), name: z.string() })),
          /** Members given by name only, which a key cannot say. */
          byName: z.number(),
        }),
      ),
    }),
  },
  /** 按条款浏览: documents and articles that points rest on. */
  listArticles: {
    method: 'GET',
    path: '/api/rules/articles',
    summary: '依据文件与条款',
    permission: 'rules.read',
    response: z.object({ rows: z.array(ArticleRow) }),
  },
  exportPoints: {
    method: 'GET',
    path: '/api/rules/export/points',
    summary: '导出知识点',
    permission: 'rules.read',
    query: libraryEndpoints.listPoints.query.omit({ page: true, size: true }),
  },
})
