import { quoteLiteral as quote, type Session } from '../engine/public.ts'
import type { CodeSetRow } from './code-sets.ts'
import type { SiteSettings } from './settings.ts'

export interface PreparationInputs {
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
  /** Number of person ranges. */
  readonly buckets: number
}

/** The relations every preparation starts from, besides `ods_*`: valid rows, site settings, code sets, medical types. */
export async function createInputs(
  session: Session,
  { settings, codeSets, buckets }: PreparationInputs,
): Promise<void> {
  await session.run(`CREATE OR REPLACE VIEW v_setl AS SELECT * FROM ods_setl_d WHERE COALESCE(vali_flag, '1') = '1'`)
  await session.run(`CREATE OR REPLACE VIEW v_mdtrt AS SELECT * FROM ods_mdtrt_d WHERE COALESCE(vali_flag, '1') = '1'`)
  await session.run(
    `CREATE OR REPLACE TABLE x_setting AS SELECT ${quote(settings.los_mode)} AS los_mode, ${buckets} AS n_bucket`,
  )
  await createShipped(session, codeSets)
  await session.run(CODE_SETS)
  await session.run(medTypeTable(settings))
}

const shipped = new WeakMap<Session, readonly CodeSetRow[]>()

/** What we ship, once a session: cases are prepared by the hundred. */
async function createShipped(session: Session, rows: readonly CodeSetRow[]): Promise<void> {
  if (shipped.get(session) === rows) return
  const values = rows.map((r) => `(${[r.setId, r.domain, r.code, r.name, r.match].map(quote).join(',')})`)
  const source = values.length > 0 ? `(VALUES ${values.join(',')})` : `(SELECT '', '', '', '', '' WHERE FALSE)`
  await session.run(`CREATE OR REPLACE TABLE x_shipped_set AS SELECT * FROM ${source} t(set_id, domain, code, name, match_kind)`) // prettier-ignore
  shipped.set(session, rows)
}

const CODE_SETS = `CREATE OR REPLACE TABLE x_code_set AS
    WITH site AS (
      SELECT c.set_id, COALESCE(d.domain, 'item') AS domain, COALESCE(c.code, '') AS code, COALESCE(c.name, '') AS name,
        COALESCE(c.match, 'code') AS match_kind
      FROM ods_code_sets c LEFT JOIN (SELECT DISTINCT set_id, domain FROM x_shipped_set) d ON d.set_id = c.set_id
    )
    SELECT * FROM x_shipped_set s WHERE NOT EXISTS (SELECT 1 FROM site WHERE site.set_id = s.set_id)
    UNION ALL SELECT * FROM site`

function medTypeTable(settings: SiteSettings): string {
  const rows = settings.med_types.map(
    (m, i) => `(${quote(m.prefix)}, ${quote(m.class)}, ${m.emergency === true}, ${i})`,
  )
  return `CREATE OR REPLACE TABLE x_med_type AS
    WITH rule(prefix, med_class, emerg, place) AS (VALUES ${rows.join(',')}),
    seen AS (SELECT med_type FROM v_setl UNION SELECT med_type FROM v_mdtrt)
    SELECT s.med_type, arg_max(r.med_class, length(r.prefix) * 1000 + r.place) AS med_class,
      arg_max(r.emerg, length(r.prefix) * 1000 + r.place) AS emerg
    FROM seen s JOIN rule r ON starts_with(s.med_type, r.prefix) GROUP BY s.med_type`
}
