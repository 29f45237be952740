export {
  type CheckOptions,
  type CheckReport,
  checkModels,
  type ModelCheck,
  type ModelChecker,
  openModelCheck,
} from './check/check-models.ts'
export type { CheckProblem } from './check/problem.ts'
export { componentsOf, effectiveParameters } from './components.ts'
export type {
  ColumnDefinition as ModelColumn,
  ComponentDefinition,
  Detail as ModelDetail,
  ModelDefinition,
  Parameter as ModelParameter,
  ParameterValue,
} from './definition.ts'
export { type Catalogue, type LoadedComponent, type LoadedModel, loadModels } from './load-models.ts'
export { checkParameter, type ParameterValues, resolveParameters } from './parameters.ts'

/** The translator to the cluster's dialect: a WASM module that costs a process a third of a second to load, and seldom is wanted. */
export const loadTranslator = async () => (await import('./check/trino.ts')).toTrino
