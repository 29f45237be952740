import { compileScheme, type CompiledAdrg, type CompiledScheme, type DxEntry, type Facts } from './compile.ts'
import type { CaseRecord } from './record.ts'
import type { SchemeTables } from './scheme.ts'

export const GROUP_STATUSES = ['分组成功', '无法入组', '信息不全'] as const

/** Result of grouping one case. */
export interface Grouping {
  readonly mdc: string
  readonly adrg: string
  readonly drg: string
  readonly status: (typeof GROUP_STATUSES)[number]
  /** Chinese, when the case was not grouped. */
  readonly reason: string | null
}

export interface Grouper {
  /** Pure: the same record gives the same result, whatever was grouped before. */
  readonly group: (record: CaseRecord) => Grouping
}

const UNGROUPED: Grouping = {
  mdc: '0000',
  adrg: '00',
  drg: '0000',
  status: '无法入组',
  reason: '不符合任何病组的入组条件',
}

/** Compiles a scheme once; the grouper then takes a few microseconds a case. */
export function createGrouper(tables: SchemeTables): Grouper {
  const scheme = compileScheme(tables)
  const facts: Facts = {
    hit: new Int32Array(scheme.slots),
    stamp: 0,
    numbers: { sex: NaN, age: NaN, age_days: NaN, weight: NaN, regions: 0 },
    popValid: false,
    anyValidOp: false,
  }
  return { group: (record) => groupCase(scheme, facts, record) }
}

function groupCase(scheme: CompiledScheme, facts: Facts, record: CaseRecord): Grouping {
  const missing = missingFact(record)
  if (missing !== null) return { ...UNGROUPED, status: '信息不全', reason: missing }
  stampCase(scheme, facts, record)
  for (const mdc of scheme.mdcs) {
    if (!mdc.test(facts)) continue
    for (const adrg of mdc.adrgs)
      if (adrg.test(facts))
        return {
          mdc: mdc.mdc,
          adrg: adrg.adrg,
          drg: drgOf(adrg, severityOf(scheme, record.dx)),
          status: '分组成功',
          reason: null,
        }
  }
  return UNGROUPED
}

/** What must be known before any rule can be believed. A day-age follows from an age of a year or more. */
function missingFact(record: CaseRecord): string | null {
  if (record.dx.length === 0) return '缺少主要诊断'
  if (record.sex === undefined) return '缺少性别'
  if (record.age === undefined && record.ageDays === undefined) return '缺少年龄'
  if (record.age === 0 && record.ageDays === undefined) return '不足一岁而缺少日龄'
  return null
}

function stampCase(scheme: CompiledScheme, facts: Facts, record: CaseRecord): void {
  if (facts.stamp === 0x7fffffff) {
    facts.hit.fill(0)
    facts.stamp = 0
  }
  facts.stamp++
  const { numbers } = facts
  numbers.sex = record.sex ?? NaN
  numbers.age = record.age ?? Math.floor((record.ageDays ?? NaN) / 365.25)
  numbers.age_days = record.ageDays ?? Infinity
  numbers.weight = record.birthWeight ?? NaN
  numbers.regions = stampDiagnoses(scheme, facts, record.dx)
  facts.popValid = false
  facts.anyValidOp = false
  for (let i = 0; i < record.op.length; i++) {
    const entry = scheme.op.get(record.op[i] as string)
    if (!entry) continue
    for (const slot of entry.anySlots) facts.hit[slot] = facts.stamp
    if (i === 0) for (const slot of entry.mainSlots) facts.hit[slot] = facts.stamp
    if (!entry.valid) continue
    facts.anyValidOp = true
    if (i === 0) facts.popValid = true
  }
}

/** Stamps the lists that the diagnoses hit; answers the number of different body regions. */
function stampDiagnoses(scheme: CompiledScheme, facts: Facts, dx: readonly string[]): number {
  let regions: Set<number> | undefined
  for (let i = 0; i < dx.length; i++) {
    const entry = scheme.dx.get(dx[i] as string)
    if (!entry) continue
    for (const slot of entry.anySlots) facts.hit[slot] = facts.stamp
    if (i === 0) for (const slot of entry.mainSlots) facts.hit[slot] = facts.stamp
    if (entry.region !== 0) (regions ??= new Set()).add(entry.region)
  }
  return regions?.size ?? 0
}

/** 0 none, 1 CC, 2 MCC: the highest among the other diagnoses that the main one does not exclude. */
export function severityOf(scheme: CompiledScheme, dx: readonly string[]): 0 | 1 | 2 {
  const mainTable = scheme.dx.get(dx[0] as string)?.mainTable ?? -2
  let severity: 0 | 1 | 2 = 0
  for (let i = 1; i < dx.length; i++) {
    const entry: DxEntry | undefined = scheme.dx.get(dx[i] as string)
    if (entry && entry.level > severity && entry.table !== mainTable) severity = entry.level
  }
  return severity
}

function drgOf(adrg: CompiledAdrg, severity: 0 | 1 | 2): string {
  for (const { drg, split } of adrg.drgs) {
    if (split === 'else') return drg
    if (split === 'mcc' ? severity === 2 : severity >= 1) return drg
  }
  return '0000'
}
