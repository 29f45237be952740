import { resolve } from 'node:path'
import { type Engine, openEngine, openTableCache, type Row } from '../engine/public.ts'
import type { CaseFile } from '../models/case-file.ts'
import { nationalRows, type NationalRows } from '../models/case-given.ts'
import { giveNational } from '../models/given-tables.ts'
import { loadTables } from '../tables/public.ts'
import { loadCodeSets } from './code-sets.ts'
import { prepareInMemory } from './in-memory.ts'
import { loadSettings, type SiteSettings } from './settings.ts'

export const contentDirectory = resolve(import.meta.dirname, '../../../../content')

/** An engine on which rows written as in a case can be prepared again and again. */
export interface PreparationBench {
  prepare(given: CaseFile['given'], options?: PrepareCase): Promise<void>
  rows(sql: string): Promise<readonly Row[]>
  close(): void
}

export interface PrepareCase {
  readonly settings?: Partial<SiteSettings>
  readonly change?: (rows: NationalRows) => NationalRows
}

export async function openPreparationBench(): Promise<PreparationBench> {
  const engine: Engine = await openEngine({ memoryLimit: '1GB', threads: 1 })
  const cache = await openTableCache(engine)
  const tables = loadTables(contentDirectory)
  const codeSets = loadCodeSets(contentDirectory)
  const columnsOf = (table: string) => new Set((tables.get(table)?.columns ?? []).map((column) => column.name))
  return {
    prepare: async (given, { settings, change = (rows: NationalRows) => rows } = {}) => {
      const rows = change(nationalRows(given, columnsOf))
      await giveNational(cache, tables.values(), rows)
      await prepareInMemory(cache, { settings: { ...loadSettings(contentDirectory), ...settings }, codeSets })
    },
    rows: (sql) => engine.rows(sql),
    close: () => engine.close(),
  }
}
