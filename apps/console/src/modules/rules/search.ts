import { rulesEndpoints, STAGES, type RuleKindRow } from '@yijian/contract'
import { choiceField, countField, formatQuery, textField, type SearchOf } from '@yijian/web-kit/pure'

const points = rulesEndpoints.listPoints.query.shape

/** What the address of the library holds. */
export const LibrarySearch = {
  view: choiceField(['rules', 'points', 'articles']),
  q: points.q,
  cat1: points.cat1,
  cat2: textField(40),
  kind: points.kind,
  stage: textField(1),
  document: points.document,
  article: points.article,
  on: points.on,
  status: points.status,
  failed: points.failed,
  page: points.page,
  size: points.size,
  sort: choiceField(['kindId', 'points', 'hits', 'overrides', 'failed']),
  order: choiceField(['asc', 'desc']),
  open: textField(100),
}
export type LibrarySearch = SearchOf<typeof LibrarySearch>

export const RuleTab = {
  tab: choiceField(['about', 'points', 'trial', 'versions', 'quality', 'feedback']),
  q: points.q,
  on: points.on,
  status: points.status,
  failed: points.failed,
  page: points.page,
  size: points.size,
  open: textField(100),
  /** Knowledge point that the trial form starts from. */
  from: textField(100),
}
export type RuleTab = SearchOf<typeof RuleTab>

export const ReleaseTab = {
  tab: choiceField(['content', 'diff', 'history']),
  against: textField(40),
}
export const MonitorSearch = {
  tab: choiceField(['rules', 'institutions', 'doctors', 'shadow', 'judges']),
  hours: countField(24),
  institution: textField(40),
  page: points.page,
  size: points.size,
}

export const ruleHref = (kindId: string, tab: Partial<RuleTab> = {}): string => {
  const query = formatQuery(tab)
  return `/rules/kinds/${encodeURIComponent(kindId)}${query === '' ? '' : `?${query}`}`
}
export const libraryHref = (search: Partial<LibrarySearch>): string => {
  const query = formatQuery(search)
  return query === '' ? '/rules/kinds' : `/rules/kinds?${query}`
}
/** The editor: a new point of a kind, the next version of one, or a copy. */
export const editorHref = (start: {
  readonly kind?: string
  readonly point?: string
  readonly copy?: string
}): string => `/rules/editor?${formatQuery(start)}`
export const backtestHref = (backtestId: string): string => `/rules/backtests/${encodeURIComponent(backtestId)}`
export const importHref = (importId: string): string => `/rules/imports/${encodeURIComponent(importId)}`
export const releaseHref = (releaseId: string): string => `/rules/releases/${encodeURIComponent(releaseId)}`

/** A national item code rather than words: letters and digits only, long, with digits among them. */
export const isItemCode = (text: string): boolean =>
  /^[A-Z]{0,3}\d[0-9A-Z]{7,}$|^[XZT][A-Z]\d{2}[A-Z0-9]{3,}$/.test(text)

/** One search box: a code asks which points cover it (prefixes too), anything else is looked for as text. */
export function textQuery(text: string | undefined): { readonly q?: string; readonly code?: string } {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '') return {}
  const upper = trimmed.toUpperCase()
  return isItemCode(upper) ? { code: upper } : { q: trimmed }
}

type KindFilter = Pick<LibrarySearch, 'q' | 'cat1' | 'cat2' | 'stage'>

/** The kinds that a filter leaves; the whole catalogue is small, so the browser filters it at once. */
export function filterKinds(rows: readonly RuleKindRow[], filter: KindFilter): RuleKindRow[] {
  const text = filter.q?.trim().toLowerCase() ?? ''
  const stage = STAGES.find((known) => known === filter.stage)
  return rows.filter(
    (row) =>
      (filter.cat1 === undefined || row.cat1 === filter.cat1) &&
      (filter.cat2 === undefined || row.cat2 === filter.cat2) &&
      (stage === undefined || row.stages.includes(stage)) &&
      (text === '' || [row.kindId, row.gz ?? '', row.name, row.templateName, row.slug].some((part) => part.toLowerCase().includes(text))), // prettier-ignore
  )
}

export function sortKinds(rows: readonly RuleKindRow[], search: Pick<LibrarySearch, 'sort' | 'order'>): RuleKindRow[] {
  const value = (row: RuleKindRow) => (search.sort === 'kindId' ? Number(row.kindId.slice(1)) : row[search.sort])
  const sign = search.order === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => sign * (value(a) - value(b)) || Number(a.kindId.slice(1)) - Number(b.kindId.slice(1)))
}

export interface ClassNode {
  readonly cat1: RuleKindRow['cat1']
  readonly kinds: number
  readonly points: number
  readonly classes: readonly { readonly cat2: string; readonly kinds: number; readonly points: number }[]
}

/** 政策类 / 管理类 / 医疗类 → second class, with how many rules and points stand in each. */
export function classTree(rows: readonly RuleKindRow[]): ClassNode[] {
  const groups = Map.groupBy(rows, (row) => row.cat1)
  return [...groups].map(([cat1, members]) => ({
    cat1,
    ...countsOf(members),
    classes: [...Map.groupBy(members, (row) => row.cat2)].map(([cat2, kinds]) => ({ cat2, ...countsOf(kinds) })),
  }))
}

function countsOf(rows: readonly RuleKindRow[]) {
  return { kinds: rows.length, points: rows.reduce((sum, row) => sum + row.points, 0) }
}
