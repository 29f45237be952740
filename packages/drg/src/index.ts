export {
  OPTIONAL_SCHEME_FILES,
  parseScheme,
  SCHEME_FILES,
  type SchemeFile,
  type SchemeTables,
  type SchemeTexts,
} from './scheme.ts'
export { describeRule, parseRule, type Rule } from './rule-parser.ts'
export { normaliseCode, type CaseRecord } from './record.ts'
export { REASONS, type Grouping, type Reason, type Status } from './outcome.ts'
export { createGrouper, grouperOf, type Grouper } from './group.ts'
export { type CodedCase } from './coded-case.ts'
export { complicationsIn } from './listed-complications.ts'
export { planScheme, type SchemePlan } from './scheme-plan.ts'
export { createCsvGrouper, groupCsv, type CsvCounts, type CsvGrouper } from './csv/group-csv.ts'
export { CASE_COLUMNS, CaseReader, CODE_SYSTEMS, OPTIONAL_CASE_COLUMNS, type CodeSystem } from './csv/case-reader.ts'
export { createTracer, type Trace, type TracedMdc, type TracedRule, type Tracer } from './trace/trace.ts'
export { CODE_QUALITY_KINDS, type CodeQualityFinding } from './input/code-quality.ts'
export { createWhatIf, type SweptChange, type WhatIf, type WhatIfChange } from './what-if/what-if.ts'
export { createBulkWhatIf } from './what-if/bulk.ts'
export { parseCase } from './input/parse-case.ts'
export { createSweeper, SWEEPS, type SweepChanges, type Sweeper, type SweepKind } from './what-if/sweep.ts'
export { parseWeightTable, priceList, type PriceList, type Pricing } from './what-if/pricing.ts'
export { IMAGE_VERSION, readImage, writeImage } from './image/image.ts'
export { applyOverlay, type OverlayFinding } from './overlay/apply-overlay.ts'
export { OVERLAY_ACTIONS, parseOverlay, type OverlayRow } from './overlay/overlay-rows.ts'
export { studySplit, type SplitCase, type SplitGroup, type SplitStudy } from './authoring/split-study.ts'
export { createSuggester, type Suggester } from './mapping/suggest.ts'
export { diffSchemes, type CodeDiff, type Difference, type SchemeDiff } from './diff/diff-schemes.ts'
export { createFlow, type Flow } from './diff/flow.ts'
export { lintScheme, LINT_KINDS, type LintFinding, type LintKind } from './lint.ts'

export { formatRatio, ONE, parseRatio, ratioOf, timesRatios, ZERO, type Ratio } from './payment/ratio.ts'
export { allocate, type Share } from './payment/allocate.ts'

export * from './weights/case-filter.ts'
export { type Trim } from './weights/trim.ts'
export { calculateWeights, meanOf, type GroupWeight, type Weights } from './weights/calculate-weights.ts'
export { WEIGHT_STEPS, type WeightParameters, type WeightStep } from './weights/weight-parameters.ts'
export * from './weights/quality.ts'
export * from './weights/indexes.ts'

export * from './payment/payment-case.ts'
export type * from './payment/parameters.ts'
export {
  PAYMENT_RULES,
  type CasePayment,
  type FormulaInputs,
  type PaymentRule,
  type RefusedCase,
} from './payment/case-payment.ts'
export { priceCase } from './payment/price-case.ts'
export { priceCases, type PricedCases } from './payment/price-cases.ts'
export { explainPayment } from './payment/explain.ts'
export * from './payment/rates.ts'
export { settleByPoints, type PointPolicy, type PointResult } from './payment/points.ts'
export * from './payment/statement.ts'
export * from './payment/budget.ts'
export * from './payment/month-steps.ts'
export * from './payment/ledger.ts'
export * from './payment/prepayment.ts'
export { bandedAmount, checkBands, type Band } from './payment/bands.ts'
export * from './payment/year-end.ts'
export * from './payment/sign-off.ts'
export { nextState, SIDES, type Side, type Transitions } from './payment/transitions.ts'

export {
  checkPerformance,
  PERFORMANCE_MEASURES,
  scorePerformance,
  type PerformanceIndicator,
  type PerformanceMeasure,
  type PerformanceScore,
} from './performance/score.ts'
export { checkList, QUALITY_RULES, type CheckedList, type QualityFinding } from './list-quality/check-list.ts'
export { LIST_FIELDS, NODES, type Form, type ListField, type Node } from './list-quality/fields.ts'
export { LIST_DICTIONARIES } from './list-quality/dictionaries.ts'
export { QUALITY_KINDS, type QualityContext, type QualityKind, type QualityRule } from './list-quality/rule.ts'
export { type SettlementList, type WireRow } from './list-quality/settlement-list.ts'
export { recheck, type Recheck } from './list-quality/recheck.ts'
export * from './list-quality/score.ts'
export * from './special-case/application.ts'
export * from './special-case/case-steps.ts'
export * from './special-case/review.ts'
