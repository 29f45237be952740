import { ChartFrame, EChart, formatAmount, formatCount, useTheme } from '@yijian/web-kit'
import { useMemo } from 'react'
import type { BacktestData } from '../lifecycle-api.ts'

type Report = NonNullable<BacktestData['report']>

function useParts() {
  const { palette } = useTheme()
  return useMemo(
    () => ({
      palette,
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        backgroundColor: palette.surfaceRaised,
        borderColor: palette.border,
        textStyle: { color: palette.text },
      },
      legend: { top: 0, right: 0, textStyle: { color: palette.textSecondary }, itemWidth: 12, itemHeight: 8 },
    }),
    [palette],
  )
}

/** Hits by month, the draft beside the version in force. */
export function MonthCompare({ report }: { readonly report: Report }) {
  const { palette, tooltip, legend } = useParts()
  const { months, live } = report
  const option = useMemo(() => {
    const bar = (name: string, data: readonly number[], color: string) => ({ type: 'bar', name, data, itemStyle: { color, borderRadius: [3, 3, 0, 0] }, barMaxWidth: 22 }) // prettier-ignore
    return {
      grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
      tooltip,
      legend,
      xAxis: {
        type: 'category',
        data: months.map(({ month }) => month),
        axisLabel: { color: palette.textTertiary, hideOverlap: true },
        axisLine: { lineStyle: { color: palette.borderStrong } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        name: '次',
        minInterval: 1,
        nameTextStyle: { color: palette.textTertiary },
        axisLabel: { color: palette.textTertiary },
        splitLine: { lineStyle: { color: palette.grid } },
      },
      series: [
        bar('草稿', months.map(({ hits }) => hits), palette.brand),
        ...(live ? [bar('现行', months.map(({ liveHits }) => liveHits), palette.borderStrong)] : []),
      ],
    } // prettier-ignore
  }, [months, live, palette, tooltip, legend])
  const peak = months.reduce((top, row) => (row.hits > (top?.hits ?? -1) ? row : top), months[0])
  return (
    <ChartFrame
      title={peak ? `${peak.month} 最多，命中 ${formatCount(peak.hits)} 次` : '按月命中'}
      note={`每月命中次数${live ? '，草稿与现行对照' : ''}`}
      table={{
        columns: ['月份', '草稿命中', '草稿金额（元）', '现行命中'],
        rows: months.map((row) => [
          row.month,
          formatCount(row.hits),
          formatAmount(row.amount),
          formatCount(row.liveHits),
        ]),
      }}
    >
      <EChart option={option} height={240} label={`每月命中次数，${months.length} 个月`} />
    </ChartFrame>
  )
}

/** The institutions with the most money, draft beside live. */
export function InstitutionCompare({ report }: { readonly report: Report }) {
  const { palette, tooltip, legend } = useParts()
  const { live } = report
  const rows = useMemo(() => report.institutions.slice(0, 12), [report.institutions])
  const option = useMemo(() => {
    const shown = [...rows].reverse()
    const bar = (name: string, data: readonly number[], color: string) => ({ type: 'bar', name, data, itemStyle: { color, borderRadius: [0, 3, 3, 0] }, barMaxWidth: 12, label: { show: name === '草稿', position: 'right', color: palette.textSecondary, fontSize: 11 } }) // prettier-ignore
    return {
      grid: { left: 8, right: 48, top: 30, bottom: 4, containLabel: true },
      tooltip,
      legend,
      xAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: palette.textTertiary },
        splitLine: { lineStyle: { color: palette.grid } },
      },
      yAxis: {
        type: 'category',
        data: shown.map(({ fixmedinsName }) => fixmedinsName),
        axisLabel: { color: palette.textSecondary, width: 180, overflow: 'truncate' },
        axisLine: { lineStyle: { color: palette.borderStrong } },
        axisTick: { show: false },
      },
      series: [
        ...(live ? [bar('现行', shown.map(({ liveHits }) => liveHits), palette.borderStrong)] : []),
        bar('草稿', shown.map(({ hits }) => hits), palette.brand),
      ],
    } // prettier-ignore
  }, [rows, live, palette, tooltip, legend])
  if (rows.length === 0) return null
  return (
    <ChartFrame
      title={`${rows[0]?.fixmedinsName ?? ''} 涉及金额最多，${formatAmount(rows[0]?.amount ?? '0.00')} 元`}
      note="涉及金额最多的机构，横轴为命中次数"
      table={{
        columns: ['机构', '草稿命中', '草稿金额（元）', '现行命中'],
        rows: report.institutions.map((row) => [
          row.fixmedinsName,
          formatCount(row.hits),
          formatAmount(row.amount),
          formatCount(row.liveHits),
        ]),
      }}
    >
      <EChart
        option={option}
        height={Math.max(160, 44 + rows.length * 28)}
        label={`涉及金额最多的 ${rows.length} 家机构`}
      />
    </ChartFrame>
  )
}
