import { assertNever } from '@yijian/kernel'
import { parseRule } from '../rule-parser.ts'
import type { AdrgRow, SchemeMeta, SchemeTables } from '../scheme.ts'
import type { OverlayRow } from './overlay-rows.ts'

export interface OverlayFinding {
  readonly line: number
  readonly message: string
}

/** Tables that can be changed row by row while the overlay is applied. */
type Draft = { -readonly [K in keyof SchemeTables]: SchemeTables[K] }

/**
 * A base scheme with the changes of a place, in the order they are written. What a change cannot do, or does in vain, is a finding:
 * an overlay is to be mended before anybody is paid by it.
 */
export function applyOverlay(
  base: SchemeTables,
  rows: readonly OverlayRow[],
  meta: SchemeMeta = base.meta,
): { readonly tables: SchemeTables; readonly findings: readonly OverlayFinding[] } {
  const draft: Draft = { ...base, meta }
  const findings: OverlayFinding[] = []
  const splitDone = new Set<string>()
  for (const row of rows) {
    const problem = row.action === 'split' ? split(draft, row, splitDone) : change(draft, row)
    if (problem !== null) findings.push({ line: row.line, message: problem })
    if (row.source === '') findings.push({ line: row.line, message: '没有写明来源' })
  }
  return { tables: renumber(draft), findings }
}

function change(draft: Draft, row: OverlayRow): string | null {
  switch (row.action) {
    case 'add-dx':
    case 'remove-dx':
      return hasRule(draft, row.at) ?? list(draft, 'adrgDx', { row, entry: { ruleId: row.at, set: row.set || '1', dx: row.code } }) // prettier-ignore
    case 'add-op':
    case 'remove-op':
      return hasRule(draft, row.at) ?? list(draft, 'adrgOp', { row, entry: { ruleId: row.at, set: row.set || '1', op: row.code } }) // prettier-ignore
    case 'add-mdc-dx':
    case 'remove-mdc-dx':
      return hasMdc(draft, row.at) ?? list(draft, 'mdcDx', { row, entry: { mdc: row.at, dx: row.code, region: row.value } }) // prettier-ignore
    case 'add-valid-op':
    case 'remove-valid-op':
      return list(draft, 'opValid', { row, entry: row.code })
    case 'cc':
      return complication(draft, row)
    case 'rule':
      return hasRule(draft, row.at) ?? replaceRule(draft, row)
    case 'add-adrg':
      return addAdrg(draft, row)
    case 'remove-adrg':
      return hasRule(draft, row.at) ?? removeAdrg(draft, row.at)
    case 'move-before':
    case 'move-after':
      return hasRule(draft, row.at) ?? hasRule(draft, row.value) ?? move(draft, row)
    case 'qy':
      return hasMdc(draft, row.at) ?? ambiguous(draft, row)
    case 'split':
      return null
    default:
      return assertNever(row.action)
  }
}

function hasRule(draft: Draft, ruleId: string): string | null {
  return draft.adrg.some((rule) => rule.ruleId === ruleId) ? null : `没有规则 ${ruleId}`
}

function hasMdc(draft: Draft, mdc: string): string | null {
  return draft.mdc.some((row) => row.mdc === mdc) ? null : `没有大类 ${mdc}`
}

interface ListChange<K extends 'adrgDx' | 'adrgOp' | 'mdcDx' | 'opValid'> {
  readonly row: OverlayRow
  readonly entry: SchemeTables[K][number]
}

/** Adds an entry to a list of codes, or takes it away. An MDC entry is the same whatever its region. */
function list<K extends 'adrgDx' | 'adrgOp' | 'mdcDx' | 'opValid'>(
  draft: Draft,
  key: K,
  { row, entry }: ListChange<K>,
) {
  const rows = draft[key] as readonly SchemeTables[K][number][]
  const nameOf = (one: SchemeTables[K][number]) =>
    typeof one === 'string' ? one : JSON.stringify({ ...one, region: '' })
  const found = rows.some((one) => nameOf(one) === nameOf(entry))
  if (row.code === '') return '没有写编码'
  if (row.action.startsWith('add')) {
    if (found) return `${row.code} 本来就在清单内`
    Object.assign(draft, { [key]: [...rows, entry] })
    return null
  }
  if (!found) return `${row.code} 本来就不在清单内`
  Object.assign(draft, { [key]: rows.filter((one) => nameOf(one) !== nameOf(entry)) })
  return null
}

