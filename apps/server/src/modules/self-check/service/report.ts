import {
  CHECK_STATUS_LABELS,
  SELF_HIT_MARK_LABELS,
  SEVERITY_LABELS,
  type SelfHitGroup,
  type Remedy,
} from '@yijian/contract'
import ExcelJS from 'exceljs'
import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { chinaTimeText } from '../../../platform/clock.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { describeDefect } from '../../../platform/log.ts'
import { streamHits, type StreamedHit } from '../store/hits.ts'
import type { HitSource } from '../store/visible.ts'
import type { Caller, SelfCheckContext } from './context.ts'

/** What both readers of a report have in common. */
export interface ReportHead {
  readonly checkId: string
  readonly title: string
  readonly fixmedinsCode: string
  readonly fixmedinsName: string
  readonly admdvsName: string
  readonly status: keyof typeof CHECK_STATUS_LABELS
  readonly from: string | null
  readonly to: string | null
  readonly releaseTitle: string
  readonly hits: number
  readonly marks: Readonly<Record<keyof typeof SELF_HIT_MARK_LABELS, number>>
  readonly amount: string
  readonly confirmedAmount: string
  readonly refund: string
  readonly byKind: readonly SelfHitGroup[]
  readonly byDept: readonly SelfHitGroup[]
  readonly cannotTell: readonly { readonly name: string; readonly n: number }[]
  readonly failed: readonly { readonly name: string; readonly reason: string }[]
  readonly remedies: readonly Remedy[]
  readonly statement: string
}

