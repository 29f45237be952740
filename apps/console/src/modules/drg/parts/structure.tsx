import type { DrgMonitor } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { ChartFrame, EChart, formatAmount, formatCount, formatPercent, Section, useTheme, yuanAsNumber } from '@yijian/web-kit' // prettier-ignore
import { useMemo } from 'react'
import { useSide } from '../api.ts'
import { Gain, Plain } from './bits.tsx'

const PARTS = { medical: '医疗', nursing: '护理', technology: '医技', supplies: '药耗', management: '管理' } as const
type Part = keyof typeof PARTS
type Group = DrgMonitor['groups'][number]

/** What the key groups are made of, and how they changed. */
export function Structure({ groups }: { readonly groups: readonly Group[] }) {
  const { base } = useSide()
  return (
    <>
      <Section>
        <Parts groups={groups} />
      </Section>
      <Section title="重点病组" note="费用最多的 20 个病组，与此前同样长的时期相比">
        <Plain
          label="重点病组"
          columns={['病组', '病例', '此前', '例均费用（元）', '变化', '变异系数', '总费用（元）', '盈亏（元）']}
          right={[1, 2, 3, 4, 5, 6, 7]}
          rows={groups.map((one) => ({ key: one.drg, cells: [<Link key="d" to={`${base}/cases?drg=${encodeURIComponent(one.drg)}`}><code>{one.drg}</code> {one.name}</Link>, formatCount(one.cases), one.casesBefore === 0 ? '—' : formatCount(one.casesBefore), one.meanCost === null ? '—' : formatAmount(one.meanCost), changeOf(one), one.cv === null ? '—' : one.cv.toFixed(2), formatAmount(one.cost), <Gain key="g" value={one.gain} />] }))} // prettier-ignore
        />
      </Section>
    </>
  )
}

function changeOf({ meanCost, meanCostBefore }: Group): string {
  if (meanCost === null || meanCostBefore === null || yuanAsNumber(meanCostBefore) === 0) return '—'
  const share = yuanAsNumber(meanCost) / yuanAsNumber(meanCostBefore) - 1
  return `${share > 0 ? '+' : ''}${formatPercent(share)}`
}

function Parts({ groups }: { readonly groups: readonly Group[] }) {
  const { palette } = useTheme()
  const shown = useMemo(() => groups.filter(({ parts }) => parts !== null).slice(0, 12), [groups])
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => `${value}%`, backgroundColor: palette.surfaceRaised, borderColor: palette.border, textStyle: { color: palette.text } }, // prettier-ignore
      xAxis: { type: 'value', max: 100, axisLabel: { color: palette.textTertiary, formatter: '{value}%' }, splitLine: { lineStyle: { color: palette.grid } } }, // prettier-ignore
      yAxis: { type: 'category', inverse: true, data: shown.map(({ drg, name }) => `${drg} ${name}`), axisLabel: { color: palette.text, width: 190, overflow: 'truncate' }, axisLine: { show: false }, axisTick: { show: false } }, // prettier-ignore
      series: (Object.keys(PARTS) as Part[]).map((part, at) => ({ type: 'bar', stack: 'parts', name: PARTS[part], barMaxWidth: 14, itemStyle: { color: palette.series[at % palette.series.length] }, data: shown.map(({ parts }) => Math.round((parts?.[part] ?? 0) * 1000) / 10) })), // prettier-ignore
    }),
    [shown, palette],
  )
  const heaviest = shown.reduce<Group | null>((most, one) => (most === null || one.parts!.supplies > most.parts!.supplies ? one : most), null) // prettier-ignore
  if (heaviest === null) return <p className="yj-muted">没有收费明细，不能分析费用结构。</p>
  return (
    <ChartFrame
      title={`${heaviest.drg} ${heaviest.name}药耗占比最高，${formatPercent(heaviest.parts!.supplies)}`}
      note="费用最多的病组的费用结构（有收费明细的病例）；自左至右：医疗、护理、医技、药耗、管理"
      table={{ columns: ['病组', ...Object.values(PARTS)], rows: shown.map((one) => [`${one.drg} ${one.name}`, ...(Object.keys(PARTS) as Part[]).map((part) => formatPercent(one.parts![part]))]) }} // prettier-ignore
    >
      <EChart option={option} height={Math.max(220, shown.length * 26 + 40)} label="重点病组费用结构" />
    </ChartFrame>
  )
}
