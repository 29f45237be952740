import { endpoints } from '../endpoint.ts'
import { ownSide } from './both-sides.ts'
import { sharedCaseEndpoints } from './cases.ts'
import { listEndpoints, sharedListEndpoints } from './lists.ts'
import { monthEndpoints, sharedMonthEndpoints } from './months.ts'
import { reviewEndpoints, sharedReviewEndpoints } from './reviews.ts'
import { schemeEndpoints, sharedSchemeEndpoints } from './schemes.ts'
import { fundReportEndpoints } from './fund-reports.ts'
import { mappingEndpoints } from './mappings.ts'
import { sharedMonitorEndpoints } from './monitor.ts'
import { simulationEndpoints } from './simulations.ts'
import { sharedYearEndpoints, yearEndpoints } from './years.ts'

export * from './vocabulary.ts'
export * from './cases.ts'
export * from './lists.ts'
export * from './months.ts'
export * from './reviews.ts'
export * from './schemes.ts'
export * from './fund-reports.ts'
export * from './mappings.ts'
export * from './monitor.ts'
export * from './simulations.ts'
export * from './years.ts'

/** What the bureau reads of all hospitals and a hospital of itself. */
export const sharedDrgEndpoints = endpoints({
  ...sharedSchemeEndpoints,
  ...sharedCaseEndpoints,
  ...sharedListEndpoints,
  ...sharedMonthEndpoints,
  ...sharedReviewEndpoints,
  ...sharedYearEndpoints,
  ...sharedMonitorEndpoints,
})

export const drgEndpoints = {
  ...sharedDrgEndpoints,
  ...ownSide(sharedDrgEndpoints),
  ...schemeEndpoints,
  ...simulationEndpoints,
  ...fundReportEndpoints,
  ...mappingEndpoints,
  ...listEndpoints,
  ...monthEndpoints,
  ...reviewEndpoints,
  ...yearEndpoints,
}
