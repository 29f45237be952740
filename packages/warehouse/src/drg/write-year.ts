import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatRatio, FUNDS, type HospitalYear, type YearEndReport } from '@yijian/drg'
import { formatYuan, type Fen } from '@yijian/kernel'
import { writeFresh } from './fresh-folder.ts'
import type { GroupCounts } from './group-counts.ts'
import type { SettledYear } from './settle-stays.ts'
import { refusedTable, type Named } from './settlement-tables.ts'
import type { FlowingTable, Table, TableCell, TableColumn } from './table-text.ts'
import { workbookBytes } from './workbook.ts'
import { writeCsv, type SettlementBasis } from './write-settlement.ts'

export interface YearResult {
  readonly year: number
  readonly basis: SettlementBasis
  readonly counts: GroupCounts
  readonly settled: SettledYear
  readonly named: Named
}

const AMOUNTS = {
  payable: '病组应付',
  actual: '记账统筹',
  rerunDifference: '与月结算差额',
  banded: '结余超支后',
  settled: '预算内',
  deductions: '扣减',
  additions: '补付',
  performanceDeduction: '绩效扣减',
  final: '决算金额',
  paid: '已拨付',
  balance: '应补（退）',
} as const
type Amount = keyof typeof AMOUNTS
const KEYS = Object.keys(AMOUNTS) as Amount[]

/** Writes the year-end settlement into `<out>/<year> 年终决算`. */
export async function writeYear(out: string, result: YearResult): Promise<void> {
  await writeFresh(join(out, `${result.year} 年终决算`), (folder) => fillYear(folder, result))
}

function fillYear(folder: string, result: YearResult): void {
  const { settled, named, year } = result
  const hospitals = yearTable(settled.reports, named)
  const refused = refusedTable(settled.year, named)
  writeCsv(join(folder, '年终决算.csv'), hospitals)
  writeCsv(join(folder, '病例决算.csv'), yearCaseTable(settled))
  writeCsv(join(folder, '未支付.csv'), refused)
  const lead = [`${year} 年度住院 DRG 付费年终决算`]
  const cover = { columns: [{ title: '说明', width: 110 }], rows: yearLines(result).map((line) => [line]) }
  writeFileSync(join(folder, '年终决算.xlsx'), workbookBytes([{ name: '封面', lead, table: cover }, { name: '年终决算', lead, table: hospitals }, { name: '未支付', lead, table: refused }])) // prettier-ignore
}

export function yearLines({ year, basis, counts, settled }: YearResult): string[] {
  const { year: whole, reports, paidFrom } = settled
  const byCase = reports.flatMap(({ hospitals }) => hospitals).reduce((all, one) => [...one.bySettledCase.values()].reduce((sum, amount) => sum + amount, all), 0n) // prettier-ignore
  const sum = (key: Amount): bigint => reports.reduce((all, { total }) => all + total[key], 0n)
  const owed = reports.flatMap(({ hospitals }) => hospitals).filter((one) => one.cases === 0).reduce((all, one) => all + one.settled, 0n) // prettier-ignore
  return [
    `决算年度：${year}（按出院日期），数据快照 ${basis.snapshot}`,
    `分组方案：${basis.scheme}（校验值 ${basis.schemeHash}）`,
    `支付参数：${basis.parameters}（校验值 ${basis.parametersHash}）`,
    `病例 ${counts.read} = 入组 ${counts.grouped} + 歧义病组 ${counts.ambiguous} + 无法入组 ${counts.ungrouped} + 拒收 ${counts.rejected}`,
    `病例 ${counts.read} = 决算 ${whole.payments.length} + 未支付 ${whole.refused.length}`,
    ...reports.map(({ fund, budget, cases, total, fundSurplus }) => `${FUNDS[fund]}：${cases} 例，预算 ${formatYuan(budget)} 元，病组应付 ${formatYuan(total.payable)} 元，预算内 ${formatYuan(total.settled)} 元，决算 ${formatYuan(total.final)} 元，基金结余 ${formatYuan(fundSurplus)} 元`), // prettier-ignore
    `决算：病例合计 ${formatYuan(byCase + owed)} 元，机构与报表合计 ${formatYuan(sum('settled'))} 元`,
    `已拨付 ${formatYuan(sum('paid'))} 元（${paidFrom === 'months' ? '按本年各月结算单和拨付比例推算' : '由支付参数给出'}），应补（退） ${formatYuan(sum('balance'))} 元`,
  ]
}

function yearTable(reports: readonly YearEndReport[], { names }: Named): Table {
  const text = (title: string, width: number): TableColumn => ({ title, width })
  const columns = [text('机构编号', 16), text('机构名称', 26), text('险种', 8), { title: '病例数', width: 9, kind: 'number' }, ...KEYS.map((key) => ({ title: AMOUNTS[key], width: 15, kind: 'money' }))] as TableColumn[] // prettier-ignore
  const amounts = (of: Readonly<Record<Amount, Fen>>): TableCell[] => KEYS.map((key) => formatYuan(of[key]))
  const rows = reports.flatMap(({ fund, hospitals, total, cases }) => [
    ...hospitals.map((one: HospitalYear) => [one.hospital, names.get(one.hospital) ?? '', FUNDS[fund], one.cases, ...amounts(one)]), // prettier-ignore
    ['合计', '', FUNDS[fund], cases, ...amounts(total)],
  ])
  return { columns, rows }
}

function yearCaseTable({ year, reports }: SettledYear): FlowingTable {
  const columns = ['病例号', '机构编号', '险种', 'DRG', '权重', '统筹应付', '决算金额'].map((title) => ({ title, width: 16 })) // prettier-ignore
  return { columns, rows: yearCaseRows(year.payments, reports) }
}

function* yearCaseRows(
  payments: SettledYear['year']['payments'],
  reports: readonly YearEndReport[],
): Generator<readonly TableCell[]> {
  const settled = new Map(reports.map(({ fund, hospitals }) => [fund, new Map(hospitals.map((one) => [one.hospital, one.bySettledCase]))])) // prettier-ignore
  for (const { caseId, hospital, fund, drg, inputs, payable } of payments) {
    const amount = settled.get(fund)!.get(hospital)!.get(caseId)!
    yield [caseId, hospital, FUNDS[fund], drg, inputs.weight === undefined ? null : formatRatio(inputs.weight), formatYuan(payable), formatYuan(amount)] // prettier-ignore
  }
}
