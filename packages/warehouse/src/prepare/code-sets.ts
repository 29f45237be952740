import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** One row of a code set: matches by code prefix (`code`) or by name pattern with `%` (`name`). */
export interface CodeSetRow {
  readonly setId: string
  readonly domain: string
  readonly code: string
  readonly name: string
  readonly match: 'code' | 'name'
}

interface SetList {
  readonly sets: readonly { readonly id: string; readonly domain: string }[]
}

/** Reads content/knowledge/code-sets: sets.yaml names the domain of each set, one csv per set holds its rows. */
export function loadCodeSets(contentDirectory: string): CodeSetRow[] {
  const folder = join(contentDirectory, 'knowledge', 'code-sets')
  const list = parse(readFileSync(join(folder, 'sets.yaml'), 'utf8')) as SetList
  const domains = new Map(list.sets.map((set) => [set.id, set.domain]))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .flatMap((name) => readSet(readFileSync(join(folder, name), 'utf8'), domains))
}

function readSet(text: string, domains: ReadonlyMap<string, string>): CodeSetRow[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .slice(1)
  return lines.flatMap((line) => {
    const [setId, code = '', name = '', match = ''] = line.split(',').map((cell) => cell.trim())
    if (!setId) return []
    return [
      { setId, domain: domains.get(setId) ?? 'item', code, name, match: match === 'name' ? 'name' : 'code' } as const,
    ]
  })
}
