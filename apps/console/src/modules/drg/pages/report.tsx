import { PrinterOutlined } from '@ant-design/icons'
import { DRG_FUNDS, type FundReport } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { axisAmount, ChartFrame, EChart, formatAmount, formatCount, formatPercent, headlineAmount, PageHeader, Section, useTheme, yuanAsNumber } from '@yijian/web-kit' // prettier-ignore
import { Button } from 'antd'
import { useMemo } from 'react'
import { useParam } from '../../../shell/search-state.ts'
import { useAsk } from '../api.ts'
import { FileButtons } from '../parts/report-files.tsx'
import { Checks, Gain, Loaded, Plain } from '../parts/bits.tsx'
import '../drg.css'

/** How did the fund run in this period, for whom, and what follows? */
export function ReportPage() {
  const period = useParam('period')
  const query = useAsk('getFundReport', { params: { period } })
  return <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
}

function Body({ data }: { readonly data: FundReport }) {
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/drg/reports">基金运行报告</Link>}
        title={`${data.label}住院 DRG 基金运行报告`}
        lead={`${data.from} 至 ${data.to} 出院病例；${data.schemes.join('、')}，支付参数第 ${data.parameters.join('、')} 版${data.open.length === 0 ? '；各月均已关账' : `；${data.open.join('、')} 尚未关账`}。`}
        actions={
          <>
            <FileButtons period={data.period} />
            <Button
              icon={<PrinterOutlined />}
              onClick={() => {
                window.print()
              }}
            >
              打印
            </Button>
          </>
        }
      />
      <div className="yj-stack">
        <Section title="总体情况">
          {data.sentences.map((one) => (
            <p key={one} className="drg-sentence">
              {one}
            </p>
          ))}
        </Section>
        <Section title="基金总控">
          <Funds data={data} />
        </Section>
        <Section>
          <Months data={data} />
        </Section>
        <div className="drg-two">
          <Section title="重点病组结构" note="费用最多的病组">
            <Groups data={data} />
          </Section>
          <Section title="支付类别">
            <Rules data={data} />
          </Section>
        </div>
        <Section title="医疗机构结算与盈亏" note="按盈亏排列">
          <Hospitals data={data} />
        </Section>
        <Section title="压力评估与建议">
          <ol className="drg-advice">
            {data.advice.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ol>
        </Section>
        <Section title="核对">
          <Checks checks={data.checks} />
        </Section>
      </div>
    </div>
  )
}

function Funds({ data }: { readonly data: FundReport }) {
  return (
    <Plain
      label="基金总控"
      columns={['险种', '病例', '统筹应付（元）', '记账统筹（元）', '盈亏（元）', '已拨付（元）', '年度本地住院预算（元）', '预算执行', '时间进度']} // prettier-ignore
      right={[1, 2, 3, 4, 5, 6, 7, 8]}
      rows={[
        ...data.funds.map((one) => ({ key: one.fund, cells: [DRG_FUNDS[one.fund], formatCount(one.cases), formatAmount(one.payable), formatAmount(one.actualFund), <Gain key="g" value={one.gain} />, formatAmount(one.paid), one.budget === null ? '未公布' : formatAmount(one.budget), one.usedShare === null ? '—' : formatPercent(one.usedShare), formatPercent(one.timeShare)] })), // prettier-ignore
        { key: 'total', cells: [<strong key="t">合计</strong>, formatCount(data.cases), formatAmount(data.payable), formatAmount(data.actualFund), <Gain key="g" value={data.gain} />, formatAmount(data.paid), '', '', ''] }, // prettier-ignore
      ]}
    />
  )
}

