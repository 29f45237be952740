import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from './command.ts'

/** content/ of this installation, or another one by YIJIAN_CONTENT. */
export const contentDirectory = resolve(
  process.env['YIJIAN_CONTENT'] ?? fileURLToPath(new URL('../../../content', import.meta.url)),
)
/** Where `npm start` keeps its demonstration city. */
export const demonstrationDirectory = fileURLToPath(new URL('../../../data/demo', import.meta.url))

export function existingDirectory(path: string, name: string): string {
  const absolute = resolve(path)
  if (!existsSync(absolute)) throw new UsageError(`${name} 不存在：${path}`)
  return absolute
}

export function existingFile(path: string, name: string): string {
  const absolute = resolve(path)
  if (!statSync(absolute, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`${name} 不存在：${path}`)
  return absolute
}
