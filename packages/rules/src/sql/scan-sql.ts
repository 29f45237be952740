import type { CompiledRelease } from '../compiled.ts'
import { PARAMS, type ParamName } from '../params.ts'
import { SHAPES, type Shape, type ShapeId } from '../templates.ts'
import { conditionSql, literal } from './condition-sql.ts'
import { formSql } from './forms-sql.ts'
import { matchSql, releaseSql } from './release-sql.ts'

/**
 * A release as statements over the relations `rule_row`, `rule_visit`, `rule_person`, `rule_code`, `rule_dx`, `rule_op` (see
 * `CLAIM_RELATIONS`). History is read once per shape, however many rules and points there are.
 */
export interface ScanSql {
  /** Run once, in order: the release as tables, the codes matched. */
  readonly setup: readonly string[]
  readonly shapes: readonly ShapeSql[]
}

export interface ShapeSql {
  readonly shapeId: ShapeId
  /** Run in order before the two queries. */
  readonly setup: readonly string[]
  /** One row per hit: jr_id, kind, kp_id, psn_no, mdtrt_id, win, severity, amount, actual, lim, coded, and lists of rows. */
  readonly hits: string
  /** unit, n: windows left open. */
  readonly open: string
}

export function scanSql(release: CompiledRelease): ScanSql {
  const used = [...new Set(release.units.map((unit) => unit.shapeId))].sort()
  return { setup: [...releaseSql(release), ...matchSql(release)], shapes: used.map(shapeSql) }
}

const PARAM_COLUMNS = (Object.keys(PARAMS) as ParamName[]).filter((name) => PARAMS[name].type !== 'text').map((name) => `k_${name}`) // prettier-ignore
const FORM_COLUMNS = ['k_per', 'k_scope', 'k_max', 'k_hours', 'k_window_days', 'k_gap_days', 'k_max_days', 'k_per_stay', 'k_grace_days', 'k_min_overlap', 'k_price_max', 'k_ratio', 'k_ratio_max', 'k_min_parts', 'k_symmetric'] // prettier-ignore

function shapeSql(shapeId: ShapeId): ShapeSql {
  const shape: Shape = SHAPES[shapeId]
  const params = PARAM_COLUMNS.filter((name) => FORM_COLUMNS.includes(name) || [...shape.needs, ...shape.takes].some((param) => `k_${param}` === name)) // prettier-ignore
  const columns = `r.*, DATE '1970-01-01' + CAST(r.day AS INTEGER) AS date, c.text AS code_text, c.generic, v.inst, v.adm, v.dsc, v.cert, ${params.map((name) => `u.${name}`).join(', ')}`
  const joins = (role: 0 | 1) => `FROM match_key k JOIN rule_unit u ON u.unit = k.unit AND u.shape = ${literal(shapeId)}
JOIN rule_row r ON r.code = k.code${role === 0 ? ' AND r.day BETWEEN k.from_day AND k.to_day' : ''}
JOIN rule_code c ON c.code = r.code JOIN rule_person p ON p.psn = r.psn LEFT JOIN rule_visit v ON v.visit = r.visit
WHERE k.role = ${role}`
  const { plan } = shape
  const own = `SELECT ${columns}, k.unit, k.point, CAST(${conditionSql(plan.where)} AS BOOLEAN) AS truth ${joins(0)}`
  const { judged, open } = formSql(plan)
  const needsPartner = plan.form === 'pair'
  return {
    shapeId,
    setup: [
      `CREATE OR REPLACE TEMP TABLE own AS ${plan.form === 'whole' ? own : `SELECT * FROM (${own}) WHERE truth IS NOT FALSE`}`,
      ...(needsPartner ? [`CREATE OR REPLACE TEMP TABLE partner AS SELECT ${columns}, k.unit, k.point, CAST(NULL AS BOOLEAN) AS truth ${joins(1)}`] : []), // prettier-ignore
    ],
    hits: judgeSql(judged),
    open,
  }
}

/** Amounts rounded once, shares with the remainder to the largest row, ids, and one row per judge. */
function judgeSql(judged: string): string {
  const judge = 'r.unit, r.psn, r.jv, r.win, r.sub'
  const list = (what: string, condition: string) =>
    `COALESCE(list(${what} ORDER BY time, sn) FILTER (${condition}), [])`
  return `
WITH judged AS (${judged}),
summed AS (
  SELECT r.*, SUM(CASE WHEN violating THEN w ELSE 0 END) OVER (PARTITION BY ${judge}) AS jsw, MAX(den1) OVER (PARTITION BY ${judge}) AS jden FROM judged r
), totalled AS (SELECT r.*, CAST(COALESCE(amount, (2 * jsw + jden) // (2 * jden)) AS HUGEINT) AS jtotal FROM summed r),
floored AS (
  SELECT r.*, CAST(CASE WHEN NOT violating THEN 0 WHEN share IS NOT NULL THEN share WHEN jsw = 0 THEN 0 ELSE jtotal * w // jsw END AS HUGEINT) AS jfloor,
    row_number() OVER (PARTITION BY ${judge}, violating ORDER BY w DESC, time, sn) AS jbig
  FROM totalled r
), shared AS (
  SELECT r.*, jfloor + CASE WHEN share IS NULL AND violating AND jbig = 1 AND jsw > 0 THEN jtotal - SUM(jfloor) OVER (PARTITION BY ${judge}) ELSE 0 END AS jshare, COALESCE(m.mdtrt_id, '') AS mdtrt
  FROM floored r LEFT JOIN rule_visit m ON m.visit = r.visit
), grouped AS (
  SELECT r.unit, r.psn, r.jv, r.win, r.sub, COALESCE(MIN(r.point) FILTER (violating), (SELECT MIN(p.point) FROM rule_point p WHERE p.unit = r.unit)) AS point,
    string_agg(DISTINCT code_text, ',' ORDER BY code_text) AS codes, MAX(jtotal) AS jtotal, bool_and(src IN (2, 3)) FILTER (violating) AS coded,
    ${list('sn', 'violating')} AS v_sn, ${list('CAST(jshare AS BIGINT)', 'violating')} AS v_amount, ${list('mdtrt', 'violating')} AS v_mdtrt,
    ${list('sn', 'NOT violating')} AS i_sn, ${list('mdtrt', 'NOT violating')} AS i_mdtrt,
    (list(actual ORDER BY time, sn) FILTER (violating))[1] AS actual, (list(lim ORDER BY time, sn) FILTER (violating))[1] AS lim
  FROM shared r GROUP BY ${judge}
)
SELECT 'J-' || substr(sha256(concat_ws('|', t.kind, t.kp_id, p.psn_no, COALESCE(v.mdtrt_id, ''), g.win, g.codes)), 1, 32) AS jr_id,
  t.kind, t.kp_id, p.psn_no, COALESCE(v.mdtrt_id, '') AS mdtrt_id, g.win, t.severity, CAST(g.jtotal AS BIGINT) AS amount, g.coded, g.actual, g.lim,
  g.v_sn, g.v_amount, g.v_mdtrt, g.i_sn, g.i_mdtrt
FROM grouped g JOIN rule_point t ON t.point = g.point JOIN rule_person p ON p.psn = g.psn LEFT JOIN rule_visit v ON v.visit = g.jv`
}
