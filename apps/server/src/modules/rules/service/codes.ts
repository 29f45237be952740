import { readCodeSets } from '@yijian/warehouse'
import type { RulesContext } from './context.ts'

export type CodeSource = 'item' | 'dx' | 'op'
export interface ItemQuestion {
  readonly q: string
  readonly limit: number
}
export interface ItemAnswer {
  readonly rows: readonly { readonly code: string; readonly name: string }[]
}
interface CodeRow {
  readonly code: string
  readonly name: string
  readonly source: 'history' | 'library'
}

const MOST = 30

/** 编码检索: what the fee lines delivered know of an item, then what the library and the code sets know. */
export async function searchCodes(context: RulesContext, { q, source }: { q: string; source: CodeSource }) {
  const found = new Map<string, CodeRow>()
  const add = (row: CodeRow) => {
    if (found.size < MOST && !found.has(row.code)) found.set(row.code, row)
  }
  if (source === 'item') for (const row of await itemsOf(context, q)) add({ ...row, source: 'history' })
  for (const row of libraryCodes(context, { q, source })) add({ ...row, source: 'library' })
  return { rows: [...found.values()] }
}

async function itemsOf({ platform }: RulesContext, q: string): Promise<ItemAnswer['rows']> {
  const question: ItemQuestion = { q, limit: MOST }
  return ((await platform.reader.read('rules.items', question)) as ItemAnswer).rows
}

function* libraryCodes(
  { library, platform }: RulesContext,
  { q, source }: { q: string; source: CodeSource },
): Generator<{ code: string; name: string }> {
  const wanted = q.trim().toLowerCase()
  const matches = (code: string, name: string) => code.toLowerCase().startsWith(wanted) || name.toLowerCase().includes(wanted) // prettier-ignore
  if (source !== 'item') {
    const domain = source === 'dx' ? 'diagnosis' : 'operation'
    for (const set of readCodeSets(platform.settings.contentDirectory))
      if (set.domain === domain) for (const { code, name } of set.members) if (matches(code, name)) yield { code: `${source}:${code}*`, name } // prettier-ignore
  }
  for (const { point } of library.all())
    for (const key of point.keys) {
      const isOwn = source === 'item' ? !key.includes(':') : key.startsWith(`${source}:`)
      if (isOwn && point.keys.length <= 3 && matches(key.replace(/^\w+:/, ''), point.name)) yield { code: key, name: point.name } // prettier-ignore
    }
}

/** 代码集: their members are what the editor puts into a point; a name pattern cannot be a key. */
export function listCodeSets({ platform }: RulesContext) {
  return {
    rows: readCodeSets(platform.settings.contentDirectory).map(({ id, label, domain, members, byName }) => ({
      setId: id,
      label,
      domain,
      members: [...members],
      byName,
    })),
  }
}

/** 依据文件与条款 of what is in force or under way. */
export function listArticles({ library }: RulesContext) {
  const groups = Map.groupBy(
    library.all().filter(({ status }) => status !== 'retired').map(({ point }) => point),
    ({ basis }) => `${basis.document}\n${basis.article ?? ''}`,
  ) // prettier-ignore
  const rows = [...groups.values()].map((points) => {
    const { document, article, date } = points[0]!.basis
    return { document, article, date, points: points.length, kinds: new Set(points.map(({ kind }) => kind)).size }
  })
  return { rows: rows.sort((a, b) => (a.document === b.document ? (a.article ?? '').localeCompare(b.article ?? '', 'zh', { numeric: true }) : a.document.localeCompare(b.document, 'zh'))) } // prettier-ignore
}
