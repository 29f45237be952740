import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { AppError } from '@yijian/kernel'
import type { Tables } from '../tables/public.ts'

/** A file of a delivery. */
export interface DeliveredFile {
  readonly path: string
  /** Relative to the delivery, with `/`. */
  readonly name: string
  /** Name without folder and extensions: what an adapter calls it. */
  readonly base: string
  readonly kind: 'csv' | 'parquet' | 'other'
  readonly bytes: number
  /** National table by file name, or by folder name for a table delivered as a folder of files. */
  readonly table: string | undefined
}

/** The files of a delivery, in the order of their names. A data directory inside it is not part of it. */
export function listDelivery(directory: string, tables: Tables, dataDirectory: string): readonly DeliveredFile[] {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new AppError('missing', 'import.no-directory', `没有找到要导入的文件夹：${directory}`)
  }
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const data = `${resolve(dataDirectory)}${sep}`
  const holdsData = data.startsWith(`${resolve(directory)}${sep}`)
  return entries
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile() && !(holdsData && resolve(path).startsWith(data)))
    .map((path) => describeFile(directory, path, tables))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function describeFile(directory: string, path: string, tables: Tables): DeliveredFile {
  const file = basename(path)
  const base = file.replace(/\.(csv|csv\.gz|parquet)$/i, '')
  const kind = /\.csv(\.gz)?$/i.test(file) ? 'csv' : /\.parquet$/i.test(file) ? 'parquet' : 'other'
  const folder = basename(join(path, '..'))
  const table = kind === 'other' ? undefined : (tableOf(base, tables) ?? tableOf(folder, tables))
  const name = relative(directory, path).split(sep).join('/')
  return { path, name, base, kind, bytes: statSync(path).size, table }
}

/** `setl_d`, `SETL_D` and `setl_d_202501` are files of `setl_d`; the longest table name wins. */
function tableOf(base: string, tables: Tables): string | undefined {
  const lower = base.toLowerCase()
  const names = [...tables.keys()].filter((name) => lower === name || lower.startsWith(`${name}_`))
  return names.sort((a, b) => b.length - a.length)[0]
}
