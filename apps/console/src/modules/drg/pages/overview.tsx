import type { DrgOverview } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { axisAmount, ChartFrame, EChart, EmptyState, formatAmount, formatCount, formatNumber, formatPercent, HeadlineAmount, headlineAmount, PageHeader, Section, textField, useTheme, yuanAsNumber } from '@yijian/web-kit' // prettier-ignore
import { Select } from 'antd'
import { useMemo } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useShared, useSide } from '../api.ts'
import { Figures, Gain, Loaded, Plain } from '../parts/bits.tsx'
import '../drg.css'

const Search = { from: textField(7), to: textField(7) }

/** How does payment by groups run, who gains and who loses, and which groups are it? */
export function OverviewPage() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const all = useShared('drgOverview', { query: {} })
  const query = useShared('drgOverview', { query: search }, { refetchInterval: all.data?.cases === 0 ? 4000 : false })
  const months = all.data?.months.map(({ month }) => month) ?? []
  const pick = (label: string, value: string | undefined, key: 'from' | 'to') => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      style={{ width: 120 }}
      value={value ?? null}
      options={months.map((month) => ({ value: month, label: month }))}
      onChange={(next: string | null) => {
        setSearch({ [key]: next ?? undefined })
      }}
    />
  )
  return (
    <div className="yj-page">
      <PageHeader
        title="DRG 运行总览"
        lead={query.data ? leadOf(query.data) : '分组、标准与盈亏。'}
        actions={
          <>
            {pick('起始月份', search.from, 'from')}
            {pick('截止月份', search.to, 'to')}
          </>
        }
      />
      <Loaded query={query}>
        {(data) =>
          data.cases === 0 ? (
            <Section>
              <EmptyState title="还没有分组结果">
                导入住院结算数据后，系统会按已批准的支付参数自动试算，进度在右上角“任务”。
              </EmptyState>
            </Section>
          ) : (
            <div className="yj-stack">
              <Totals data={data} />
              <MonthTrend data={data} />
              <div className="drg-two">
                {isBureau ? <HospitalRanking data={data} /> : null}
                <Groups data={data} />
              </div>
              {isBureau ? <Hospitals data={data} /> : null}
            </div>
          )
        }
      </Loaded>
    </div>
  )
}

function leadOf({ from, to, schemeName, cases }: DrgOverview): string {
  if (cases === 0) return '等待数据。'
  return `${from ?? ''} 至 ${to ?? ''} 出院，${formatCount(cases)} 例，按“${schemeName}”分组；未固化月份为试算，结果可能变化。`
}

function Totals({ data }: { readonly data: DrgOverview }) {
  const { base } = useSide()
  const items = [
    ['病例', <Link key="c" to={`${base}/cases`}>{formatCount(data.cases)}</Link>, `入组 ${formatCount(data.grouped)}，QY ${formatCount(data.ambiguous)}，未入组 ${formatCount(data.ungrouped)}，拒收 ${formatCount(data.rejected)}`],
    ['入组率', data.groupRate === null ? '—' : formatPercent(data.groupRate), `覆盖 ${formatCount(data.groups)} 个病组`],
    ['CMI', data.cmi ?? '—', '总权重 ÷ 有权重病例'],
    ['例均费用', data.costPerCase === null ? '—' : formatAmount(data.costPerCase), `元；例均 ${data.daysPerCase === null ? '—' : formatNumber(data.daysPerCase, 1)} 天`],
    ['统筹应付', <HeadlineAmount key="p" value={data.payable} />, <span key="a">记账统筹 <HeadlineAmountSmall value={data.actualFund} /></span>],
    ['盈亏', <Gain key="g" value={data.gain} />, '元；统筹应付 − 记账统筹'],
    ['高 / 低倍率', <span key="h"><Link to={`${base}/cases?rule=high`}>{formatCount(data.high)}</Link> / <Link to={`${base}/cases?rule=low`}>{formatCount(data.low)}</Link></span>, <Link key="r" to={`${base}/cases?refused=1`}>暂不能支付 {formatCount(data.refused)} 例</Link>],
  ] as const // prettier-ignore
  return (
    <Section>
      <Figures items={items} />
    </Section>
  )
}

function HeadlineAmountSmall({ value }: { readonly value: string }) {
  const { text, unit } = headlineAmount(value)
  return (
    <span className="yj-num" title={`${formatAmount(value)} 元`}>
      {text} {unit}
    </span>
  )
}

function useAxes() {
  const { palette } = useTheme()
  return useMemo(
    () => ({
      palette,
      label: { axisLabel: { color: palette.textTertiary }, splitLine: { lineStyle: { color: palette.grid } } },
      tooltip: { backgroundColor: palette.surfaceRaised, borderColor: palette.border, textStyle: { color: palette.text } }, // prettier-ignore
    }),
    [palette],
  )
}

