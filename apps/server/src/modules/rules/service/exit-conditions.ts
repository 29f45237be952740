import type { ExitCondition, Precision } from '@yijian/contract'
import { daysBetween } from '@yijian/kernel'
import type { BacktestReport } from '@yijian/warehouse'

const LEAST_DAYS = 360
const LEAST_VISITS = 10_000
const SHARE = 3
/** Precision asked of 明确违规, and of 可疑. */
const PRECISION = { 1: 0.9, 2: 0.6, 3: 0.6 } as const

export interface Tested {
  readonly report: Omit<BacktestReport, 'samples'>
  readonly samples: number
  readonly precision: Precision
  readonly severity: 1 | 2 | 3
  readonly institutions: readonly string[]
}

/** 试运行退出条件 (rules specification §5). Nothing tested: nothing is met. */
export function exitConditions(tested: Tested | undefined): ExitCondition[] {
  if (!tested) return [{ id: 'done', text: '完成一次回测', met: false, now: '本版尚未回测' }]
  const { report, samples, precision, severity } = tested
  const days = daysBetween(report.from, report.to) + 1
  const reviewed = precision.right + precision.wrong + precision.unclear
  const asked = PRECISION[severity]
  const share = report.maxInstitutionShare
  return [
    { id: 'done', text: '完成一次回测', met: true, now: `命中 ${report.draft.hits} 次` },
    {
      id: 'range',
      text: '覆盖近 12 个月，或就诊不少于 10,000 人次',
      met: (days >= LEAST_DAYS && tested.institutions.length === 0) || report.visits >= LEAST_VISITS,
      now: `${report.from} 至 ${report.to}，${report.visits} 人次${tested.institutions.length > 0 ? `，限 ${tested.institutions.length} 家机构` : ''}`, // prettier-ignore
    },
    {
      id: 'reviewed',
      text: '抽取的样本（至多 100 条）逐条核对',
      met: samples > 0 && reviewed >= samples,
      now: samples === 0 ? '历史没有命中，无样本可核对' : `已核对 ${reviewed} / ${samples}`,
    },
    {
      id: 'precision',
      text: `准确率不低于 ${Math.round(asked * 100)}%（${severity === 1 ? '规则明确' : '可疑'}）`,
      met: precision.value !== null && precision.value >= asked,
      now: precision.value === null ? '尚无核对结果' : `${(precision.value * 100).toFixed(1)}%`,
    },
    {
      id: 'share',
      text: '单家机构影响小于中位数的 3 倍',
      met: share === null || share.timesMedian < SHARE,
      now: share === null ? '命中机构不足 3 家，不作比较' : `最高为中位数的 ${share.timesMedian.toFixed(1)} 倍`,
    },
    { id: 'runtime', text: '执行没有失败', met: report.failed.length === 0, now: report.failed[0]?.reason ?? `用时 ${(report.tookMs / 1000).toFixed(1)} 秒` }, // prettier-ignore
  ]
}
