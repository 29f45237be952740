import type { ParamName } from '../params.ts'
import type { ShapeId } from '../templates.ts'
import type { ConflictCode } from './conflict.ts'
import { findDisjoint, findWeaker } from './attributes.ts'
import { frequencyOf, quantityConflict } from './frequency.ts'
import type { Meeting } from './key-index.ts'
import { numberOf, overlapInArea, overlapInTime, type View, type Views } from './view.ts'

/** What a pair of points turned out to be, before a witness was found. */
export interface PairFinding {
  readonly code: ConflictCode
  readonly message: string
}

export interface PairOptions {
  readonly members: Views['members']
}

const CONDITIONAL = new Set(['T2', 'T2.evidence', 'T19', 'T5', 'T10'])
const NEVER = new Set(['T11', 'T12.any'])
const LIMITING = new Set([
  'T1',
  'T2',
  'T5',
  'T8',
  'T10',
  'T4',
  'T4.dose',
  'T4.days',
  'T4.kinds',
  'T4.rolling',
  'T4.stay',
])
/** 金额口径: shapes that speak of the same excess, by how they put it into money. */
const FAMILIES: Readonly<Partial<Record<ShapeId, readonly [family: string, method: string]>>> = {
  T4: ['数量', '按超出比例 A2'],
  'T4.stay': ['数量', '按超出比例 A2'],
  'T4.rolling': ['数量', '后次全额 A1'],
  T5: ['天数', '超出日全额 A1'],
  'T4.days': ['天数', '按超出比例 A2'],
  T8: ['单价', '高于限价 A4'],
  'T8.cash': ['单价', '高于现金价'],
}

/** Whether two points that meet on a code can conflict at all; asked before pairs are kept. */
export function canConflict(a: View, b: View): boolean {
  const [x, y] = [a.kind.shape, b.kind.shape]
  if (a.kind.id === b.kind.id) return true
  if (x === 'T1' && y === 'T1') return true
  if ((NEVER.has(x) && isConditional(b)) || (NEVER.has(y) && isConditional(a))) return true
  if (x === 'T6' || y === 'T6') return false
  const [f, g] = [FAMILIES[x], FAMILIES[y]]
  if (f && g && f[0] === g[0]) return true
  if (frequencyOf(a) && frequencyOf(b)) return true
  const shapes = new Set<string>([x, y])
  return (shapes.has('T3') && (shapes.has('T1') || shapes.has('T2'))) || (shapes.has('T5') && (frequencyOf(a) ?? frequencyOf(b)) !== undefined) // prettier-ignore
}

/** The one conflict of a meeting, the gravest first; undefined: none. */
export function testPair(meeting: Meeting, options: PairOptions): PairFinding | undefined {
  const { a, b } = meeting
  if (!overlapInTime(a, b) || !overlapInArea(a, b) || follows(a, b) || follows(b, a)) return undefined
  const tests = tightens(a, b) ? [duplicate, contradictory, weakerLocal] : TESTS
  for (const test of tests) {
    const finding = test(meeting, options)
    if (finding) return finding
  }
  return undefined
}
/** A local point beside the national one of its rule: it may be stricter, so only a weaker or impossible one is a conflict. */
function tightens(a: View, b: View): boolean {
  return a.kind.id === b.kind.id && a.point.area !== b.point.area
}

/** A chain of versions is K10's to judge. */
function follows(a: View, b: View): boolean {
  return a.point.supersedes === b.point.kpId
}

function isConditional({ kind }: View): boolean {
  return CONDITIONAL.has(kind.shape) || (kind.shape === 'T1' && kind.cat1 === '政策类')
}

function shareKey(a: View['partners'], b: View['partners']): boolean {
  return a.some((x) => b.some((y) => x.text === y.text))
}

function duplicate({ a, b, same }: Meeting): PairFinding | undefined {
  if (!same || a.kind.id !== b.kind.id || a.limits !== b.limits) return undefined
  if (a.shape.partners !== 'none' && !shareKey(a.partners, b.partners)) return undefined
  return { code: 'K1', message: `${names(a, b)}属同一规则、同一对象，参数相同且效期重叠，请合并或停用其一。` }
}

function contradictory({ a, b }: Meeting, { members }: PairOptions): PairFinding | undefined {
  const [x, y] = [a.kind.shape, b.kind.shape]
  if (x === 'T1' && y === 'T1') {
    const apart = findDisjoint(a.params, b.params, members)
    if (apart) return { code: 'K2', message: `${names(a, b)}在${apart.label}上互相排斥，没有任何情形同时符合两者，请核对哪一个有误。` } // prettier-ignore
  }
  const [need, deny] = x === 'T3' ? [b, a] : [a, b]
  if (deny.kind.shape !== 'T3') return undefined
  const allowed = members('dx_allow', need.params)
  const denied = members('dx_deny', deny.params)
  if (
    need.kind.shape === 'T2' &&
    denied.length > 0 &&
    allowed.length > 0 &&
    allowed.every((code) => denied.some((bad) => code.startsWith(bad)))
  )
    // prettier-ignore
    return { code: 'K2', message: `${names(a, b)}：限定的诊断全部在禁忌诊断之内，没有合规的用法。` }
  const from = numberOf(deny, 'elderly_from')
  const least = numberOf(need, 'min_age_m')
  if (need.kind.shape === 'T1' && from !== null && least !== null && least >= from * 12)
    return { code: 'K2', message: `${names(a, b)}：限定的年龄全部在老年禁（慎）用范围之内。` }
  return undefined
}

