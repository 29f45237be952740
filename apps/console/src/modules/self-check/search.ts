import { SELF_HIT_MARKS, SELF_HIT_SORTS, type SelfHitFilter } from '@yijian/contract'
import { choiceField, countField, textField, type SearchField, type SearchOf } from '@yijian/web-kit/pure'

/** One of the given words, or absent. */
function oneOf<const T extends string>(values: readonly T[]): SearchField<T | undefined> {
  return {
    safeParse: (value) => {
      const data = values.find((known) => known === value)
      return value === undefined || data !== undefined ? { success: true, data } : { success: false }
    },
  }
}

/** What the address of a check holds: the tab, and the filter, order, page and open row of its hits. */
export const CheckSearch = {
  tab: choiceField(['hits', 'figures', 'remedies', 'reading', 'untold', 'events']),
  kind: textField(20),
  dept: textField(100),
  mark: oneOf(SELF_HIT_MARKS),
  severity: oneOf(['1', '2', '3']),
  q: textField(),
  sort: choiceField(SELF_HIT_SORTS),
  order: choiceField(['desc', 'asc']),
  page: countField(1),
  size: countField(50),
  open: textField(64),
}
export type CheckSearch = SearchOf<typeof CheckSearch>
export type ChangeSearch = (patch: { readonly [K in keyof CheckSearch]?: CheckSearch[K] | undefined }, options?: { readonly push?: boolean }) => void // prettier-ignore

export function filterOf({ kind, dept, mark, severity, q }: CheckSearch): SelfHitFilter {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(dept === undefined ? {} : { dept }),
    ...(mark === undefined ? {} : { mark }),
    ...(severity === undefined ? {} : { severity }),
    ...(q === undefined ? {} : { q }),
  }
}

export const NO_FILTER = { kind: undefined, dept: undefined, mark: undefined, severity: undefined, q: undefined, page: 1, open: undefined } as const // prettier-ignore
