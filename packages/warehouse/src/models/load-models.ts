import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { AppError } from '@yijian/kernel'
import { parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { ComponentDefinition, ModelDefinition, isSqlStep, type Step } from './definition.ts'

/** A folder as loaded: definition, where it lies, and the SQL of its steps by file name. */
export interface Loaded<D> {
  readonly folder: string
  readonly definition: D
  readonly sql: ReadonlyMap<string, string>
}
export type LoadedModel = Loaded<ModelDefinition>
export type LoadedComponent = Loaded<ComponentDefinition>

export interface Catalogue {
  readonly models: readonly LoadedModel[]
  readonly components: ReadonlyMap<string, LoadedComponent>
}

/** All models of content/models and of further folders (each a model folder or a folder of model folders), with the components. */
export function loadModels(contentDirectory: string, extraFolders: readonly string[] = []): Catalogue {
  const folders = [join(contentDirectory, 'models'), ...extraFolders].flatMap(modelFolders)
  const models = folders.map(loadModel)
  const seen = new Map<string, string>()
  for (const model of models) {
    const other = seen.get(model.definition.id)
    if (other !== undefined && other !== model.folder) {
      throw new AppError(
        'conflict',
        'model.duplicate',
        `模型编号 ${model.definition.id} 出现两次：${other} 与 ${model.folder}`,
      )
    }
    seen.set(model.definition.id, model.folder)
  }
  const ordered = [...models].sort((a, b) => (a.definition.code < b.definition.code ? -1 : 1))
  return { models: ordered, components: loadComponents(contentDirectory) }
}

/** The folder itself when it is a model, else the models in it. */
export function modelFolders(folder: string): string[] {
  if (existsSync(join(folder, 'model.yaml'))) return [resolve(folder)]
  return subfolders(folder).filter((path) => existsSync(join(path, 'model.yaml')))
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map((name) => resolve(folder, name))
    .filter((path) => statSync(path).isDirectory())
}

export function loadComponents(contentDirectory: string): ReadonlyMap<string, LoadedComponent> {
  const folders = subfolders(join(contentDirectory, 'components')).filter((path) =>
    existsSync(join(path, 'component.yaml')),
  )
  const loaded = folders.map((folder) => loadFolder(folder, 'component.yaml', ComponentDefinition))
  return new Map(loaded.map((component) => [component.definition.id, component]))
}

export const loadModel = (folder: string): LoadedModel => loadFolder(resolve(folder), 'model.yaml', ModelDefinition)

function loadFolder<D extends { id: string; steps: readonly Step[] }>(
  folder: string,
  file: string,
  schema: z.ZodType<D>,
): Loaded<D> {
  const path = join(folder, file)
  if (!existsSync(path)) throw new AppError('missing', 'model.file', `${path}：找不到 ${file}`)
  const definition = readYaml(path, schema)
  if (definition.id !== basename(folder)) {
    throw new AppError('invalid', 'model.id', `${path}：id 是 ${definition.id}，应与文件夹名 ${basename(folder)} 相同`)
  }
  const sql = new Map<string, string>()
  for (const step of definition.steps) {
    if (!isSqlStep(step)) continue
    const sqlPath = join(folder, step.sql)
    if (!existsSync(sqlPath))
      throw new AppError('missing', 'model.sql', `${path}：步骤 ${step.table} 的文件 ${step.sql} 不存在`)
    sql.set(step.sql, readFileSync(sqlPath, 'utf8'))
  }
  return { folder, definition, sql }
}

/** Reads a yaml file against its schema; a mistake is one line with file and line number. */
export function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  const text = readFileSync(path, 'utf8')
  const document = parseDocument(text)
  const broken = document.errors[0]
  if (broken)
    throw new AppError(
      'invalid',
      'yaml.syntax',
      `${path}:${broken.linePos?.[0].line ?? 1}：YAML 格式错误：${broken.message.split('\n')[0] ?? ''}`,
    )
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const at = issue?.path ?? []
  const line = text.slice(0, offsetOf(document, at)).split('\n').length
  throw new AppError(
    'invalid',
    'yaml.shape',
    `${path}:${line}：${at.map(String).join('.') || '文件'} ${issue?.message ?? '不符合格式'}`,
  )
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | null | undefined
    if (node?.range?.[0] !== undefined) return node.range[0]
  }
  return 0
}
