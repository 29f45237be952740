import type { TEMPLATES } from '@yijian/rules'
import { PARAMS, SHAPES, type ParamName, type Params, type ParamValue, type RuleKind } from '@yijian/rules'

export const PER_WORDS: Readonly<Record<string, string>> = { encounter: '每次就诊', day: '每日', hour: '每小时', month: '每月', year: '每年', rx: '每张处方', hours: '每若干小时' } // prettier-ignore
export const SCOPE_WORDS: Readonly<Record<string, string>> = {
  encounter: '本次就诊',
  person: '本人（跨就诊）',
  institution: '本机构',
}
export const MODE_WORDS: Readonly<Record<string, string>> = { IPT: '住院', OPT: '门诊', EMERG: '急诊', OBS: '留观', OPSP: '门诊慢特病', PHA: '药店购药', OTH: '其他' } // prettier-ignore
export const TIER_WORDS: Readonly<Record<string, string>> = { 1: '一级', 2: '二级', 3: '三级' }
export const TITLE_WORDS: Readonly<Record<string, string>> = { 1: '医士', 2: '医师', 3: '主治医师', 4: '副主任医师', 5: '主任医师' } // prettier-ignore
export const INSURANCE_WORDS: Readonly<Record<string, string>> = { 310: '职工基本医疗保险', 390: '城乡居民基本医疗保险', 410: '工伤保险', 510: '生育保险' } // prettier-ignore
export const CHECK_WORDS: Readonly<Record<string, string>> = {
  'receiving-institution': '转院离院而无接收机构',
  'birth-weight': '新生儿缺少出生体重',
  'reported-days': '住院天数与起止日期不一致',
  doctor: '缺少开单医师',
  amount: '单价乘数量与金额不一致',
  price: '单价为零而有金额',
  undesignated: '机构疑似非定点',
  unbacked: '无医嘱、执行或文书记录',
  delay: '上传滞后',
  batch: '集中上传',
  'outside-stay': '计费日期不在住院期间',
  'after-death': '死亡后发生费用',
}

/** Parameters as an auditor reads them; those of the kind that the point does not change are there too. */
export function paramsText(kind: RuleKind, params: Params): string {
  const all = Object.entries({ ...kind.defaults, ...params }) as [ParamName, ParamValue][]
  return all.map(([name, value]) => `${PARAMS[name].label}：${valueText(name, value)}`).join('；')
}

const WORDS: Readonly<Partial<Record<ParamName, Readonly<Record<string, string>>>>> = {
  per: PER_WORDS,
  scope: SCOPE_WORDS,
  check: CHECK_WORDS,
  gend: { 1: '男', 2: '女' },
  min_tier: TIER_WORDS,
  tier: TIER_WORDS,
  min_title: TITLE_WORDS,
  modes: MODE_WORDS,
  insutypes: INSURANCE_WORDS,
}

export function valueText(name: ParamName, value: ParamValue): string {
  if (value === true) return '是'
  if (value === false) return '否'
  const words = WORDS[name] ?? {}
  return String(value).split('|').map((one) => words[one] ?? one).join('、') // prettier-ignore
}

/** What each template asks, as a sentence. */
const LOGIC: Readonly<Record<keyof typeof TEMPLATES, string>> = {
  T1: '医保支付了知识点所列对象，而参保人、就诊、机构、科室或医师不符合知识点限定的条件。',
  T2: '医保支付了知识点所列对象，而本次就诊（及回溯期内）没有限定诊断，也没有可替代的诊疗依据。',
  T3: '使用了知识点所列对象，而本次就诊有禁忌的诊断、手术操作或生理状态。',
  T4: '同一时间窗口内，知识点所列对象的数量（天数、剂量、种类或次数）合计超过上限。',
  T5: '一个疗程内的使用天数超过上限；间隔超过规定天数重新计疗程。',
  T6: '同一时间窗口内同时收取了互斥的两类项目；被包含的一方疑似重复收费。',
  T7: '收取了知识点所列对象，而窗口内没有必需的配套项目、手术或诊断。',
  T8: '单价高于限价。',
  T9: '同一切口有两项及以上手术，第二项起未按规定比例折价。',
  T10: '统计窗口内符合范围金额合计超过限额。',
  T11: '知识点所列对象不属医保支付范围，而本行有符合范围的金额。',
  T12: '中药饮片处方含不予支付的饮片，或整张处方仅由单方不予支付的饮片组成。',
  T13: '同类药品两种及以上的用药日期重叠。',
  T14: '两类有相互作用或配伍禁忌的药品在同一天使用。',
  T15: '必填内容缺失、超出字典或前后矛盾。',
  T16: '统计窗口内就诊次数、住院间隔或住院天数超出规定。',
  T17: '机构指标超出合理区间。',
  T18: '结算数量大于期初加购进减期末的数量。',
  T19: '使用二线药品，而回溯期内未见一线药品使用，也没有不耐受依据。',
  T20: '计费时间与住院时间、上传时间或死亡日期不符。',
}
const AMOUNTS: Readonly<Record<string, string>> = {
  A1: '所列行的符合范围金额合计',
  A2: '符合范围金额 ×（合计数量 − 上限）÷ 合计数量，从最晚的行计起',
  A4: '（单价 − 限价）× 数量',
  cash: '（单价 − 现金价）× 数量',
  excess: '超出限额的金额，从最晚的行计起',
  shared: '超出套餐价的金额，按行分摊',
  ratio: '超出比例对应的金额（参考值）',
  stock: '超出数量 × 单价',
  none: '不计金额，只作提示',
}

/** 判定逻辑, one sentence a line. */
export function logicOf(kind: RuleKind): string[] {
  const shape = SHAPES[kind.shape]
  const lines = [LOGIC[kind.template]]
  if (shape.sources.some((source) => source === 'line'))
    lines.push('对象按国家编码匹配（精确编码优先于前缀，长者优先），并以服务日期落在知识点有效期内为准。')
  if (['T1', 'T2', 'T11', 'T12', 'T19'].includes(kind.template))
    lines.push('自费（符合范围金额为零）、已签自费同意书或限制用药审批不通过的行不计。')
  lines.push('先冲销退费，再判定；判定所需数据缺失时记为“无法判断”，不作命中。')
  if (kind.hintInB) lines.push('开单时统计窗口尚未完整，事前只作提示。')
  return lines
}

export function amountOf(kind: RuleKind): string {
  const { plan } = SHAPES[kind.shape]
  const method = plan.form === 'rank' ? 'A5' : 'amount' in plan ? plan.amount : 'A1'
  return method === 'A5' ? '金额 − 单价 × 折价比例 × 数量（价高者全额）' : (AMOUNTS[method] ?? method)
}
