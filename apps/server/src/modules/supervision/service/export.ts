import { SOURCE_LABELS, STATUS_LABELS, SUBJECT_LABELS, type FindingRow } from '@yijian/contract'
import type { Access } from '../../../platform/access/scope.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExportColumn, ExportTable } from '../../../platform/export.ts'
import { streamFindings, type FindingListQuery } from '../store/findings.ts'
import { listInstitutionFigures, type InstitutionCriteria } from '../store/reports.ts'
import type { SupervisionContext } from './context.ts'
import { toRow } from './finding-row.ts'
import { toInstitutionRow } from './institutions.ts'
import type { Caller } from './labels.ts'
import { selfFoundMarks } from './self-found.ts'

const FINDING_COLUMNS: readonly ExportColumn[] = [
  { title: '疑点编号', width: 34 },
  { title: '来源', width: 8 },
  { title: '模型/规则', width: 24 },
  { title: '风险等级', width: 10 },
  { title: '分值', width: 8, kind: 'number' },
  { title: '对象', width: 8 },
  { title: '人员编号（脱敏）', width: 22 },
  { title: '机构编码', width: 16 },
  { title: '机构名称', width: 28 },
  { title: '区县', width: 12 },
  { title: '起始日期', width: 12 },
  { title: '截止日期', width: 12 },
  { title: '涉及费用（元）', width: 16, kind: 'money' },
  { title: '涉及基金（元）', width: 16, kind: 'money' },
  { title: '核实状态', width: 12 },
  { title: '机构自查', width: 28 },
  { title: '说明', width: 80 },
  { title: '排除原因', width: 14 },
]

const FILTER_LABELS: Readonly<Record<string, string>> = {
  model: '模型/规则',
  source: '来源',
  level: '等级',
  status: '状态',
  admdvs: '区县',
  institution: '机构',
  subjectType: '对象',
  from: '自',
  to: '至',
  minFund: '涉及基金不低于',
  q: '关键词',
  runId: '运行',
  tier: '级别',
}

/** By whom, when, with what filter, and what the reader must not do with it. */
function headerOf(
  context: SupervisionContext,
  { principal }: Caller,
  filter: Readonly<Record<string, unknown>>,
): string[] {
  const { regions, clock } = context.platform
  const conditions = Object.entries(filter)
    .filter(([name, value]) => FILTER_LABELS[name] !== undefined && value !== undefined && value !== '')
    .map(([name, value]) => `${FILTER_LABELS[name] ?? name}=${labelOf(context, name, String(value))}`)
  return [
    `导出人：${principal.displayName}（${principal.username}）  数据范围：${regions.labelOf(principal.scope)}`,
    `导出时间：${chinaTimeText(clock.now())}`,
    `筛选条件：${conditions.length > 0 ? conditions.join('；') : '无'}`,
    '本表为疑点线索，未经核实不作为违规结论；含医保敏感数据，仅限核查使用，不得外传。',
  ]
}

function labelOf(context: SupervisionContext, name: string, value: string): string {
  if (name === 'model') return context.catalogue.nameOf(value)
  if (name === 'admdvs') return context.platform.regions.nameOf(value)
  if (name === 'source') return SOURCE_LABELS[value as keyof typeof SOURCE_LABELS]
  if (name === 'status') return STATUS_LABELS[value as keyof typeof STATUS_LABELS]
  return value
}

export async function exportFindings(
  context: SupervisionContext,
  caller: Caller,
  query: FindingListQuery & { format: string },
): Promise<ExportTable> {
  await recordExport(context, caller, { what: 'findings', query })
  return {
    name: `疑点清单-${chinaTimeText(context.platform.clock.now()).slice(0, 10)}`,
    header: headerOf(context, caller, { ...query, kind: undefined }),
    columns: FINDING_COLUMNS,
    rows: findingCells(context, caller.access, query),
  }
}

async function recordExport(
  { platform }: SupervisionContext,
  { principal }: Caller,
  { what, query }: { what: string; query: object },
): Promise<void> {
  const details = { what, filter: query, scope: principal.scope }
  await platform.audit.record({ actor: principal.username, action: 'finding.export', subject: what, details })
}

async function* findingCells(context: SupervisionContext, access: Access, query: FindingListQuery) {
  for await (const records of streamFindings(context.db, access, query)) {
    const marks = await selfFoundMarks(context, access, records)
    yield records.map((record) =>
      findingCell(toRow(context, { ...record, selfFound: marks.get(record.finding_id) ?? null })),
    )
  }
}

function selfFoundText({ selfFound }: FindingRow): string | null {
  if (!selfFound) return null
  return `机构已自查：${chinaTimeText(new Date(selfFound.at)).slice(0, 10)} 上报 ${selfFound.reported}/${selfFound.of} 条判定`
}

function findingCell(row: FindingRow) {
  return [
    row.findingId,
    SOURCE_LABELS[row.source],
    row.modelName,
    row.level,
    row.score,
    SUBJECT_LABELS[row.subjectType],
    row.psnNo,
    row.fixmedinsCode,
    row.fixmedinsName,
    row.admdvsName,
    row.periodFrom,
    row.periodTo,
    row.amtTotal,
    row.amtFund,
    STATUS_LABELS[row.status],
    selfFoundText(row),
    row.explain,
    row.excludedBy,
  ]
}

const INSTITUTION_COLUMNS: readonly ExportColumn[] = [
  { title: '医疗机构名称', width: 30 },
  { title: '机构编码', width: 16 },
  { title: '起付线医院等级', width: 14 },
  { title: '区县', width: 12 },
  { title: '违规指标数量（疑似）', width: 18, kind: 'number' },
  { title: '违规就诊数量（疑似）', width: 18, kind: 'number' },
  { title: '疑点数', width: 10, kind: 'number' },
  { title: '违规分值（疑似）', width: 16, kind: 'number' },
  { title: '涉及基金（元）', width: 16, kind: 'money' },
]

export async function exportInstitutions(
  context: SupervisionContext,
  caller: Caller,
  query: InstitutionCriteria & { format: string },
): Promise<ExportTable> {
  await recordExport(context, caller, { what: 'institutions', query })
  return {
    name: `机构分析报告-${chinaTimeText(context.platform.clock.now()).slice(0, 10)}`,
    header: headerOf(context, caller, { ...query }),
    columns: INSTITUTION_COLUMNS,
    rows: institutionCells(context, caller.access, query),
  }
}

async function* institutionCells(context: SupervisionContext, access: Access, query: InstitutionCriteria) {
  const figures = await listInstitutionFigures(context.db, access, query)
  yield figures
    .map((row) => toInstitutionRow(context, row))
    .map((row) => [
      row.fixmedinsName,
      row.fixmedinsCode,
      row.hospLvLabel,
      row.admdvsName,
      row.models,
      row.visits,
      row.findings,
      row.score,
      row.amtFund,
    ])
}
