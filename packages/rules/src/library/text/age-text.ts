import type { OfficialRow } from '../official-row.ts'
import { findSpan, proposal, type Proposal, type Reading, type ReadingOptions, type TextSpan } from '../proposal.ts'

interface AgeBound {
  /** Completed months, inclusive. */
  readonly min: number | null
  readonly max: number | null
  readonly span: TextSpan
}

const RANGE = /(\d+)\s*(?:岁|周岁)?\s*(?:至|-|－|～|~|—|到)\s*[<＜]?\s*(\d+)\s*(?:周岁|岁)(以下)?/g
const FROM = /(?:[≥＞>]\s*)?(\d+)\s*(?:周岁|岁)(?:及\s*\d*\s*(?:周岁|岁)?以上|以上)|[≥]\s*(\d+)\s*(?:周岁|岁)/g
const UNDER = /(\d+)\s*(?:周岁|岁)(?:及以下|以下)/g

/** 限儿童使用: bounds in years from the text; without an upper one, the end of childhood. */
export function readChildRange(row: OfficialRow, options: ReadingOptions): Reading {
  const bounds = boundsOf(row)
  const child = findSpan(row, 'constraint', /[儿⼉]童|小儿|患儿/) ?? findSpan(row, 'itemName', /儿童|小儿/)
  if (bounds.length === 0 && !child) return { proposals: [], reason: '限定内容未写明年龄' }
  return { proposals: [...lower(bounds), upper(bounds, { child, options })] }
}

/** 儿童专用: newborn, infant, toddler or child by the word used. */
export function readChildOnly(row: OfficialRow, options: ReadingOptions): Reading {
  const stated = boundsOf(row).find((bound) => bound.max !== null)
  if (stated) return { proposals: [proposal('max_age_m', stated.max!, { span: stated.span, confidence: 0.9 })] }
  const newborn = findSpan(row, 'constraint', /新生儿专用/) ?? findSpan(row, 'itemName', /^新生儿/)
  if (newborn) return { proposals: [proposal('max_age_d', 28, { span: newborn, confidence: 0.95, note: '新生儿：出生 28 天内' })] } // prettier-ignore
  const toddler = findSpan(row, 'constraint', /婴幼儿专用/)
  if (toddler) return { proposals: [proposal('max_age_m', 35, { span: toddler, confidence: 0.85, note: '婴幼儿：未满 3 周岁' })] } // prettier-ignore
  const infant = findSpan(row, 'constraint', /婴儿专用/)
  if (infant) return { proposals: [proposal('max_age_m', 11, { span: infant, confidence: 0.85, note: '婴儿：未满 1 周岁' })] } // prettier-ignore
  const word =
    findSpan(row, 'constraint', /儿童|小儿|幼儿|婴儿|患儿/) ?? findSpan(row, 'itemName', /儿童|小儿|婴儿|幼儿|宝宝|儿/)
  return { proposals: [upper([], { child: word ?? findSpan(row, 'detectLogic', /儿童/), options })] }
}

/** 限年龄: only the legal working age is published. */
export function readAge(row: OfficialRow): Reading {
  const working = findSpan(row, 'constraint', /法定就业年龄/)
  if (working) {
    const note = '法定就业年龄：满 16 周岁；上限按法定退休年龄，逐步延迟后男职工至 63 周岁，请按当地口径确认'
    const years = (param: 'min_age_m' | 'max_age_m', months: number, confidence: number) =>
      proposal(param, months, { span: working, confidence, note })
    return { proposals: [years('min_age_m', 16 * 12, 0.8), years('max_age_m', 63 * 12 + 11, 0.5)] }
  }
  const bounds = boundsOf(row)
  if (bounds.length === 0) return { proposals: [], reason: '限定内容未写明年龄' }
  const top = bounds.every((bound) => bound.max !== null) ? Math.max(...bounds.map((bound) => bound.max!)) : null
  const high = top === null ? [] : [proposal('max_age_m', top, { span: bounds[0]!.span, confidence: 0.9 })]
  return { proposals: [...lower(bounds), ...high] }
}

function lower(bounds: readonly AgeBound[]): Proposal[] {
  const [first] = bounds
  if (!first || bounds.some((bound) => bound.min === null)) return []
  const least = bounds.reduce((best, bound) => (bound.min! < best.min! ? bound : best), first)
  return [proposal('min_age_m', least.min!, { span: least.span, confidence: bounds.length > 1 ? 0.8 : 0.93 })]
}

interface ChildWord {
  readonly child: TextSpan | null
  readonly options: ReadingOptions
}

function upper(bounds: readonly AgeBound[], { child, options }: ChildWord): Proposal {
  const [first] = bounds
  if (first && bounds.every((bound) => bound.max !== null)) {
    const most = bounds.reduce((best, bound) => (bound.max! > best.max! ? bound : best), first)
    return proposal('max_age_m', most.max!, { span: most.span, confidence: bounds.length > 1 ? 0.8 : 0.93 })
  }
  const note = `文本只写“儿童”，按 ${options.childAge} 周岁以下`
  return proposal('max_age_m', options.childAge * 12 - 1, { span: child, confidence: child ? 0.75 : 0.5, note })
}

/** Numbers of a list (`1.1岁…；2.2岁…`) are no ages: they are blanked out, places kept. */
function boundsOf(row: OfficialRow): AgeBound[] {
  const text = row.constraint.replace(/(^|[：:；;。\s])(\d)[.．、](?=\d|[^\d])/g, (all, before: string) => before + ' '.repeat(all.length - before.length)) // prettier-ignore
  const taken: AgeBound[] = []
  const free = (start: number, end: number) => taken.every(({ span }) => end <= span.start || start >= span.end)
  const take = (match: RegExpMatchArray, bound: { min: number | null; max: number | null }) => {
    const start = match.index ?? 0
    const end = start + match[0].length
    if (free(start, end)) taken.push({ ...bound, span: { field: 'constraint', start, end, text: row.constraint.slice(start, end) } }) // prettier-ignore
  }
  for (const match of text.matchAll(RANGE)) {
    const top = Number(match[2]) * 12
    take(match, { min: Number(match[1]) * 12, max: match[3] || /[<＜]/.test(match[0]) ? top - 1 : top + 11 })
  }
  for (const match of text.matchAll(FROM)) take(match, { min: Number(match[1] ?? match[2]) * 12, max: null })
  for (const match of text.matchAll(UNDER)) {
    const top = Number(match[1]) * 12
    take(match, { min: null, max: match[0].includes('及以下') ? top + 11 : top - 1 })
  }
  return taken
}
