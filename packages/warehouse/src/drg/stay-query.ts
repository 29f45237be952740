import { quoteLiteral } from '../engine/public.ts'

/** Days of discharge [from, to); null = open. Stays without a day of discharge are read only when both are open. */
export interface Discharged {
  readonly from: string | null
  readonly to: string | null
}

/** What one query reads: days of discharge, or the stays that have none. */
export type Part = Discharged | 'undated'

/** Columns of the query in their order; `readStay` takes them by place. */
export const STAY_COLUMNS = [
  'stay_key',
  'fixmedins_code',
  'insutype',
  'med_type',
  'clr_way',
  'dept',
  'dsc',
  'los',
  'gend',
  'age',
  'age_days',
  'dscg_way',
  'icu_hours',
  'vent_hours',
  'nursing_days',
  'birth_weight',
  'cost',
  'fund',
  'pooled',
  'has_lines',
  'nursing',
  'technology',
  'supplies',
  'management',
  'lines',
  'dx',
  'op',
  'psn_no',
  'adm',
  'admdvs',
  'mdtrt_ids',
  'setl_ids',
] as const

/** One row a stay, ascending by key; money in whole fen. A sum of which a part was not delivered is not known. */
export function stayQuery(part: Part): string {
  return `
    WITH chosen AS (SELECT * FROM stay WHERE ${part === 'undated' ? 'dsc IS NULL' : periodOf('dsc', part)}),
    paid AS (
      SELECT c.stay_id, ${whole('medfee_sumamt')} AS cost, ${whole('fund_pay_sumamt')} AS fund, ${whole('hifp_pay')} AS pooled
      FROM settlement_core c SEMI JOIN chosen USING (stay_id) GROUP BY c.stay_id
    ),
    weighed AS (
      SELECT c.stay_id, MIN(TRY_CAST(b.nwb_bir_wt AS DOUBLE)) AS birth_weight
      FROM settlement_core c SEMI JOIN chosen USING (stay_id) JOIN ods_setl_list_b b ON b.setl_id = c.setl_id
      WHERE TRY_CAST(b.nwb_bir_wt AS DOUBLE) > 0 GROUP BY c.stay_id
    ),
    diagnosed AS (
      SELECT stay_id, string_agg(code, '|' ORDER BY seq) AS dx FROM stay_diag SEMI JOIN chosen USING (stay_id) GROUP BY stay_id
    ),
    operated AS (
      SELECT stay_id, string_agg(code, '|' ORDER BY seq) AS op FROM stay_oprn SEMI JOIN chosen USING (stay_id) GROUP BY stay_id
    )
    SELECT s.stay_key, s.fixmedins_code, s.insutype, s.med_type, s.clr_way, s.dept, CAST(s.dsc AS VARCHAR) AS dsc, s.los, s.gend,
      s.age, s.age_days, s.dscg_way, s.icu_hours, s.vent_hours, s.nurs_special_days AS nursing_days, w.birth_weight,
      ${fen('p.cost')} AS cost, ${fen('p.fund')} AS fund, ${fen('p.pooled')} AS pooled, s.has_lines,
      ${fen('s.amt_nursing')} AS nursing, ${fen('s.cat_tech')} AS technology, ${fen('s.cat_drug + s.cat_consumable')} AS supplies,
      ${fen('s.amt_bed')} AS management, ${fen('s.line_amt')} AS lines, d.dx, o.op,
      s.psn_no, CAST(s.adm AS VARCHAR) AS adm, s.admdvs, array_to_string(s.mdtrt_ids, '|') AS mdtrt_ids, array_to_string(s.setl_ids, '|') AS setl_ids
    FROM chosen s
    LEFT JOIN paid p ON p.stay_id = s.stay_id
    LEFT JOIN weighed w ON w.stay_id = s.stay_id
    LEFT JOIN diagnosed d ON d.stay_id = s.stay_id
    LEFT JOIN operated o ON o.stay_id = s.stay_id
    ORDER BY s.stay_key`
}

/** Stays by month of discharge, its first day as text; null: not discharged. */
export function monthQuery(discharged: Discharged): string {
  return `
    SELECT CAST(CAST(date_trunc('month', dsc) AS DATE) AS VARCHAR) AS month, COUNT(*) AS n
    FROM stay WHERE ${periodOf('dsc', discharged)} GROUP BY 1 ORDER BY 1 NULLS FIRST`
}

/** Stays that the engine joins and sorts at once: a million took it more than a gigabyte. */
const AT_ONCE = 250_000

/** The period in whole months, as many together as are read at once; a short one as it is. Months ascend, stays without a day before them. */
export function partsOf(
  months: readonly { readonly month: string | null; readonly n: number }[],
  discharged: Discharged,
  most = AT_ONCE,
): Part[] {
  if (months.reduce((sum, { n }) => sum + n, 0) <= most) return [discharged]
  const starts: string[] = []
  let read = 0
  for (const { month, n } of months) {
    if (month === null) continue
    const isNew = starts.length === 0 || read + n > most
    read = isNew ? n : read + n
    if (isNew) starts.push(month)
  }
  const parts = starts.map((start, at): Part => ({ from: at === 0 ? (discharged.from ?? start) : start, to: starts[at + 1] ?? discharged.to })) // prettier-ignore
  return months.some(({ month }) => month === null) ? ['undated', ...parts] : parts
}

/** Fees by stay of lines whose item code is in the list, whole fen. */
export function itemFeeQuery(codes: readonly string[], discharged: Discharged): string {
  return `
    SELECT s.stay_key, i.item_code, ${fen('SUM(l.amt)')} AS amount
    FROM stay_item l JOIN item i ON i.item_id = l.item_id JOIN stay s ON s.stay_id = l.stay_id
    WHERE i.item_code IN (${codes.map(quoteLiteral).join(', ')}) AND ${periodOf('s.dsc', discharged)}
    GROUP BY s.stay_key, i.item_code ORDER BY s.stay_key, i.item_code`
}

function periodOf(column: string, { from, to }: Discharged): string {
  const bounds = [
    ...(from === null ? [] : [`${column} >= CAST(${quoteLiteral(from)} AS DATE)`]),
    ...(to === null ? [] : [`${column} < CAST(${quoteLiteral(to)} AS DATE)`]),
  ]
  return bounds.length === 0 ? 'TRUE' : bounds.join(' AND ')
}

const whole = (column: string): string => `CASE WHEN COUNT(c.${column}) = COUNT(*) THEN SUM(c.${column}) END`
const fen = (amount: string): string => `CAST((${amount}) * 100 AS BIGINT)`
