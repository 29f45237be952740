import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { formatRatio, writeImage, type Grouper } from '@yijian/drg'
import { formatYuan } from '@yijian/kernel'
import { cellText, openEngine, quoteLiteral } from '../engine/public.ts'
import { writeFresh } from './fresh-folder.ts'
import type { GroupCounts } from './group-counts.ts'
import type { GroupedStay } from './grouped-stay.ts'
import type { SettledStays } from './settle-stays.ts'
import { caseTable, fundLine, hospitalTable, refusedTable, statementTable, type Named } from './settlement-tables.ts'
import { csvPieces, type FlowingTable, type Table } from './table-text.ts'
import { workbookBytes, type Sheet } from './workbook.ts'

/** What a settlement rests on: the same hashes mean the same result. */
export interface SettlementBasis {
  readonly snapshot: string
  readonly scheme: string
  readonly schemeHash: string
  readonly parameters: string
  readonly parametersHash: string
}

export interface MonthResult {
  readonly month: string
  readonly basis: SettlementBasis
  readonly counts: GroupCounts
  readonly settled: SettledStays
  readonly named: Named
}

/** Rows of cases that a workbook takes; more are only in the CSV and the Parquet file. */
const WORKBOOK_CASES = 200_000

export function schemeHash({ scheme }: Grouper): string {
  return settlementHash(writeImage(scheme.plan))
}

export function settlementHash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

/** Hash over everything of the cases that enters payment. */
export function casesHash(stays: readonly GroupedStay[]): string {
  const hash = createHash('sha256')
  for (const { id, hospital, insutype, medType, clrWay, discharged, los, cost, fundPaid, pooled, grouping } of stays)
    hash.update(`${[id, hospital, insutype, medType, clrWay, discharged, los, cost, fundPaid, pooled, grouping.drg, grouping.reasonCode].join('|')}\n`) // prettier-ignore
  return hash.digest('hex').slice(0, 16)
}

/** Writes the month into `<out>/<month> 月结算` and answers where files and report do not agree (empty: to the fen). */
export async function writeMonth(out: string, result: MonthResult): Promise<readonly string[]> {
  return writeFresh(join(out, `${result.month} 月结算`), (folder) => fillMonth(folder, result))
}

async function fillMonth(folder: string, result: MonthResult): Promise<string[]> {
  const { settled, named, month } = result
  mkdirSync(join(folder, '机构'), { recursive: true })
  const statements = statementTable(settled, named)
  const cases = caseTable(settled.payments, named, settled.parameters.basis)
  const refused = refusedTable(settled, named)
  const hospitals = hospitalTable(settled, named)
  for (const [name, table] of [['结算单', statements], ['病例', cases], ['未支付', refused], ['机构清单', hospitals]] as const) writeCsv(join(folder, `${name}.csv`), table) // prettier-ignore
  writeHospitals(join(folder, '机构'), { statements, cases, refused })
  const lead = [`${month} 住院 DRG 月结算`]
  const sheets: Sheet[] = [
    { name: '封面', lead, table: { columns: [{ title: '说明', width: 110 }], rows: coverLines(result).map((line) => [line]) } }, // prettier-ignore
    { name: '机构清单', lead, table: hospitals },
    { name: '结算单', lead, table: statements },
    { name: '病例', lead, table: { ...cases, rows: cases.rows.slice(0, WORKBOOK_CASES) } },
    { name: '未支付', lead, table: { ...refused, rows: refused.rows.slice(0, WORKBOOK_CASES) } },
  ]
  writeFileSync(join(folder, '月结算.xlsx'), workbookBytes(sheets))
  writeFileSync(join(folder, '报告.json'), reportJson(result))
  return writeParquet(folder, settled, cases)
}

/** Lines of the cover and of the printed report. */
export function coverLines({ month, basis, counts, settled }: MonthResult): string[] {
  const { report, payments, refused, parameters } = settled
  const byCase = payments.reduce((sum, one) => sum + one.payable, 0n)
  const byHospital = report.statements.reduce((sum, { total }) => sum + total.payable, 0n)
  const reasons = [...counts.reasons].map(([reason, n]) => `${reason} ${n}`).join('，')
  const truncated = payments.length > WORKBOOK_CASES ? [`工作簿只列前 ${WORKBOOK_CASES} 例，全部病例见 病例.csv`] : []
  return [
    `结算月份：${month}（按出院日期）`,
    `数据快照：${basis.snapshot}`,
    `分组方案：${basis.scheme}（校验值 ${basis.schemeHash}）`,
    `支付参数：${basis.parameters}（校验值 ${basis.parametersHash}），${parameters.basis === 'fund' ? '基金口径' : '总费用口径'}`,
    `病例 ${counts.read} = 入组 ${counts.grouped} + 歧义病组 ${counts.ambiguous} + 无法入组 ${counts.ungrouped} + 拒收 ${counts.rejected}${reasons === '' ? '' : `（${reasons}）`}`,
    `病例 ${counts.read} = 支付 ${payments.length} + 未支付 ${refused.length}`,
    ...[...report.funds].map(([fund, sums]) => fundLine(fund, sums)),
    `统筹应付：病例合计 ${formatYuan(byCase)} 元，机构合计 ${formatYuan(byHospital)} 元，报表 ${formatYuan(report.total.payable)} 元`,
    `本月拨付：${formatYuan([...settled.prepaid.values()].flat().reduce((sum, one) => sum + one.prepaid, 0n))} 元`,
    ...truncated,
  ]
}

