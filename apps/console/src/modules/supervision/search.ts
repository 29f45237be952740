import { FindingQuery } from '@yijian/contract'
import { choiceField, countField, textField, type SearchOf } from '@yijian/web-kit/pure'
import { LEVEL_ORDER } from './contract.ts'

/** What the address of the findings list holds. */
export const FindingsSearch = { ...FindingQuery.shape, open: textField() }
export type FindingsSearch = SearchOf<typeof FindingsSearch>
export const FindingTab = {
  tab: choiceField(['visits', 'hits', 'lines', 'basis', 'law', 'history']),
  visit: textField(),
  page: countField(1),
}
export type FindingTab = SearchOf<typeof FindingTab>

/** "高,中" ↔ the set of chosen levels; unknown words are dropped, the order is fixed. */
export function parseLevels(text: string | undefined): string[] {
  const chosen = new Set((text ?? '').split(','))
  return LEVEL_ORDER.filter((level) => chosen.has(level))
}

export function formatLevels(levels: readonly string[]): string | undefined {
  const chosen = LEVEL_ORDER.filter((level) => levels.includes(level))
  return chosen.length === 0 || chosen.length === LEVEL_ORDER.length ? undefined : chosen.join(',')
}
