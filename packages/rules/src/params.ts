import { AppError, assertNever, parseYuan } from '@yijian/kernel'

/**
 * Parameters of knowledge points. `scale` numbers become whole numbers (a quantity in ten-thousandths, a ratio in millionths,
 * money in fen); `set` names a code set of the release, or lists codes (`I10|E11`); `flag` is true or left out.
 */
export const PARAMS = {
  min_age_m: { type: 'integer', label: '最小年龄（月）' },
  max_age_m: { type: 'integer', label: '最大年龄（月，含）' },
  min_age_d: { type: 'integer', label: '最小日龄' },
  max_age_d: { type: 'integer', label: '最大日龄（含）' },
  max_gest_weeks: { type: 'integer', label: '胎龄上限（周，不含）' },
  gend: { type: 'integer', label: '性别（1 男 2 女）' },
  insutypes: { type: 'words', label: '险种' },
  maternity_visit_ok: { type: 'flag', label: '生育就诊视同符合' },
  min_tier: { type: 'integer', label: '最低机构级别' },
  modes: { type: 'words', label: '就医方式' },
  depts: { type: 'words', label: '科室' },
  hosp_types: { type: 'words', label: '机构类型' },
  min_title: { type: 'integer', label: '最低职称' },
  deny_internet: { type: 'flag', label: '互联网诊疗不得使用' },
  diseases: { type: 'words', label: '门慢特病种' },
  drug_list: { type: 'items', label: '病种用药目录' },
  dx_allow: { type: 'dx', label: '限定诊断' },
  dx_days: { type: 'integer', label: '既往诊断回溯天数' },
  dx_deny: { type: 'dx', label: '禁忌诊断' },
  dx_exempt: { type: 'dx', label: '不适用的诊断' },
  op_deny: { type: 'op', label: '排斥的手术操作' },
  pregnant: { type: 'flag', label: '妊娠期' },
  lactating: { type: 'flag', label: '哺乳期' },
  elderly_from: { type: 'integer', label: '老年人年龄下限（岁）' },
  max: { type: 'quantity', label: '上限' },
  cap: { type: 'money', label: '限额（元）' },
  per: { type: 'per', label: '时间单位' },
  scope: { type: 'scope', label: '统计范围' },
  hours: { type: 'integer', label: '小时数', least: 1 },
  window_days: { type: 'integer', label: '天数窗口', least: 1 },
  gap_days: { type: 'integer', label: '间隔天数' },
  max_days: { type: 'integer', label: '最多天数' },
  per_stay: { type: 'flag', label: '按单次住院' },
  grace_days: { type: 'integer', label: '宽限天数' },
  min_days: { type: 'integer', label: '最少天数' },
  min_overlap: { type: 'integer', label: '最少重叠天数' },
  price_max: { type: 'money', label: '最高单价（元）' },
  tier: { type: 'integer', label: '适用机构级别' },
  ratio: { type: 'ratio', label: '比例' },
  ratio_min: { type: 'ratio', label: '下限' },
  ratio_max: { type: 'ratio', label: '上限' },
  min_parts: { type: 'integer', label: '最少分项数' },
  bundle_price: { type: 'money', label: '套餐价（元）' },
  symmetric: { type: 'flag', label: '互斥不分主次（取低者）' },
  group: { type: 'text', label: '分组' },
  check: { type: 'check', label: '核查内容' },
  max_delay_hours: { type: 'integer', label: '最大滞后小时' },
  allow_dsc_day: { type: 'flag', label: '允许出院当日' },
  pre_adm_hours: { type: 'integer', label: '入院前可并入小时' },
  alert_only: { type: 'flag', label: '只提示、不计金额' },
} as const satisfies Readonly<Record<string, ParamSpec>>

export type ParamType =
  'integer' | 'quantity' | 'money' | 'ratio' | 'flag' | 'text' | 'per' | 'scope' | 'check' | SetDomain
/** `items`, `dx` and `op` members are code prefixes; `words` match whole. */
export type SetDomain = 'items' | 'dx' | 'op' | 'words'
export interface ParamSpec {
  readonly type: ParamType
  readonly label: string
  /** Default 0: no parameter is negative. */
  readonly least?: number
}
export type ParamName = keyof typeof PARAMS
export type ParamValue = string | number | boolean
export type Params = Readonly<Partial<Record<ParamName, ParamValue>>>

/** Window units; `hours` slides (needs parameter `hours`). */
export const PERS = ['encounter', 'day', 'hour', 'month', 'year', 'rx', 'hours'] as const
export type Per = (typeof PERS)[number]
/** What is counted together inside the window. */
export const SCOPES = ['encounter', 'person', 'institution'] as const
export type Scope = (typeof SCOPES)[number]

/** Quality and time checks of T15 and T20, by number in the compiled parameters. */
export const CHECKS = [
  'receiving-institution',
  'birth-weight',
  'reported-days',
  'doctor',
  'amount',
  'price',
  'undesignated',
  'unbacked',
  'delay',
  'batch',
  'outside-stay',
  'after-death',
] as const
export type Check = (typeof CHECKS)[number]

export function setDomain(name: ParamName): SetDomain | undefined {
  const { type } = PARAMS[name]
  return type === 'items' || type === 'dx' || type === 'op' || type === 'words' ? type : undefined
}

/** A scalar parameter as the whole number both readings compute with. Throws `invalid`. */
export function scaled(name: ParamName, value: ParamValue): number {
  const { type, label, least = 0 }: ParamSpec = PARAMS[name]
  switch (type) {
    case 'integer':
      return checked(Number(value), { label, value, least })
    case 'quantity':
      return checked(Math.round(Number(value) * 10_000), { label, value, least })
    case 'ratio':
      return checked(Math.round(Number(value) * 1_000_000), { label, value, least })
    case 'money':
      return checked(Number(parseYuan(String(value))), { label, value, least })
    case 'flag':
      if (typeof value !== 'boolean') throw invalid(label, value)
      return value ? 1 : 0
    case 'per':
      return position(PERS, value, label)
    case 'scope':
      return position(SCOPES, value, label)
    case 'check':
      return position(CHECKS, value, label)
    case 'text':
    case 'items':
    case 'dx':
    case 'op':
    case 'words':
      throw new Error(`not a number: ${name}`)
    default:
      return assertNever(type)
  }
}

function position(words: readonly string[], value: ParamValue, label: string): number {
  const at = words.indexOf(String(value))
  if (at < 0) throw invalid(label, value)
  return at
}

interface Checked {
  readonly label: string
  readonly value: ParamValue
  readonly least: number
}

function checked(number: number, { label, value, least }: Checked): number {
  const wrong = !Number.isSafeInteger(number) || number < least || typeof value === 'boolean' || value === ''
  if (wrong) throw invalid(label, value)
  return number
}

function invalid(label: string, value: ParamValue): AppError {
  return new AppError('invalid', 'rules.param', `参数“${label}”的值不正确：${String(value)}`)
}
