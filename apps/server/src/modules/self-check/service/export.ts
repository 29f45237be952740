import { CHECK_STATUS_LABELS } from '@yijian/contract'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExportColumn, ExportTable } from '../../../platform/export.ts'
import { pageOfSubmissions, type SubmissionCriteria } from '../store/submissions.ts'
import { toSubmissionRow } from './bureau.ts'
import type { Caller, SelfCheckContext } from './context.ts'

const COLUMNS: readonly ExportColumn[] = [
  { title: '机构编码', width: 18 },
  { title: '机构名称', width: 32 },
  { title: '区县', width: 14 },
  { title: '自查内容', width: 36 },
  { title: '费用起', width: 12 },
  { title: '费用止', width: 12 },
  { title: '状态', width: 12 },
  { title: '提交时间', width: 20 },
  { title: '命中（条）', width: 12, kind: 'number' },
  { title: '属实（条）', width: 12, kind: 'number' },
  { title: '不属实（条）', width: 12, kind: 'number' },
  { title: '待核（条）', width: 12, kind: 'number' },
  { title: '属实金额（元）', width: 18, kind: 'money' },
  { title: '拟退回金额（元）', width: 18, kind: 'money' },
]
const PAGE = 200

/** 机构自查报告清单, as filtered, within the caller's region. */
export async function exportSubmissions(
  context: SelfCheckContext,
  { principal, access }: Caller,
  criteria: SubmissionCriteria,
): Promise<ExportTable> {
  const { audit, clock, regions } = context.platform
  await audit.record({
    actor: principal.username,
    action: 'self-check.export',
    subject: '机构自查报告清单',
    details: { ...criteria },
  })
  const filters = [
    ...(criteria.status ? [`状态=${CHECK_STATUS_LABELS[criteria.status as keyof typeof CHECK_STATUS_LABELS]}`] : []),
    ...(criteria.q ? [`机构=${criteria.q}`] : []),
  ]
  return {
    name: `机构自查报告-${chinaTimeText(clock.now()).slice(0, 10)}`,
    header: [
      `导出人：${principal.displayName}（${principal.username}）  数据范围：${regions.labelOf(principal.scope)}`,
      `导出时间：${chinaTimeText(clock.now())}`,
      `筛选条件：${filters.length > 0 ? filters.join('；') : '无'}`,
    ],
    columns: COLUMNS,
    rows: pages(),
  }

  async function* pages() {
    for (let page = 1; ; page++) {
      const { rows } = await pageOfSubmissions(context.db, access, { ...criteria, page, size: PAGE })
      if (rows.length === 0) return
      yield rows.map((record) => {
        const row = toSubmissionRow(context, record)
        const at = chinaTimeText(record.at)
        return [row.fixmedinsCode, row.fixmedinsName, row.admdvsName, row.title, row.from, row.to, CHECK_STATUS_LABELS[row.status], at, row.hits, row.marks.confirmed, row.marks.denied, row.marks.pending, row.confirmedAmount, row.refund] // prettier-ignore
      })
      if (rows.length < PAGE) return
    }
  }
}
