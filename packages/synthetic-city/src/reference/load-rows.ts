import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Session } from '@yijian/warehouse'

export interface Loader {
  readonly session: Session
  readonly directory: string
}

export type Cells = Readonly<Record<string, unknown>>

export interface TableRows {
  readonly name: string
  /** `name TYPE, name TYPE, …` */
  readonly columns: string
  readonly rows: readonly Cells[]
}

/** Makes a table from rows; `columns` is `name TYPE, …`. Goes through a file, so a million rows are no problem. */
export async function loadRows(loader: Loader, table: TableRows): Promise<void> {
  const file = join(loader.directory, `${table.name}.ndjson`)
  writeFileSync(file, table.rows.map((row) => JSON.stringify(row)).join('\n'))
  const columns = table.columns
    .split(', ')
    .map((column) => `'${column.slice(0, column.indexOf(' '))}': '${column.slice(column.indexOf(' ') + 1)}'`)
    .join(', ')
  await loader.session.run(`CREATE TABLE ${table.name} (${table.columns})`)
  if (table.rows.length > 0)
    await loader.session.run(
      `INSERT INTO ${table.name} SELECT * FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {${columns}})`,
    )
  rmSync(file)
}
