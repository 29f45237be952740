import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { DROP_REASONS, formatRatio, parseWeightTable, type DropReason, type Grouper } from '@yijian/drg'
import { addDays } from '@yijian/kernel'
import { countGroups, csvPieces, openStays, parseWeightSettings, weighStays, weightRatios, weightTable, type GroupCounts, type GroupedStay, type WeighedStays, type WeightSettings } from '@yijian/warehouse' // prettier-ignore
import { interruptSignal, readOptions, required, UsageError } from '../../command.ts'
import { contentDirectory, existingDirectory } from '../../paths.ts'
import { count } from '../../progress.ts'
import { loadGrouper, weightsText } from './scheme-folder.ts'

/** 权重测算: the stays of the latest snapshot, grouped by the scheme. */
export async function weigh(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, {
    data: { type: 'string' },
    scheme: { type: 'string' },
    overlay: { type: 'string' },
    out: { type: 'string' },
    options: { type: 'string' },
  })
  const { overlay, out, options } = values
  const data = required(values.data, '--data')
  const scheme = required(values.scheme, '--scheme')
  const settings = parseWeightSettings(options === undefined ? {} : readJson(options), options ?? '测算选项')
  const grouper = loadGrouper(scheme, overlay)
  const reference = settings.reference === 'scheme' ? weightRatios(parseWeightTable(weightsText(scheme))) : new Map()
  const source = await openStays({ dataDirectory: existingDirectory(data, '数据文件夹'), contentDirectory, signal: interruptSignal() }) // prettier-ignore
  try {
    const stays: GroupedStay[] = []
    for await (const chunk of source.grouped(grouper, periodOf(settings))) stays.push(...chunk)
    console.log(`数据快照 ${source.prepared.snapshot}`)
    printCounts(countGroups(stays))
    const weighed = weighStays(stays, settings, reference)
    const names = new Map((await source.hospitals()).map(({ code, name }) => [code, name]))
    printWeights(weighed)
    printHospitals(weighed, names)
    if (out !== undefined) writeTable(out, weighed, grouper)
  } finally {
    source.close()
  }
  return 0
}

export function printCounts({ read, grouped, ambiguous, ungrouped, rejected, reasons }: GroupCounts): void {
  console.log(`病例 ${count(read)} = 入组 ${count(grouped)} + 歧义病组（QY） ${count(ambiguous)} + 无法入组 ${count(ungrouped)} + 拒收 ${count(rejected)}`) // prettier-ignore
  for (const [reason, n] of reasons) console.log(`  ${reason} ${count(n)}`)
}

function printWeights({ weights, quality, rates }: WeighedStays): void {
  const left = (Object.keys(weights.dropped) as DropReason[]).filter((reason) => weights.dropped[reason] > 0)
  console.log(`入组率 ${percent(rates.groupRate)}，QY 率 ${percent(rates.qyRate)}，0000 率 ${percent(rates.ungroupedRate)}（不含床日与单独付费病例）`) // prettier-ignore
  console.log(`测算病例 ${count(weights.n)}，病组 ${count(weights.groups.length)}，均费 ${count(Math.round(Number(weights.sum) / weights.n / 100))} 元`) // prettier-ignore
  for (const reason of left) console.log(`  不参与：${DROP_REASONS[reason]} ${count(weights.dropped[reason])}`)
  for (const { trimmed, cost, logCost, los } of quality) {
    console.log(
      `${trimmed ? '裁剪后' : '裁剪前'} ${count(cost.n)} 例：RIV 费用 ${cost.riv.toFixed(4)}、对数费用 ${logCost.riv.toFixed(4)}、住院天数 ${los.riv.toFixed(4)}；` +
        `CV < 1 的病组 ${percent(cost.groupsBelowLimit)}、病例 ${percent(cost.casesBelowLimit)}；≥ 5 例 ${cost.groupsOfFive} 组，≥ 30 例 ${cost.groupsOfThirty} 组`,
    )
  }
  console.log(`总权重 ${formatRatio(weights.total.before, 4)} → 公布 ${formatRatio(weights.total.published, 4)}`)
  if (weights.withoutReference.length > 0) console.log(`  小样本且无参考权重，用自身均费：${weights.withoutReference.join(' ')}`) // prettier-ignore
  if (weights.beyondCap.length > 0) console.log(`  总量不变后又超过年度限幅：${weights.beyondCap.join(' ')}`)
}

function printHospitals({ hospitals }: WeighedStays, names: ReadonlyMap<string, string>): void {
  console.log('机构\t名称\t病例\t总权重\tCMI\t费用消耗指数\t时间消耗指数\tCC 率\tMCC 率')
  for (const one of hospitals) {
    const rate = (value: number | null): string => (value === null ? '—' : percent(value))
    console.log([one.hospital, names.get(one.hospital) ?? '', count(one.n), formatRatio(one.totalWeight, 4), formatRatio(one.cmi, 4), one.costIndex.toFixed(4), one.timeIndex.toFixed(4), rate(one.ccRate), rate(one.mccRate)].join('\t')) // prettier-ignore
  }
}

function writeTable(out: string, weighed: WeighedStays, grouper: Grouper): void {
  const names = new Map(grouper.scheme.rules.flatMap(({ drgs }) => drgs.map(({ drg, name }) => [drg, name] as const)))
  const file = openSync(resolve(out), 'w')
  try {
    for (const piece of csvPieces(weightTable(weighed, names))) writeSync(file, piece)
  } finally {
    closeSync(file)
  }
  console.log(`已写入 ${out}`)
}

function periodOf({ from, to }: WeightSettings): { from: string | null; to: string | null } {
  return { from, to: to === null ? null : addDays(to, 1) }
}

function readJson(path: string): unknown {
  if (!existsSync(path)) throw new UsageError(`文件不存在：${path}`)
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new UsageError(`${path} 不是 JSON 文件`)
  }
}

function percent(share: number): string {
  return Number.isNaN(share) ? '—' : `${(share * 100).toFixed(2)} %`
}
