import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCsv } from '@yijian/rules'
import { parse } from 'yaml'

export interface NamedCodeSet {
  readonly id: string
  readonly label: string
  /** item, diagnosis, operation, disease, department. */
  readonly domain: string
  readonly members: readonly { readonly code: string; readonly name: string }[]
  /** Rows that match by name pattern only. */
  readonly byName: number
}

/** `content/knowledge/code-sets`, for people who pick a set: its label and its codes with their names. */
export function readCodeSets(contentDirectory: string): NamedCodeSet[] {
  const folder = join(contentDirectory, 'knowledge', 'code-sets')
  if (!existsSync(join(folder, 'sets.yaml'))) return []
  const list = parse(readFileSync(join(folder, 'sets.yaml'), 'utf8')) as { sets: { id: string; domain: string; label: string }[] } // prettier-ignore
  return list.sets.map(({ id, domain, label }) => {
    const file = join(folder, `${id}.csv`)
    const rows = existsSync(file) ? parseCsv(readFileSync(file, 'utf8')).map(({ cells }) => cells) : []
    const members = rows.filter((row) => row['match'] !== 'name' && textOf(row['code']) !== '')
    return {
      id,
      label,
      domain,
      members: members.map((row) => ({ code: textOf(row['code']), name: textOf(row['name']) })),
      byName: rows.length - members.length,
    }
  })
}

function textOf(cell: unknown): string {
  return typeof cell === 'string' ? cell : ''
}
