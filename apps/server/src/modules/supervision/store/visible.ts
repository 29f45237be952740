import { sql, type Expression, type ExpressionBuilder, type SqlBool, type Transaction } from 'kysely'
import { scopePredicate, type Access } from '../../../platform/access/scope.ts'
import type { Db } from '../../../platform/db/pool.ts'
import type { FindingStatus, SubjectType, SupervisionTables } from '../schema.ts'

export type SupervisionDb = Db<SupervisionTables> | Transaction<SupervisionTables>

/** Where every question about findings begins: nothing outside the caller's scope can be reached past this. */
export function visibleFindings(db: SupervisionDb, access: Access) {
  const columns = { admdvs: 'f.admdvs', fixmedinsCode: 'f.fixmedins_code' }
  return db.selectFrom('finding as f').where(scopePredicate(access, columns))
}

/** The same for institutions, hit or not. */
export function visibleInstitutions(db: SupervisionDb, access: Access) {
  const columns = { admdvs: 'i.admdvs', fixmedinsCode: 'i.fixmedins_code' }
  return db.selectFrom('institution as i').where(scopePredicate(access, columns))
}

export interface FindingCriteria {
  readonly model?: string | undefined
  readonly source?: 'model' | 'rule' | undefined
  /** Comma-separated. */
  readonly level?: string | undefined
  readonly status?: FindingStatus | undefined
  readonly admdvs?: string | undefined
  readonly institution?: string | undefined
  readonly subjectType?: SubjectType | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly minFund?: number | undefined
  readonly q?: string | undefined
  readonly runId?: string | undefined
  readonly kind: 'hit' | 'excluded'
}

type FindingExpressions = ExpressionBuilder<SupervisionTables & { f: SupervisionTables['finding'] }, 'f'>

/** The filter of a list as one condition. `except` leaves one criterion out, for the counts beside its own choices. */
export function matches(criteria: FindingCriteria, except?: keyof FindingCriteria) {
  return (on: FindingExpressions): Expression<SqlBool> => {
    const c: FindingCriteria = except === undefined ? criteria : { ...criteria, [except]: undefined }
    const parts: Expression<SqlBool>[] = [on('f.excluded_by', c.kind === 'hit' ? 'is' : 'is not', null)]
    if (c.runId) parts.push(on('f.run_id', '=', c.runId))
    else parts.push(sql<SqlBool>`f.current`)
    if (c.model) parts.push(on('f.model_id', '=', c.model))
    if (c.source)
      parts.push(
        c.source === 'rule' ? sql<SqlBool>`f.model_id LIKE 'rule:%'` : sql<SqlBool>`f.model_id NOT LIKE 'rule:%'`,
      )
    if (c.level) parts.push(on(sql<string>`f.level`, 'in', c.level.split(',')))
    if (c.status) parts.push(on('f.status', '=', c.status))
    if (c.admdvs) parts.push(on('f.admdvs', '=', c.admdvs))
    if (c.institution) parts.push(on('f.fixmedins_code', '=', c.institution))
    if (c.subjectType) parts.push(on('f.subject_type', '=', c.subjectType))
    if (c.from) parts.push(on('f.period_to', '>=', c.from))
    if (c.to) parts.push(on('f.period_from', '<=', c.to))
    if (c.minFund !== undefined) parts.push(sql<SqlBool>`f.amt_fund >= ${c.minFund}::numeric`)
    if (c.q?.trim()) parts.push(searchCondition(c.q.trim()))
    return on.and(parts)
  }
}

/** A number as it stands, or part of an institution's name. */
function searchCondition(q: string): Expression<SqlBool> {
  return sql<SqlBool>`(f.psn_no = ${q} OR f.fixmedins_code = ${q} OR f.subject_id = ${q} OR f.finding_id = ${q}
    OR f.setl_ids @> ARRAY[${q}]::text[] OR f.mdtrt_ids @> ARRAY[${q}]::text[] OR f.related_psn_nos @> ARRAY[${q}]::text[]
    OR (f.model_id LIKE 'rule:%' AND f.member_ids @> ARRAY[${q}]::text[]) OR f.fixmedins_name ILIKE ${likePattern(q)})`
}

export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
