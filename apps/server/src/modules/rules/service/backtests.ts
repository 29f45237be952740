import { randomUUID } from 'node:crypto'
import {
  VERDICT_LABELS,
  type BacktestDetail,
  type BacktestRow,
  type ExitCondition,
  type Verdict,
} from '@yijian/contract'
import { AppError, formatYuan } from '@yijian/kernel'
import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExportTable } from '../../../platform/export.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { findBacktest, insertBacktest, insertLabel, labelsOf, lastBacktest, pageOfBacktests, type BacktestHead, type BacktestRecord, type BacktestResult, type LabelRecord } from '../store/backtests.ts' // prettier-ignore
import type { BacktestPayload } from '../jobs.ts'
import type { StoredPoint } from '../store/library.ts'
import type { RulesContext } from './context.ts'
import { exitConditions } from './exit-conditions.ts'
import { exportHeader } from './export-header.ts'
import { getKind } from './library.ts'
import { paramsText } from './words.ts'
import { precisionOf } from './wilson.ts'

export interface BacktestRequest {
  readonly kpId: string
  readonly version: number
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly institutions: readonly string[]
}

/** 回测: a job; the report is there when it is done. */
export async function startBacktest(context: RulesContext, principal: Principal, request: BacktestRequest) {
  const { library, platform, db } = context
  const { kpId, version, from, to, institutions } = request
  if (from !== undefined && to !== undefined && to < from) throw new AppError('invalid', 'rules.backtest.range', '止期早于起期') // prettier-ignore
  const stored = storedOf(context, kpId, version)
  const live = library.versionsOf(kpId).findLast((one) => one.point.version < version && one.status === 'published')
  const backtestId = `B${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const payload: BacktestPayload = {
    backtestId,
    draft: stored.point,
    live: live?.point ?? null,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    institutions: [...institutions],
  }
  const job = await db.transaction().execute(async (tx) => {
    const title = `回测 ${stored.point.name}（${kpId} 第 ${version} 版）`
    const queued = await platform.jobs.enqueue(tx, { kind: 'rule-backtest', title, payload, by: principal })
    await insertBacktest(tx, { backtest_id: backtestId, kp_id: kpId, version, kind: stored.point.kind, name: stored.point.name, live_version: live?.point.version ?? null, job_id: queued.jobId, from_day: from ?? null, to_day: to ?? null, institutions, made_by: principal.username, made_by_name: principal.displayName, made_at: platform.clock.now() }) // prettier-ignore
    const details = { version, backtestId, from: from ?? null, to: to ?? null, institutions: institutions.length }
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.backtest', subject: kpId, details })
    return queued
  })
  platform.jobs.wake()
  return { backtestId, job }
}

function storedOf({ library }: Pick<RulesContext, 'library'>, kpId: string, version: number): StoredPoint {
  const stored = library.versionsOf(kpId).find(({ point }) => point.version === version)
  if (!stored) throw new AppError('missing', 'rules.point', '知识点不存在')
  return stored
}

export async function listBacktests(
  context: RulesContext,
  query: { kpId?: string | undefined; kind?: string | undefined; page: number; size: number },
): Promise<{ rows: BacktestRow[]; total: number }> {
  const { rows, total } = await pageOfBacktests(context.db, query)
  const labels = Map.groupBy(await labelsOf(context.db, rows.map(({ backtest_id }) => backtest_id)), ({ backtest_id }) => backtest_id) // prettier-ignore
  return { rows: rows.map((row) => toRow(context, row, labels.get(row.backtest_id) ?? [])), total }
}

function toRow(
  { library }: Pick<RulesContext, 'library'>,
  row: BacktestHead,
  labels: readonly LabelRecord[],
): BacktestRow {
  // prettier-ignore
  const kind = getKind(row.kind)
  const stored = library.versionsOf(row.kp_id).find(({ point }) => point.version === row.version)
  return {
    backtestId: row.backtest_id,
    kpId: row.kp_id,
    version: row.version,
    kindId: kind.id,
    kindName: kind.name,
    name: row.name,
    severity: stored?.point.severity ?? kind.severity,
    status: stored?.status ?? null,
    liveVersion: row.live_version,
    jobId: row.job_id,
    from: row.from_day,
    to: row.to_day,
    institutions: [...row.institutions],
    madeBy: row.made_by_name,
    madeAt: row.made_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    hits: row.hits,
    amount: row.amount_fen === null ? null : yuan(row.amount_fen),
    precision: row.finished_at === null ? null : precisionOf(countLabels(labels)),
  }
}

function yuan(fen: string): string {
  return formatYuan(BigInt(fen))
}

function countLabels(labels: readonly { readonly verdict: Verdict }[]) {
  const count = (verdict: Verdict) => labels.filter((label) => label.verdict === verdict).length
  return { right: count('right'), wrong: count('wrong'), unclear: count('unclear') }
}

async function getRecord({ db }: Pick<RulesContext, 'db'>, backtestId: string): Promise<BacktestRecord> {
  const record = await findBacktest(db, backtestId)
  if (!record) throw new AppError('missing', 'rules.backtest', '没有这次回测')
  return record
}

export async function getBacktest(context: RulesContext, backtestId: string): Promise<BacktestDetail> {
  const record = await getRecord(context, backtestId)
  const labels = await labelsOf(context.db, [backtestId])
  const byId = new Map(labels.map((label) => [label.jr_id, label]))
  const row = toRow(context, record, labels)
  const stored = context.library.versionsOf(record.kp_id).find(({ point }) => point.version === record.version)
  const result = record.report
  return {
    ...row,
    paramsText: stored ? paramsText(getKind(record.kind), stored.point.params) : '',
    report: result ? reportView(result) : null,
    samples: (result?.report.samples ?? []).map(({ kind: _, kpId: _kp, amountFen, ...sample }) => {
      const label = byId.get(sample.jrId)
      return {
        ...sample,
        psnNo: maskNumber(sample.psnNo),
        fixmedinsName: result?.names[sample.fixmedinsCode] ?? sample.fixmedinsCode,
        amount: yuan(amountFen),
        facts: [...sample.facts],
        lines: sample.lines.map(({ amountFen: fen, ...line }) => ({ ...line, amount: yuan(fen) })),
        label: label
          ? { verdict: label.verdict, note: label.note, by: label.by_name, at: label.at.toISOString() }
          : null,
      }
    }),
    conditions: exitConditions(result ? testedOf(row, result) : undefined),
  }
}

function testedOf(row: BacktestRow, { report }: BacktestResult) {
  return { report, samples: report.samples.length, precision: row.precision ?? precisionOf({ right: 0, wrong: 0, unclear: 0 }), severity: row.severity, institutions: row.institutions } // prettier-ignore
}

function reportView({ report, names }: BacktestResult): BacktestDetail['report'] {
  const tally = ({ amountFen, ...rest }: BacktestResult['report']['draft']) => ({ ...rest, amount: yuan(amountFen) })
  const { draft, live, institutions, months, maxInstitutionShare: share, snapshot, from, to, persons, visits, lines, added, removed, cannotTell, tookMs } = report // prettier-ignore
  return {
    ...{ snapshot, from, to, persons, visits, lines, added, removed, cannotTell, tookMs },
    draft: tally(draft),
    live: live && tally(live),
    institutions: institutions.map(({ amountFen, ...one }) => ({ ...one, amount: yuan(amountFen) })),
    months: months.map(({ amountFen, ...one }) => ({ ...one, amount: yuan(amountFen) })),
    failed: [...report.failed],
    maxInstitutionShare: share && { ...share, fixmedinsName: names[share.fixmedinsCode] ?? share.fixmedinsCode },
  }
}

export interface SampleLabel {
  readonly backtestId: string
  readonly jrId: string
  readonly verdict: Verdict
  readonly note: string
}

/** 核对: whoever labels is recorded; the last answer counts. */
export async function labelSample(context: RulesContext, principal: Principal, label: SampleLabel) {
  const { db, platform } = context
  const { backtestId, jrId, verdict, note } = label
  const record = await getRecord(context, backtestId)
  if (!record.report?.report.samples.some((sample) => sample.jrId === jrId)) throw new AppError('missing', 'rules.sample', '样本不在这次回测中') // prettier-ignore
  await db.transaction().execute(async (tx) => {
    await insertLabel(tx, { backtest_id: backtestId, jr_id: jrId, verdict, note, by_account: principal.username, by_name: principal.displayName, at: platform.clock.now() }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.backtest.label', subject: record.kp_id, details: { backtestId, jrId, verdict } }) // prettier-ignore
  })
  const row = toRow(context, record, await labelsOf(db, [backtestId]))
  return { precision: row.precision ?? precisionOf(countLabels([])), conditions: exitConditions(testedOf(row, record.report)) } // prettier-ignore
}

/** What stands of the conditions for a version, by its latest backtest. */
export async function conditionsOfVersion(
  context: RulesContext,
  kpId: string,
  version: number,
): Promise<ExitCondition[]> {
  // prettier-ignore
  const record = await lastBacktest(context.db, kpId, version)
  if (!record?.report) return exitConditions(undefined)
  return exitConditions(testedOf(toRow(context, record, await labelsOf(context.db, [record.backtest_id])), record.report)) // prettier-ignore
}

export async function exportBacktest(
  context: RulesContext,
  principal: Principal,
  backtestId: string,
): Promise<ExportTable> {
  // prettier-ignore
  const { platform } = context
  const detail = await getBacktest(context, backtestId)
  const { report, precision } = detail
  if (!report) throw new AppError('conflict', 'rules.backtest.running', '回测尚未完成')
  await platform.audit.record({ actor: principal.username, action: 'rules.export', subject: '回测样本', details: { backtestId, kpId: detail.kpId } }) // prettier-ignore
  const live = report.live ? `；现行 ${report.live.hits} 次、${report.live.amount} 元` : '；没有现行版本'
  const share = (value: number | null | undefined) => (value === null || value === undefined ? '—' : `${(value * 100).toFixed(1)}%`) // prettier-ignore
  return {
    name: `回测-${detail.kpId}-第${detail.version}版-${chinaTimeText(platform.clock.now()).slice(0, 10)}`,
    header: [
      ...exportHeader(context, principal, { 知识点: `${detail.kpId} 第 ${detail.version} 版 ${detail.name}`, 规则: `${detail.kindId} ${detail.kindName}`, 参数: detail.paramsText }), // prettier-ignore
      `范围：${report.from} 至 ${report.to}，${report.persons} 人、${report.visits} 人次、${report.lines} 行明细，数据快照 ${report.snapshot}`,
      `结果：命中 ${report.draft.hits} 次、涉及 ${report.draft.amount} 元、${report.draft.institutions} 家机构${live}；新增 ${report.added}、减少 ${report.removed}`,
      `核对：准确率 ${share(precision?.value)}（95% 区间 ${share(precision?.low)} 至 ${share(precision?.high)}），符合 ${precision?.right ?? 0}、不符合 ${precision?.wrong ?? 0}、说不清 ${precision?.unclear ?? 0}`,
      ...detail.conditions.map(({ text, met, now }) => `${met ? '达到' : '未达到'}：${text}（${now}）`),
    ],
    columns: SAMPLE_COLUMNS.map(([title, width, kind]) => ({ title, width, ...(kind ? { kind } : {}) })),
    rows: (async function* () {
      yield detail.samples.map((sample) => [
        ...[sample.jrId, sample.day, sample.fixmedinsName, sample.psnNo, sample.mdtrtId, sample.amount, sample.message],
        sample.lines.map((line) => `${line.role === 'violating' ? '违' : '涉'} ${line.name}（${line.code}）${line.day} ×${line.cnt} ${line.amount}`).join('；'), // prettier-ignore
        sample.onlyIn === 'draft' ? '仅草稿' : '两者',
        sample.label ? VERDICT_LABELS[sample.label.verdict] : '未核对',
        sample.label?.note ?? '',
        sample.label?.by ?? '',
      ])
    })(),
  }
}

const SAMPLE_COLUMNS: readonly (readonly [string, number, 'money'?])[] = [
  ['判定编号', 36],
  ['费用日期', 12],
  ['机构', 28],
  ['人员编号（脱敏）', 20],
  ['就诊号', 20],
  ['涉及金额（元）', 14, 'money'],
  ['提示内容', 60],
  ['明细', 80],
  ['命中于', 10],
  ['核对', 10],
  ['备注', 30],
  ['核对人', 12],
]
