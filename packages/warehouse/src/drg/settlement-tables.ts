import { explainPayment, formatRatio, FUNDS, ONE, PAYMENT_RULES, ratioOf, type Basis, type CasePayment, type Fund, type HospitalStatement, type Prepayment, type Ratio, type Sums } from '@yijian/drg' // prettier-ignore
import { formatYuan, type Fen } from '@yijian/kernel'
import type { GroupedStay } from './grouped-stay.ts'
import type { SettledStays } from './settle-stays.ts'
import type { Table, TableCell, TableColumn } from './table-text.ts'

/** What tables need beside the settlement: names of hospitals, and the stays behind the cases. */
export interface Named {
  readonly names: ReadonlyMap<string, string>
  readonly stays: ReadonlyMap<string, GroupedStay>
}

const text = (title: string, width = 12): TableColumn => ({ title, width })
const money = (title: string): TableColumn => ({ title, width: 15, kind: 'money' })
const number = (title: string): TableColumn => ({ title, width: 9, kind: 'number' })

const SUM_COLUMNS = [number('病例数'), number('总权重'), money('总费用'), money('个人负担'), money('其他基金'), money('记账统筹'), money('统筹应付'), money('盈亏'), number('待评议')] // prettier-ignore

/** 结算单: one block a hospital and fund, one line a rule, then the total with what is paid now and what is kept back. */
export function statementTable({ report: { statements }, prepaid }: SettledStays, { names }: Named): Table {
  const columns = [text('机构编号', 16), text('机构名称', 26), text('险种', 8), text('类别', 32), ...SUM_COLUMNS, money('本月拨付'), money('留存')] // prettier-ignore
  const paid = new Map([...prepaid].flatMap(([fund, list]) => list.map((one) => [`${one.hospital}|${fund}`, one] as const))) // prettier-ignore
  return { columns, rows: statements.flatMap((one) => statementRows(one, names, paid.get(`${one.hospital}|${one.fund}`))) } // prettier-ignore
}

function statementRows(
  { hospital, fund, rules, total }: HospitalStatement,
  names: Named['names'],
  paid: Prepayment | undefined,
): TableCell[][] {
  // prettier-ignore
  const head = [hospital, names.get(hospital) ?? '', FUNDS[fund]]
  const lines = [...rules].map(([rule, sums]) => [...head, PAYMENT_RULES[rule], ...sumCells(sums), null, null])
  return [...lines, [...head, '合计', ...sumCells(total), yuan(paid?.prepaid), yuan(paid?.deposit)]]
}

function sumCells(sums: Sums): TableCell[] {
  const amounts = [sums.cost, sums.patientPay, sums.otherFunds, sums.actualFund, sums.payable, sums.gain]
  return [sums.cases, formatRatio(sums.weight, 4), ...amounts.map((amount) => formatYuan(amount)), sums.pending]
}

/** One line a hospital, both funds together. */
export function hospitalTable({ report: { statements }, refused, prepaid }: SettledStays, { names }: Named): Table {
  const columns = [text('机构编号', 16), text('机构名称', 26), number('病例数'), number('未支付'), number('总权重'), number('CMI'), money('总费用'), money('记账统筹'), money('统筹应付'), money('盈亏'), money('本月拨付')] // prettier-ignore
  const own = Map.groupBy(statements, (one) => one.hospital)
  const ids = [...new Set([...own.keys(), ...refused.map(({ hospital }) => hospital)])].sort()
  const paid = [...prepaid.values()].flat()
  const rows = ids.map((hospital): TableCell[] => {
    const totals = (own.get(hospital) ?? []).map(({ total }) => total)
    const sum = (pick: (sums: Sums) => bigint): bigint => totals.reduce((all, one) => all + pick(one), 0n)
    const cases = totals.reduce((all, one) => all + one.cases, 0)
    const weight = sum((one) => one.weight) as Ratio
    const weighted = (own.get(hospital) ?? []).reduce((all, { rules }) => all + weightedCases(rules), 0)
    return [
      hospital,
      names.get(hospital) ?? '',
      cases,
      refused.filter((one) => one.hospital === hospital).length,
      formatRatio(weight, 4),
      weighted === 0 ? null : formatRatio(ratioOf(weight, BigInt(weighted) * ONE), 4),
      ...[sum((one) => one.cost), sum((one) => one.actualFund), sum((one) => one.payable), sum((one) => one.gain)].map(formatYuan), // prettier-ignore
      formatYuan(paid.filter((one) => one.hospital === hospital).reduce((all, one) => all + one.prepaid, 0n)),
    ]
  })
  return { columns, rows }
}

