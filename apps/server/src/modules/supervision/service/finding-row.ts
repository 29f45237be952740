import type { FindingRow } from '@yijian/contract'
import type { FindingListRecord } from '../store/findings.ts'
import type { SelfFoundMark } from './self-found.ts'
import type { SupervisionContext } from './context.ts'
import { isRuleModel } from './rule-finding.ts'
import { createMasker, numbersOf, type Masker } from './masks.ts'

type RowContext = Pick<SupervisionContext, 'catalogue'> & {
  readonly platform: Pick<SupervisionContext['platform'], 'regions'>
}

/** A row as it is shown: numbers masked, codes with their names. */
export function toRow(
  context: RowContext,
  record: Omit<FindingListRecord, 'jr_ids'> & { readonly selfFound: SelfFoundMark },
  masker: Masker = createMasker(numbersOf(record)),
): FindingRow {
  const { regions } = context.platform
  return {
    findingId: record.finding_id,
    modelId: record.model_id,
    modelName: context.catalogue.nameOf(record.model_id),
    source: isRuleModel(record.model_id) ? 'rule' : 'model',
    modelVersion: record.model_version,
    subjectType: record.subject_type,
    subjectId: masker.text(record.subject_id),
    subtype: record.subtype,
    psnNo: masker.nullable(record.psn_no),
    fixmedinsCode: record.fixmedins_code,
    fixmedinsName: record.fixmedins_name,
    admdvs: record.admdvs,
    admdvsName: record.admdvs === null ? null : regions.nameOf(record.admdvs),
    tier: record.tier,
    periodFrom: record.period_from,
    periodTo: record.period_to,
    score: record.score,
    level: record.level,
    amtTotal: record.amt_total,
    amtFund: record.amt_fund,
    excludedBy: record.excluded_by,
    explain: masker.text(record.explain),
    status: record.status,
    runId: record.run_id,
    selfFound: record.selfFound,
  }
}
