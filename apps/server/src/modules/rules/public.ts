export { rulesInfo, rulesModule } from './module.ts'
export type { ItemAnswer, ItemQuestion } from './service/codes.ts'
export type { ConflictTask, ConflictTaskResult } from './jobs.ts'
