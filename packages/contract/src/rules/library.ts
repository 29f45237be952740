import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Page } from '../platform/index.ts'
import { ExitCondition } from './backtests.ts'
import {
  EXPERT_FIELDS,
  KindId,
  ParameterValue,
  POINT_STATUSES,
  RULE_CATEGORIES,
  SeverityNumber,
  STAGES,
} from './vocabulary.ts'

/** 规则种类. */
export const RuleKindRow = z.object({
  kindId: KindId,
  /** Official code; null when the edition gives none. */
  gz: z.string().nullable(),
  slug: z.string(),
  name: z.string(),
  cat1: z.enum(RULE_CATEGORIES),
  cat2: z.string(),
  severity: SeverityNumber,
  stages: z.array(z.enum(STAGES)),
  /** T1…T20 and its Chinese label. */
  template: z.string(),
  templateName: z.string(),
  /** One of the 88 national kinds, or an extension of ours. */
  national: z.boolean(),
  /** Knowledge points in the release that judges now. */
  points: z.number(),
  /** Versions under way: draft, review, trial. */
  underWay: z.number(),
  /** Points of the release that do not compile: reported, never counted as no hit. */
  failed: z.number(),
  /** Shown reminders and answers of the last 30 days. */
  hits: z.number(),
  overrides: z.number(),
})
export type RuleKindRow = z.infer<typeof RuleKindRow>

export const RuleParameter = z.object({
  name: z.string(),
  label: z.string(),
  /** integer, quantity, money, ratio, flag, text, per, scope, check, items, dx, op, words */
  type: z.string(),
  required: z.boolean(),
  /** Of the kind, when a point says nothing else. */
  default: ParameterValue.nullable(),
  /** Unit after the number: 元, 天, 岁; empty when there is none. */
  unit: z.string(),
  /** Bounds of a number; null: none. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** One value of these (`per`, `scope`, `check`, sex, level), or several (`words` with choices). */
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  /** What to write, for sets and free words; empty when the label says it. */
  hint: z.string(),
})
export type RuleParameter = z.infer<typeof RuleParameter>

/** 依据. */
export const PointBasis = z.object({
  text: z.string(),
  document: z.string(),
  article: z.string().nullable(),
  date: DayText.nullable(),
})

/** 知识点, one version. */
export const PointRow = z.object({
  kpId: z.string(),
  version: z.number(),
  kindId: KindId,
  kindName: z.string(),
  name: z.string(),
  /** Codes, prefixes (`XB01*`), sets (`@SET`), other sources (`dx:`, `op:`, `visit:`). */
  keys: z.array(z.string()),
  partners: z.array(z.string()),
  params: z.record(z.string(), ParameterValue),
  /** The parameters as an auditor reads them: `每日上限 1`. */
  paramsText: z.string(),
  severity: SeverityNumber,
  basis: PointBasis,
  area: z.string().nullable(),
  /** 豁免文件 that allows a local point to be weaker than the national one. */
  exemption: z.string().nullable(),
  effBegin: DayText,
  effEnd: DayText.nullable(),
  recordedAt: Moment,
  status: z.enum(POINT_STATUSES),
  /** Whether the release that judges now holds exactly this version. */
  inForce: z.boolean(),
  /** Why it does not compile; null when it does. */
  failure: z.string().nullable(),
  maker: z.string(),
  sourceBatch: z.string().nullable(),
})
export type PointRow = z.infer<typeof PointRow>

export const PointEvent = z.object({
  version: z.number(),
  at: Moment,
  by: z.string(),
  from: z.enum(POINT_STATUSES).nullable(),
  to: z.enum(POINT_STATUSES),
  opinion: z.string(),
  experts: z.array(z.object({ name: z.string(), field: z.enum(EXPERT_FIELDS), opinion: z.string() })),
})

export const PointDetail = z.object({
  current: PointRow,
  message: z.string().nullable(),
  versions: z.array(PointRow),
  events: z.array(PointEvent),
  /** Conditions of leaving the trial run, of the newest version while it is in trial. */
  conditions: z.array(ExitCondition),
  /** What the caller may do with the newest version. */
  next: z.array(
    z.object({ to: z.enum(POINT_STATUSES), label: z.string(), allowed: z.boolean(), why: z.string().nullable(), experts: z.boolean() }), // prettier-ignore
  ),
})

export const RuleKindDetail = RuleKindRow.extend({
  message: z.string(),
  /** The logic in words, one sentence a line. */
  logic: z.array(z.string()),
  /** How the amount at stake is counted. */
  amount: z.string(),
  parameters: z.array(RuleParameter),
  /** Whether a point names partner codes (the other side of a pair, the companions required). */
  partners: z.enum(['none', 'some', 'optional']),
  /** What keys may name: line, visit, dx, op, aggregate. */
  sources: z.array(z.string()),
  /** Facts that a message may name: `{名称}`. */
  facts: z.array(z.string()),
  /** Severity in stage B is 3: the window is still open while the doctor orders. */
  hintInB: z.boolean(),
  /** Releases in which the points of this rule changed. */
  versions: z.array(
    z.object({ releaseId: z.string(), at: Moment, points: z.number(), added: z.number(), removed: z.number(), changed: z.number() }), // prettier-ignore
  ),
  /** Judges answered by doctors: changed ÷ answered; null while none is. */
  compliance: z.number().nullable(),
})
export type RuleKindDetail = z.infer<typeof RuleKindDetail>

