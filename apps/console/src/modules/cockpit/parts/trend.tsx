import { useNavigate } from '@tanstack/react-router'
import {
  ChartFrame,
  formatAmount,
  formatCount,
  headlineAmount,
  MonthChart,
  monthRange,
  peakMonth,
} from '@yijian/web-kit'
import type { OverviewData } from '../api.ts'
import { reportedHref } from '../../supervision/public.ts'

export function Trend({ overview }: { readonly overview: OverviewData }) {
  const navigate = useNavigate()
  const peak = peakMonth(overview.byMonth)
  if (!peak) return null
  const { text, unit } = headlineAmount(peak.amtFund)
  return (
    <section className="yj-card">
      <ChartFrame
        title={`${peak.month} 最高，涉及基金 ${text} ${unit}`}
        note="按就诊结束月份（无就诊的按期间逐月平均），单位：元；点柱看涉及该月的疑点"
        table={{
          columns: ['月份', '疑点数', '涉及基金（元）'],
          rows: overview.byMonth.map((month) => [
            month.month,
            formatCount(month.findings),
            formatAmount(month.amtFund),
          ]),
        }}
      >
        <MonthChart
          months={overview.byMonth}
          height={396}
          onPick={(month) => {
            void navigate({ href: reportedHref(monthRange(month)) })
          }}
        />
      </ChartFrame>
    </section>
  )
}
