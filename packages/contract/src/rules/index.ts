import { endpoints } from '../endpoint.ts'
import { libraryEndpoints } from './library.ts'
import { realTimeEndpoints } from './real-time.ts'
import { releaseEndpoints } from './releases.ts'

export * from './vocabulary.ts'
export * from './library.ts'
export * from './releases.ts'
export * from './real-time.ts'

export const rulesEndpoints = endpoints({ ...libraryEndpoints, ...releaseEndpoints, ...realTimeEndpoints })
