import type { FundReport, PeriodSums } from '@yijian/contract'
import { FUNDS } from '@yijian/drg'
import { parseYuan } from '@yijian/kernel'

type Facts = Omit<FundReport, 'sentences' | 'advice'>

export const wan = (yuan: string): number => Number(parseYuan(yuan)) / 1_000_000
const wanText = (yuan: string): string => `${(Math.round(wan(yuan) * 100) / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} 万元` // prettier-ignore
export const percent = (share: number): string => `${(Math.round(share * 1000) / 10).toFixed(1)}%`
export const amount = (yuan: string): string => yuan.replace(/^(-?)(\d+)/, (_, sign: string, whole: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ',')) // prettier-ignore
const change = (now: number, before: number): string => {
  if (before === 0) return '上期为零'
  const share = now / before - 1
  return `${share >= 0 ? '增长' : '下降'} ${percent(Math.abs(share))}`
}
const perCase = ({ cost, cases }: PeriodSums): number => (cases === 0 ? 0 : Number(parseYuan(cost)) / cases / 100)

/** What the figures say, one finding a sentence. */
export function sentencesOf(report: Facts): string[] {
  const { total, hospitals, groups, label } = report
  const losing = hospitals.filter(({ gain }) => gain.startsWith('-'))
  const [most] = groups
  return [
    `${label}住院 DRG 病例 ${total.cases.toLocaleString('en-US')} 例，入组率 ${percent(total.grouped / total.cases)}，CMI ${total.cmi ?? '—'}，例均费用 ${perCase(total).toLocaleString('en-US', { maximumFractionDigits: 2 })} 元，例均住院 ${total.days === null ? '—' : total.days.toFixed(1)} 天。`, // prettier-ignore
    `总费用 ${amount(total.cost)} 元；按病组统筹应付 ${amount(total.payable)} 元，按项目记账统筹 ${amount(total.actualFund)} 元，医疗机构合计${total.gain.startsWith('-') ? '亏损' : '结余'} ${amount(total.gain.replace('-', ''))} 元；已拨付 ${amount(report.paid)} 元。`, // prettier-ignore
    ...report.funds.map((one) => fundSentence(one)),
    ...[report.previous, report.yearAgo].filter((one) => one !== null).map((one) => `与 ${one.label}相比：病例${change(total.cases, one.total.cases)}，例均费用${change(perCase(total), perCase(one.total))}，统筹应付${change(wan(total.payable), wan(one.total.payable))}。`), // prettier-ignore
    `${hospitals.length} 家医疗机构中 ${losing.length} 家亏损${losing.length === 0 ? '' : `，亏损最多的是${losing.at(-1)!.hospital.name}（${wanText(losing.at(-1)!.gain)}）`}；高倍率病例 ${total.high} 例，占 ${percent(total.high / total.cases)}，低倍率 ${total.low} 例，占 ${percent(total.low / total.cases)}。`, // prettier-ignore
    ...(most === undefined ? [] : [`费用最多的病组是 ${most.drg} ${most.name}，${most.cases} 例，占总费用 ${percent(wan(most.cost) / (wan(total.cost) || 1))}；前 ${Math.min(10, groups.length)} 个病组占 ${percent(groups.slice(0, 10).reduce((sum, one) => sum + wan(one.cost), 0) / (wan(total.cost) || 1))}。`]), // prettier-ignore
    ...(report.special === 0 ? [] : [`已公示特病单议 ${report.special} 例，决定计入年终决算。`]),
  ]
}

function fundSentence({ fund, payable, budget, usedShare, timeShare, yearPayable }: Facts['funds'][number]): string {
  const head = `${FUNDS[fund]}：本期统筹应付 ${amount(payable)} 元`
  if (budget === null || usedShare === null) return `${head}；本年度本地住院预算尚未公布，无法评估执行进度。`
  return `${head}；年初至期末应付 ${amount(yearPayable)} 元，占年度本地住院预算 ${amount(budget)} 元的 ${percent(usedShare)}，时间进度 ${percent(timeShare)}${usedShare > timeShare ? '，快于时间进度' : ''}。` // prettier-ignore
}

const FAST = 0.03
const OFTEN = 0.05

/** What the figures ask for; each says the figure that it rests on. */
export function adviceOf(report: Facts): string[] {
  const { total, hospitals, funds } = report
  const advice: string[] = []
  for (const { fund, usedShare, timeShare } of funds)
    if (usedShare !== null && usedShare > timeShare + FAST) advice.push(`${FUNDS[fund]}基金预算执行快于时间进度 ${percent(usedShare - timeShare)}，按此进度年末约为预算的 ${percent(usedShare / timeShare)}，建议分析增量来源并提前研究决算分担。`) // prettier-ignore
  const high = hospitals.filter((one) => one.cases >= 30 && one.high / one.cases > OFTEN)
  if (high.length > 0) advice.push(`${high.length} 家机构高倍率病例占比超过 ${percent(OFTEN)}（${high.slice(0, 3).map(({ hospital }) => hospital.name).join('、')}${high.length > 3 ? ' 等' : ''}），建议抽查病例并引导其申请特病单议。`) // prettier-ignore
  const low = hospitals.filter((one) => one.cases >= 30 && one.low / one.cases > OFTEN)
  if (low.length > 0) advice.push(`${low.length} 家机构低倍率病例占比超过 ${percent(OFTEN)}（${low.slice(0, 3).map(({ hospital }) => hospital.name).join('、')}${low.length > 3 ? ' 等' : ''}），建议核查是否降低入院标准、分解住院。`) // prettier-ignore
  if (total.refused > 0) advice.push(`暂不能支付 ${total.refused} 例，建议督促医疗机构按结算清单质控意见改正后重新上传。`) // prettier-ignore
  if (total.grouped / total.cases < 0.95) advice.push(`入组率 ${percent(total.grouped / total.cases)} 低于 95%，建议检查主要诊断选择和编码质量。`) // prettier-ignore
  if (report.open.length > 0) advice.push(`${report.open.join('、')} 尚未关账，本报告中这些月份的数字可能变化。`)
  return advice.length === 0 ? ['本期各项指标未触发提示。'] : advice
}
