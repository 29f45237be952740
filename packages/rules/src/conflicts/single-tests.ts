import { dayNumber, FOREVER } from '../compiled.ts'
import type { Catalogue, CatalogueCode, ConflictCode } from './conflict.ts'
import { findEmptyRange } from './attributes.ts'
import type { View, Views } from './view.ts'

export interface SingleFinding {
  readonly code: ConflictCode
  readonly key: string
  readonly message: string
}

/** Codes of one table, sorted: answers whether a code or prefix stood in it on a day. */
export interface CodeTable {
  state(text: string, exact: boolean, day: number): 'current' | 'retired' | 'unknown'
}

/** Sorted once for as long as the caller keeps the codes: a national table is asked at every draft. */
const TABLES = new WeakMap<readonly CatalogueCode[], CodeTable>()

function codeTable(codes: readonly CatalogueCode[] | undefined): CodeTable | undefined {
  if (!codes) return undefined
  const table = TABLES.get(codes) ?? sortedTable(codes)
  TABLES.set(codes, table)
  return table
}

function sortedTable(codes: readonly CatalogueCode[]): CodeTable {
  const sorted = [...codes].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  const from = Float64Array.from(sorted, (one) => (one.from === null ? -FOREVER : dayNumber(one.from)))
  const to = Float64Array.from(sorted, (one) => (one.to === null ? FOREVER : dayNumber(one.to)))
  return {
    state(text, exact, day) {
      let low = 0
      let high = sorted.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (sorted[middle]!.code < text) low = middle + 1
        else high = middle
      }
      let known = false
      for (let i = low; i < sorted.length && sorted[i]!.code.startsWith(text); i++) {
        if (exact && sorted[i]!.code !== text) break
        known = true
        if (from[i]! <= day && day <= to[i]!) return 'current'
      }
      return known ? 'retired' : 'unknown'
    },
  }
}

export interface SingleOptions {
  readonly members: Views['members']
  readonly items: CodeTable | undefined
  readonly dx: CodeTable | undefined
  readonly op: CodeTable | undefined
}

export function singleOptions(catalogue: Catalogue | undefined, members: Views['members']): SingleOptions {
  return { members, items: codeTable(catalogue?.items), dx: codeTable(catalogue?.dx), op: codeTable(catalogue?.op) }
}

/** K2, K7 and K8 of one point: the gravest of them. */
export function testSingle(view: View, options: SingleOptions): SingleFinding | undefined {
  const { ref, point, params } = view
  const empty = view.kind.shape === 'T1' ? findEmptyRange(params) : undefined
  if (empty)
    return {
      code: 'K2',
      key: point.keys[0] ?? '',
      message: `${ref}（${point.name}）的${empty}下限高于上限，没有人符合。`,
    }
  return unsatisfiable(view, options) ?? gap(view, options)
}

function unsatisfiable(
  { ref, point, params, kind, partners, from }: View,
  { members, dx, items }: SingleOptions,
): SingleFinding | undefined {
  // prettier-ignore
  const allowed = params.dx_allow === undefined ? [] : members('dx_allow', params)
  if (dx && allowed.length > 0 && allowed.every((code) => dx.state(code, false, from) !== 'current'))
    return {
      code: 'K8',
      key: allowed[0]!,
      message: `${ref}（${point.name}）限定的诊断展开后在编码表中一个也没有，任何人都不符合。`,
    }
  const wanted = kind.template === 'T7' && partners.every((key) => key.source === 'line') ? partners : []
  if (items && wanted.length > 0 && wanted.every((key) => items.state(key.text, key.exact, from) !== 'current'))
    return {
      code: 'K8',
      key: wanted[0]!.text,
      message: `${ref}（${point.name}）要求的配套项目不在目录中，任何人都不符合。`,
    }
  return undefined
}

function gap(view: View, { members, items, dx, op }: SingleOptions): SingleFinding | undefined {
  const { ref, point, params, from } = view
  const missing = (text: string, state: 'retired' | 'unknown', what: string): SingleFinding => ({ code: 'K7', key: text, message: `${ref}（${point.name}）的${what} ${text} ${state === 'retired' ? '当日已停用' : '不在国家编码表中'}。` }) // prettier-ignore
  for (const { source, text, exact } of [...view.keys, ...view.partners]) {
    const [table, what] = source === 'line' ? [items, view.keys.some((key) => key.text === text) ? '对象编码' : '配对（配套）编码'] : source === 'dx' ? [dx, '诊断编码'] : [source === 'op' ? op : undefined, '手术编码'] // prettier-ignore
    const bare = source === 'line' ? text : text.slice(3)
    const state = table?.state(bare, exact, from) ?? 'current'
    if (state !== 'current') return missing(bare, state, what)
  }
  for (const name of ['dx_allow', 'dx_deny'] as const)
    for (const code of params[name] === undefined ? [] : members(name, params)) {
      const state = dx?.state(code, false, from) ?? 'current'
      if (state !== 'current') return missing(code, state, '诊断编码')
    }
  return undefined
}
