import { useMemo } from 'react'
import { axisAmount, formatAmount, yuanAsNumber } from '../format/money.ts'
import { formatCount } from '../format/numbers.ts'
import { useTheme } from '../theme/provider.tsx'
import { EChart } from './echart.tsx'

export interface MonthPoint {
  readonly month: string
  readonly findings: number
  readonly amtFund: string
}

interface Props {
  readonly months: readonly MonthPoint[]
  readonly height: number
  readonly onPick: (month: string) => void
}

/** Fund at risk by month; a bar leads to the findings of its month. */
export function MonthChart({ months, height, onPick }: Props) {
  const { palette } = useTheme()
  const option = useMemo(
    () => ({
      grid: { left: 4, right: 8, top: 28, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        backgroundColor: palette.surfaceRaised,
        borderColor: palette.border,
        textStyle: { color: palette.text },
        formatter: (points: { dataIndex: number }[]) => {
          const point = months[points[0]?.dataIndex ?? -1]
          return point
            ? `${point.month}<br/>涉及基金 ${formatAmount(point.amtFund)} 元<br/>疑点 ${formatCount(point.findings)} 条`
            : ''
        },
      },
      xAxis: {
        type: 'category',
        data: months.map((point) => point.month),
        axisLabel: {
          color: palette.textTertiary,
          interval: 0,
          hideOverlap: true,
          formatter: shortMonth,
        },
        axisLine: { lineStyle: { color: palette.borderStrong } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        name: '元',
        nameTextStyle: { color: palette.textTertiary, align: 'right' },
        axisLabel: { color: palette.textTertiary, formatter: axisAmount },
        splitLine: { lineStyle: { color: palette.grid } },
      },
      series: [
        {
          type: 'bar',
          data: months.map((point) => yuanAsNumber(point.amtFund)),
          itemStyle: { color: palette.brand, borderRadius: [3, 3, 0, 0] },
          emphasis: { itemStyle: { color: palette.brandStrong } },
          barMaxWidth: 34,
          cursor: 'pointer',
        },
      ],
    }),
    [months, palette],
  )
  return (
    <EChart
      option={option}
      height={height}
      label={`每月涉及基金，${months.length} 个月`}
      onPickColumn={(index) => {
        const month = months[index]
        if (month) onPick(month.month)
      }}
    />
  )
}

/** "7月"; the year stands below the first label and below every January. */
function shortMonth(month: string, index: number): string {
  const label = `${Number(month.slice(5))}月`
  return index === 0 || month.endsWith('-01')
    ? `${label}
${month.slice(0, 4)}`
    : label
}

/** First and last day of a month. */
export function monthRange(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) }
}

/** The month in which most stands at stake, for a chart's title. */
export function peakMonth(months: readonly MonthPoint[]): MonthPoint | undefined {
  return months.reduce<MonthPoint | undefined>(
    (best, point) => (best === undefined || yuanAsNumber(point.amtFund) > yuanAsNumber(best.amtFund) ? point : best),
    undefined,
  )
}
