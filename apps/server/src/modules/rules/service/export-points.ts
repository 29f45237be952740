import { POINT_STATUS_LABELS, SEVERITY_LABELS, type PointRow } from '@yijian/contract'
import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExportColumn, ExportTable } from '../../../platform/export.ts'
import type { RulesContext } from './context.ts'
import { exportHeader } from './export-header.ts'
import { inForce, toPointRow } from './library.ts'
import { findPoints, type PointQuery } from './search.ts'

const COLUMNS: readonly (readonly [title: string, width: number, read: (row: PointRow) => string])[] = [
  ['知识点编号', 22, (row) => row.kpId],
  ['版本', 6, (row) => String(row.version)],
  ['规则编号', 8, (row) => row.kindId],
  ['规则名称', 24, (row) => row.kindName],
  ['知识点名称', 28, (row) => row.name],
  ['对象编码', 40, (row) => row.keys.join('|')],
  ['对应编码', 30, (row) => row.partners.join('|')],
  ['参数', 40, (row) => row.paramsText],
  ['严重程度', 10, (row) => SEVERITY_LABELS[row.severity]],
  ['依据内容', 60, (row) => row.basis.text],
  ['依据文件', 40, (row) => row.basis.document],
  ['条款', 16, (row) => row.basis.article ?? ''],
  ['文件日期', 12, (row) => row.basis.date ?? ''],
  ['统筹区', 8, (row) => row.area ?? ''],
  ['适用起日', 12, (row) => row.effBegin],
  ['适用止日', 12, (row) => row.effEnd ?? ''],
  ['登记时间', 20, (row) => chinaTimeText(new Date(row.recordedAt))],
  ['状态', 10, (row) => POINT_STATUS_LABELS[row.status]],
  ['当前规则集内', 12, (row) => (row.inForce ? '是' : '否')],
  ['不可执行原因', 30, (row) => row.failure ?? ''],
  ['制单人', 14, (row) => row.maker],
  ['来源批次', 20, (row) => row.sourceBatch ?? ''],
]
const BATCH = 500

/** 导出知识点: what the filter finds, recorded in the audit trail. */
export async function exportPoints(
  context: RulesContext,
  principal: Principal,
  query: PointQuery,
): Promise<ExportTable> {
  const { platform, active } = context
  const found = findPoints(context, query)
  await platform.audit.record({ actor: principal.username, action: 'rules.export', subject: '知识点', details: { ...query, rows: found.length } }) // prettier-ignore
  const force = inForce(active.current())
  const { kind, cat1, cat2, document, article, code, q, on, status, failed } = query
  return {
    name: `知识点-${chinaTimeText(platform.clock.now()).slice(0, 10)}`,
    header: exportHeader(context, principal, {
      ...{ 规则: kind, 分类: cat1, 二级分类: cat2, 依据文件: document, 条款: article, 项目编码: code, 搜索: q, 适用日期: on },
      状态: status === undefined ? '当前规则集' : POINT_STATUS_LABELS[status],
      不可执行: failed === 'true' ? '是' : undefined,
    }), // prettier-ignore
    columns: COLUMNS.map(([title, width]): ExportColumn => ({ title, width })),
    rows: (async function* () {
      for (let from = 0; from < found.length; from += BATCH) {
        const rows = found.slice(from, from + BATCH).map((stored) => toPointRow(stored, force))
        yield rows.map((row) => COLUMNS.map(([, , read]) => read(row)))
      }
    })(),
  }
}
