import type { RuleParameter } from '@yijian/contract'
import { CHECKS, PARAMS, PERS, SCOPES, SHAPES, type ParamName, type ParamType, type RuleKind } from '@yijian/rules'
import { CHECK_WORDS, INSURANCE_WORDS, MODE_WORDS, PER_WORDS, SCOPE_WORDS, TIER_WORDS, TITLE_WORDS } from './words.ts'

const UNITS: Readonly<Partial<Record<ParamName, string>>> = {
  min_age_m: '月',
  max_age_m: '月',
  min_age_d: '天',
  max_age_d: '天',
  max_gest_weeks: '周',
  elderly_from: '岁',
  dx_days: '天',
  cap: '元',
  price_max: '元',
  bundle_price: '元',
  hours: '小时',
  window_days: '天',
  gap_days: '天',
  max_days: '天',
  grace_days: '天',
  min_days: '天',
  min_overlap: '天',
  min_parts: '项',
  max_delay_hours: '小时',
  pre_adm_hours: '小时',
}

const MOST: Readonly<Partial<Record<ParamName, number>>> = {
  min_age_m: 1800,
  max_age_m: 1800,
  min_age_d: 54_750,
  max_age_d: 54_750,
  max_gest_weeks: 45,
  elderly_from: 120,
  hours: 8784,
  window_days: 3660,
  gap_days: 3660,
  max_days: 3660,
  grace_days: 366,
  min_days: 366,
  min_overlap: 366,
  dx_days: 3660,
}

const HINTS: Readonly<Partial<Record<ParamName, string>>> = {
  min_age_m: '按月填写：3 岁为 36',
  max_age_m: '含该月龄：不满 14 岁为 167',
  dx_allow: '诊断编码前缀，如 I10',
  dx_deny: '诊断编码前缀',
  dx_exempt: '诊断编码前缀',
  op_deny: '手术操作编码前缀，如 43.4',
  drug_list: '药品编码前缀',
  depts: '科室名称，与结算清单一致',
  hosp_types: '机构类型，如 专科医院',
  diseases: '门慢特病种编码',
  ratio: '0 至 1 之间，如 0.5',
  ratio_min: '0 至 1 之间',
  ratio_max: '0 至 1 之间；库存可大于 1',
  group: '同组的知识点一并判断',
  gap_days: '间隔超过此天数，重新计算',
}

const CHOICES: Readonly<Partial<Record<ParamName, Readonly<Record<string, string>>>>> = {
  gend: { 1: '男', 2: '女' },
  min_tier: TIER_WORDS,
  tier: TIER_WORDS,
  min_title: TITLE_WORDS,
  insutypes: INSURANCE_WORDS,
  modes: MODE_WORDS,
}

/** What the editor asks for: the parameters of the kind, with units, bounds and choices in words. */
export function parametersOf(kind: RuleKind): RuleParameter[] {
  const { needs, takes } = SHAPES[kind.shape]
  const required = new Set<ParamName>([...needs, ...kind.needs])
  const names = [...new Set<ParamName>([...needs, ...kind.needs, ...takes])]
  return names.map((name) => {
    const { label, type, ...spec } = PARAMS[name] as { label: string; type: ParamType; least?: number }
    const isNumber = type === 'integer' || type === 'quantity' || type === 'money' || type === 'ratio'
    return {
      name,
      label: label.replace(/（(月|元|岁|周，不含|月，含|1 男 2 女)）$/, ''),
      type,
      required: required.has(name),
      default: kind.defaults[name] ?? null,
      unit: UNITS[name] ?? '',
      min: isNumber ? (spec.least ?? 0) : null,
      max: MOST[name] ?? null,
      choices: choicesOf(name, type),
      hint: HINTS[name] ?? '',
    }
  })
}

function choicesOf(name: ParamName, type: ParamType): RuleParameter['choices'] {
  const list = (values: readonly string[], words: Readonly<Record<string, string>>) =>
    values.map((value) => ({ value, label: words[value] ?? value }))
  if (type === 'per') return list(PERS, PER_WORDS)
  if (type === 'scope') return list(SCOPES, SCOPE_WORDS)
  if (type === 'check') return list(CHECKS, CHECK_WORDS)
  return Object.entries(CHOICES[name] ?? {}).map(([value, label]) => ({ value, label }))
}
