import type { ColumnDefinition } from './definition.ts'

interface Standard {
  readonly name: string
  readonly type: string
  readonly optional?: true
}

/** What every `finding` step returns. Optional ones may be left out and are then NULL. */
export const STANDARD_COLUMNS: readonly Standard[] = [
  { name: 'subject_id', type: 'VARCHAR' },
  { name: 'psn_no', type: 'VARCHAR' },
  { name: 'fixmedins_code', type: 'VARCHAR' },
  { name: 'period_from', type: 'DATE' },
  { name: 'period_to', type: 'DATE' },
  { name: 'member_ids', type: 'VARCHAR[]' },
  { name: 'mdtrt_ids', type: 'VARCHAR[]' },
  { name: 'setl_ids', type: 'VARCHAR[]' },
  { name: 'feedetl_sns', type: 'VARCHAR[]' },
  { name: 'score_raw', type: 'DOUBLE' },
  { name: 'amt_total', type: 'DECIMAL(16,2)' },
  { name: 'amt_fund', type: 'DECIMAL(16,2)' },
  { name: 'amt_method', type: 'VARCHAR' },
  { name: 'excluded_by', type: 'VARCHAR' },
  { name: 'missing_share', type: 'DOUBLE' },
  { name: 'score_cap', type: 'INTEGER', optional: true },
  { name: 'level_floor', type: 'VARCHAR', optional: true },
  { name: 'passed', type: 'VARCHAR[]', optional: true },
  { name: 'related_psn_nos', type: 'VARCHAR[]', optional: true },
  { name: 'subtype', type: 'VARCHAR', optional: true },
  { name: 'tags', type: 'VARCHAR[]', optional: true },
  { name: 'peer_label', type: 'VARCHAR', optional: true },
  { name: 'peer_n', type: 'BIGINT', optional: true },
  { name: 'peer_value', type: 'DOUBLE', optional: true },
  { name: 'peer_median', type: 'DOUBLE', optional: true },
  { name: 'peer_quantiles', type: 'DOUBLE[]', optional: true },
  { name: 'key_ids', type: 'VARCHAR[]', optional: true },
]

/** Engine types a declared column type accepts. */
export const FACT_TYPES: Readonly<Record<ColumnDefinition['type'], readonly string[]>> = {
  integer: ['BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT'],
  number: ['DOUBLE', 'DECIMAL(16,4)'],
  ratio: ['DOUBLE'],
  percent: ['DOUBLE'],
  money: ['DECIMAL(16,2)'],
  date: ['DATE'],
  timestamp: ['TIMESTAMP'],
  text: ['VARCHAR'],
  boolean: ['BOOLEAN'],
  list: ['VARCHAR[]'],
}

export interface EngineColumn {
  readonly name: string
  readonly type: string
}

/** What is wrong with the columns of step `finding`, one sentence each; empty when they are exactly standard + returns. */
export function findingColumnErrors(columns: readonly EngineColumn[], returns: readonly ColumnDefinition[]): string[] {
  const found = new Map(columns.map((c) => [c.name, c.type]))
  const standard = STANDARD_COLUMNS.flatMap((s) => {
    const type = found.get(s.name)
    if (type === undefined) return s.optional ? [] : [`缺少标准列 ${s.name}（${s.type}）`]
    const narrow = s.name === 'peer_n' || s.name === 'score_cap' ? FACT_TYPES.integer : [s.type]
    return narrow.includes(type) ? [] : [`列 ${s.name} 的类型是 ${type}，应为 ${s.type}`]
  })
  const facts = returns.flatMap((r) => {
    const type = found.get(r.name)
    if (type === undefined) return [`returns 声明了 ${r.name}，SQL 没有返回`]
    return FACT_TYPES[r.type].includes(type)
      ? []
      : [`列 ${r.name} 的类型是 ${type}，returns 声明为 ${r.type}（${FACT_TYPES[r.type].join(' 或 ')}）`]
  })
  const declared = new Set([...STANDARD_COLUMNS.map((s) => s.name), ...returns.map((r) => r.name)])
  const extra = columns.filter((c) => !declared.has(c.name)).map((c) => `SQL 返回了 ${c.name}，returns 没有声明`)
  return [...standard, ...facts, ...extra]
}
