import type { SchemeRow } from '@yijian/contract'
import { describeRule, diffSchemes, formatRatio, lintScheme, parseRule } from '@yijian/drg'
import { AppError } from '@yijian/kernel'
import { groupStay } from '@yijian/warehouse'
import { groupCounts, recentCases } from '../store/cases.ts'
import { activeParameters } from '../store/parameters.ts'
import type { DrgContext } from './context.ts'

export async function listSchemes(context: DrgContext): Promise<{ rows: SchemeRow[] }> {
  const active = await activeParameters(context.db)
  return { rows: context.schemes.ids().map((schemeId) => rowOf(context, schemeId, active?.scheme_id === schemeId)) }
}

function rowOf({ schemes }: DrgContext, schemeId: string, inForce: boolean): SchemeRow {
  try {
    const { folder } = schemes.open(schemeId)
    const { meta, mdc, adrg, drg } = folder.tables
    return {
      schemeId,
      name: meta.name === '' ? schemeId : meta.name,
      version: meta.version,
      source: meta.source,
      hash: folder.hash,
      validFrom: meta.validFrom === '' ? null : meta.validFrom,
      validTo: meta.validTo === '' ? null : meta.validTo,
      mdcs: mdc.length,
      adrgs: new Set(adrg.map((row) => row.adrg)).size,
      drgs: new Set(drg.map((row) => row.drg)).size,
      weights: folder.weights.size,
      inForce,
      failure: null,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { schemeId, name: schemeId, version: '', source: '', hash: '', validFrom: null, validTo: null, mdcs: 0, adrgs: 0, drgs: 0, weights: 0, inForce, failure: error.message } // prettier-ignore
  }
}

const SURGICAL = /^[A-Z][A-J]/

export async function getScheme(context: DrgContext, schemeId: string) {
  const { folder } = context.schemes.open(schemeId)
  const active = await activeParameters(context.db)
  const cases = await groupCounts(context.db)
  const { mdc, adrg, drg } = folder.tables
  const byRule = Map.groupBy(drg, (row) => row.ruleId)
  const weight = (code: string) => {
    const found = folder.weights.get(code)
    return found === undefined ? null : formatRatio(found, 4)
  }
  const tree = mdc.map((row) => {
    const adrgs = adrg.filter((one) => one.mdc === row.mdc).map((one) => ({
      ruleId: one.ruleId,
      adrg: one.adrg,
      name: one.name,
      rule: one.rule,
      condition: words(one.rule),
      surgical: SURGICAL.test(one.adrg),
      drgs: (byRule.get(one.ruleId) ?? []).map((group) => ({ drg: group.drg, name: group.name, split: group.split, condition: splitWords(group.split), weight: weight(group.drg), cases: cases.get(group.drg) ?? 0 })), // prettier-ignore
    })) // prettier-ignore
    const total = adrgs.flatMap((one) => one.drgs).reduce((sum, group) => sum + group.cases, 0)
    return { mdc: row.mdc, name: row.name, condition: words(row.rule), cases: total, adrgs }
  })
  return { ...rowOf(context, schemeId, active?.scheme_id === schemeId), tree }
}

const SPLITS: Readonly<Record<string, string>> = {
  mcc: '伴严重并发症或合并症（MCC）',
  cc: '伴并发症或合并症（CC）',
  'mcc|cc': '伴并发症或合并症（CC 或 MCC）',
  else: '其余病例',
}
const splitWords = (split: string): string => SPLITS[split] ?? words(split)

/** A rule in words; one that cannot be read stands as it is (the check of the scheme says why). */
function words(rule: string): string {
  try {
    return describeRule(parseRule(rule))
  } catch (error) {
    if (error instanceof AppError) return rule
    throw error
  }
}

const SHOWN_CODES = 300

export function getSchemeRule({ schemes }: DrgContext, schemeId: string, ruleId: string) {
  const { folder, names } = schemes.open(schemeId)
  const { adrgDx, adrgOp } = folder.tables
  const named = (codes: readonly string[]) => ({ total: codes.length, codes: codes.slice(0, SHOWN_CODES).map((code) => ({ code, name: names.get(code) ?? '' })) }) // prettier-ignore
  const sets = <T extends { ruleId: string; set: string }>(rows: readonly T[]) => [...Map.groupBy(rows.filter((row) => row.ruleId === ruleId), (row) => row.set)] // prettier-ignore
  return {
    ruleId,
    lists: [
      ...sets(adrgDx).map(([set, rows]) => ({ title: `诊断清单 ${set}`, ...named(rows.map(({ dx }) => dx)) })),
      ...sets(adrgOp).map(([set, rows]) => ({ title: `手术操作清单 ${set}`, ...named(rows.map(({ op }) => op)) })),
    ],
  }
}

export function lintOf({ schemes }: DrgContext, schemeId: string) {
  const { folder } = schemes.open(schemeId)
  const weights = new Map([...folder.weights].map(([drg, weight]) => [drg, Number(weight)]))
  const rows = lintScheme(folder.tables, folder.weights.size === 0 ? {} : { weights })
  return { rows: rows.map(({ kind, at, message, codes }) => ({ kind, at, message, codes: codes.slice(0, 50) })) }
}

/** What differs, and what that would do to the cases of the last twelve months, at the rates now in force. */
export async function diffOf(context: DrgContext, { from, to }: { from: string; to: string }) {
  const [before, after] = [context.schemes.open(from), context.schemes.open(to)]
  const { codes, adrgs, drgs } = diffSchemes(before.folder.tables, after.folder.tables)
  const [a, b] = [before.grouper(), after.grouper()]
  const flows = new Map<string, { cases: number; weight: bigint; cost: bigint; known: boolean }>()
  let cases = 0
  for await (const chunk of recentCases(context.db)) {
    for (const { facts } of chunk) {
      const [x, y] = [groupStay(facts, a), groupStay(facts, b)]
      cases++
      if (x.grouping.drg === y.grouping.drg) continue
      const key = `${x.grouping.drg}|${y.grouping.drg}`
      const flow = flows.get(key) ?? { cases: 0, weight: 0n, cost: 0n, known: true }
      const [wx, wy] = [before.folder.weights.get(x.grouping.drg), after.folder.weights.get(y.grouping.drg)]
      flows.set(key, { cases: flow.cases + 1, weight: flow.weight + (wy ?? 0n) - (wx ?? 0n), cost: flow.cost + (x.cost ?? 0n), known: flow.known && wx !== undefined && wy !== undefined }) // prettier-ignore
    }
  }
  const ordered = [...flows].sort(([k, one], [l, other]) => other.cases - one.cases || (k < l ? -1 : 1))
  return {
    lists: codes.map(({ list, added, removed }) => ({ list, added: added.slice(0, 50), removed: removed.slice(0, 50), addedTotal: added.length, removedTotal: removed.length })), // prettier-ignore
    adrgs: [...adrgs],
    drgs: [...drgs],
    flow: ordered.slice(0, 200).map(([key, flow]) => {
      const [x = '', y = ''] = key.split('|')
      return { from: x, to: y, cases: flow.cases, weight: flow.known ? formatRatio(flow.weight as never, 4) : null, amount: yuan(flow.cost) } // prettier-ignore
    }),
    cases,
    moved: ordered.reduce((sum, [, flow]) => sum + flow.cases, 0),
  }
}

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`