function MonthTrend({ data }: { readonly data: DrgOverview }) {
  const { palette, label, tooltip } = useAxes()
  const { months } = data
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', ...tooltip },
      xAxis: { type: 'category', data: months.map(({ month }) => month), ...label },
      yAxis: [
        { type: 'value', name: '元', ...label, axisLabel: { color: palette.textTertiary, formatter: axisAmount } },
        { type: 'value', name: 'CMI', scale: true, ...label, splitLine: { show: false } },
      ],
      series: [
        { type: 'bar', name: '统筹应付', data: months.map((one) => yuanAsNumber(one.payable)), itemStyle: { color: palette.series[0] }, barMaxWidth: 18 }, // prettier-ignore
        { type: 'bar', name: '记账统筹', data: months.map((one) => yuanAsNumber(one.actualFund)), itemStyle: { color: palette.series[1] }, barMaxWidth: 18 }, // prettier-ignore
        { type: 'line', name: 'CMI', yAxisIndex: 1, data: months.map((one) => (one.cmi === null ? null : Number(one.cmi))), itemStyle: { color: palette.series[2] }, showSymbol: false }, // prettier-ignore
      ],
    }),
    [months, palette, label, tooltip],
  )
  const last = months.at(-1)
  return (
    <Section>
      <ChartFrame
        title={`${last?.month ?? ''} 统筹应付 ${last === undefined ? '' : headlineAmount(last.payable).text + ' ' + headlineAmount(last.payable).unit}，CMI ${last?.cmi ?? '—'}`}
        note="深色柱为病组应付，浅色柱为按项目记账统筹，线为 CMI"
        table={{
          columns: ['月份', '病例', 'CMI', '统筹应付（元）', '记账统筹（元）', '状态'],
          rows: months.map((one) => [one.month, formatCount(one.cases), one.cmi ?? '—', formatAmount(one.payable), formatAmount(one.actualFund), one.frozen ? '已固化' : '试算']), // prettier-ignore
        }}
      >
        <EChart option={option} height={260} label="按月统筹应付、记账统筹与 CMI" />
      </ChartFrame>
    </Section>
  )
}

function HospitalRanking({ data }: { readonly data: DrgOverview }) {
  const { palette, label, tooltip } = useAxes()
  const shown = useMemo(() => {
    const { hospitals } = data
    return hospitals.length <= 16 ? hospitals : [...hospitals.slice(0, 8), ...hospitals.slice(-8)]
  }, [data])
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 60, top: 8, bottom: 4, containLabel: true },
      tooltip: { trigger: 'item', ...tooltip },
      xAxis: { type: 'value', ...label, axisLabel: { color: palette.textTertiary, formatter: axisAmount } },
      yAxis: { type: 'category', inverse: true, data: shown.map(({ hospital }) => hospital.name), axisLabel: { color: palette.text, width: 150, overflow: 'truncate' }, axisLine: { show: false }, axisTick: { show: false } }, // prettier-ignore
      series: [
        {
          type: 'bar',
          barMaxWidth: 14,
          data: shown.map(({ gain }) => ({
            value: yuanAsNumber(gain),
            itemStyle: { color: gain.startsWith('-') ? palette.series[2] : palette.series[0] },
          })),
          label: { show: true, position: 'right', color: palette.textSecondary, formatter: ({ value }: { value: number }) => axisAmount(value) }, // prettier-ignore
        },
      ],
    }),
    [shown, palette, label, tooltip],
  )
  const first = data.hospitals[0]
  const losing = data.hospitals.filter(({ gain }) => gain.startsWith('-')).length
  return (
    <Section>
      <ChartFrame
        title={`${first?.hospital.name ?? ''}盈余最多；${formatCount(losing)} 家医疗机构亏损`}
        note="盈亏 = 统筹应付 − 记账统筹，元"
        table={{ columns: ['医疗机构', '盈亏（元）'], rows: data.hospitals.map((one) => [one.hospital.name, formatAmount(one.gain)]) }} // prettier-ignore
      >
        <EChart option={option} height={Math.max(260, shown.length * 24)} label="医疗机构盈亏排名" />
      </ChartFrame>
    </Section>
  )
}

function Groups({ data }: { readonly data: DrgOverview }) {
  const { base } = useSide()
  return (
    <Section title="费用最多的病组" note="变异系数 < 1 为组内较稳定">
      <Plain
        label="费用最多的病组"
        columns={['病组', '病例', '总费用（元）', '盈亏（元）', '变异系数']}
        right={[1, 2, 3, 4]}
        rows={data.groupsByCost.slice(0, 16).map((one) => ({
          key: one.drg,
          cells: [
            <Link key="d" to={`${base}/cases?drg=${encodeURIComponent(one.drg)}`} title={one.name}>
              <code>{one.drg}</code> {one.name}
            </Link>,
            formatCount(one.cases),
            formatAmount(one.cost),
            <Gain key="g" value={one.gain} />,
            one.cv === null ? '—' : one.cv.toFixed(2),
          ],
        }))}
      />
    </Section>
  )
}

function Hospitals({ data }: { readonly data: DrgOverview }) {
  return (
    <Section title="各医疗机构" note="费用、时间消耗指数以全市同病组均值为 1">
      <Plain
        label="各医疗机构"
        columns={['医疗机构', '病例', 'CMI', '费用消耗指数', '时间消耗指数', '入组率', '高倍率', '低倍率', '统筹应付（元）', '盈亏（元）']} // prettier-ignore
        right={[1, 2, 3, 4, 5, 6, 7, 8, 9]}
        rows={data.hospitals.map((one) => ({
          key: one.hospital.code,
          cells: [
            <Link key="h" to={`/drg/cases?hospital=${encodeURIComponent(one.hospital.code)}`}>
              {one.hospital.name}
            </Link>,
            formatCount(one.cases),
            one.cmi ?? '—',
            one.costIndex === null ? '—' : one.costIndex.toFixed(3),
            one.timeIndex === null ? '—' : one.timeIndex.toFixed(3),
            one.groupRate === null ? '—' : formatPercent(one.groupRate),
            formatCount(one.high),
            formatCount(one.low),
            formatAmount(one.payable),
            <Gain key="g" value={one.gain} />,
          ],
        }))}
      />
    </Section>
  )
}
