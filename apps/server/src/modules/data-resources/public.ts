export { dataResourcesInfo, dataResourcesModule } from './module.ts'
export type { ImportOutcome, ImportPayload } from './upload.ts'
export type { ExcludedAnswer, ExcludedQuestion, PreparationAnswer, RejectsAnswer, RejectsQuestion } from './service.ts'
