/** Fills `:name` in a path and appends the query; undefined, null and empty values are left out. */
export function buildUrl(
  path: string,
  parts: { readonly params?: Record<string, unknown>; readonly query?: Record<string, unknown> } = {},
): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = parts.params?.[name]
    if (value === undefined) throw new Error(`missing path parameter ${name}`)
    return encodeURIComponent(asText(value))
  })
  const query = formatQuery(parts.query ?? {})
  return query === '' ? filled : `${filled}?${query}`
}

export function formatQuery(values: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === '') continue
    search.set(name, asText(value))
  }
  return search.toString()
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(value)
}
