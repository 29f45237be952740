import { z } from 'zod'
import type { Permission } from '../endpoint.ts'

/** 知识点状态: of one version of a knowledge point. */
export const POINT_STATUSES = ['draft', 'review', 'trial', 'published', 'suspended', 'retired'] as const
export type PointStatus = (typeof POINT_STATUSES)[number]
export const POINT_STATUS_LABELS = {
  draft: '草稿',
  review: '专家论证',
  trial: '试运行',
  published: '已发布',
  suspended: '已暂停',
  retired: '已停用',
} as const satisfies Record<PointStatus, string>

export interface PointTransition {
  readonly to: PointStatus
  readonly label: string
  readonly permission: Permission
  /** Whether the maker of the version may do it; otherwise it takes somebody else (制单与审批分离). */
  readonly makerMay: boolean
  /** Needs the signed opinions of two clinical experts and one of coding or prices. */
  readonly experts?: true
}

/** Status → what may come next. The server refuses everything else. */
export const POINT_TRANSITIONS = {
  draft: [
    { to: 'review', label: '提交论证', permission: 'rules.edit', makerMay: true },
    { to: 'retired', label: '作废', permission: 'rules.edit', makerMay: true },
  ],
  review: [
    { to: 'trial', label: '论证通过', permission: 'rules.approve', makerMay: false, experts: true },
    { to: 'draft', label: '退回修改', permission: 'rules.approve', makerMay: false },
  ],
  trial: [
    { to: 'published', label: '批准发布', permission: 'rules.approve', makerMay: false },
    { to: 'draft', label: '退回修改', permission: 'rules.approve', makerMay: false },
  ],
  published: [
    { to: 'suspended', label: '暂停', permission: 'rules.approve', makerMay: true },
    { to: 'retired', label: '停用', permission: 'rules.approve', makerMay: false },
  ],
  suspended: [
    { to: 'published', label: '恢复', permission: 'rules.approve', makerMay: false },
    { to: 'retired', label: '停用', permission: 'rules.approve', makerMay: false },
  ],
  retired: [],
} as const satisfies Record<PointStatus, readonly PointTransition[]>

/** 规则集状态: `active` judges and shows; `trial` judges and records without showing (试运行); `past` judged before; `stored` never. */
export const RELEASE_STATES = ['active', 'trial', 'past', 'stored'] as const
export const RELEASE_STATE_LABELS = {
  active: '已发布',
  trial: '试运行',
  past: '历史版本',
  stored: '未启用',
} as const satisfies Record<(typeof RELEASE_STATES)[number], string>

/** 监管环节: B 事前提醒, D 事中审核, A 事后监管. */
export const STAGES = ['B', 'D', 'A'] as const
export const STAGE_LABELS = { B: '事前', D: '事中', A: '事后' } as const satisfies Record<
  (typeof STAGES)[number],
  string
>
/** 严重程度, as people read it: what a rule finds stays 疑似 until it is verified, however clear the rule is. */
export const SEVERITY_LABELS = { 1: '规则明确', 2: '高度可疑', 3: '轻度可疑' } as const
export const SeverityNumber = z.union([z.literal(1), z.literal(2), z.literal(3)])
export const RULE_CATEGORIES = ['政策类', '管理类', '医疗类'] as const

/** 医师处理: 1 continued with a reason, 2 went back and changed the order. */
export const DISPOSAL_LABELS = { '1': '继续执行', '2': '返回修改' } as const

export const EXPERT_FIELDS = ['clinical', 'coding', 'pricing'] as const
export const EXPERT_FIELD_LABELS = {
  clinical: '临床',
  coding: '编码',
  pricing: '价格',
} as const satisfies Record<(typeof EXPERT_FIELDS)[number], string>

/** What a key search looks through. */
export const CODE_SOURCES = ['item', 'dx', 'op'] as const

/** 人工核对: whether a hit is right. */
export const VERDICTS = ['right', 'wrong', 'unclear'] as const
export type Verdict = (typeof VERDICTS)[number]
export const VERDICT_LABELS = { right: '符合', wrong: '不符合', unclear: '说不清' } as const satisfies Record<
  Verdict,
  string
>

/** 冲突级别. */
export const CONFLICT_LEVELS = ['error', 'warning', 'info'] as const
export const CONFLICT_LEVEL_LABELS = { error: '错误', warning: '警告', info: '提示' } as const satisfies Record<
  (typeof CONFLICT_LEVELS)[number],
  string
>

/** Where a calibration came from: a proposal confirmed, a revision, a meeting of experts. */
export const CALIBRATION_SOURCES = ['import', 'revision', 'meeting'] as const
export const CALIBRATION_SOURCE_LABELS = {
  import: '导入确认',
  revision: '修订',
  meeting: '专家论证',
} as const satisfies Record<(typeof CALIBRATION_SOURCES)[number], string>

export const KindId = z.string().regex(/^R\d{1,3}$/)
export const ParameterValue = z.union([z.string(), z.number(), z.boolean()])
