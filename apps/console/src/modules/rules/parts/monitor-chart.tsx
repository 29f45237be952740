import type { Monitor } from '@yijian/contract'
import { ChartFrame, EChart, formatCount, formatMoment, useTheme } from '@yijian/web-kit'
import { useMemo } from 'react'
import { millis } from './monitor-text.ts'

/** Calls and shown reminders over time, the slow tail of the answers as a line on its own axis. */
export function MonitorChart({ monitor }: { readonly monitor: Monitor }) {
  const { palette } = useTheme()
  const peak = monitor.series.reduce((top, point) => Math.max(top, point.calls), 0)
  const option = useMemo(() => {
    const axis = { axisLabel: { color: palette.textTertiary }, splitLine: { lineStyle: { color: palette.grid } } }
    return {
      grid: { left: 8, right: 8, top: 30, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        backgroundColor: palette.surfaceRaised,
        borderColor: palette.border,
        textStyle: { color: palette.text },
      },
      xAxis: {
        type: 'category',
        data: monitor.series.map((point) => formatMoment(point.at).slice(5)),
        axisLabel: { color: palette.textTertiary, hideOverlap: true },
        axisLine: { lineStyle: { color: palette.borderStrong } },
        axisTick: { show: false },
      },
      yAxis: [
        { type: 'value', name: '次', minInterval: 1, nameTextStyle: { color: palette.textTertiary }, ...axis },
        { type: 'value', name: 'p99 毫秒', nameTextStyle: { color: palette.textTertiary }, ...axis, splitLine: { show: false } }, // prettier-ignore
      ],
      series: [
        { type: 'bar', name: '调用', data: monitor.series.map((point) => point.calls), itemStyle: { color: palette.brand }, barMaxWidth: 24 }, // prettier-ignore
        { type: 'bar', name: '提醒', data: monitor.series.map((point) => point.hits), itemStyle: { color: palette.series[1] }, barMaxWidth: 24 }, // prettier-ignore
        { type: 'line', name: 'p99 毫秒', yAxisIndex: 1, data: monitor.series.map((point) => point.p99), itemStyle: { color: palette.series[2] }, showSymbol: false }, // prettier-ignore
      ],
    }
  }, [monitor.series, palette])
  return (
    <ChartFrame
      title={`最多的一段 ${formatCount(peak)} 次调用${monitor.latency ? `，99% 在 ${millis(monitor.latency.p99)} 内答复` : ''}`}
      note="柱为调用和提醒次数，线为最慢 1% 的答复时间"
      table={{
        columns: ['时间', '调用', '提醒', 'p99（毫秒）'],
        rows: monitor.series.map((point) => [
          formatMoment(point.at),
          formatCount(point.calls),
          formatCount(point.hits),
          point.p99 === null ? '—' : point.p99.toFixed(1),
        ]),
      }}
    >
      <EChart option={option} height={260} label={`调用、提醒和答复时间，${monitor.series.length} 个时段`} />
    </ChartFrame>
  )
}
