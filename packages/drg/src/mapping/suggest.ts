import { normaliseCode } from '../record.ts'
import type { CodeMapRow, IcdRow } from '../scheme.ts'

export interface Suggestion {
  readonly code: string
  readonly name: string
  /** 0…1: an order of likelihood, not a probability. */
  readonly score: number
  readonly why: string
}

/** Suggests 医保版 codes for a code or a name of old records. Nothing is mapped by it: an expert confirms. */
export interface Suggester {
  knows(code: string): boolean
  suggest(source: { readonly code: string; readonly name: string }, most?: number): Suggestion[]
}

const SAME_CATEGORY = 0.08

export function createSuggester(dictionary: readonly IcdRow[], maps: readonly CodeMapRow[]): Suggester {
  const byCode = new Map(dictionary.map((row) => [normaliseCode(row.code), row]))
  const mapped = new Map(maps.map(({ from, to }) => [normaliseCode(from), normaliseCode(to)]))
  const names = dictionary.map((row) => ({ row, plain: plainName(row.name), grams: gramsOf(plainName(row.name)) }))
  const byGram = new Map<string, number[]>()
  for (const [at, { grams }] of names.entries()) for (const gram of grams) byGram.set(gram, [...(byGram.get(gram) ?? []), at]) // prettier-ignore
  const byStart = Map.groupBy(byCode.values(), ({ code }) => normaliseCode(code).slice(0, 3))

  function alike(code: string, name: string): Suggestion[] {
    const own = gramsOf(plainName(name))
    const shared = new Map<number, number>()
    for (const gram of own) for (const at of byGram.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    return [...shared].map(([at, n]): Suggestion => {
      const { row, grams, plain } = names[at]!
      if (plain === plainName(name)) return { ...row, score: 0.95, why: '名称相同' }
      const dice = (2 * n) / (own.size + grams.size)
      const near = code !== '' && normaliseCode(row.code).startsWith(code.slice(0, 3))
      return { ...row, score: rounded(0.85 * dice + (near ? SAME_CATEGORY : 0)), why: near ? '名称相近，同一类目' : '名称相近' } // prettier-ignore
    })
  }

  function kin(code: string): Suggestion[] {
    return (byStart.get(code.slice(0, 3)) ?? []).map((row) => {
      const same = sharedStart(normaliseCode(row.code), code)
      return { ...row, score: rounded(Math.min(0.7, 0.1 * same)), why: `编码前 ${same} 位相同` }
    })
  }

  return {
    knows: (code) => byCode.has(normaliseCode(code)),
    suggest: ({ code: given, name }, most = 5) => {
      const code = normaliseCode(given)
      const exact = byCode.get(code)
      const to = mapped.get(code)
      const target = to === undefined ? undefined : byCode.get(to)
      const all = [
        ...(code !== '' && exact ? [{ ...exact, score: 1, why: '写法规范后即为医保版编码' }] : []),
        ...(target ? [{ ...target, score: 0.98, why: '国临版与医保版对照' }] : []),
        ...(name === '' ? [] : alike(code, name)),
        ...(code.length >= 3 ? kin(code) : []),
      ].sort((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1))
      return [...new Map(all.toReversed().map((one) => [one.code, one])).values()].sort((a, b) => b.score - a.score || (a.code < b.code ? -1 : 1)).slice(0, most) // prettier-ignore
    },
  }
}

/** Without spaces, brackets and marks; full width as half. */
function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/[\s()[\]{}<>,.;:、，。；：·\-—_/“”"'的]/g, '') // prettier-ignore
}

function gramsOf(plain: string): Set<string> {
  if (plain.length < 2) return new Set(plain === '' ? [] : [plain])
  return new Set(Array.from({ length: plain.length - 1 }, (_, at) => plain.slice(at, at + 2)))
}

function sharedStart(a: string, b: string): number {
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  return same
}

const rounded = (score: number): number => Math.round(score * 1000) / 1000
