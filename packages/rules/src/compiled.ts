import { AppError, daysBetween, type Day } from '@yijian/kernel'
import type { RuleKind, Severity } from './kind.ts'
import type { CodeSet, KnowledgePoint } from './knowledge.ts'
import { parseKey, type PatternKey } from './keys.ts'
import { PARAMS, scaled, setDomain, type ParamName, type ParamValue, type SetDomain } from './params.ts'
import { byCode, canonical, type Release, type ReleasedRule } from './release.ts'
import { SHAPES, type Shape, type ShapeId } from './templates.ts'

/** A release checked and numbered: what both readings start from. */
export interface CompiledRelease {
  readonly hash: string
  readonly units: readonly Unit[]
  readonly points: readonly CompiledPoint[]
  readonly keys: readonly CompiledKey[]
  readonly sets: readonly CompiledSet[]
  /** Points that cannot be executed, with the reason. Never silently a miss. */
  readonly failed: ReadonlyMap<string, string>
}

/** Points evaluated together (most units hold one). */
export interface Unit {
  readonly shapeId: ShapeId
  readonly shape: Shape
  readonly kind: RuleKind
  readonly numbers: Readonly<Partial<Record<ParamName, number>>>
  /** Index into `sets`. */
  readonly setParams: Readonly<Partial<Record<ParamName, number>>>
}

export interface CompiledPoint {
  readonly point: KnowledgePoint
  readonly unit: number
  readonly severity: Severity
}

export interface CompiledKey extends PatternKey {
  readonly unit: number
  /** −1 for partner keys. */
  readonly point: number
  readonly fromDay: number
  readonly toDay: number
}

export interface CompiledSet {
  readonly domain: SetDomain
  readonly members: readonly string[]
}

export const FOREVER = 9_999_999

export function dayNumber(day: Day): number {
  return daysBetween('1970-01-01' as Day, day)
}

/** Checks every point against its kind; a wrong point is listed in `failed`, the others go on. Throws when a kind is unknown. */
export function compileRelease(release: Release, kinds: readonly RuleKind[]): CompiledRelease {
  const draft = new ReleaseDraftTables(release.sets)
  const rules = new Map(release.rules.map((rule) => [rule.kind, rule]))
  const byId = new Map(kinds.map((kind) => [kind.id, kind]))
  for (const point of release.points) {
    const kind = byId.get(point.kind)
    const rule = rules.get(point.kind)
    if (!kind || !rule) throw new AppError('missing', 'rules.kind', `规则种类不存在：${point.kind}`)
    draft.add(point, kind, rule)
  }
  return draft.finish(release.hash)
}

class ReleaseDraftTables {
  private readonly units: Unit[] = []
  private readonly unitNumbers = new Map<string, number>()
  private readonly points: CompiledPoint[] = []
  private readonly keys: CompiledKey[] = []
  private readonly sets: CompiledSet[] = []
  private readonly setNumbers = new Map<string, number>()
  private readonly named: ReadonlyMap<string, CodeSet>
  private readonly failed = new Map<string, string>()

  constructor(sets: readonly CodeSet[]) {
    this.named = new Map(sets.map((set) => [set.id, set]))
  }

  add(point: KnowledgePoint, kind: RuleKind, rule: ReleasedRule): void {
    try {
      const shape: Shape = SHAPES[kind.shape]
      const params = checkedParams(point, kind, shape)
      const keys = this.patterns(point.keys, shape)
      const partners = this.patterns(point.partners, { ...shape, sources: ['line', 'visit', 'dx', 'op'] })
      if (keys.length === 0) throw invalid('缺少对象编码')
      if (point.effEnd !== null && point.effEnd < point.effBegin) throw invalid('失效日期早于生效日期')
      if (shape.partners === 'some' && partners.length === 0) throw invalid('缺少配套（互斥）对象编码')
      const unit = this.unitOf({ point, kind, shape, params })
      const number = this.points.push({ point, unit, severity: point.severity ?? rule.severity ?? kind.severity }) - 1
      const fromDay = dayNumber(point.effBegin)
      const toDay = point.effEnd === null ? FOREVER : dayNumber(point.effEnd)
      for (const key of keys) this.keys.push({ ...key, unit, point: number, fromDay, toDay })
      for (const key of partners) this.keys.push({ ...key, unit, point: -1, fromDay: -FOREVER, toDay: FOREVER })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.failed.set(point.kpId, error.message)
    }
  }

