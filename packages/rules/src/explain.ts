import { formatYuan } from '@yijian/kernel'
import type { CompiledRelease, Unit } from './compiled.ts'
import type { KnowledgePoint } from './knowledge.ts'
import { CHECKS, PERS, type ParamName } from './params.ts'
import { dayText, monthsBetween } from './evaluator/calendar.ts'
import type { ClaimTable, VisitCode } from './evaluator/table.ts'
import type { Vocabulary } from './evaluator/vocabulary.ts'
import type { HitDraft } from './evaluator/work.ts'

/** A hit beside the rows it was made from: what its message may speak of. */
export interface Explained {
  readonly release: CompiledRelease
  readonly vocabulary: Vocabulary
  readonly table: ClaimTable
  readonly person: number
  readonly unit: number
  readonly draft: HitDraft
}

/** The facts a message may name. Every placeholder of every kind is one of these. */
export const FACTS = {
  名称: ({ table, draft }) => table.name[draft.violating[0]!]!,
  对方: (hit) => names(hit, hit.draft.involved),
  列表: (hit) => names(hit, [...hit.draft.violating, ...hit.draft.involved]),
  处方: ({ table, draft }) => table.rxText[table.rx[draft.violating[0]!]!] ?? '未知',
  日期: ({ table, draft }) => dayText(table.row.day[draft.violating[0]!]!),
  入: (hit) => visitDay(hit, 'adm'),
  出: (hit) => visitDay(hit, 'dsc'),
  险种: (hit) => word(hit, 'insutype'),
  方式: (hit) => MODES[word(hit, 'mode')] ?? '未知',
  病种: (hit) => word(hit, 'diseaseNo'),
  机构: (hit) => word(hit, 'inst', hit.table.psnNo[hit.person]!.replace(/^inst:/, '')),
  级别: ({ table, draft }) => known(table.visitNumber.tier[table.visit[draft.violating[0]!]!]),
  科室: ({ vocabulary, table, draft }) => vocabulary.words.textOf(table.dept[draft.violating[0]!]!) || '未知',
  性别: ({ table, person }) => ({ 1: '男', 2: '女' })[table.person.gend[person]!] ?? '未知',
  年龄: (hit) => ageText(hit),
  诊断: (hit) => diagnoses(hit),
  实际: (hit) => plainNumber(hit, hit.draft.actual),
  上限: (hit) => plainNumber(hit, hit.draft.limit),
  超出: (hit) => plainNumber(hit, (hit.draft.actual ?? 0) - (hit.draft.limit ?? 0)),
  实际元: ({ draft }) => yuan(draft.actual),
  上限元: ({ draft }) => yuan(draft.limit),
  窗口: (hit) => known(number(hit, 'window_days') ?? number(hit, 'gap_days') ?? number(hit, 'max_delay_hours')),
  单位: (hit) => PER_WORDS[PERS[number(hit, 'per') ?? 0]!],
  比例: (hit) => percent(number(hit, 'ratio') ?? 0, 1_000_000),
  占比: ({ table, draft }) => percent(table.row.num[draft.violating[0]!]!, table.row.den[draft.violating[0]!]!),
  阈值: (hit) => percent(number(hit, 'ratio_max') ?? number(hit, 'ratio_min') ?? 0, 1_000_000),
  核查: (hit) => CHECK_WORDS[CHECKS[number(hit, 'check') ?? 0]!],
  要求: (hit) => (isAdmission(hit) ? basisText(hit) : requirement(hit)),
} as const satisfies Readonly<Record<string, (hit: Explained) => string>>
export type FactName = keyof typeof FACTS

const MODES: Readonly<Record<string, string>> = { IPT: '住院', OPT: '门诊', EMERG: '急诊', OBS: '留观', OPSP: '门诊慢特病', PHA: '药店购药', OTH: '其他' } // prettier-ignore
const PER_WORDS = { encounter: '次就诊', day: '日', hour: '小时', month: '月', year: '年', rx: '张处方', hours: '时段' } as const satisfies Readonly<Record<(typeof PERS)[number], string>> // prettier-ignore
const CHECK_WORDS = {
  'receiving-institution': '离院方式为转院而无接收机构',
  'birth-weight': '新生儿缺少出生体重',
  'reported-days': '住院天数与起止日期不一致',
  'doctor': '缺少开单医师',
  'amount': '单价乘数量与金额不一致',
  'price': '单价为零而有金额',
  'undesignated': '机构疑似非定点',
  'unbacked': '无医嘱、执行或文书记录',
  'delay': '上传滞后',
  'batch': '集中上传',
  'outside-stay': '计费日期不在住院期间',
  'after-death': '死亡后发生费用',
} as const satisfies Readonly<Record<(typeof CHECKS)[number], string>> // prettier-ignore

/** 违规内容: the message of the point (or its kind) with its facts; at most 500 characters, cut between facts. */
export function renderMessage(template: string, hit: Explained): { message: string; facts: Record<string, string> } {
  const facts: Record<string, string> = {}
  let message = ''
  for (const part of partsOf(template)) {
    const text = part.read ? (facts[part.text] = part.read(hit)) : part.text
    if (message.length + text.length > 500) break
    message += text
  }
  return { message, facts }
}

/** A piece of a template as it is, or the name of a fact and how it is read. */
interface Part {
  readonly text: string
  readonly read?: (hit: Explained) => string
}
const parsed = new Map<string, readonly Part[]>()

function partsOf(template: string): readonly Part[] {
  const known = parsed.get(template)
  if (known) return known
  const parts = template.split(/(\{[^}]+\})/).map((text): Part => {
    const name = text.startsWith('{') ? text.slice(1, -1) : undefined
    return name !== undefined && name in FACTS ? { text: name, read: FACTS[name as FactName] } : { text }
  })
  parsed.set(template, parts)
  return parts
}

