import type { Db } from '../../../platform/db/pool.ts'
import type { FindingDecisions } from '../../rules/public.ts'
import type { Platform } from '../../../platform/module.ts'
import type { SupervisionTables } from '../schema.ts'
import type { ModelCatalogue } from './catalogue.ts'

export interface SupervisionContext {
  readonly platform: Platform
  readonly db: Db<SupervisionTables>
  readonly catalogue: ModelCatalogue
  readonly decisions: () => FindingDecisions
}
