import { endpoints } from '../endpoint.ts'
import { findingEndpoints } from './findings.ts'
import { institutionEndpoints } from './institutions.ts'
import { modelEndpoints } from './models.ts'

export * from './vocabulary.ts'
export * from './models.ts'
export * from './findings.ts'
export * from './institutions.ts'

export const supervisionEndpoints = endpoints({ ...modelEndpoints, ...findingEndpoints, ...institutionEndpoints })
