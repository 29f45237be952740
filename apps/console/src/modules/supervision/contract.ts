import type {
  FeeLine,
  FindingDetailTable,
  FindingVisit,
  InstitutionReport,
  InstitutionRow,
  LegalBasis,
  ModelDetail,
  ModelParameter,
  ModelSummary,
  Run,
  RunModel,
} from '@yijian/contract'
import { LEVELS } from '@yijian/kernel'
import type { OutputOf } from '@yijian/web-kit'

/** Highest risk first, the order in which levels are always listed. */
export const LEVEL_ORDER: readonly string[] = LEVELS

export type DetailTable = OutputOf<typeof FindingDetailTable>
export type Visit = OutputOf<typeof FindingVisit>
export type Line = OutputOf<typeof FeeLine>
export type Parameter = OutputOf<typeof ModelParameter>
export type Legal = OutputOf<typeof LegalBasis>
export type Model = OutputOf<typeof ModelSummary>
export type ModelPageData = OutputOf<typeof ModelDetail>
export type RunData = OutputOf<typeof Run>
export type RunOfModel = OutputOf<typeof RunModel>
export type Institution = OutputOf<typeof InstitutionRow>
export type InstitutionPageData = OutputOf<typeof InstitutionReport>
