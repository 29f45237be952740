export {
  FUND_IDS,
  itemFeesOf,
  packInputs,
  priceFacts,
  unpackInputs,
  type CaseRow,
  type FactsToPrice,
  type StoredInputs,
} from './case-rows.ts'
export { isHeld, isListField, listOfFacts, mergeList, personOf } from './case-facts.ts'
export { countGroups, type GroupCounts } from './group-counts.ts'
export { groupStay, recordOf, type GroupedStay } from './grouped-stay.ts'
export { bandsOf, fundOf, paymentCase, paymentParameters, performanceOf, type Policy } from './payment-policy.ts'
export { changePolicy, type PolicyChange } from './policy-change.ts'
export { simulate, type Scenario, type Simulated, type SimulatedSums } from './simulate.ts'
export { parsePaymentSettings, type PaymentSettings } from './payment-settings.ts'
export { type HospitalRow, openStays, type StayFacts, type StaySource } from './read-stays.ts'
export { pooledByFund, type SettledStays, type SettledYear, settleStays, settleYearOf } from './settle-stays.ts'
export { type Discharged } from './stay-query.ts'
export { csvPieces, type Table, type TableCell, type TableColumn } from './table-text.ts'
export { type HospitalMix, statusOf, type WeighedStays, weighStays } from './weigh-stays.ts'
export { parseWeightSettings, weightRatios, type WeightSettings } from './weight-settings.ts'
export { weightTable } from './weight-table.ts'
export {
  coverLines,
  settlementHash,
  type MonthResult,
  schemeHash,
  type SettlementBasis,
  writeMonth,
} from './write-settlement.ts'
export { writeYear, yearLines, type YearResult } from './write-year.ts'
export { type DatedVersion, type VersionAt, versionsByDay } from './scheme-versions.ts'
export { readSchemeFolder, type SchemeFolder, schemeFolders } from './scheme-folder.ts'
export { workbookBytes } from './workbook.ts'
export { splitChanges, withOverlay, writeSchemeVersion } from './scheme-version.ts'
export type { Block, Document } from './document/blocks.ts'
export { docxBytes } from './document/docx.ts'
export { pdfBytes } from './document/pdf.ts'
