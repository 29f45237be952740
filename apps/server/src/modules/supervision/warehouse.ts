import * as warehouse from '@yijian/warehouse'
import type { SubjectType } from './schema.ts'

/* Interim: the shapes of the model loader, until the warehouse exports it. */
export interface Parameter {
  id: string
  label: string
  type: 'integer' | 'number' | 'boolean' | 'text' | 'date'
  default: string | number | boolean
  min?: number | undefined
  max?: number | undefined
  unit?: string | undefined
  origin: 'seed' | 'default'
}
export interface ColumnDefinition {
  name: string
  label: string
  type: 'integer' | 'number' | 'ratio' | 'percent' | 'money' | 'date' | 'timestamp' | 'text' | 'boolean' | 'list'
  unit?: string | undefined
  format?: 'integer' | 'number' | 'ratio' | 'percent' | 'money' | 'date' | 'text' | undefined
}
export interface ModelDefinition {
  id: string
  code: string
  name: string
  version: string
  subject: SubjectType
  grain: string
  summary: string
  clauses: string[]
  legal: { document: string; article?: string | undefined; text?: string | undefined }[]
  reads: Record<string, string[]>
  returns: ColumnDefinition[]
  details: {
    table: string
    kind: 'table' | 'graph-edges' | 'day-strip' | 'series'
    label: string
    columns: ColumnDefinition[]
  }[]
  score: string
  amount: string
  peer_unit?: string | undefined
}
export interface LoadedModel {
  folder: string
  definition: ModelDefinition
}
export interface Catalogue {
  models: readonly LoadedModel[]
  components: unknown
}
interface Loader {
  loadModels(contentDirectory: string): Catalogue
  componentsOf(model: LoadedModel, components: unknown): unknown
  effectiveParameters(model: LoadedModel, components: unknown): readonly Parameter[]
}
const loader = warehouse as unknown as Partial<Loader>

export function loadModels(contentDirectory: string): Catalogue {
  return loader.loadModels?.(contentDirectory) ?? { models: [], components: new Map() }
}
export function parametersOf(catalogue: Catalogue, model: LoadedModel): readonly Parameter[] {
  return loader.effectiveParameters?.(model, loader.componentsOf?.(model, catalogue.components)) ?? []
}
