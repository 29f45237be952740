import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldFormat, ModelParameter } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import {
  componentsOf,
  effectiveParameters,
  loadDictionaries,
  loadModels,
  type LoadedModel,
  type ModelColumn,
  type ModelDefinition,
  type ModelParameter as Parameter,
} from '@yijian/warehouse'
import type { z } from 'zod'
import { describeDefect, type Log } from '../../../platform/log.ts'
import type { ParameterValue } from '../schema.ts'
import { ruleNameOf } from './rule-finding.ts'

export interface CatalogueModel {
  readonly definition: ModelDefinition
  /** Own parameters and those of the components the model uses. */
  readonly parameters: readonly Parameter[]
  readonly readme: string
  /** What people read in a column: the label where the value is a code of a dictionary. */
  readonly wordOf: (column: ModelColumn, value: string) => string
}

/** 模型目录: what content/models holds now. A broken folder keeps the last good reading and is reported by the health check. */
export interface ModelCatalogue {
  all(): readonly CatalogueModel[]
  find(modelId: string): CatalogueModel | undefined
  get(modelId: string): CatalogueModel
  /** The Chinese name of a model or rule, or its id when it is not here. */
  readonly nameOf: (modelId: string) => string
  problem(): string | undefined
}

const FRESH_MS = 5000

export function createCatalogue({ contentDirectory, log }: { contentDirectory: string; log: Log }): ModelCatalogue {
  let models: readonly CatalogueModel[] = []
  let byId = new Map<string, CatalogueModel>()
  let problem: string | undefined
  let readAt = 0
  let stamp = ''
  const refresh = () => {
    if (Date.now() - readAt < FRESH_MS) return
    readAt = Date.now()
    const now = stampOf(contentDirectory)
    if (now === stamp) return
    stamp = now
    try {
      models = readAll(contentDirectory)
      byId = new Map(models.map((model) => [model.definition.id, model]))
      problem = undefined
    } catch (error) {
      problem = error instanceof AppError ? error.message : '模型目录无法读取'
      log.warn('models.catalogue', describeDefect(error))
    }
  }
  const find = (modelId: string) => {
    refresh()
    return byId.get(modelId)
  }
  return {
    all: () => {
      refresh()
      return models
    },
    find,
    get: (modelId) => {
      const model = find(modelId)
      if (!model) throw new AppError('missing', 'model.missing', '没有这个模型')
      return model
    },
    nameOf: (modelId) => ruleNameOf(modelId) ?? find(modelId)?.definition.name ?? modelId,
    problem: () => {
      refresh()
      return problem
    },
  }
}

/** Changes with any file of the models, their components and the dictionaries. */
function stampOf(contentDirectory: string): string {
  const folders = ['models', 'components', 'knowledge/dictionaries'].map((name) => join(contentDirectory, name))
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return files.map((file) => `${file}:${statSync(file).mtimeMs}`).join()
}

function readAll(contentDirectory: string): readonly CatalogueModel[] {
  const catalogue = loadModels(contentDirectory)
  const labels = new Map(
    [...loadDictionaries(contentDirectory)].map(([name, { entries }]) => [
      name,
      new Map(entries.map(({ code, label }) => [code, label])),
    ]),
  )
  const wordOf: CatalogueModel['wordOf'] = ({ dictionary }, value) =>
    (dictionary === undefined ? undefined : labels.get(dictionary)?.get(value)) ?? value
  return catalogue.models.map((model) => ({
    definition: model.definition,
    parameters: effectiveParameters(model, componentsOf(model, catalogue.components)),
    readme: readReadme(model),
    wordOf,
  }))
}

function readReadme({ folder }: LoadedModel): string {
  const file = join(folder, 'README.md')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

export function toField(column: Pick<ModelColumn, 'name' | 'label' | 'type' | 'unit' | 'format'>) {
  return {
    name: column.name,
    label: column.label,
    unit: column.unit ?? null,
    format: column.format ?? formatOf(column.type),
  }
}

function formatOf(type: ModelColumn['type']): z.output<typeof FieldFormat> {
  const plain = type === 'list' || type === 'boolean' || type === 'timestamp'
  return plain ? 'text' : type
}

export function toParameter(
  parameter: Parameter,
  current: ParameterValue | undefined,
): z.output<typeof ModelParameter> {
  return {
    id: parameter.id,
    label: parameter.label,
    type: parameter.type,
    unit: parameter.unit ?? null,
    default: parameter.default,
    current: current ?? parameter.default,
    min: parameter.min ?? null,
    max: parameter.max ?? null,
    origin: parameter.origin,
  }
}

export function legalOf(definition: ModelDefinition) {
  return definition.legal.map(({ document, article, text }) => ({ document, article: article ?? '', text: text ?? '' }))
}