function writeHospitals(folder: string, tables: Readonly<Record<'statements' | 'cases' | 'refused', Table>>): void {
  const parts = [['statements', '结算单', 0], ['cases', '病例', 1], ['refused', '未支付', 1]] as const // prettier-ignore
  for (const [key, label, place] of parts) {
    const { columns, rows } = tables[key]
    for (const [hospital, own] of Map.groupBy(rows, (row) => String(row[place]))) writeCsv(join(folder, `${fileName(hospital)}-${label}.csv`), { columns, rows: own }) // prettier-ignore
  }
}

const fileName = (id: string): string => id.replace(/[^\w-]/g, '_')

export function writeCsv(path: string, table: FlowingTable): void {
  const file = openSync(path, 'w')
  try {
    for (const piece of csvPieces(table)) writeSync(file, piece)
  } finally {
    closeSync(file)
  }
}

/** What a column of the case table is in Parquet; text when it is not named. */
const TYPES: Readonly<Record<string, string>> = {
  出院日期: 'DATE',
  住院天数: 'INTEGER',
  权重: 'DECIMAL(18,8)',
  机构系数: 'DECIMAL(18,8)',
}

/** The cases as Parquet, read from the CSV as it was written; its sums are compared with the report. */
async function writeParquet(folder: string, { report, payments }: SettledStays, { columns }: Table): Promise<string[]> {
  const engine = await openEngine({ memoryLimit: '2GB', threads: 1, preserveOrder: true })
  try {
    const target = join(folder, '病例.parquet')
    const types = columns.map(({ title, kind }) => `${quoteLiteral(title)}: ${quoteLiteral(TYPES[title] ?? (kind === 'money' ? 'DECIMAL(16,2)' : 'VARCHAR'))}`) // prettier-ignore
    const source = `read_csv(${quoteLiteral(join(folder, '病例.csv'))}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', max_line_size = 10000000, columns = {${types.join(', ')}})`
    await engine.run(`COPY (FROM ${source}) TO ${quoteLiteral(target)} (FORMAT parquet, COMPRESSION zstd)`)
    const sums = await engine.row(`SELECT COUNT(*) AS n, CAST(COALESCE(SUM("统筹应付"), 0) AS VARCHAR) AS payable, CAST(COALESCE(SUM("总费用"), 0) AS VARCHAR) AS cost FROM read_parquet(${quoteLiteral(target)})`) // prettier-ignore
    const said = [String(payments.length), formatYuan(report.total.payable), formatYuan(report.total.cost)]
    const found = [cellText(sums['n']), amountText(cellText(sums['payable'])), amountText(cellText(sums['cost']))]
    return said.every((text, i) => text === found[i]) ? [] : [`病例文件合计与报表不一致：${found.join(' ')} ≠ ${said.join(' ')}`] // prettier-ignore
  } finally {
    engine.close()
  }
}

/** An empty sum has no decimals. */
const amountText = (text: string | undefined): string => (text === '0' ? '0.00' : (text ?? ''))

function reportJson(result: MonthResult): string {
  const { month, basis, counts, settled } = result
  const funds = [...settled.report.funds].map(([fund, sums]) => [fund, plain(sums)] as const)
  const content = {
    month,
    basis,
    cases: { ...counts, reasons: Object.fromEntries(counts.reasons), paid: settled.payments.length, refused: settled.refused.length }, // prettier-ignore
    casesHash: casesHash([...result.named.stays.values()]),
    funds: Object.fromEntries(funds),
    total: plain(settled.report.total),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

function plain(sums: SettledStays['report']['total']): Record<string, string | number> {
  const { cases, pending, weight, ...amounts } = sums
  return { cases, pending, weight: formatRatio(weight, 4), ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, formatYuan(amount)])) } // prettier-ignore
}