/** 自查报告（xlsx）: summary, rules, departments, rectification, every hit; streamed, memory does not grow with the hits. */
export async function sendReport(
  context: SelfCheckContext,
  { principal }: Caller,
  { head, source, reply }: { head: ReportHead; source: HitSource; reply: FastifyReply },
): Promise<FastifyReply> {
  const { audit, clock, log } = context.platform
  await audit.record({
    actor: principal.username,
    action: 'self-check.export',
    subject: head.checkId,
    details: { what: 'report' },
  })
  const name = `自查报告-${head.fixmedinsName}-${chinaTimeText(clock.now()).slice(0, 10)}.xlsx`
  const stream = new PassThrough()
  const by = `${principal.displayName}（${principal.username}）`
  writeReport(stream, { head, hits: streamHits(context.db, source), by, at: chinaTimeText(clock.now()) }).catch(
    (error: unknown) => {
      log.error('export.failed', describeDefect(error))
      stream.destroy(error instanceof Error ? error : new Error('export failed'))
    },
  )
  return reply
    .header(
      'content-disposition',
      `attachment; filename="self-check.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .serializer((value: unknown) => value as string)
    .send(stream)
}

interface ReportParts {
  readonly head: ReportHead
  readonly hits: ReturnType<typeof streamHits>
  readonly by: string
  readonly at: string
}

type Cell = string | number | null
interface SheetColumn {
  readonly title: string
  readonly width: number
  readonly money?: true
}

const GROUP_COLUMNS: readonly SheetColumn[] = [
  { title: '名称', width: 36 },
  { title: '命中（条）', width: 12 },
  { title: '涉及金额（元，组内每行只计一次）', width: 32, money: true },
  { title: '属实（条）', width: 12 },
  { title: '属实金额（元）', width: 18, money: true },
]

async function writeReport(stream: PassThrough, { head, hits, by, at }: ReportParts): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const add = (name: string, columns: readonly SheetColumn[]) => openSheet(workbook, name, columns)
  const summary = workbook.addWorksheet('自查概况')
  summary.columns = [{ width: 22 }, { width: 90 }]
  for (const row of summaryRows(head, { by, at })) summary.addRow([...row]).commit()
  summary.commit()
  for (const [name, groups] of [
    ['按规则', head.byKind],
    ['按科室', head.byDept],
  ] as const) {
    const sheet = add(name, GROUP_COLUMNS)
    for (const g of groups) sheet.add([g.name, g.hits, Number(g.amount), g.confirmed, Number(g.confirmedAmount)])
    sheet.close()
  }
  const remedies = add('整改措施', REMEDY_COLUMNS)
  for (const r of head.remedies) remedies.add([r.kindName, r.confirmed, r.cause, r.measures, r.dept, r.dueOn, r.refund === null ? null : Number(r.refund)]) // prettier-ignore
  remedies.close()
  const list = add('命中清单', HIT_COLUMNS)
  for await (const batch of hits) {
    for (const hit of batch) list.add(hitCells(hit))
    if (stream.destroyed) return
    if (stream.writableNeedDrain) await new Promise((resume) => stream.once('drain', resume).once('close', resume))
  }
  list.close()
  const open = add('未能判断', [
    { title: '规则', width: 40 },
    { title: '说明', width: 80 },
  ])
  for (const { name, n } of head.cannotTell) open.add([name, `数据缺失，${n} 处无法判断，不作命中`])
  for (const { name, reason } of head.failed) open.add([name, `未能执行：${reason}`])
  open.close()
  await workbook.commit()
}

function openSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, name: string, columns: readonly SheetColumn[]) {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map(({ width, money }) => ({ width, style: money ? { numFmt: '#,##0.00' } : {} }))
  const titles = sheet.addRow(columns.map(({ title }) => title))
  titles.font = { bold: true }
  titles.commit()
  return { add: (cells: readonly Cell[]) => sheet.addRow([...cells]).commit(), close: () => sheet.commit() }
}

function summaryRows(head: ReportHead, { by, at }: { by: string; at: string }): (readonly Cell[])[] {
  const { marks } = head
  return [
    ['医疗机构自查自纠报告', ''],
    ['机构', `${head.fixmedinsName}（${head.fixmedinsCode}）`],
    ['统筹区', head.admdvsName],
    ['自查内容', head.title],
    ['费用期间', head.from === null ? '' : `${head.from} 至 ${head.to ?? ''}`],
    ['规则集', head.releaseTitle],
    ['状态', CHECK_STATUS_LABELS[head.status]],
    ['命中', `${head.hits} 条，涉及金额 ${head.amount} 元（同一费用行只计一次）`],
    [
      '自查结论',
      `属实 ${marks.confirmed} 条，不属实 ${marks.denied} 条，待核 ${marks.pending} 条，未处理 ${marks.open} 条`,
    ],
    ['属实金额', `${head.confirmedAmount} 元（同一费用行只计一次）`],
    ['拟退回金额', `${head.refund} 元`],
    ['情况说明', head.statement],
    ['导出', `${by}，${at}`],
    ['说明', '命中为规则筛查结果，自查认定前均为疑似。人员编号已脱敏；含医保敏感数据，不得外传。'],
  ]
}

const REMEDY_COLUMNS: readonly SheetColumn[] = [
  { title: '规则', width: 32 },
  { title: '属实（条）', width: 12 },
  { title: '原因分析', width: 50 },
  { title: '整改措施', width: 60 },
  { title: '责任科室', width: 20 },
  { title: '完成日期', width: 14 },
  { title: '拟退回金额（元）', width: 18, money: true },
]
const HIT_COLUMNS: readonly SheetColumn[] = [
  { title: '规则', width: 26 },
  { title: '知识点', width: 26 },
  { title: '严重程度', width: 12 },
  { title: '就诊号', width: 24 },
  { title: '人员编号（脱敏）', width: 20 },
  { title: '日期', width: 12 },
  { title: '科室', width: 18 },
  { title: '费用项目', width: 36 },
  { title: '涉及金额（元）', width: 16, money: true },
  { title: '疑似问题', width: 60 },
  { title: '依据', width: 60 },
  { title: '符合规定的情形', width: 30 },
  { title: '自查结论', width: 10 },
  { title: '理由', width: 40 },
]

function hitCells(hit: StreamedHit): Cell[] {
  return [
    hit.kind_name,
    hit.point_name,
    SEVERITY_LABELS[hit.severity],
    hit.mdtrt_id,
    maskNumber(hit.psn_no),
    hit.day,
    hit.dept,
    hit.lines,
    Number(hit.amount),
    hit.message,
    hit.basis,
    hit.lawful,
    SELF_HIT_MARK_LABELS[hit.mark],
    hit.mark_reason,
  ]
}