  /** Units with the same parameters become neighbours: their values then share the memory that a scan reads. */
  finish(hash: string): CompiledRelease {
    const { sets, failed } = this
    const order = this.units.map((unit, number) => ({ unit, number, alike: alikeKey(unit) }))
    order.sort((a, b) => byCode(a.alike, b.alike) || a.number - b.number)
    const numbers = new Int32Array(order.length)
    for (const [at, { number }] of order.entries()) numbers[number] = at
    const units = order.map(({ unit }) => unit)
    const points = this.points.map((point) => ({ ...point, unit: numbers[point.unit]! }))
    const keys = this.keys.map((key) => ({ ...key, unit: numbers[key.unit]! }))
    return { hash, units, points, keys, sets, failed }
  }

  private unitOf({ point, kind, shape, params }: UnitSource): number {
    const key = `${kind.id}|${unitKey(shape, point, params)}`
    const known = this.unitNumbers.get(key)
    if (known !== undefined) return known
    const numbers: Partial<Record<ParamName, number>> = {}
    const setParams: Partial<Record<ParamName, number>> = {}
    for (const [name, value] of params) {
      const domain = setDomain(name)
      if (domain) setParams[name] = this.setOf(domain, value)
      else if (PARAMS[name].type !== 'text' && value !== false) numbers[name] = scaled(name, value)
    }
    const number = this.units.push({ shapeId: kind.shape, shape, kind, numbers, setParams }) - 1
    this.unitNumbers.set(key, number)
    return number
  }

  /** A set parameter is the name of a code set (`@SET`) or lists its members (`I10|E11`). */
  private setOf(domain: SetDomain, value: ParamValue): number {
    const key = `${domain}|${String(value)}`
    const known = this.setNumbers.get(key)
    if (known !== undefined) return known
    const members = this.members(domain, String(value))
    if (members.length === 0) throw invalid(`代码集为空：${String(value)}`)
    const number = this.sets.push({ domain, members }) - 1
    this.setNumbers.set(key, number)
    return number
  }

  private members(domain: SetDomain, text: string): readonly string[] {
    if (!text.startsWith('@')) return text.split('|').filter((code) => code !== '')
    const set = this.named.get(text.slice(1))
    if (!set) throw invalid(`代码集不存在：${text.slice(1)}`)
    if (set.domain !== domain) throw invalid(`代码集 ${set.id} 的类别不符`)
    return set.members
  }

  private patterns(keys: readonly string[], shape: Shape): PatternKey[] {
    return keys.flatMap((key) => {
      const members = key.startsWith('@') ? this.members('items', key).map((code) => `${code}*`) : [key]
      return members.map((text) => {
        const pattern = parseKey(text)
        if (!shape.sources.includes(pattern.source)) throw invalid(`对象编码的类别不适用：${text}`)
        return pattern
      })
    })
  }
}

interface UnitSource {
  readonly point: KnowledgePoint
  readonly kind: RuleKind
  readonly shape: Shape
  readonly params: readonly (readonly [ParamName, ParamValue])[]
}

/** Units of one key take the same parameters through the same shape: they share their tests. */
export function alikeKey({ shapeId, numbers, setParams }: Unit): string {
  return `${shapeId}|${Object.keys(numbers).join()}|${Object.keys(setParams).join()}|${numbers.check ?? ''}`
}

function unitKey(shape: Shape, point: KnowledgePoint, params: UnitSource['params']): string {
  if (shape.unit === 'rule') return ''
  const group = new Map(params).get('group')
  return shape.unit === 'group' && group !== undefined ? canonical(params) : point.kpId
}

function checkedParams(point: KnowledgePoint, kind: RuleKind, shape: Shape): UnitSource['params'] {
  const params = Object.entries({ ...kind.defaults, ...point.params }) as [ParamName, ParamValue][]
  const known = new Set<string>([...shape.needs, ...shape.takes])
  for (const [name] of params) if (!known.has(name)) throw invalid(`参数不适用于此规则：${name}`)
  const present = new Set<string>(params.map(([name]) => name))
  const missing = [...shape.needs, ...kind.needs].find((name) => !present.has(name))
  if (missing) throw invalid(`缺少参数“${PARAMS[missing].label}”`)
  const sliding = params.some(([name, value]) => name === 'per' && value === 'hours')
  if (sliding && !(known.has('hours') && present.has('hours'))) throw invalid('按小时数滑动的窗口需要参数“小时数”')
  return params.sort(([a], [b]) => (a < b ? -1 : 1))
}

function invalid(message: string): AppError {
  return new AppError('invalid', 'rules.point', message)
}
