import { SHAPES, type KnowledgePoint, type ParamName, type RuleKind, type TEMPLATES } from '@yijian/rules'
import { amountOf, MODE_WORDS, PER_WORDS, SCOPE_WORDS, TIER_WORDS, valueText } from './words.ts'

type Draft = Pick<KnowledgePoint, 'name' | 'keys' | 'partners' | 'params' | 'area' | 'effBegin' | 'effEnd'>

interface Told {
  readonly name: string
  readonly partner: string
  /** The parameter in words; `…` while it is missing. */
  readonly said: (name: ParamName) => string
  readonly has: (name: ParamName) => boolean
  readonly window: string
}

/** The logic of one point in words, as it changes while somebody types: sentence, objects, force, money. */
export function sentencesOf(kind: RuleKind, draft: Draft): string[] {
  const params = { ...kind.defaults, ...draft.params }
  const has = (name: ParamName) => params[name] !== undefined && params[name] !== '' && params[name] !== false
  const said = (name: ParamName) => (has(name) ? valueText(name, params[name]!) : '…')
  const window = [PER_WORDS[String(params.per ?? '')] ?? '', SCOPE_WORDS[String(params.scope ?? '')] ?? ''].filter(Boolean).join('、') // prettier-ignore
  const told: Told = { name: draft.name === '' ? '所列对象' : `“${draft.name}”`, partner: codes(draft.partners, '对应项目'), said, has, window: window === '' ? '统计窗口' : window } // prettier-ignore
  const logic = kind.id === 'R53' ? admission(told) : SENTENCES[kind.template](told)
  const lines = [logic, `对象：${codes(draft.keys, '尚未填写编码')}。`]
  if (SHAPES[kind.shape].partners !== 'none') lines.push(`对应：${codes(draft.partners, '尚未填写')}。`)
  lines.push(`适用于 ${draft.effBegin}${draft.effEnd === null ? ' 起' : ` 至 ${draft.effEnd} `}发生的费用${draft.area === null ? '' : `，限统筹区 ${draft.area}`}。`) // prettier-ignore
  lines.push(`涉及金额：${amountOf(kind)}。`)
  return lines
}

function codes(keys: readonly string[], none: string): string {
  if (keys.length === 0) return none
  const shown = keys.slice(0, 3).map((key) => (key.endsWith('*') ? `${key.slice(0, -1)} 开头的编码` : key))
  return `${shown.join('、')}${keys.length > 3 ? ` 等 ${keys.length} 个编码` : ''}`
}

function attributes({ said, has }: Told): string {
  const years = (name: ParamName) => { const months = Number(said(name)); return months % 12 === 0 ? `${months / 12} 岁` : `${months} 月龄` } // prettier-ignore
  const parts = [
    has('gend') ? `${said('gend')}性` : '',
    has('min_age_m') ? `年满 ${years('min_age_m')}` : '',
    has('max_age_m') ? `不超过 ${Number(said('max_age_m')) + 1 > 35 && (Number(said('max_age_m')) + 1) % 12 === 0 ? `${(Number(said('max_age_m')) + 1) / 12} 岁（不含）` : `${said('max_age_m')} 月龄`}` : '', // prettier-ignore
    has('max_age_d') ? `出生 ${said('max_age_d')} 天以内` : '',
    has('max_gest_weeks') ? `胎龄不满 ${said('max_gest_weeks')} 周` : '',
    has('insutypes') ? `参加${said('insutypes')}` : '',
    has('min_tier') ? `${TIER_WORDS[said('min_tier')] ?? said('min_tier')}及以上机构` : '',
    has('modes') ? `${said('modes')}就医` : '',
    has('depts') ? `${said('depts')}开立` : '',
    has('hosp_types') ? said('hosp_types') : '',
    has('min_title') ? `${said('min_title')}及以上职称` : '',
    has('deny_internet') ? '非互联网诊疗' : '',
    has('diseases') ? `病种 ${said('diseases')}` : '',
    has('drug_list') ? `目录 ${said('drug_list')} 内` : '',
  ].filter(Boolean)
  return parts.length === 0 ? '…（请填写限定条件）' : parts.join('、')
}

