import { kindOf, KNOWN, slotsAsMain, type CodeIndex } from '../code-index.ts'
import { findCode } from '../code-table.ts'
import type { CompiledScheme } from '../compile.ts'
import type { CodeSystem } from '../csv/case-reader.ts'
import { FIELD, type Facts } from '../rule-tests.ts'
import type { InputCode, NormalisedCase } from './normalise-case.ts'

export const CODE_QUALITY_KINDS = {
  'unknown-diagnosis': '诊断编码不在医保版编码库内',
  'unknown-operation': '手术操作编码不在医保版编码库内',
  'not-mapped': '国临版编码没有医保版对照',
  'main-not-listed': '主要诊断不属于任何主要诊断大类（灰码、星号码或外因编码等），不应作主要诊断',
  'repeated-code': '同一编码重复填写',
  'written-otherwise': '编码写法不规范，已按规范写法使用',
  'main-conflict': '主要诊断与患者性别或年龄矛盾',
} as const
export type CodeQualityKind = keyof typeof CODE_QUALITY_KINDS

export interface CodeQualityFinding {
  readonly kind: CodeQualityKind
  readonly code: string
  readonly message: string
}

/** Problems of the codes of a case. They are told apart from grouping: a case with a finding may group all the same. */
// eslint-disable-next-line max-params -- the case, what it was tested on, and how its codes came
export function codeQuality(
  scheme: CompiledScheme,
  input: NormalisedCase,
  facts: Facts,
  codeSystem: CodeSystem = '医保版',
): readonly CodeQualityFinding[] {
  const { plan } = scheme
  const found = [
    ...findingsOfCodes(input.dx, plan.dx, 'unknown-diagnosis', plan.dictionaries),
    ...findingsOfCodes(input.op, plan.op, 'unknown-operation', plan.dictionaries),
  ]
  const notMapped = codeSystem === '国临版' ? [...input.dx, ...input.op].filter(({ converted }) => !converted) : []
  found.push(...notMapped.map(({ code }) => finding('not-mapped', code)))
  const main = input.dx[0]?.code
  if (main !== undefined && main !== '') found.push(...mainFindings(scheme, main, facts))
  return found
}

function finding(kind: CodeQualityKind, code: string): CodeQualityFinding {
  return { kind, code, message: `${code}：${CODE_QUALITY_KINDS[kind]}` }
}

// eslint-disable-next-line max-params -- codes of one kind and how they are judged
function findingsOfCodes(
  codes: readonly InputCode[],
  index: CodeIndex,
  unknown: CodeQualityKind,
  dictionaries: boolean,
): CodeQualityFinding[] {
  const seen = new Set<string>()
  return codes.flatMap(({ given, code, converted }) => {
    if (code === '') return []
    const id = findCode(index.table, code)
    const known = id >= 0 && (!dictionaries || (index.bits[kindOf(index, id)]! & KNOWN) !== 0)
    const found: CodeQualityFinding[] = known ? [] : [finding(unknown, code)]
    if (seen.size === seen.add(code).size) found.push(finding('repeated-code', code))
    if (!converted && given !== code) found.push({ ...finding('written-otherwise', code), message: `${given} → ${code}：${CODE_QUALITY_KINDS['written-otherwise']}` }) // prettier-ignore
    return found
  })
}

/** A main diagnosis in no MDC, or only in MDCs whose sex or age condition the patient does not meet. */
function mainFindings(scheme: CompiledScheme, main: string, facts: Facts): CodeQualityFinding[] {
  const { plan, slots, mdcs } = scheme
  const id = findCode(plan.dx.table, main)
  if (id < 0) return []
  const owners = [...slotsAsMain(plan.dx, kindOf(plan.dx, id))].map((slot) => slots[slot]!.owner)
  const own = mdcs.filter((_, bit) => owners.includes(-1 - bit))
  if (own.length === 0) return [finding('main-not-listed', main)]
  const personal = own.filter(({ parsed }) => readsPerson(JSON.stringify(parsed)))
  if (personal.length < own.length || personal.some(({ condition }) => condition(facts))) return []
  const known = facts.numbers[FIELD.sex]! > 0 && facts.numbers[FIELD.age]! >= 0
  return known ? [finding('main-conflict', main)] : []
}

function readsPerson(rule: string): boolean {
  return /"field":"(sex|age|age_days)"/.test(rule)
}
