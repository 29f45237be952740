import type { FundReport } from '@yijian/contract'
import { FUNDS } from '@yijian/drg'
import { docxBytes, pdfBytes, type Block, type Document } from '@yijian/warehouse'
import type { Access } from '../../../platform/access/scope.ts'
import type { DrgContext } from './context.ts'
import { getFundReport } from './fund-reports.ts'
import { amount, percent, wan } from './report-words.ts'

export async function fundReportFile(
  context: DrgContext,
  access: Access,
  { period, format }: { period: string; format: 'docx' | 'pdf' },
): Promise<{ name: string; content: Buffer }> {
  const report = await getFundReport(context, access, period)
  const document = documentOf(report)
  return { name: `${document.title}.${format}`, content: format === 'docx' ? docxBytes(document) : pdfBytes(document) }
}

const rounded = (yuan: string): number => Math.round(wan(yuan) * 100) / 100
const text = (title: string, width: number) => ({ title, width })
const right = (title: string, width: number) => ({ title, width, right: true })

/** 基金运行报告. Every figure is one of the settlement; charts are in 万元, tables to the fen. */
function documentOf(report: FundReport): Document {
  const { label, schemes, parameters, open } = report
  return {
    title: `${label}住院 DRG 基金运行报告`,
    subtitle: `${report.from} 至 ${report.to} 出院病例；${schemes.join('、')}，支付参数第 ${parameters.join('、')} 版${open.length === 0 ? '；各月均已关账' : `；${open.join('、')} 尚未关账`}`, // prettier-ignore
    footer: `${label}住院 DRG 基金运行报告`,
    blocks: [
      { kind: 'heading', text: '一、总体情况' },
      ...report.sentences.map((one): Block => ({ kind: 'text', text: one })),
      { kind: 'heading', text: '二、基金总控' },
      fundTable(report),
      monthChart(report),
      monthTable(report),
      { kind: 'heading', text: '三、医疗机构结算与盈亏' },
      hospitalChart(report),
      hospitalTable(report),
      { kind: 'heading', text: '四、重点病组结构' },
      groupChart(report),
      groupTable(report),
      { kind: 'heading', text: '五、支付类别' },
      ruleTable(report),
      { kind: 'heading', text: '六、压力评估与建议' },
      ...report.advice.map((one, at): Block => ({ kind: 'text', text: `${at + 1}. ${one}` })),
      { kind: 'heading', text: '七、口径与核对' },
      { kind: 'text', text: '统筹应付为按病组支付办法计算的统筹基金应付额；记账统筹为按项目结算时统筹基金实际支出；盈亏 = 统筹应付 − 记账统筹。金额取自月度结算，单位为元，精确到分；图中为万元。' }, // prettier-ignore
      ...report.checks.map((one): Block => ({ kind: 'text', text: `${one.label}：${one.ok ? '一致' : '不一致'}（${one.text}）` })), // prettier-ignore
    ],
  }
}

function fundTable({ funds, total, paid }: FundReport): Block {
  return {
    kind: 'table',
    totalLast: true,
    columns: [text('险种', 1), right('病例', 1), right('统筹应付（元）', 2), right('记账统筹（元）', 2), right('盈亏（元）', 2), right('已拨付（元）', 2), right('年度预算（元）', 2), right('预算执行', 1.2)], // prettier-ignore
    rows: [
      ...funds.map((one) => [FUNDS[one.fund], String(one.cases), amount(one.payable), amount(one.actualFund), amount(one.gain), amount(one.paid), one.budget === null ? '未公布' : amount(one.budget), one.usedShare === null ? '—' : percent(one.usedShare)]), // prettier-ignore
      ['合计', String(total.cases), amount(total.payable), amount(total.actualFund), amount(total.gain), amount(paid), '', ''], // prettier-ignore
    ],
  }
}