function impossible({ a, b }: Meeting): PairFinding | undefined {
  const [never, other] = NEVER.has(a.kind.shape) ? [a, b] : [b, a]
  if (!NEVER.has(never.kind.shape) || !isConditional(other)) return undefined
  return { code: 'K4', message: `${never.point.name}（${never.ref}）规定不予支付，${other.ref} 又规定符合条件可以支付，两者不能并存。` } // prettier-ignore
}

function weakerLocal({ a, b }: Meeting, { members }: PairOptions): PairFinding | undefined {
  if (a.kind.id !== b.kind.id || (a.point.area === null) === (b.point.area === null)) return undefined
  const [national, local] = a.point.area === null ? [a, b] : [b, a]
  if (local.point.exemption) return undefined
  const label = weakerLabel(national, local, members)
  return label === undefined ? undefined : { code: 'K9', message: `本地知识点 ${local.ref} 的${label}宽于国家知识点 ${national.ref}；本地只能从严，从宽须附豁免文件。` } // prettier-ignore
}

function weakerLabel(national: View, local: View, members: Views['members']): string | undefined {
  const limits = [['max', '上限'], ['cap', '限额'], ['price_max', '限价'], ['max_days', '天数']] as const // prettier-ignore
  for (const [name, label] of limits) {
    const [strict, mine] = [numberOf(national, name), numberOf(local, name)]
    if (strict !== null && mine !== null && mine > strict && sameWindow(national, local)) return label
  }
  if (national.kind.shape === 'T2') {
    const allowed = members('dx_allow', national.params)
    return members('dx_allow', local.params).some((code) => !allowed.some((wide) => code.startsWith(wide))) ? '限定诊断' : undefined // prettier-ignore
  }
  return national.kind.shape === 'T1' ? findWeaker(national.params, local.params, members)?.label : undefined
}

function sameWindow(a: View, b: View): boolean {
  return (['per', 'scope', 'window_days', 'per_stay'] as const).every((name) => a.params[name] === b.params[name])
}

function windows(meeting: Meeting): PairFinding | undefined {
  const message = quantityConflict(meeting)
  return message === undefined ? undefined : { code: 'K6', message: `${names(meeting.a, meeting.b)}：${message}` }
}

/** A key shorter than a drug class catches all kinds of lines: not one line type. */
const LINE_TYPE = 7

function amounts({ a, b, same, broad }: Meeting): PairFinding | undefined {
  if (!same && broad.length < LINE_TYPE) return undefined
  const [x, y] = [FAMILIES[a.kind.shape], FAMILIES[b.kind.shape]]
  if (!x || !y || x[0] !== y[0] || x[1] === y[1]) return undefined
  return {
    code: 'K12',
    message: `${names(a, b)}对同一明细的${x[0]}疑似违规分别按“${x[1]}”“${y[1]}”计算金额，请统一口径。`,
  }
}

/**
 * A narrower point hides the broader one of its rule on its codes, whatever the rule. On the same key both speak; of an item one limit
 * of a kind is expected there, of visits many things are asked side by side.
 */
function contained({ a, b, same }: Meeting): PairFinding | undefined {
  if (a.kind.id !== b.kind.id || (a.limits === b.limits && partnersOf(a) === partnersOf(b))) return undefined
  if (!same) return { code: 'K3', message: `${a.ref} 的对象包含 ${b.ref} 的对象而限定不同，以较窄的 ${b.ref} 为准。` }
  const alike = a.kind.shape === 'T6' ? shareKey(a.partners, b.partners) : LIMITING.has(a.kind.shape)
  if (!alike || a.keys[0]?.source === 'visit' || !sharesLimit(a, b)) return undefined
  return { code: 'K3', message: `${names(a, b)}对同一对象给出两种限定，两者都会执行，请确认。` }
}

function partnersOf({ partners }: View): string {
  return partners.map(({ text }) => text).sort().join('|') // prettier-ignore
}

/** Parameters that say which cases a limit is for: where they differ, two limits stand side by side. */
const CASES: readonly ParamName[] = ['diseases', 'tier', 'per', 'scope', 'check', 'group', 'window_days']

/** Two points of one kind that limit different attributes only complete each other. */
function sharesLimit(a: View, b: View): boolean {
  const differs = (name: ParamName) => a.params[name] !== b.params[name]
  if (CASES.some(differs) || (a.kind.shape !== 'T1' && differs('modes'))) return false
  return (Object.keys(a.point.params) as ParamName[]).some((name) => Object.hasOwn(b.point.params, name) && differs(name)) // prettier-ignore
}

function names(a: View, b: View): string {
  return a.point.name === b.point.name ? `“${a.point.name}”的 ${a.ref} 与 ${b.ref} ` : `${a.ref}（${a.point.name}）与 ${b.ref}（${b.point.name}）` // prettier-ignore
}

const TESTS = [duplicate, contradictory, impossible, weakerLocal, windows, amounts, contained]
