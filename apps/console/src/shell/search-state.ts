import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { formatSearch, parseSearch, type SearchFields, type SearchOf } from '@yijian/web-kit'
import { useCallback, useMemo } from 'react'

interface ChangeOptions {
  /** A new step of the history (default: replaces the present one). */
  readonly push?: boolean
}

/**
 * What a page shows lives in its address: filters, order, page, tab, open row. A link pasted to a colleague shows
 * the same, and Back returns to it.
 */
export function useSearchState<S extends SearchFields>(fields: S) {
  type State = SearchOf<S>
  const raw: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const key = JSON.stringify(raw)
  // The router makes a new object for every navigation; equal content must stay the same value for queries.
  const state = useMemo(() => parseSearch(fields, JSON.parse(key) as Record<string, unknown>), [fields, key])
  const change = useCallback(
    (patch: { readonly [K in keyof State]?: State[K] | undefined }, options: ChangeOptions = {}) => {
      const search = formatSearch(fields, { ...state, ...patch })
      void navigate({ to: '.', search, replace: options.push !== true, resetScroll: false })
    },
    [navigate, fields, state],
  )
  return [state, change] as const
}

/** A parameter of the address, decoded. */
export function useParam(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return params[name] ?? ''
}