function weightedCases(rules: HospitalStatement['rules']): number {
  return [...rules.values()].reduce((all, { weight, cases }) => all + (weight > 0n ? cases : 0), 0)
}

/** 病例表: every paid case with the numbers of its formula and the way in words. */
export function caseTable(payments: readonly CasePayment[], { names, stays }: Named, basis: Basis): Table {
  const columns = [text('病例号', 22), text('机构编号', 16), text('机构名称', 26), text('险种', 8), text('出院日期'), number('住院天数'), text('主要诊断'), text('DRG', 8), text('分组状态'), number('权重'), money('费率'), number('机构系数'), money('病组标准'), text('支付类别', 28), money('病例价值'), money('总费用'), money('个人负担'), money('其他基金'), money('记账统筹'), money('统筹应付'), money('盈亏'), text('待评议', 8), text('支付说明', 100)] // prettier-ignore
  return { columns, rows: payments.map((one) => caseRow(one, { names, stays, basis })) }
}

function caseRow(one: CasePayment, { names, stays, basis }: Named & { readonly basis: Basis }): TableCell[] {
  const { grouping, discharged, los, main } = stays.get(one.caseId)!
  const { weight, rate, coefficient, standard } = one.inputs
  const amounts = [one.value, one.cost, one.patientPay, one.otherFunds, one.actualFund, one.payable, one.gain]
  return [
    one.caseId,
    one.hospital,
    names.get(one.hospital) ?? '',
    FUNDS[one.fund],
    discharged ?? '',
    los ?? null,
    main,
    grouping.drg,
    grouping.reason === null ? grouping.status : `${grouping.status}（${grouping.reason}）`,
    weight === undefined ? null : formatRatio(weight),
    yuan(rate),
    coefficient === undefined ? null : formatRatio(coefficient),
    yuan(standard),
    PAYMENT_RULES[one.rule],
    ...amounts.map((amount) => formatYuan(amount)),
    one.pending ? '是' : '',
    explainPayment(one, basis).join('；'),
  ]
}

/** 未支付: cases that cannot be paid yet, with the reason. */
export function refusedTable({ refused }: Pick<SettledStays, 'refused'>, { names, stays }: Named): Table {
  const columns = [text('病例号', 22), text('机构编号', 16), text('机构名称', 26), text('出院日期'), text('主要诊断'), money('总费用'), text('原因', 40)] // prettier-ignore
  const rows = refused.map(({ caseId, hospital, reason }) => {
    const stay = stays.get(caseId)
    return [caseId, hospital, names.get(hospital) ?? '', stay?.discharged ?? '', stay?.main ?? '', yuan(stay?.cost), reason] // prettier-ignore
  })
  return { columns, rows }
}

export function fundLine(fund: Fund, sums: Sums): string {
  return `${FUNDS[fund]}：${sums.cases} 例，总权重 ${formatRatio(sums.weight, 4)}，总费用 ${formatYuan(sums.cost)} 元，记账统筹 ${formatYuan(sums.actualFund)} 元，统筹应付 ${formatYuan(sums.payable)} 元，盈亏 ${formatYuan(sums.gain)} 元`
}

const yuan = (amount: Fen | undefined): string | null => (amount === undefined ? null : formatYuan(amount))
