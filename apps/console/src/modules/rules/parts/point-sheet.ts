import type { PointRow } from '@yijian/contract'
import { formatMoment } from '@yijian/web-kit/pure'

export const POINT_HEADINGS = [
  ...['知识点编号', '版本', '规则编号', '规则名称', '知识点名称', '对象编码', '对应编码', '参数', '严重程度'],
  ...['依据内容', '依据文件', '条款', '文件日期', '统筹区', '适用起日', '适用止日', '登记时间', '状态'],
  ...['当前规则集内', '不可执行原因', '制单人', '来源批次'],
] as const

interface Labels {
  readonly status: Readonly<Record<PointRow['status'], string>>
  readonly severity: Readonly<Record<PointRow['severity'], string>>
}

/** One point in the order of the headings. Codes are joined by `|`, as the libraries' own files have them. */
export function pointRow(row: PointRow, labels: Labels): string[] {
  return [
    ...[row.kpId, String(row.version), row.kindId, row.kindName, row.name, row.keys.join('|'), row.partners.join('|')],
    ...[row.paramsText, labels.severity[row.severity], row.basis.text, row.basis.document, row.basis.article ?? ''],
    ...[row.basis.date ?? '', row.area ?? '', row.effBegin, row.effEnd ?? '', formatMoment(row.recordedAt)],
    ...[labels.status[row.status], row.inForce ? '是' : '否', row.failure ?? '', row.maker, row.sourceBatch ?? ''],
  ]
}

interface Header {
  readonly by: string
  readonly at: string
  readonly filter: Readonly<Record<string, unknown>>
  readonly rows: number
}

const FILTER_WORDS: Readonly<Record<string, string>> = {
  kind: '规则',
  cat1: '分类',
  code: '项目编码',
  q: '搜索',
  on: '适用日期',
  status: '状态',
  failed: '不可执行',
}

/** Who took the file out, when, and what it holds. */
export function exportHeader({ by, at, filter, rows }: Header): string[][] {
  const words = Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${FILTER_WORDS[name] ?? name}：${String(value)}`)
  return [
    ['导出人', by],
    ['导出时间', at],
    ['筛选', words.length === 0 ? '全部' : words.join('；')],
    ['条数', String(rows)],
  ]
}
