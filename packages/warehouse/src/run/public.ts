export { type Recomputed, recomputeFinding, type RecomputeOptions, type Rederived, type Verdict } from './recompute.ts'
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
export { type RuleRunFile, runRules } from './rules/run-rules.ts'
export { sharedHits } from './rules/overlaps.ts'
export type { RuleRunOptions } from './rules/scan-into.ts'
export { RULE_SCORE } from './rules/rule-words.ts'
export { type AskedEncounter, type AskedJudge, replayDay, type ReplayCause, type ReplayResult } from './rules/replay.ts'
