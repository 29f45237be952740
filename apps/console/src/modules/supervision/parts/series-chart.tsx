import { EChart, isNumericFormat, useTheme } from '@yijian/web-kit'
import { useMemo } from 'react'
import type { DetailTable } from '../contract.ts'

/** First column along the axis, every numeric column a line. */
export function SeriesChart({ table }: { readonly table: DetailTable }) {
  const { palette } = useTheme()
  const option = useMemo(() => {
    const lines = table.columns
      .map((column, index) => ({ column, index }))
      .filter(({ column, index }) => index > 0 && isNumericFormat(column.format))
      .slice(0, 6)
    return {
      grid: { left: 8, right: 110, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: table.rows.map((row) => String(row[0] ?? '')),
        axisLabel: { color: palette.textTertiary },
        axisLine: { lineStyle: { color: palette.borderStrong } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        name: lines[0]?.column.unit ?? '',
        axisLabel: { color: palette.textTertiary },
        splitLine: { lineStyle: { color: palette.grid } },
      },
      series: lines.map(({ column, index }, order) => ({
        type: 'line',
        name: column.label,
        showSymbol: table.rows.length < 40,
        data: table.rows.map((row) => row[index] ?? null),
        lineStyle: { width: 2 },
        itemStyle: { color: palette.series[order % palette.series.length] },
        endLabel: { show: true, formatter: '{a}', color: palette.series[order % palette.series.length] },
      })),
    }
  }, [table, palette])
  return <EChart option={option} height={280} label={table.label} />
}
