export {
  latestFindings,
  type ModelRun,
  publishedRunIds,
  type PublishedFindings,
  readRun,
  readRuns,
  type RunFile,
  runFolder,
} from './run-file.ts'
export { runModels, type RunOptions, type RunProgress } from './run-models.ts'
