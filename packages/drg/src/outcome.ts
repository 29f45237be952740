/** How a case can end without a DRG. `拒收`: something that must be known is missing or cannot be believed. */
export const REASONS = {
  'missing-id': ['拒收', '缺少病例号'],
  'duplicate-case': ['拒收', '病例号重复'],
  'missing-main': ['拒收', '缺少主要诊断'],
  'missing-sex': ['拒收', '缺少性别'],
  'missing-age': ['拒收', '缺少年龄'],
  'missing-day-age': ['拒收', '不足一岁而缺少日龄'],
  'age-conflict': ['拒收', '年龄与日龄矛盾'],
  'unreadable-number': ['拒收', '数值看不懂'],
  'weight-unit': ['拒收', '出生体重不像以克为单位'],
  'negative-cost': ['拒收', '费用为负'],
  'missing-discharge-date': ['拒收', '缺少出院日期'],
  'unreadable-date': ['拒收', '出院日期看不懂'],
  'outside-scheme-dates': ['拒收', '出院日期不在分组方案的有效期内'],
  'malformed-line': ['拒收', '列数与表头不符'],
  'unknown-main': ['无法入组', '主要诊断编码不在分组方案内'],
  'main-not-listed': ['无法入组', '主要诊断不属于任何主要诊断大类'],
  'no-rule': ['无法入组', '不符合任何病组的入组条件'],
  'no-split': ['无法入组', '没有适用的细分组'],
} as const satisfies Record<string, readonly [Status, string]>

export type Status = '分组成功' | '歧义病组' | '无法入组' | '拒收'
export type Reason = keyof typeof REASONS

/** Result of grouping one case; the same object for every case of a group, so never change it. */
export interface Grouping {
  readonly mdc: string
  readonly adrg: string
  readonly drg: string
  readonly status: Status
  readonly reasonCode: Reason | null
  /** Chinese, when the case was not grouped. */
  readonly reason: string | null
}

const REASON_CODES = Object.keys(REASONS) as Reason[]

/** The results every scheme has, in the order of REASONS. */
export const REASON_RESULTS: readonly Grouping[] = REASON_CODES.map((reasonCode) => ({
  mdc: '0000',
  adrg: '00',
  drg: '0000',
  status: REASONS[reasonCode][0],
  reasonCode,
  reason: REASONS[reasonCode][1],
}))

/** Index of a reason's result in every scheme. */
export const OUTCOME = Object.fromEntries(REASON_CODES.map((reason, index) => [reason, index])) as Readonly<
  Record<Reason, number>
>
