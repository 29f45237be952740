export type { PreparationProgress } from './execute.ts'
export { chooseVariants, type Mount, mountPrepared, type Reads } from './mount.ts'
export { type Prepared, readPreparation } from './prepared.ts'
export { type PrepareOptions, prepareSnapshot, stateAt } from './prepare-snapshot.ts'