function Months({ data }: { readonly data: FundReport }) {
  const { palette } = useTheme()
  const { months } = data
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', backgroundColor: palette.surfaceRaised, borderColor: palette.border, textStyle: { color: palette.text } }, // prettier-ignore
      xAxis: { type: 'category', data: months.map(({ month }) => month), axisLabel: { color: palette.textTertiary } },
      yAxis: { type: 'value', name: '元', axisLabel: { color: palette.textTertiary, formatter: axisAmount }, splitLine: { lineStyle: { color: palette.grid } } }, // prettier-ignore
      series: [
        { type: 'bar', name: '统筹应付', data: months.map((one) => yuanAsNumber(one.payable)), itemStyle: { color: palette.series[0] }, barMaxWidth: 26 }, // prettier-ignore
        { type: 'bar', name: '记账统筹', data: months.map((one) => yuanAsNumber(one.actualFund)), itemStyle: { color: palette.series[1] }, barMaxWidth: 26 }, // prettier-ignore
      ],
    }),
    [months, palette],
  )
  const peak = months.reduce((most, one) => (yuanAsNumber(one.payable) > yuanAsNumber(most.payable) ? one : most), months[0]!) // prettier-ignore
  const top = headlineAmount(peak.payable)
  return (
    <ChartFrame
      title={`${peak.month} 统筹应付最多，${top.text} ${top.unit}`}
      note="按出院月份，元；深色柱为统筹应付，浅色柱为记账统筹"
      table={{ columns: ['月份', '病例', 'CMI', '总费用（元）', '统筹应付（元）', '记账统筹（元）', '盈亏（元）', '状态'], rows: months.map((one) => [one.month, formatCount(one.cases), one.cmi ?? '—', formatAmount(one.cost), formatAmount(one.payable), formatAmount(one.actualFund), formatAmount(one.gain), one.closed ? '已关账' : '未关账']) }} // prettier-ignore
    >
      <EChart option={option} height={250} label="按月统筹应付与记账统筹" />
    </ChartFrame>
  )
}

function Groups({ data }: { readonly data: FundReport }) {
  const all = yuanAsNumber(data.total.cost)
  return (
    <Plain
      label="重点病组结构"
      columns={['病组', '病例', '总费用（元）', '占比', '盈亏（元）']}
      right={[1, 2, 3, 4]}
      rows={data.groups.slice(0, 15).map((one) => ({ key: one.drg, cells: [<Link key="d" to={`/drg/cases?drg=${encodeURIComponent(one.drg)}`}><code>{one.drg}</code> {one.name}</Link>, formatCount(one.cases), formatAmount(one.cost), all === 0 ? '—' : formatPercent(yuanAsNumber(one.cost) / all), <Gain key="g" value={one.gain} />] }))} // prettier-ignore
    />
  )
}

function Rules({ data }: { readonly data: FundReport }) {
  return (
    <Plain
      label="支付类别"
      columns={['支付类别', '病例', '总费用（元）', '统筹应付（元）', '盈亏（元）']}
      right={[1, 2, 3, 4]}
      rows={data.rules.map((one) => ({ key: one.rule, cells: [one.label, formatCount(one.cases), formatAmount(one.cost), formatAmount(one.payable), <Gain key="g" value={one.gain} />] }))} // prettier-ignore
    />
  )
}

function Hospitals({ data }: { readonly data: FundReport }) {
  return (
    <Plain
      label="医疗机构结算与盈亏"
      columns={['医疗机构', '级别', '病例', 'CMI', '高倍率', '低倍率', '统筹应付（元）', '记账统筹（元）', '盈亏（元）']} // prettier-ignore
      right={[2, 3, 4, 5, 6, 7, 8]}
      rows={data.hospitals.map((one) => ({ key: one.hospital.code, cells: [<Link key="h" to={`/drg/cases?hospital=${encodeURIComponent(one.hospital.code)}`}>{one.hospital.name}</Link>, `${one.tier} 级`, formatCount(one.cases), one.cmi ?? '—', formatPercent(one.high / one.cases), formatPercent(one.low / one.cases), formatAmount(one.payable), formatAmount(one.actualFund), <Gain key="g" value={one.gain} />] }))} // prettier-ignore
    />
  )
}
