import { z } from 'zod'
import { accountsEndpoints } from './accounts/index.ts'
import { cockpitEndpoints } from './cockpit/index.ts'
import { dataResourcesEndpoints } from './data-resources/index.ts'
import { drgEndpoints } from './drg/index.ts'
import { endpoints } from './endpoint.ts'
import { platformEndpoints } from './platform/index.ts'
import { rulesEndpoints } from './rules/index.ts'
import { selfCheckEndpoints } from './self-check/index.ts'
import { supervisionEndpoints } from './supervision/index.ts'

export * from './endpoint.ts'
export * from './platform/index.ts'
export * from './data-resources/index.ts'
export * from './supervision/index.ts'
export * from './cockpit/index.ts'
export * from './rules/index.ts'
export * from './drg/index.ts'
export * from './self-check/index.ts'
export * from './accounts/index.ts'

// What a person reads about a wrong field is Chinese, on both sides.
z.config(z.locales.zhCN())

/** Every endpoint there is. The server serves exactly these. */
export const contractEndpoints = endpoints({
  ...platformEndpoints,
  ...dataResourcesEndpoints,
  ...supervisionEndpoints,
  ...rulesEndpoints,
  ...drgEndpoints,
  ...selfCheckEndpoints,
  ...cockpitEndpoints,
  ...accountsEndpoints,
})
