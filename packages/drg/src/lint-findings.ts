export const LINT_KINDS = {
  'rule-syntax': '规则看不懂',
  'broken-reference': '引用了不存在的大类或规则',
  cycle: '规则循环引用',
  'empty-list': '规则引用的清单是空的',
  'always-true': '规则恒为真，其后的规则不可达',
  shadowed: '规则被前面的规则完全遮住，不可达',
  unreachable: '规则的主要诊断全不在所属大类的清单内，不可达',
  'outside-mdc': '主要诊断不在所属大类的清单内，永远不可达',
  'no-medical-group': '主要诊断在大类清单内，但不在该大类任何内科组内，没有合适手术时无法入组',
  'no-drg': '规则没有任何细分组',
  'no-else': '细分组没有“其他”兜底',
  'split-order': '细分组顺序不合理：被前面较宽的条件遮住',
  'split-weight': '细分组权重倒挂：较轻的组权重更高',
  'duplicate-drg': '同一 DRG 编码出现多次',
  'exclusion-table-unused': '并发症的排除表没有任何主要诊断',
  'two-levels': '同一编码既是 CC 又是 MCC，或出现在两张排除表',
  'unknown-code': '编码不在所附的编码字典内',
} as const
export type LintKind = keyof typeof LINT_KINDS

export interface LintFinding {
  readonly kind: LintKind
  /** MDC, rule id, DRG, table or code concerned. */
  readonly at: string
  readonly message: string
  /** Codes concerned, when the message is about codes. */
  readonly codes: readonly string[]
}

export const finding = (kind: LintKind, at: string, codes: readonly string[] = []): LintFinding => ({
  kind,
  at,
  message: `${at}：${LINT_KINDS[kind]}${codes.length > 0 ? `（${codes.length} 个编码）` : ''}`,
  codes,
})
