import { endpoints } from '../endpoint.ts'
import { batchEndpoints } from './batch.ts'
import { conflictEndpoints } from './conflicts.ts'
import { draftEndpoints } from './drafts.ts'
import { libraryEndpoints } from './library.ts'
import { realTimeEndpoints } from './real-time.ts'
import { releaseEndpoints } from './releases.ts'

export * from './vocabulary.ts'
export * from './library.ts'
export * from './drafts.ts'
export * from './batch.ts'
export * from './conflicts.ts'
export * from './releases.ts'
export * from './real-time.ts'

export const rulesEndpoints = endpoints({
  ...libraryEndpoints,
  ...draftEndpoints,
  ...conflictEndpoints,
  ...batchEndpoints,
  ...releaseEndpoints,
  ...realTimeEndpoints,
})
