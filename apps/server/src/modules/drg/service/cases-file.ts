import { FUNDS } from '@yijian/drg'
import { workbookBytes, type TableCell, type TableColumn } from '@yijian/warehouse'
import type { Access } from '../../../platform/access/scope.ts'
import { listCases } from './cases.ts'
import type { DrgContext } from './context.ts'

/** Rows that one workbook takes; more are in the files of the months. */
const MOST = 50_000

/** The cases that a page lists, as it filters and sorts them. */
export async function casesFile(
  context: DrgContext,
  access: Access,
  query: Omit<Parameters<typeof listCases>[2], 'page' | 'size'>,
): Promise<Buffer> {
  const { rows, total, totals } = await listCases(context, access, { ...query, page: 1, size: MOST })
  const text = (title: string, width = 12): TableColumn => ({ title, width })
  const money = (title: string): TableColumn => ({ title, width: 15, kind: 'money' })
  const number = (title: string): TableColumn => ({ title, width: 9, kind: 'number' })
  const columns = [text('病例号', 22), text('机构编号', 16), text('机构名称', 26), text('险种', 8), text('出院日期'), number('住院天数'), text('主要诊断'), text('诊断名称', 24), text('主要手术'), text('DRG', 8), text('病组名称', 30), text('分组状态', 16), number('权重'), money('总费用'), money('记账统筹'), money('统筹应付'), money('盈亏'), text('支付类别', 26), text('暂不能支付的原因', 26)] // prettier-ignore
  const cells = rows.map((one): TableCell[] => [
    one.caseId,
    one.hospital.code,
    one.hospital.name,
    one.fund === null ? '' : FUNDS[one.fund],
    one.discharged,
    one.los,
    one.main.code,
    one.main.name,
    one.operation?.code ?? '',
    one.drg,
    one.drgName,
    one.reason === null ? one.status : `${one.status}（${one.reason}）`,
    one.weight,
    one.cost,
    one.actualFund,
    one.payable,
    one.gain,
    one.ruleLabel,
    one.refused ?? '',
  ])
  const lead = [
    `DRG 病例 ${total} 例，总权重 ${totals.weight}，总费用 ${totals.cost} 元，统筹应付 ${totals.payable} 元，盈亏 ${totals.gain} 元`,
    ...(total > MOST ? [`只列前 ${MOST} 例；请缩小筛选范围分次导出`] : []),
  ]
  return workbookBytes([{ name: '病例', lead, table: { columns, rows: cells } }])
}
