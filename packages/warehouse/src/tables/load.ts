import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { parse } from 'yaml'
import { quoteIdent } from '../engine/public.ts'
import { sqlType, type TableDefinition, TableDefinitionSchema } from './definition.ts'

/** Table definitions by name, in the order of import: a table comes after those it refers to. */
export type Tables = ReadonlyMap<string, TableDefinition>

const loaded = new Map<string, { readonly stamp: string; readonly tables: Tables }>()

/**
 * Reads and validates `content/tables/*.yaml`, again only when a file has changed. Throws `invalid` naming the file and what is wrong
 * with it.
 */
export function loadTables(contentDirectory: string): Tables {
  const directory = join(contentDirectory, 'tables')
  if (!existsSync(directory)) throw new AppError('missing', 'tables.directory', `没有找到表定义目录：${directory}`)
  const files = readdirSync(directory).filter((file) => file.endsWith('.yaml'))
  const stamp = files.map((file) => `${file}:${statSync(join(directory, file)).mtimeMs}`).join()
  const known = loaded.get(directory)
  if (known?.stamp === stamp) return known.tables
  const tables = parseTables(directory, files)
  loaded.set(directory, { stamp, tables })
  return tables
}

function parseTables(directory: string, files: readonly string[]): Tables {
  const tables = new Map(files.map((file) => parseTable(directory, file)).map((table) => [table.table, table]))
  for (const table of tables.values()) checkReferences(tables, table)
  return inImportOrder(tables)
}

function parseTable(directory: string, file: string): TableDefinition {
  const result = TableDefinitionSchema.safeParse(parse(readFileSync(join(directory, file), 'utf8')))
  if (!result.success) {
    const reasons = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim())
    throw new AppError('invalid', 'tables.definition', `表定义 ${file} 有误：${reasons.join('；')}`)
  }
  if (`${result.data.table}.yaml` !== file) {
    throw new AppError('invalid', 'tables.name', `表定义 ${file} 的表名是 ${result.data.table}，应与文件名一致`)
  }
  return result.data
}

function checkReferences(tables: Tables, table: TableDefinition): void {
  for (const reference of table.references) {
    const target = tables.get(reference.table)
    if (!target || target.key.length !== reference.columns.length) {
      throw new AppError('invalid', 'tables.reference', `表 ${table.table} 引用 ${reference.table} 的列与其主键不一致`)
    }
  }
}

/** Referenced tables first; tables without a path between them by name. */
function inImportOrder(tables: Tables): Tables {
  const ordered = new Map<string, TableDefinition>()
  const visit = (name: string, path: readonly string[]): void => {
    const table = tables.get(name)
    if (!table || ordered.has(name)) return
    if (path.includes(name))
      throw new AppError('invalid', 'tables.cycle', `表之间循环引用：${[...path, name].join(' → ')}`)
    for (const target of [...new Set(table.references.map((reference) => reference.table))].sort()) {
      if (target !== name) visit(target, [...path, name])
    }
    ordered.set(name, table)
  }
  for (const name of [...tables.keys()].sort()) visit(name, [])
  return ordered
}

/** The definition of a table. Throws `missing` when there is none. */
export function getTable(tables: Tables, name: string): TableDefinition {
  const table = tables.get(name)
  if (!table) throw new AppError('missing', 'tables.unknown', `没有这张表：${name}`)
  return table
}

/** `"setl_id" VARCHAR, "begndate" DATE, …` of a table. */
export function columnList(table: TableDefinition): string {
  return table.columns.map((column) => `${quoteIdent(column.name)} ${sqlType(column)}`).join(', ')
}

/** DDL of an empty typed table, by default `ods_<table>`. */
export function ddl(table: TableDefinition, name = `ods_${table.table}`): string {
  return `CREATE TABLE ${quoteIdent(name)} (${columnList(table)})`
}

/** A query with the table's columns and no rows. */
export function emptyRelation(table: TableDefinition): string {
  const columns = table.columns.map((column) => `CAST(NULL AS ${sqlType(column)}) AS ${quoteIdent(column.name)}`)
  return `SELECT ${columns.join(', ')} WHERE false`
}
