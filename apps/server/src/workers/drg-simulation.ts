import type { SimulationResult, SimulationSums } from '@yijian/contract'
import { createGrouper, formatRatio, parseRatio, type Ratio } from '@yijian/drg'
import { formatYuan } from '@yijian/kernel'
import { changePolicy, itemFeesOf, parsePaymentSettings, simulate, type HospitalRow, type PaymentSettings, type Policy, type PolicyChange, type Scenario, type SimulatedSums } from '@yijian/warehouse' // prettier-ignore
import { splitOf, type SplitTask } from './drg-split.ts'
import { openVersions, readLines, versionedBy, withDecisions, type DrgTask, type FrozenCase, type OpenVersion, type SchemeSource } from './drg-task.ts' // prettier-ignore
import { yieldTo, type TaskContext } from './task-context.ts'

export interface SimulationTask {
  readonly schemes: readonly SchemeSource[]
  readonly parameters: string
  readonly decisions: DrgTask['decisions']
  /** Cases of the months, one JSON a line. */
  readonly cases: string
  readonly hospitals: readonly HospitalRow[]
  readonly changes: readonly PolicyChange[]
  /** Parameters and scheme that are tried in place of those in force. */
  readonly candidate: { readonly parameters: string | null; readonly scheme: SchemeSource | null }
  readonly split: SplitTask | null
  readonly groupNames: Readonly<Record<string, string>>
}

export type SimulationAnswer = Omit<SimulationResult, 'checks'> & { readonly differences: readonly string[] }

/** Prices the cases as the policy in force does and as the tried one would. Reads files, writes none. */
export async function runDrgSimulation(task: SimulationTask, context: TaskContext): Promise<SimulationAnswer> {
  context.report({ step: '正在取数', progress: 0.05 })
  const cases = await readLines<FrozenCase>(task.cases)
  context.signal.throwIfAborted()
  const versions = openVersions(task.schemes)
  const settings = withDecisions(parsePaymentSettings(task.parameters, '支付参数'), task.decisions)
  const shared = { hospitals: task.hospitals, itemFees: itemFeesOf(cases) }
  const before = scenarioOf(versions, settings, shared)
  context.report({ step: '正在应用改动', progress: 0.1, rows: cases.length })
  const split = task.split === null ? null : splitOf(task.split, { cases, folder: versions[0]!.folder, settings })
  const after = split === null ? changedScenario(task, { versions, settings, shared }) : { grouper: createGrouper(split.tables), policy: { settings, weights: split.weights, ...shared } } // prettier-ignore
  const done = await simulate(cases, { before, after }, async (month, share) => {
    await yieldTo(context.signal)
    context.report({ step: `正在重算 ${month}`, progress: 0.2 + 0.75 * share })
  })
  const months = [...done.byMonth.keys()]
  const names = new Map(task.hospitals.map((one) => [one.code, one]))
  const groups = [...done.byGroup].map(([drg, sums]) => ({ drg, name: task.groupNames[drg] ?? '', ...sumsText(sums) }))
  return {
    from: months[0] ?? '',
    to: months.at(-1) ?? '',
    total: sumsText(done.total),
    funds: [...done.byFund].map(([fund, sums]) => ({ fund, ...sumsText(sums) })),
    hospitals: [...done.byHospital].map(([code, sums]) => ({ hospital: { code, name: names.get(code)?.name ?? code }, tier: names.get(code)?.tier ?? '', ...sumsText(sums) })).sort(byDifference), // prettier-ignore
    months: [...done.byMonth].map(([month, sums]) => ({ month, ...sumsText(sums) })),
    groups: groups.filter(({ changed }) => changed > 0).sort(byAmount).slice(0, 200), // prettier-ignore
    moves: [...done.moves].map(([key, n]) => ({ from: key.split('|')[0]!, to: key.split('|')[1]!, cases: n })).sort((a, b) => b.cases - a.cases || (a.from + a.to < b.from + b.to ? -1 : 1)).slice(0, 200), // prettier-ignore
    split: split?.result ?? null,
    differences: done.differences,
  }
}

type Shared = Pick<Policy, 'hospitals' | 'itemFees'>

function scenarioOf(versions: readonly OpenVersion[], settings: PaymentSettings, shared: Shared): Scenario {
  const { folder } = versions[0]!
  return {
    grouper: folder.grouper(),
    policy: { settings, weights: folder.weights, ...shared, ...versionedBy(versions) },
  }
}

function changedScenario(
  task: SimulationTask,
  { versions, settings, shared }: { versions: readonly OpenVersion[]; settings: PaymentSettings; shared: Shared },
): Scenario {
  const { parameters, scheme } = task.candidate
  const tried = parameters === null ? settings : withDecisions(parsePaymentSettings(parameters, '支付参数'), task.decisions) // prettier-ignore
  const used = scheme === null ? versions : openVersions([scheme])
  const changed = (weights: ReadonlyMap<string, Ratio>) => changePolicy({ settings: tried, weights }, task.changes)
  const reweighed = used.map((one): OpenVersion => ({ ...one, folder: { ...one.folder, weights: changed(one.folder.weights).weights } })) // prettier-ignore
  return scenarioOf(reweighed, changed(used[0]!.folder.weights).settings, shared)
}

function sumsText(sums: SimulatedSums): SimulationSums {
  const { cases, unpaidBefore, unpaidAfter, changed, before, after, actualFund, weightBefore, weightAfter } = sums
  return {
    cases,
    unpaidBefore,
    unpaidAfter,
    changed,
    before: formatYuan(before),
    after: formatYuan(after),
    difference: formatYuan(after - before),
    actualFund: formatYuan(actualFund),
    gainAfter: formatYuan(after - actualFund),
    weightBefore: formatRatio(weightBefore, 4),
    weightAfter: formatRatio(weightAfter, 4),
  }
}

const amount = ({ difference }: { difference: string }): number => Number(parseRatio(difference))
/** Who loses most first. */
function byDifference(
  a: { difference: string; hospital: { code: string } },
  b: { difference: string; hospital: { code: string } },
): number {
  // prettier-ignore
  return amount(a) - amount(b) || (a.hospital.code < b.hospital.code ? -1 : 1)
}
function byAmount(a: { difference: string; drg: string }, b: { difference: string; drg: string }): number {
  return Math.abs(amount(b)) - Math.abs(amount(a)) || (a.drg < b.drg ? -1 : 1)
}
