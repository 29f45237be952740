export { loadClaims } from './load-claims.ts'
export { scanRules } from './scan.ts'
export { type RelationScope, relatePrepared } from './prepared-relations.ts'
export { readRuleFolders } from './rule-folders.ts'
export { codeTablesState, readCodeTables } from './code-tables.ts'
export type {
  ExplainedHit,
  HistoryCounts,
  HistoryOptions,
  HistoryScan,
  HistorySummary,
  HitLine,
  PlacedHit,
} from './history.ts'
export { explainHistory } from './explain-history.ts'
export { scanHistory } from './scan-history.ts'
export { backtest } from './backtest.ts'
export type {
  BacktestOptions,
  BacktestReport,
  BacktestSample,
  InstitutionTally,
  MonthTally,
  Tally,
} from './backtest-report.ts'
export { readSettled } from './settled-history.ts'
export type { SettledHistory, SettledLine, SettledOptions, SettledPerson, SettledVisit } from './settled-history.ts'