function denied({ said, has }: Told): string {
  const parts = [
    has('dx_deny') ? `诊断 ${said('dx_deny')}` : '',
    has('op_deny') ? `手术 ${said('op_deny')}` : '',
    has('pregnant') ? '妊娠期' : '',
    has('lactating') ? '哺乳期' : '',
    has('elderly_from') ? `${said('elderly_from')} 岁及以上` : '',
  ].filter(Boolean)
  return parts.length === 0 ? '…（请填写禁忌）' : parts.join('、')
}

const SENTENCES: Readonly<Record<keyof typeof TEMPLATES, (told: Told) => string>> = {
  T1: (t) => `医保支付${t.name}须同时符合：${attributes(t)}；不符合的疑似违规。`,
  T2: (t) => `医保支付${t.name}须有诊断 ${t.said('dx_allow')}${t.has('dx_days') ? `（本次或之前 ${t.said('dx_days')} 天内）` : ''}；没有的疑似违规。`, // prettier-ignore
  T3: (t) => `有下列情形而使用${t.name}的，疑似违规：${denied(t)}。`,
  T4: (t) => quantity(t),
  T5: (t) => `${t.name}一个疗程最多 ${t.said('max_days')} 天${t.has('gap_days') ? `，停用超过 ${t.said('gap_days')} 天重新计` : ''}${t.has('per_stay') ? '，按单次住院计' : ''}；超过的天数疑似违规。`, // prettier-ignore
  T6: (t) => t.has('bundle_price') ? `${t.window}分项收取${t.name}达 ${t.said('min_parts')} 项、合计高于套餐价 ${t.said('bundle_price')} 元的，高出部分疑似违规。` : `${t.window}已收取${t.partner}又收取${t.name}的，后者疑似重复收费。`, // prettier-ignore
  T7: (t) => `收取${t.name}而${t.has('window_days') ? `前后 ${t.said('window_days')} 天内` : '本次就诊内'}没有${t.partner}的，疑似违规。`, // prettier-ignore
  T8: (t) => t.has('price_max') ? `${t.name}单价不高于 ${t.said('price_max')} 元${t.has('tier') ? `（${t.said('tier')}机构）` : ''}；高出部分疑似违规。` : `${t.name}的医保价高于同一产品现金价的，高出部分疑似违规。`, // prettier-ignore
  T9: (t) => `同一切口有两项及以上${t.name}（${t.said('group')}），第二项起按 ${t.said('ratio')} 计价；未折价的部分疑似违规。`, // prettier-ignore
  T10: (t) => `${t.window}${t.name}符合范围金额合计不超过 ${t.said('cap')} 元；超过的部分疑似违规。`,
  T11: (t) => `${t.name}不属医保支付范围；有符合范围金额的疑似违规。`,
  T12: (t) => `中药饮片${t.name}不予支付；按单方或全方判断，疑似违规。`,
  T13: (t) => `${t.name}同类两种及以上用药日期重叠${t.has('min_overlap') ? ` ${t.said('min_overlap')} 天及以上` : ''}的，疑似重复用药。`, // prettier-ignore
  T14: (t) => `${t.name}与${t.partner}同时使用的，提示相互作用或配伍禁忌。`,
  T15: (t) => `${t.name}：${t.said('check')}的，提示核对。`,
  T16: (t) => behaviour(t),
  T17: (t) => `机构指标${t.name}${t.has('ratio_max') ? `高于 ${t.said('ratio_max')}` : ''}${t.has('ratio_min') ? `低于 ${t.said('ratio_min')}` : ''}的，提示核查。`, // prettier-ignore
  T18: (t) => `${t.name}结算数量与进销存之比高于 ${t.said('ratio_max')} 的，疑似虚假结算。`,
  T19: (t) => `使用${t.name}前 ${t.said('window_days')} 天内没有使用${t.partner}的，疑似违规${t.has('dx_exempt') ? `；诊断 ${t.said('dx_exempt')} 的不适用` : ''}。`, // prettier-ignore
  T20: (t) => t.has('check') ? `${t.name}：${t.said('check')}${t.has('max_delay_hours') ? `超过 ${t.said('max_delay_hours')} 小时` : ''}的，疑似违规。` : `住院期间另有${t.name}的，疑似违规。`, // prettier-ignore
}

