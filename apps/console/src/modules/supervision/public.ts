import type { FINDING_SORTS, FindingFilter } from '@yijian/contract'
import { formatQuery, type InputOf } from '@yijian/web-kit/pure'

type FindingSort = (typeof FINDING_SORTS)[number]

/** Address of the findings that a figure stands for. */
export function findingsHref(filter: InputOf<typeof FindingFilter> & { readonly sort?: FindingSort }): string {
  const query = formatQuery(filter)
  return query === '' ? '/findings' : `/findings?${query}`
}

/** 观察 is kept for the record only: reports count the levels that are acted upon, and so must the lists behind their figures. */
export const ACTED_LEVELS = '高,中,低'

/** Findings behind a figure of a report. */
export function reportedHref(filter: InputOf<typeof FindingFilter> & { readonly sort?: FindingSort }): string {
  return findingsHref({ level: ACTED_LEVELS, ...filter })
}

export const findingHref = (findingId: string): string => `/findings/${encodeURIComponent(findingId)}`
export const institutionHref = (fixmedinsCode: string): string => `/institutions/${encodeURIComponent(fixmedinsCode)}`
/** A rule stands where a model stands: its id is `rule:R27`, its page the rule's. */
export const modelHref = (modelId: string): string =>
  modelId.startsWith('rule:') ? ruleHref(modelId.slice('rule:'.length)) : `/models/${encodeURIComponent(modelId)}`
export const ruleHref = (kindId: string): string => `/rules/kinds/${encodeURIComponent(kindId)}`
/** A knowledge point on the page of its rule. */
export const pointHref = (kindId: string, kpId: string): string =>
  `${ruleHref(kindId)}?${formatQuery({ tab: 'points', open: kpId.replace(/@\d+$/, '') })}`
