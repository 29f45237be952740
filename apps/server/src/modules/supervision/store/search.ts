import { sql } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import { likePattern, visibleFindings, visibleInstitutions, type SupervisionDb } from './visible.ts'

const MAX_HITS = 8

export function searchInstitutions(db: SupervisionDb, access: Access, q: string) {
  return visibleInstitutions(db, access)
    .selectAll('i')
    .where((on) => on.or([on('i.fixmedins_code', '=', q), on('i.fixmedins_name', 'ilike', likePattern(q))]))
    .orderBy('i.fixmedins_code')
    .limit(MAX_HITS)
    .execute()
}

/** How many visible findings concern this personal number, as the subject or beside others. */
export function countOfPerson(db: SupervisionDb, access: Access, q: string) {
  return visibleFindings(db, access)
    .where(
      sql<boolean>`f.current AND f.excluded_by IS NULL AND (f.psn_no = ${q} OR f.related_psn_nos @> ARRAY[${q}]::text[])`,
    )
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow()
}

export function countOfVisit(db: SupervisionDb, access: Access, q: string) {
  return visibleFindings(db, access)
    .where(sql<boolean>`f.current AND (f.setl_ids @> ARRAY[${q}]::text[] OR f.mdtrt_ids @> ARRAY[${q}]::text[])`)
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow()
}

export function searchFinding(db: SupervisionDb, access: Access, q: string) {
  return visibleFindings(db, access)
    .select(['f.finding_id', 'f.model_id', 'f.level', 'f.amt_fund', 'f.fixmedins_name'])
    .where('f.finding_id', '=', q)
    .executeTakeFirst()
}
