import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Tables } from '../tables/public.ts'

const SourceSchema = z.strictObject({
  source: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  label: z.string().min(1),
  /** Columns the source does not have, by table: they are not required, and models that need them cannot tell. */
  absent: z.record(z.string(), z.array(z.string())).default({}),
  notes: z.array(z.string()).default([]),
})

/** A site adapter (`content/sources/<source>/`): one SELECT per national table over the site's own files. */
export interface Source {
  readonly name: string
  readonly label: string
  readonly absent: ReadonlyMap<string, ReadonlySet<string>>
  readonly sql: ReadonlyMap<string, string>
  /** Folder of dictionaries that replace the national ones. */
  readonly dictionaries: string
}

/** A source by name or folder. Throws when it is not there or names what the tables do not have. */
export function loadSource(contentDirectory: string, nameOrFolder: string, tables: Tables): Source {
  const named = join(contentDirectory, 'sources', nameOrFolder)
  const directory = !isAbsolute(nameOrFolder) && existsSync(named) ? named : nameOrFolder
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new AppError('missing', 'source.missing', `没有找到数据来源：${nameOrFolder}`)
  }
  const definition = readDefinition(directory)
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'))
  const sql = new Map(files.map((file) => [file.slice(0, -'.sql'.length), readSelect(join(directory, file))]))
  const absent = new Map(Object.entries(definition.absent).map(([table, columns]) => [table, new Set(columns)]))
  checkNames(tables, [...sql.keys()], absent)
  const { source: name, label } = definition
  return { name, label, absent, sql, dictionaries: join(directory, 'dictionaries') }
}

function readDefinition(directory: string): z.infer<typeof SourceSchema> {
  const path = join(directory, 'source.yaml')
  if (!existsSync(path)) throw new AppError('invalid', 'source.definition', `数据来源缺少 source.yaml：${directory}`)
  const result = SourceSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (result.success) return result.data
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim())
  throw new AppError('invalid', 'source.definition', `数据来源定义 ${path} 有误：${reasons.join('；')}`)
}

function readSelect(path: string): string {
  return readFileSync(path, 'utf8').trim().replace(/;$/, '')
}

function checkNames(tables: Tables, sql: readonly string[], absent: ReadonlyMap<string, ReadonlySet<string>>): void {
  const unknown = [...sql, ...absent.keys()].filter((table) => !tables.has(table))
  const columns = [...absent].flatMap(([table, names]) => {
    const known = new Set(tables.get(table)?.columns.map((column) => column.name))
    return [...names].filter((name) => tables.has(table) && !known.has(name)).map((name) => `${table}.${name}`)
  })
  const wrong = [...unknown, ...columns]
  if (wrong.length > 0)
    throw new AppError('invalid', 'source.names', `数据来源引用了不存在的表或列：${wrong.join('、')}`)
}

/** Whether an adapter's SQL mentions a relation. */
export function mentions(source: Source, base: string): boolean {
  const escaped = base.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const word = new RegExp(`(^|[^A-Za-z0-9_])${escaped}($|[^A-Za-z0-9_])`, 'i')
  return [...source.sql.values()].some((sql) => word.test(sql))
}
