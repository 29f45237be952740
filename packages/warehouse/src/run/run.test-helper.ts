import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importDelivery } from '../import/public.ts'
import type { CaseFile, GivenRow } from '../models/case-file.ts'
import { nationalRows } from '../models/case-given.ts'
import { contentDirectory } from '../prepare/prepare.test-helper.ts'
import { loadTables } from '../tables/public.ts'

export { contentDirectory }

export interface TestWarehouse {
  readonly dataDirectory: string
  /** A scratch folder beside it. */
  readonly scratch: string
  deliver(given: CaseFile['given']): Promise<void>
  remove(): void
}

/** A data directory that takes deliveries written as the `given` of a case. */
export function openTestWarehouse(): TestWarehouse {
  const root = mkdtempSync(join(tmpdir(), 'yijian-run-test-'))
  const dataDirectory = join(root, 'data')
  const scratch = join(root, 'scratch')
  mkdirSync(dataDirectory)
  mkdirSync(scratch)
  const tables = loadTables(contentDirectory)
  let n = 0
  return {
    dataDirectory,
    scratch,
    deliver: async (given) => {
      const directory = join(root, `delivery-${(n += 1)}`)
      mkdirSync(directory)
      const rows = nationalRows(given, (table) => new Set((tables.get(table)?.columns ?? []).map((c) => c.name)))
      for (const [table, list] of rows) writeFileSync(join(directory, `${table}.csv`), csv(list))
      await importDelivery({ directory, dataDirectory, contentDirectory })
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function csv(rows: readonly GivenRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => columns.map((c) => cell(row[c])).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}

const cell = (value: GivenRow[string] | undefined): string =>
  value === null || value === undefined ? '' : `"${String(value).replaceAll('"', '""')}"`
