import { endpoints } from '../endpoint.ts'
import { backtestEndpoints } from './backtests.ts'
import { batchEndpoints } from './batch.ts'
import { conflictEndpoints } from './conflicts.ts'
import { draftEndpoints } from './drafts.ts'
import { importEndpoints } from './imports.ts'
import { libraryEndpoints } from './library.ts'
import { qualityEndpoints } from './quality.ts'
import { realTimeEndpoints } from './real-time.ts'
import { releaseEndpoints } from './releases.ts'

export * from './vocabulary.ts'
export * from './library.ts'
export * from './drafts.ts'
export * from './conflicts.ts'
export * from './backtests.ts'
export * from './batch.ts'
export * from './quality.ts'
export * from './imports.ts'
export * from './releases.ts'
export * from './real-time.ts'

export const rulesEndpoints = endpoints({
  ...libraryEndpoints,
  ...draftEndpoints,
  ...conflictEndpoints,
  ...backtestEndpoints,
  ...batchEndpoints,
  ...qualityEndpoints,
  ...importEndpoints,
  ...releaseEndpoints,
  ...realTimeEndpoints,
})
