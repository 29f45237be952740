import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { StarterFolder } from './starter.ts'

const root = resolve(import.meta.dirname, '../../../../content/knowledge/rules')

/** The folders of the library we ship, read from the project. */
export function shippedFolders(): StarterFolder[] {
  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const read = (name: string, file: string) => readFileSync(resolve(root, name, file), 'utf8')
  return names.map(({ name }) => ({ folder: name, csv: read(name, 'points.csv'), source: readSource(read(name, 'source.yaml')) })) // prettier-ignore
}

/** The plain `name: value` lines our source files are made of; this package has no YAML reader of its own. */
function readSource(text: string): unknown {
  const documents: Record<string, string | null>[] = []
  const file: Record<string, unknown> = { documents }
  for (const [, indent, dash, name, value] of text.matchAll(/^( *)(- )?(\w+): *(.*)$/gm)) {
    if (name === 'documents') continue
    if (dash) documents.push({})
    const into = indent === '' ? file : documents.at(-1)!
    into[name!] = value === 'null' ? null : value!
  }
  return file
}
