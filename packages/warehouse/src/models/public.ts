export {
  type CheckOptions,
  type CheckReport,
  checkModels,
  type ModelCheck,
  type ModelChecker,
  openModelCheck,
} from './check/check-models.ts'
export type { CheckProblem } from './check/problem.ts'
export { toTrino } from './check/trino.ts'
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