/** Placeholders of a message that no fact answers: such a message may not be published. */
export function unboundPlaceholders(template: string): readonly string[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!).filter((name) => !(name in FACTS))
}

function number({ release, unit }: Explained, name: ParamName): number | undefined {
  return release.units[unit]!.numbers[name]
}

function names({ table }: Explained, rows: readonly number[]): string {
  if (rows.length === 1) return table.name[rows[0]!] || '同组项目'
  return [...new Set(rows.map((row) => table.name[row]!))].slice(0, 5).join('、') || '同组项目'
}

function word({ table, vocabulary, draft }: Explained, field: VisitCode, otherwise = '未知'): string {
  const id = table.visitCode[field][table.visit[draft.violating[0]!]!] ?? -1
  return id < 0 ? otherwise : vocabulary.words.textOf(id)
}

function visitDay({ table, draft }: Explained, field: 'adm' | 'dsc'): string {
  const day = table.visitNumber[field][table.visit[draft.violating[0]!]!] ?? NaN
  return Number.isNaN(day) ? '未知' : dayText(day)
}

function ageText({ table, person, draft }: Explained): string {
  const brdy = table.person.brdy[person]!
  if (Number.isNaN(brdy)) return '年龄未知'
  const day = table.row.day[draft.violating[0]!]!
  const months = monthsBetween(brdy, day)
  if (months < 1) return `${day - brdy}天`
  return months < 36 ? `${months}月龄` : `${Math.floor(months / 12)}岁`
}

function diagnoses({ table, vocabulary, draft }: Explained): string {
  const visit = table.visit[draft.violating[0]!]!
  const codes: string[] = []
  for (let i = table.dxStart[visit] ?? 0; i < (table.dxStart[visit + 1] ?? 0) && codes.length < 5; i++) codes.push(vocabulary.dx.textOf(table.dx[i]!)) // prettier-ignore
  return codes.join('、') || '未填写'
}

/** Sums are kept in ten-thousandths by the limits, counts and days by the others. */
function plainNumber({ release, unit }: Explained, value: number | null): string {
  if (value === null) return '未知'
  const { plan } = release.units[unit]!.shape
  return String(plan.form === 'limit' && plan.value !== 'inscp' ? value / 10_000 : value)
}

function yuan(value: number | null): string {
  return value === null ? '未知' : formatYuan(BigInt(Math.round(value)))
}

function known(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '未知' : String(value)
}

function percent(num: number, den: number): string {
  return `${Math.round((num / den) * 10_000) / 100}%`
}

/** 无指征住院: the diagnoses that justify a stay are all but a few; a list of them tells nobody anything. */
export function isAdmission({ release, unit }: Explained): boolean {
  return release.units[unit]!.kind.id === 'R53'
}

/** What the point rests on, in its own words. */
function basisText({ release, draft }: Explained): string {
  return release.points[draft.point]!.point.basis.text.replace(/。$/, '').slice(0, 120)
}

const basisTexts = new WeakMap<KnowledgePoint, string>()

/** 依据: document, article and words of the point. */
export function basisOf(point: KnowledgePoint): string {
  const known = basisTexts.get(point)
  if (known !== undefined) return known
  const { text, document, article } = point.basis
  const basis = `${document}${article ?? ''}：${text}`
  basisTexts.set(point, basis)
  return basis
}

const requirements = new WeakMap<Unit, string>()

/** What the point asks for, in words: always the same of one unit. */
function requirement(hit: Explained): string {
  const unit = hit.release.units[hit.unit]!
  const known = requirements.get(unit)
  if (known !== undefined) return known
  const text = requirementText(hit)
  requirements.set(unit, text)
  return text
}

function requirementText(hit: Explained): string {
  const { release, unit } = hit
  const { setParams } = release.units[unit]!
  const members = (name: ParamName) => release.sets[setParams[name] ?? -1]?.members ?? []
  const listed = (name: ParamName, label: string) => (members(name).length === 0 ? '' : `${label}${members(name).slice(0, 5).join('、')}${members(name).length > 5 ? '等' : ''}`) // prettier-ignore
  const gend = { 1: '男性', 2: '女性' }[number(hit, 'gend') ?? 0]
  const tier = number(hit, 'min_tier')
  return [
    gend,
    ageRange(hit),
    tier === undefined ? '' : `${['', '一', '二', '三'][tier] ?? tier}级及以上`,
    members('modes').map((mode) => MODES[mode] ?? mode).join('、'),
    listed('depts', ''),
    listed('hosp_types', ''),
    number(hit, 'min_title') === undefined ? '' : `职称${['', '助理', '医师', '主治', '副主任', '主任'][number(hit, 'min_title')!] ?? ''}及以上`,
    listed('dx_allow', '诊断'),
    listed('dx_deny', '诊断'),
  ].filter((part) => part !== undefined && part !== '').join('、') || '规定条件' // prettier-ignore
}

function ageRange(hit: Explained): string {
  const years = (months: number) => (months % 12 === 0 ? `${months / 12}岁` : `${months}月龄`)
  const min = number(hit, 'min_age_m')
  const max = number(hit, 'max_age_m')
  const days = number(hit, 'max_age_d')
  if (days !== undefined) return `${days}天以内`
  if (min !== undefined && max !== undefined) return `${years(min)}至${years(max + 1)}（不含）`
  if (min !== undefined) return `${years(min)}及以上`
  return max === undefined ? '' : `${years(max + 1)}以下`
}