/** What a maker writes; the rest follows from the kind. */
export const PointDraft = z.object({
  name: z.string().min(1).max(200),
  keys: z.array(z.string().min(1).max(100)).min(1).max(2000),
  partners: z.array(z.string().min(1).max(100)).max(2000).default([]),
  params: z.record(z.string().max(40), ParameterValue).default({}),
  severity: SeverityNumber.nullable().default(null),
  message: z.string().max(500).nullable().default(null),
  basis: z.object({
    text: z.string().min(1).max(2000),
    document: z.string().min(1).max(300),
    article: z.string().max(100).nullable().default(null),
    date: DayText.nullable().default(null),
  }),
  area: z.string().max(6).nullable().default(null),
  exemption: z.string().min(4).max(300).nullable().default(null),
  effBegin: DayText,
  effEnd: DayText.nullable().default(null),
})

const kpParams = z.object({ kpId: z.string().max(100) })

export const libraryEndpoints = endpoints({
  listRuleKinds: {
    method: 'GET',
    path: '/api/rules/kinds',
    summary: '规则种类',
    permission: 'rules.read',
    response: z.object({ rows: z.array(RuleKindRow) }),
  },
  getRuleKind: {
    method: 'GET',
    path: '/api/rules/kinds/:kindId',
    summary: '规则详情',
    permission: 'rules.read',
    params: z.object({ kindId: z.string().max(10) }),
    response: RuleKindDetail,
  },
  /** Without `status`: what is in the release that judges now. */
  listPoints: {
    method: 'GET',
    path: '/api/rules/points',
    summary: '知识点检索',
    permission: 'rules.read',
    query: Page.extend({
      kind: KindId.optional(),
      cat1: z.enum(RULE_CATEGORIES).optional(),
      cat2: z.string().max(40).optional(),
      /** Exactly this document, and article within it. */
      document: z.string().max(300).optional(),
      article: z.string().max(100).optional(),
      /** A national item code: points whose keys or partners cover it. */
      code: z.string().max(64).optional(),
      /** Part of the name, of a code, of the basis, of a document's title or article. */
      q: z.string().max(64).optional(),
      /** In force on this service date. */
      on: DayText.optional(),
      status: z.enum(POINT_STATUSES).optional(),
      failed: z.enum(['true', 'false']).optional(),
    }),
    response: z.object({ rows: z.array(PointRow), total: z.number() }),
  },
  getPoint: {
    method: 'GET',
    path: '/api/rules/points/:kpId',
    summary: '知识点详情',
    permission: 'rules.read',
    params: kpParams,
    response: PointDetail,
  },
  createPoint: {
    method: 'POST',
    path: '/api/rules/points',
    summary: '新建知识点草稿',
    permission: 'rules.edit',
    body: PointDraft.extend({
      kindId: KindId,
      kpId: z
        .string()
        .regex(/^[\w-]{1,64}$/)
        .optional(),
    }),
    response: PointDetail,
  },
  /** A new version as a draft; earlier versions stay as they are. */
  revisePoint: {
    method: 'POST',
    path: '/api/rules/points/:kpId/versions',
    summary: '修订知识点',
    permission: 'rules.edit',
    params: kpParams,
    body: PointDraft.extend({ baseVersion: z.number().int().min(1) }),
    response: PointDetail,
  },
  /** 提交、论证、批准、暂停、恢复、停用, as `POINT_TRANSITIONS` says. */
  movePoint: {
    method: 'POST',
    path: '/api/rules/points/:kpId/versions/:version/status',
    summary: '知识点状态变更',
    permission: 'rules.edit',
    params: kpParams.extend({ version: z.coerce.number().int().min(1) }),
    body: z.object({
      to: z.enum(POINT_STATUSES),
      opinion: z.string().min(2).max(500),
      /** Why warnings of the conflict check are accepted; asked for on submit when there are any. */
      conflictReason: z.string().min(2).max(500).optional(),
      /** With a resumption after the breaker: the rate at which it tripped is expected from now on. */
      acceptLevel: z.boolean().optional(),
      /** Why a point is published although its backtest does not meet the conditions; the approver's. */
      override: z.string().min(2).max(500).optional(),
      experts: z
        .array(
          z.object({
            name: z.string().min(1).max(50),
            field: z.enum(EXPERT_FIELDS),
            opinion: z.string().min(2).max(500),
          }),
        ) // prettier-ignore
        .max(20)
        .default([]),
    }),
    response: PointDetail,
  },
})
