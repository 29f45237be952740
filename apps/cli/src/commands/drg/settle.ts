import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { addDays, parseDay } from '@yijian/kernel'
import { countGroups, coverLines, settlementHash, openStays, parsePaymentSettings, pooledByFund, settleStays, settleYearOf, writeMonth, writeYear, yearLines, type Discharged, type GroupedStay, type Policy, type SettlementBasis, type StaySource } from '@yijian/warehouse' // prettier-ignore
import { interruptSignal, readOptions, required, UsageError } from '../../command.ts'
import { contentDirectory, existingDirectory } from '../../paths.ts'
import { openSchemes, type OpenSchemes } from './scheme-versions.ts'
import { printCounts } from './weights.ts'

interface Run {
  readonly source: StaySource
  readonly by: OpenSchemes['by']
  readonly policy: Omit<Policy, 'itemFees'>
  readonly basis: SettlementBasis
  readonly out: string
}

/** Exit code 1 when cases, hospitals and report do not agree to the fen. */
export async function settle(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, {
    data: { type: 'string' },
    scheme: { type: 'string', multiple: true },
    overlay: { type: 'string', multiple: true },
    month: { type: 'string' },
    year: { type: 'string' },
    parameters: { type: 'string' },
    weights: { type: 'string' },
    out: { type: 'string' },
  })
  const { month, year } = values
  if (month === undefined && year === undefined) throw new UsageError('请用 --month 指定月份或用 --year 指定年度')
  if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new UsageError(`--month 应为 YYYY-MM：${month}`) // prettier-ignore
  if (year !== undefined && !/^\d{4}$/.test(year)) throw new UsageError(`--year 应为四位年份：${year}`)
  return withRun(values, async (run) => {
    const results = [
      ...(month === undefined ? [] : [await settleMonth(month, run)]),
      ...(year === undefined ? [] : [await settleTheYear(Number(year), run)]),
    ]
    return results.every((differences) => differences.length === 0) ? 0 : 1
  })
}

interface Given {
  readonly scheme?: string[] | undefined
  readonly overlay?: string[] | undefined
  readonly data?: string | undefined
  readonly parameters?: string | undefined
  readonly weights?: string | undefined
  readonly out?: string | undefined
}

async function withRun(given: Given, work: (run: Run) => Promise<number>): Promise<number> {
  const [first, ...later] = given.scheme ?? []
  const scheme = required(first, '--scheme')
  const out = required(given.out, '--out')
  const data = existingDirectory(required(given.data, '--data'), '数据文件夹')
  const file = given.parameters ?? defaultParameters(scheme)
  if (!existsSync(file)) throw new UsageError(`文件不存在：${file}`)
  const parameters = readFileSync(file, 'utf8')
  const settings = parsePaymentSettings(parameters, file)
  const { by, weights, weightText, versionAt, ...basisOf } = openSchemes({ schemes: [scheme, ...later], overlays: given.overlay ?? [], weights: given.weights }) // prettier-ignore
  const source = await openStays({ dataDirectory: data, contentDirectory, signal: interruptSignal() }) // prettier-ignore
  try {
    const basis = {
      snapshot: source.prepared.snapshot,
      ...basisOf,
      parameters: settings.title,
      parametersHash: settlementHash(`${parameters}\n${weightText}`),
    }
    const policy = {
      settings,
      weights,
      ...(versionAt === undefined ? {} : { versionAt }),
      hospitals: await source.hospitals(),
    }
    return await work({ source, by, policy, basis, out: resolve(out) })
  } finally {
    source.close()
  }
}

async function settleMonth(month: string, run: Run): Promise<readonly string[]> {
  const first = parseDay(`${month}-01`)
  const period = { from: first, to: `${addDays(first, 31).slice(0, 7)}-01` }
  const { stays, policy } = await staysOf(period, run)
  const settled = settleStays(stays, policy)
  const result = { month, basis: run.basis, counts: countGroups(stays), settled, named: namesOf(stays, policy) }
  const differences = [...settled.differences, ...(await writeMonth(run.out, result))]
  printCounts(result.counts)
  return printed([...coverLines(result), `已写入 ${run.out}`], differences)
}

async function settleTheYear(year: number, run: Run): Promise<readonly string[]> {
  const { stays, policy } = await staysOf({ from: `${year}-01-01`, to: `${year + 1}-01-01` }, run)
  const byGrowth = policy.settings.year_end?.budget.method === 'growth'
  const before = byGrowth ? (await staysOf({ from: `${year - 1}-01-01`, to: `${year}-01-01` }, run)).stays : []
  const settled = settleYearOf({ year, stays, lastYear: before.length === 0 ? null : pooledByFund(before, policy) }, policy) // prettier-ignore
  const result = { year, basis: run.basis, counts: countGroups(stays), settled, named: namesOf(stays, policy) }
  await writeYear(run.out, result)
  printCounts(result.counts)
  return printed([...yearLines(result), `已写入 ${run.out}`], settled.differences)
}

async function staysOf(period: Discharged, { source, by, policy }: Run) {
  const stays: GroupedStay[] = []
  for await (const chunk of source.grouped(by, period)) stays.push(...chunk)
  const items = policy.settings.technologies.flatMap((technology) => technology.items)
  return { stays, policy: { ...policy, itemFees: await source.itemFees(items, period) } }
}

function namesOf(stays: readonly GroupedStay[], { hospitals }: Policy) {
  return { names: new Map(hospitals.map(({ code, name }) => [code, name])), stays: new Map(stays.map((stay) => [stay.id, stay])) } // prettier-ignore
}

function printed(lines: readonly string[], differences: readonly string[]): readonly string[] {
  for (const line of lines) console.log(line)
  if (differences.length === 0) console.log('核对：病例合计 = 机构合计 = 报表，一分不差')
  for (const difference of differences) console.error(`核对不一致：${difference}`)
  return differences
}

function defaultParameters(scheme: string): string {
  const isFolder = existsSync(scheme) && statSync(scheme).isDirectory()
  if (!isFolder) throw new UsageError('分组方案是映像文件时，请用 --parameters 指定支付参数')
  return join(scheme, 'payment.yaml')
}
