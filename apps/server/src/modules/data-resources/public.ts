export { dataResourcesInfo, dataResourcesModule } from './module.ts'
export type { ImportPayload } from './upload.ts'
export type { ExcludedAnswer, ExcludedQuestion, PreparationAnswer, RejectsAnswer, RejectsQuestion } from './service.ts'
