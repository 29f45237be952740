import type { FINDING_SORTS, FindingFilter } from '@yijian/contract'
import { formatQuery, type InputOf } from '@yijian/web-kit'

type FindingSort = (typeof FINDING_SORTS)[number]

/** Address of the findings that a figure stands for. */
export function findingsHref(filter: InputOf<typeof FindingFilter> & { readonly sort?: FindingSort }): string {
  const query = formatQuery(filter)
  return query === '' ? '/findings' : `/findings?${query}`
}

export const findingHref = (findingId: string): string => `/findings/${encodeURIComponent(findingId)}`
export const institutionHref = (fixmedinsCode: string): string => `/institutions/${encodeURIComponent(fixmedinsCode)}`
export const modelHref = (modelId: string): string => `/models/${encodeURIComponent(modelId)}`
