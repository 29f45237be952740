/** One value of an address: how it is read, and what it is when absent or unreadable. Contract fields fit as they are. */
export interface SearchField<T = unknown> {
  safeParse: (value: unknown) => { success: boolean; data?: T | undefined }
}
export type SearchFields = Readonly<Record<string, SearchField>>

type ValueOf<F> = F extends { readonly _zod: { readonly output: infer O } }
  ? O
  : F extends SearchField<infer T>
    ? T
    : never
type OptionalKeys<S> = { [K in keyof S]: undefined extends ValueOf<S[K]> ? K : never }[keyof S]
/** The values of an address by its fields. */
export type SearchOf<S> = { [K in Exclude<keyof S, OptionalKeys<S>>]: ValueOf<S[K]> } & {
  [K in OptionalKeys<S>]?: Exclude<ValueOf<S[K]>, undefined>
}

/** A text of at most `max` characters, absent by default. */
export function textField(max = 80): SearchField<string | undefined> {
  return {
    safeParse: (value) =>
      value === undefined || (typeof value === 'string' && value.length <= max)
        ? { success: true, data: value }
        : { success: false },
  }
}

/** One of the given words, the first when absent. */
export function choiceField<const T extends string>(values: readonly [T, ...T[]]): SearchField<T> {
  return {
    safeParse: (value) => {
      const data = value === undefined ? values[0] : values.find((known) => known === value)
      return data === undefined ? { success: false } : { success: true, data }
    },
  }
}

/** A whole number from 1, as in page numbers. */
export function countField(fallback: number): SearchField<number> {
  return {
    safeParse: (value) => {
      const data = value === undefined ? fallback : Number(value)
      return Number.isInteger(data) && data >= 1 ? { success: true, data } : { success: false }
    },
  }
}

/**
 * Reads what an address holds. Each name stands for itself: one bad value in a pasted link falls back to its default
 * and leaves the others alone.
 */
export function parseSearch<S extends SearchFields>(fields: S, raw: Readonly<Record<string, unknown>>): SearchOf<S> {
  const parsed: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const given = raw[name] === '' ? undefined : raw[name]
    const result = field.safeParse(given)
    const value = result.success ? result.data : field.safeParse(undefined).data
    if (value !== undefined) parsed[name] = value
  }
  return parsed as SearchOf<S>
}

/** The values that differ from the defaults, as text: what belongs in the address. */
export function formatSearch(fields: SearchFields, values: Readonly<Record<string, unknown>>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue
    if (value === '') continue
    const fallback = field.safeParse(undefined)
    if (fallback.success && fallback.data === value) continue
    out[name] = String(value)
  }
  return out
}
