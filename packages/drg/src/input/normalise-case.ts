import { codeOf, UNKNOWN_CODE, type CodeTable } from '../code-table.ts'
import type { CodeSystem } from '../csv/case-reader.ts'
import { normaliseCode, type CaseRecord } from '../record.ts'
import { mapCode, type SchemePlan } from '../scheme-plan.ts'

/** A code as it came and as it is used. */
export interface InputCode {
  readonly given: string
  readonly code: string
  /** Whether the map from 国临版 was applied. */
  readonly converted: boolean
}

export interface NormalisedCase {
  readonly record: CaseRecord
  readonly dx: readonly InputCode[]
  readonly op: readonly InputCode[]
}

/** Codes written in the one way and, when their source is 国临版, converted: once, never again. */
export function normaliseCase(plan: SchemePlan, record: CaseRecord, codeSystem: CodeSystem = '医保版'): NormalisedCase {
  const mapped = codeSystem === '国临版'
  const dx = record.dx.map((given) => inputCode(given, mapped ? { map: plan.dxMap, table: plan.dx.table } : null))
  const op = record.op.map((given) => inputCode(given, mapped ? { map: plan.opMap, table: plan.op.table } : null))
  return { record: { ...record, dx: dx.map(({ code }) => code), op: op.map(({ code }) => code) }, dx, op }
}

function inputCode(given: string, tables: { readonly map: CodeTable; readonly table: CodeTable } | null): InputCode {
  const code = normaliseCode(given)
  const target = tables === null ? UNKNOWN_CODE : mapCode(tables.map, code)
  if (tables === null || target === UNKNOWN_CODE) return { given, code, converted: false }
  return { given, code: codeOf(tables.table, target), converted: true }
}
