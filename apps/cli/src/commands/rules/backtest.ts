import { formatYuan, parseDay } from '@yijian/kernel'
import { backtest, type BacktestReport, type BacktestSample } from '@yijian/warehouse'
import { interruptSignal } from '../../command.ts'
import { contentDirectory, existingDirectory } from '../../paths.ts'
import { count, duration, progressLine } from '../../progress.ts'
import { readPoints, releaseOfPoints } from './library.ts'

export interface BacktestWords {
  readonly rule: string
  readonly data: string
  readonly rules: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly json: boolean
}

const SHOWN_SAMPLES = 5

/** One rule over a period of settled history: what it would have found, where and when. */
export async function backtestRule({ rule, data, rules, from, to, json }: BacktestWords): Promise<number> {
  const line = progressLine()
  const report = await backtest({
    dataDirectory: existingDirectory(data, '数据文件夹'),
    contentDirectory,
    draft: releaseOfPoints(readPoints(rules).points, [rule]),
    ...(from === undefined ? {} : { from: parseDay(from) }),
    ...(to === undefined ? {} : { to: parseDay(to) }),
    signal: interruptSignal(),
    onProgress: ({ label, done }) => line.show(`${Math.round(done * 100)}% ${label}`),
  }).finally(() => line.end())
  console.log(json ? JSON.stringify(report, null, 2) : textOf(rule, report))
  return report.failed.length > 0 ? 1 : 0
}

function textOf(rule: string, report: BacktestReport): string {
  const { draft } = report
  return [
    `${rule} ${report.from} 至 ${report.to}：${count(report.persons)} 人 ${count(report.visits)} 次就诊 ${count(report.lines)} 条明细`,
    `命中 ${count(draft.hits)} 条，涉及范围内费用 ${yuan(draft.amountFen)} 元，${count(draft.institutions)} 家机构，${count(draft.persons)} 人；缺少数据、无法判断 ${count(report.cannotTell)} 次`,
    ...(report.maxInstitutionShare ? [`金额最高的机构 ${report.maxInstitutionShare.fixmedinsCode} 为中位数的 ${report.maxInstitutionShare.timesMedian} 倍`] : []), // prettier-ignore
    ...report.failed.map(({ id, reason }) => `${id} 未能执行：${reason}`),
    '',
    '机构（按金额）',
    ...report.institutions.map((row) => `  ${row.fixmedinsCode} ${row.fixmedinsName}  ${count(row.hits)} 条  ${yuan(row.amountFen)} 元`), // prettier-ignore
    '月份',
    ...report.months.map((row) => `  ${row.month}  ${count(row.hits)} 条  ${yuan(row.amountFen)} 元`),
    `样例（共抽取 ${report.samples.length} 条，此处列 ${Math.min(SHOWN_SAMPLES, report.samples.length)} 条，全部见 --json）`,
    ...report.samples.slice(0, SHOWN_SAMPLES).map(sampleText),
    `用时 ${duration(report.tookMs / 1000)}`,
  ].join('\n')
}

function sampleText({ day, fixmedinsCode, psnNo, message, amountFen }: BacktestSample): string {
  return `  ${day} ${fixmedinsCode} ${psnNo} ${yuan(amountFen)} 元  ${message}`
}

const yuan = (fen: string): string => formatYuan(BigInt(fen))
