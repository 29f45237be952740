interface Said {
  readonly message: string
  readonly facts: Readonly<Record<string, string>>
}

const MOST = 500

/** The evaluator knows institutions by code; whoever shows a judge says how they are called. */
export function nameInstitution<T extends Said>(said: T, nameOf: (code: string) => string): T {
  const code = said.facts['机构']
  const name = code === undefined || code === '' || code === '未知' ? code : nameOf(code)
  if (code === undefined || name === undefined || name === code) return said
  return { ...said, message: said.message.replaceAll(code, name).slice(0, MOST), facts: { ...said.facts, 机构: name } }
}