function complication(draft: Draft, { at, code, value }: OverlayRow): string | null {
  const before = draft.cc.find((row) => row.dx === code)
  const rest = draft.cc.filter((row) => row.dx !== code)
  if (at === 'none') {
    draft.cc = rest
    return before === undefined ? `${code} 本来就不是并发症` : null
  }
  if (at !== 'CC' && at !== 'MCC') return `并发症级别应为 CC、MCC 或 none：${at}`
  const exclusionTable = value || before?.exclusionTable || '999'
  draft.cc = [...rest, { dx: code, level: at, exclusionTable }]
  return before?.level === at && before.exclusionTable === exclusionTable ? `${code} 本来就是这样` : null
}

function replaceRule(draft: Draft, { at, value }: OverlayRow): string | null {
  parseRule(value)
  const same = draft.adrg.some((rule) => rule.ruleId === at && rule.rule === value)
  draft.adrg = draft.adrg.map((rule) => (rule.ruleId === at ? { ...rule, rule: value } : rule))
  return same ? `${at} 的条件本来就是这样` : null
}

/** `set` is the MDC, `code` the ADRG; the rule comes last in its MDC until it is moved. */
function addAdrg(draft: Draft, { at, set, code, value, name }: OverlayRow): string | null {
  if (hasRule(draft, at) === null) return `规则 ${at} 已经存在`
  const missing = hasMdc(draft, set)
  if (missing !== null) return missing
  parseRule(value)
  draft.adrg = [...draft.adrg, { seq: 0, mdc: set, ruleId: at, adrg: code || at, name, rule: value }]
  return null
}

function removeAdrg(draft: Draft, ruleId: string): null {
  draft.adrg = draft.adrg.filter((row) => row.ruleId !== ruleId)
  draft.drg = draft.drg.filter((row) => row.ruleId !== ruleId)
  draft.adrgDx = draft.adrgDx.filter((row) => row.ruleId !== ruleId)
  draft.adrgOp = draft.adrgOp.filter((row) => row.ruleId !== ruleId)
  return null
}

function move(draft: Draft, { action, at, value }: OverlayRow): string | null {
  const rule = draft.adrg.find((row) => row.ruleId === at) as AdrgRow
  const rest = draft.adrg.filter((row) => row.ruleId !== at)
  const place = rest.findIndex((row) => row.ruleId === value)
  if (rest[place]?.mdc !== rule.mdc) return `${at} 与 ${value} 不在同一大类`
  const moved = rest.toSpliced(action === 'move-before' ? place : place + 1, 0, rule)
  const same = moved.every((row, i) => row.ruleId === draft.adrg[i]?.ruleId)
  draft.adrg = moved
  return same ? `${at} 本来就在那里` : null
}

/** All `split` rows of a rule together take the place of its DRGs. */
function split(draft: Draft, { at, code, value, name }: OverlayRow, done: Set<string>): string | null {
  const missing = hasRule(draft, at)
  if (missing !== null) return missing
  if (value !== 'else') parseRule(value)
  const rest = done.has(at) ? draft.drg : draft.drg.filter((row) => row.ruleId !== at)
  done.add(at)
  draft.drg = [...rest, { seq: 0, ruleId: at, drg: code, name, split: value }]
  return null
}

function ambiguous(draft: Draft, { at, set, value }: OverlayRow): string | null {
  if (value !== '0' && value !== 'any' && value !== 'main') return `QY 策略应为 0、any 或 main：${value}`
  draft.mdc = draft.mdc.map((row) => (row.mdc === at ? { ...row, qy: value, qyAfter: set } : row))
  return null
}

/** Order of the rows becomes their seq. */
function renumber(draft: Draft): SchemeTables {
  return {
    ...draft,
    adrg: draft.adrg.map((row, index) => ({ ...row, seq: index + 1 })),
    drg: draft.drg.map((row, index) => ({ ...row, seq: index + 1 })),
  }
}
