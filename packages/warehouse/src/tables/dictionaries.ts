import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { parseCsv } from './csv-text.ts'

export interface DictionaryEntry {
  readonly code: string
  readonly label: string
  /** Further columns of the dictionary file, e.g. the class of a `med_type`. */
  readonly attributes: Readonly<Record<string, string>>
}

export interface Dictionary {
  readonly name: string
  readonly entries: readonly DictionaryEntry[]
}

export type Dictionaries = ReadonlyMap<string, Dictionary>

/**
 * Reads `<content>/knowledge/dictionaries/*.csv` (`code,label,…`). Files of the `overrides` folders (of a site or a source)
 * replace a dictionary of the same name as a whole.
 */
export function loadDictionaries(contentDirectory: string, overrides: readonly string[] = []): Dictionaries {
  const directories = [join(contentDirectory, 'knowledge', 'dictionaries'), ...overrides]
  const dictionaries = new Map<string, Dictionary>()
  for (const directory of directories.filter((path) => existsSync(path))) {
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.csv'))) {
      const name = file.slice(0, -'.csv'.length)
      dictionaries.set(name, { name, entries: readEntries(join(directory, file)) })
    }
  }
  return dictionaries
}

function readEntries(path: string): DictionaryEntry[] {
  const [header = [], ...rows] = parseCsv(readFileSync(path, 'utf8'))
  const codeAt = header.indexOf('code')
  const labelAt = header.indexOf('label')
  if (codeAt < 0 || labelAt < 0)
    throw new AppError('invalid', 'dictionaries.header', `字典文件缺少 code 或 label 列：${path}`)
  return rows.map((row) => ({
    code: row[codeAt] ?? '',
    label: row[labelAt] ?? '',
    attributes: Object.fromEntries(
      header
        .map((name, index) => [name, row[index] ?? ''] as const)
        .filter(([name]) => name !== 'code' && name !== 'label'),
    ),
  }))
}

/** The entry of a code; with `prefix`, the longest code it begins with. */
export function findEntry(
  dictionary: Dictionary,
  code: string,
  match: 'exact' | 'prefix',
): DictionaryEntry | undefined {
  const exact = dictionary.entries.find((entry) => entry.code === code)
  if (exact || match === 'exact') return exact
  return dictionary.entries
    .filter((entry) => code.startsWith(entry.code))
    .sort((a, b) => b.code.length - a.code.length)[0]
}
