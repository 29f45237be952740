export { importDelivery, type ImportOptions } from './import-delivery.ts'
export type { ImportProgress, ImportReport, TableReport } from './report.ts'
export { sweepLeftovers } from './workspace.ts'
