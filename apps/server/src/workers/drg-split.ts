import type { SplitResult, SplitRowInput } from '@yijian/contract'
import { createGrouper, describeRule, formatRatio, lintScheme, parseRatio, parseRule, studySplit, type Grouper, type Ratio, type SchemeTables, type SplitCase, type SplitGroup, type SplitStudy } from '@yijian/drg' // prettier-ignore
import { AppError, formatYuan } from '@yijian/kernel'
import {
  groupStay,
  splitChanges,
  statusOf,
  withOverlay,
  type PaymentSettings,
  type SchemeFolder,
} from '@yijian/warehouse'
import type { FrozenCase } from './drg-task.ts'

export interface SplitTask {
  readonly ruleId: string
  readonly rows: readonly SplitRowInput[]
}

export interface AppliedSplit {
  readonly tables: SchemeTables
  readonly weights: ReadonlyMap<string, Ratio>
  readonly result: SplitResult
}

/** The scheme with the split, the weights that its groups would have, and what they are like. */
export function splitOf(
  { ruleId, rows }: SplitTask,
  { cases, folder, settings }: { cases: readonly FrozenCase[]; folder: SchemeFolder; settings: PaymentSettings },
): AppliedSplit {
  const rule = folder.tables.adrg.find((one) => one.ruleId === ruleId)
  if (!rule) throw new AppError('invalid', 'drg.split.rule', `方案中没有规则 ${ruleId}`)
  const { tables, findings } = withOverlay(folder.tables, splitChanges(ruleId, rows, '试算'))
  const study = studySplit(splitCases(cases, [folder.grouper(), createGrouper(tables)], settings), {
    parts: rows.map(({ drg }) => drg),
    weights: folder.weights,
    given: new Map(rows.flatMap(({ drg, weight }) => (weight === null ? [] : [[drg, parseRatio(weight)] as const]))),
  })
  const own = new Set(folder.tables.drg.filter((row) => row.ruleId === ruleId).map(({ drg }) => drg))
  const kept = [...folder.weights].filter(([drg]) => !own.has(drg) || rows.some((row) => row.drg === drg))
  const weights = new Map([...kept, ...study.weights])
  const problems = [...findings.map(({ message }) => message), ...problemsOf(rows, { tables, weights, ruleId, taken: folder.tables.drg.filter((row) => row.ruleId !== ruleId) })] // prettier-ignore
  return { tables, weights, result: resultOf({ ruleId, name: rule.name, before: folder.tables.drg, after: tables.drg }, study, problems) } // prettier-ignore
}

/** Every case as it is grouped now and as it would be. Cases are grouped whatever day the scheme begins. */
function splitCases(
  cases: readonly FrozenCase[],
  [now, then]: readonly [Grouper, Grouper],
  settings: PaymentSettings,
): SplitCase[] {
  // prettier-ignore
  return cases.flatMap(({ facts }): SplitCase[] => {
    const [stay, later] = [groupStay(facts, now), groupStay(facts, then)]
    if (stay.grouping.status === '拒收') return []
    const status = statusOf(stay, settings)
    const grouped = status === 'grouped'
    return [{ id: stay.id, hospital: stay.hospital, status, drg: grouped ? stay.grouping.drg : '', part: grouped && later.grouping.status === '分组成功' ? later.grouping.drg : '', los: stay.los, cost: stay.cost }] // prettier-ignore
  })
}

/** What must be mended before the split may be published. */
function problemsOf(
  rows: readonly SplitRowInput[],
  { tables, weights, ruleId, taken }: { tables: SchemeTables; weights: ReadonlyMap<string, Ratio>; ruleId: string; taken: SchemeTables['drg'] }, // prettier-ignore
): string[] {
  const problems: string[] = []
  const codes = rows.map(({ drg }) => drg)
  for (const drg of new Set(codes.filter((one, at) => codes.indexOf(one) !== at))) problems.push(`病组编码 ${drg} 重复`)
  for (const { drg, ruleId: other } of taken) if (codes.includes(drg)) problems.push(`病组编码 ${drg} 已用于 ${other}`)
  if (rows.at(-1)?.split !== 'else') problems.push('最后一组应为“其余病例”，否则有病例不能入组')
  for (const { drg } of rows) if (!weights.has(drg)) problems.push(`${drg} 没有病例，须手工给出权重`)
  const units = new Map([...weights].map(([drg, weight]) => [drg, Number(weight)]))
  const found = lintScheme(tables, { weights: units }).filter(({ at, codes: named }) => at === ruleId || named.some((code) => codes.includes(code))) // prettier-ignore
  return [...problems, ...found.map(({ message }) => message)]
}

interface Around {
  readonly ruleId: string
  readonly name: string
  readonly before: SchemeTables['drg']
  readonly after: SchemeTables['drg']
}

function resultOf(
  { ruleId, name, before, after }: Around,
  study: SplitStudy,
  problems: readonly string[],
): SplitResult {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
  const pair = ({ before: a, after: b }: { before: number; after: number }) => ({ before: known(a), after: known(b) })
  const rowsOf = (groups: readonly SplitGroup[], tables: SchemeTables['drg']): SplitResult['after'] =>
    groups.map(({ drg, n, usable, mean, cv, meanLos, weight }) => {
      const row = tables.find((one) => one.drg === drg)
      return { drg, name: row?.name ?? '', condition: row === undefined ? '' : conditionText(row.split), n, usable, mean: mean === null ? null : formatYuan(mean), cv, meanLos, weight: weight === null ? null : formatRatio(weight, 4) } // prettier-ignore
    })
  const own = before.filter((row) => row.ruleId === ruleId).map(({ drg }) => drg)
  return {
    ruleId,
    ruleName: name,
    before: rowsOf(study.before.filter(({ drg, n }) => n > 0 || own.includes(drg)), before), // prettier-ignore
    after: rowsOf(study.after, after),
    totalBefore: formatRatio(study.total.before, 4),
    totalAfter: formatRatio(study.total.after, 4),
    riv: pair(study.riv),
    rivWithin: pair(study.rivWithin),
    tP: known(study.gain.tP),
    leveneP: known(study.gain.leveneP),
    touched: study.touched,
    empty: [...study.empty],
    problems: [...new Set(problems)],
  }
}

const SPLITS: Readonly<Record<string, string>> = { mcc: '伴严重并发症或合并症（MCC）', cc: '伴并发症或合并症（CC）', 'mcc|cc': '伴并发症或合并症（CC 或 MCC）', else: '其余病例' } // prettier-ignore

/** A split in words; throws `invalid` where it cannot be read. */
export function conditionText(split: string): string {
  return SPLITS[split] ?? describeRule(parseRule(split))
}