/** 无指征住院: told by what does not justify a stay. */
function admission({ name, said }: Told): string {
  return `${name}：住院的诊断没有一个在 ${said('dx_allow')} 之内的，疑似不符合收治标准。`
}

function quantity(t: Told): string {
  if (t.has('grace_days') && !t.has('max'))
    return `${t.name}数量不超过住院天数加 ${t.said('grace_days')}；超过的部分疑似违规。`
  if (t.has('max_days') && !t.has('max')) return `${t.window}${t.name}用量合计不超过 ${t.said('max_days')} 天${t.has('modes') ? `（${t.said('modes')}）` : ''}；超过的部分疑似违规。` // prettier-ignore
  if (t.has('window_days'))
    return `${t.name}任意 ${t.said('window_days')} 天内不超过 ${t.said('max')} 次；超过的疑似违规。`
  return `${t.window}${t.name}合计不超过 ${t.said('max')}${t.has('modes') ? `（${t.said('modes')}）` : ''}；超过的部分疑似违规。`
}

function behaviour(t: Told): string {
  if (t.has('gap_days')) return `出院后 ${t.said('gap_days')} 天内再次${t.name}的，提示核查${t.has('dx_exempt') ? `；诊断 ${t.said('dx_exempt')} 的不适用` : ''}。` // prettier-ignore
  if (t.has('window_days')) return `${t.name}任意 ${t.said('window_days')} 天内超过 ${t.said('max')} 次的，提示核查。`
  if (t.has('max_days') || t.has('min_days')) return `${t.name}住院天数${t.has('max_days') ? `多于 ${t.said('max_days')} 天` : ''}${t.has('min_days') ? `少于 ${t.said('min_days')} 天` : ''}的，提示核查。` // prettier-ignore
  return `${t.window}${t.name}超过 ${t.said('max')} 的，提示核查。`
}

/** The message with what the draft already says in place of its placeholders. */
export function previewOf(kind: RuleKind, draft: Draft & Pick<KnowledgePoint, 'message'>): string {
  const params = { ...kind.defaults, ...draft.params }
  const limit = params.max ?? params.max_days ?? params.price_max ?? params.cap ?? params.max_delay_hours
  const facts: Readonly<Record<string, string | undefined>> = {
    名称: draft.name || undefined,
    对方: draft.partners.length > 0 ? '对应项目' : undefined,
    列表: draft.name || undefined,
    上限: limit === undefined ? undefined : String(limit),
    上限元: limit === undefined ? undefined : String(limit),
    实际: limit === undefined ? undefined : String(Number(limit) + 1),
    实际元: limit === undefined ? undefined : (Number(limit) + 100).toFixed(2),
    超出: limit === undefined ? undefined : '1',
    单位: params.per === undefined ? undefined : (PER_WORDS[String(params.per)] ?? '').replace(/^每/, ''),
    窗口: [params.window_days, params.gap_days].find((value) => value !== undefined)?.toString(),
    方式: MODE_WORDS['OPT'],
    性别: params.gend === undefined ? undefined : Number(params.gend) === 1 ? '女' : '男',
    日期: draft.effBegin,
    要求: '规定条件',
  }
  return (draft.message ?? kind.message).replace(/\{([^}]+)\}/g, (_, name: string) => facts[name] ?? `〔${name}〕`)
}
