import { quoteLiteral as quote, type Session } from '../engine/public.ts'
import type { CodeSetRow } from './code-sets.ts'
import type { SiteSettings } from './settings.ts'

export interface PreparationInputs {
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
  /** Number of person ranges. */
  readonly buckets: number
}

export interface InputRelation {
  readonly kind: 'table' | 'view'
  readonly name: string
  readonly sql: string
}

/** The relations every preparation starts from, besides `ods_*`: valid rows, site settings, code sets, medical types. */
export function inputRelations({ settings, codeSets, buckets }: PreparationInputs): readonly InputRelation[] {
  return [
    view('v_setl', `SELECT * FROM ods_setl_d WHERE COALESCE(vali_flag, '1') = '1'`),
    view('v_mdtrt', `SELECT * FROM ods_mdtrt_d WHERE COALESCE(vali_flag, '1') = '1'`),
    table('x_setting', `SELECT ${quote(settings.los_mode)} AS los_mode, ${buckets} AS n_bucket`),
    table('x_shipped_set', shipped(codeSets)),
    table('x_code_set', CODE_SETS),
    table('x_med_type', medTypes(settings)),
  ]
}

export async function createInputs(session: Session, inputs: PreparationInputs): Promise<void> {
  for (const { kind, name, sql } of inputRelations(inputs))
    await session.run(`CREATE OR REPLACE ${kind === 'view' ? 'VIEW' : 'TABLE'} ${name} AS ${sql}`)
}

const view = (name: string, sql: string): InputRelation => ({ kind: 'view', name, sql })
const table = (name: string, sql: string): InputRelation => ({ kind: 'table', name, sql })

function shipped(rows: readonly CodeSetRow[]): string {
  const values = rows.map((r) => `(${[r.setId, r.domain, r.code, r.name, r.match].map(quote).join(',')})`)
  const source = values.length > 0 ? `(VALUES ${values.join(',')})` : `(SELECT '', '', '', '', '' WHERE FALSE)`
  return `SELECT * FROM ${source} t(set_id, domain, code, name, match_kind)`
}

const CODE_SETS = `WITH site AS (
      SELECT c.set_id, COALESCE(d.domain, 'item') AS domain, COALESCE(c.code, '') AS code, COALESCE(c.name, '') AS name,
        COALESCE(c.match, 'code') AS match_kind
      FROM ods_code_sets c LEFT JOIN (SELECT DISTINCT set_id, domain FROM x_shipped_set) d ON d.set_id = c.set_id
    )
    SELECT * FROM x_shipped_set s WHERE NOT EXISTS (SELECT 1 FROM site WHERE site.set_id = s.set_id)
    UNION ALL SELECT * FROM site`

function medTypes(settings: SiteSettings): string {
  const rows = settings.med_types.map(
    (m, i) => `(${quote(m.prefix)}, ${quote(m.class)}, ${m.emergency === true}, ${i})`,
  )
  return `WITH rule(prefix, med_class, emerg, place) AS (VALUES ${rows.join(',')}),
    seen AS (SELECT med_type FROM v_setl UNION SELECT med_type FROM v_mdtrt)
    SELECT s.med_type, arg_max(r.med_class, length(r.prefix) * 1000 + r.place) AS med_class,
      arg_max(r.emerg, length(r.prefix) * 1000 + r.place) AS emerg
    FROM seen s JOIN rule r ON starts_with(s.med_type, r.prefix) GROUP BY s.med_type`
}
