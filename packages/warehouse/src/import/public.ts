export { importDelivery } from './import-delivery.ts'
export type { ImportOptions } from './importing.ts'
export type { ImportProgress, ImportReport, TableReport } from './report.ts'
export { sweepLeftovers } from './workspace.ts'