function monthChart({ months }: FundReport): Block {
  const peak = months.reduce((most, one) => (wan(one.payable) > wan(most.payable) ? one : most), months[0]!)
  return { kind: 'chart', shape: 'columns', title: `${peak.month} 统筹应付最多`, unit: '万元', categories: months.map(({ month }) => month), series: [{ name: '统筹应付', values: months.map((one) => rounded(one.payable)) }, { name: '记账统筹', values: months.map((one) => rounded(one.actualFund)) }] } // prettier-ignore
}

function monthTable({ months }: FundReport): Block {
  return {
    kind: 'table',
    columns: [text('月份', 1.2), right('病例', 1), right('入组率', 1), right('CMI', 1), right('总费用（元）', 2), right('统筹应付（元）', 2), right('记账统筹（元）', 2), right('盈亏（元）', 2), text('状态', 1)], // prettier-ignore
    rows: months.map((one) => [one.month, String(one.cases), percent(one.grouped / one.cases), one.cmi ?? '—', amount(one.cost), amount(one.payable), amount(one.actualFund), amount(one.gain), one.closed ? '已关账' : '未关账']), // prettier-ignore
  }
}

const SHOWN = 8
function hospitalChart({ hospitals }: FundReport): Block {
  const shown = hospitals.length <= 2 * SHOWN ? hospitals : [...hospitals.slice(0, SHOWN), ...hospitals.slice(-SHOWN)]
  const losing = hospitals.filter(({ gain }) => gain.startsWith('-')).length
  return { kind: 'chart', shape: 'bars', title: `${losing} 家医疗机构亏损${shown.length < hospitals.length ? `（列盈亏最多的各 ${SHOWN} 家）` : ''}`, unit: '万元', categories: shown.map(({ hospital }) => hospital.name), series: [{ name: '盈亏', values: shown.map(({ gain }) => rounded(gain)) }] } // prettier-ignore
}

function hospitalTable({ hospitals, total }: FundReport): Block {
  return {
    kind: 'table',
    totalLast: true,
    columns: [text('医疗机构', 3.4), text('级别', 0.8), right('病例', 1), right('CMI', 1), right('高倍率', 1), right('低倍率', 1), right('统筹应付（元）', 2), right('记账统筹（元）', 2), right('盈亏（元）', 2)], // prettier-ignore
    rows: [
      ...hospitals.map((one) => [one.hospital.name, `${one.tier} 级`, String(one.cases), one.cmi ?? '—', percent(one.high / one.cases), percent(one.low / one.cases), amount(one.payable), amount(one.actualFund), amount(one.gain)]), // prettier-ignore
      ['合计', '', String(total.cases), total.cmi ?? '—', percent(total.high / total.cases), percent(total.low / total.cases), amount(total.payable), amount(total.actualFund), amount(total.gain)], // prettier-ignore
    ],
  }
}

function groupChart({ groups }: FundReport): Block {
  const shown = groups.slice(0, 12)
  return { kind: 'chart', shape: 'bars', title: `费用最多的 ${shown.length} 个病组`, unit: '总费用，万元', categories: shown.map(({ drg, name }) => `${drg} ${name}`), series: [{ name: '总费用', values: shown.map(({ cost }) => rounded(cost)) }] } // prettier-ignore
}

function groupTable({ groups }: FundReport): Block {
  return {
    kind: 'table',
    columns: [text('病组', 3.4), right('病例', 1), right('例均天数', 1.1), right('总费用（元）', 2), right('统筹应付（元）', 2), right('盈亏（元）', 2)], // prettier-ignore
    rows: groups.slice(0, 20).map((one) => [`${one.drg} ${one.name}`, String(one.cases), one.days === null ? '—' : one.days.toFixed(1), amount(one.cost), amount(one.payable), amount(one.gain)]), // prettier-ignore
  }
}

function ruleTable({ rules }: FundReport): Block {
  return {
    kind: 'table',
    columns: [text('支付类别', 3), right('病例', 1), right('总费用（元）', 2), right('统筹应付（元）', 2), right('盈亏（元）', 2)], // prettier-ignore
    rows: rules.map((one) => [one.label, String(one.cases), amount(one.cost), amount(one.payable), amount(one.gain)]),
  }
}
