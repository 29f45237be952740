import { assertNever } from '@yijian/kernel'
import type { PairPlan } from '../plan.ts'
import { type FormSql, NO_FACTS, OPEN_ROWS, WINDOW_TEXT, weightSql, windowKeys, windowOfSql } from './parts-sql.ts'

type Relation = Exclude<PairPlan['relation'], 'window'>

const EARLIER = '(x.time < o.time OR (x.time = o.time AND x.sn < o.sn))'
const endOf = (alias: string) => `(${alias}.day + greatest(1, COALESCE(${alias}.days, 1)) - 1)`
const OVERLAP = `(least(${endOf('o')}, ${endOf('x')}) - greatest(o.day, x.day) + 1)`

function relatedSql(relation: Relation): string {
  switch (relation) {
    case 'nearby':
      return '(o.visit = x.visit OR abs(o.day - x.day) <= o.k_window_days)'
    case 'before':
      return `${EARLIER} AND o.day - x.day <= o.k_window_days`
    case 'active':
      return `${OVERLAP} >= 1`
    case 'class':
      return `${EARLIER} AND o.generic <> x.generic AND ${OVERLAP} >= COALESCE(NULLIF(o.k_min_overlap, 0), 1)`
    case 'readmission':
      return `${EARLIER} AND o.inst = x.inst AND o.adm - x.dsc BETWEEN 0 AND o.k_gap_days`
    case 'inside':
      return 'o.day >= x.adm + o.k_grace_days AND o.day <= x.dsc - o.k_grace_days'
    default:
      return assertNever(relation)
  }
}

/** Rows with or without a related partner of the same person. */
export function pairSql(plan: PairPlan, relation: Relation): FormSql {
  const partners = relation === 'class' ? '(SELECT * FROM own WHERE truth)' : 'partner'
  const related = `o.unit = x.unit AND o.psn = x.psn AND o.rid <> x.rid AND ${relatedSql(relation)}`
  const exists = `EXISTS (SELECT 1 FROM ${partners} x WHERE ${related})`
  const wanted = plan.wanted === 'present' ? exists : `NOT ${exists}`
  const judge = windowOfSql(plan.window).replaceAll(/\br\./g, 'o.')
  const involved =
    plan.wanted === 'absent'
      ? ''
      : `UNION ALL SELECT DISTINCT h.unit, x.rid, h.psn, h.jv, h.win, FALSE FROM hit h JOIN ${partners} x ON ${related.replaceAll(/\bo\./g, 'h.')}`
  return {
    judged: `WITH hit AS (SELECT o.*, ${judge} FROM own o WHERE o.truth AND ${wanted}),
judged AS (SELECT unit, rid, psn, jv, win, TRUE AS violating FROM hit ${involved}),
once AS (SELECT unit, rid, psn, jv, win, bool_or(violating) AS violating FROM judged GROUP BY unit, rid, psn, jv, win)
${joinedBack(plan)}`,
    open: `SELECT o.unit, COUNT(*) AS n FROM own o WHERE o.truth IS NULL AND ${wanted} GROUP BY o.unit`,
  }
}

/** Judged row numbers with their rows, from whichever side they are. */
function joinedBack(plan: PairPlan): string {
  return `SELECT r.*, j.jv, j.win, '' AS sub, j.violating, ${weightSql(plan.amount).replace(' AS w,', ' * CASE WHEN j.violating THEN 1 ELSE 0 END AS w,')}, NULL AS share, NULL AS amount, ${NO_FACTS}
FROM once j JOIN (SELECT * FROM own UNION ALL BY NAME SELECT p.* FROM partner p WHERE NOT EXISTS (SELECT 1 FROM own o WHERE o.rid = p.rid AND o.unit = p.unit)) r ON r.rid = j.rid AND r.unit = j.unit`
}

/** Both sides in one window of the point; of a symmetric pair the cheaper side is at fault. */
export function windowPairSql(plan: PairPlan): FormSql {
  const keys = ['unit', 'psn', 'sv', 'si', 'wk', 'rk']
  const same = (a: string, b: string) => keys.map((key) => `${a}.${key} = ${b}.${key}`).join(' AND ')
  const sums = (side: string) => `SELECT ${keys.join(', ')}, SUM(COALESCE(inscp, 0)) AS money FROM ${side} GROUP BY ${keys.join(', ')}` // prettier-ignore
  return {
    judged: `WITH mine AS (SELECT * FROM (SELECT r.*, ${windowKeys(0)}, ${WINDOW_TEXT} AS win FROM own r WHERE truth) WHERE rk IS NOT NULL),
theirs AS (SELECT * FROM (SELECT r.*, ${windowKeys(0)}, ${WINDOW_TEXT} AS win FROM partner r) WHERE rk IS NOT NULL),
side AS (
  SELECT o.* EXCLUDE (money), COALESCE(u.k_symmetric, 0) = 1 AND u.k_per <> 6 AND x.money < o.money AS swap
  FROM (${sums('mine')}) o JOIN (${sums('theirs')}) x ON ${same('o', 'x')} JOIN rule_unit u ON u.unit = o.unit
), lefts AS (
  SELECT m.*, FALSE AS swap FROM mine m JOIN side s ON ${same('m', 's')} WHERE NOT s.swap
  UNION ALL BY NAME SELECT t.*, TRUE AS swap FROM theirs t JOIN side s ON ${same('t', 's')} WHERE s.swap
), rights AS (
  SELECT t.* FROM theirs t JOIN side s ON ${same('t', 's')} WHERE NOT s.swap
  UNION ALL BY NAME SELECT m.* FROM mine m JOIN side s ON ${same('m', 's')} WHERE s.swap
), met AS (
  SELECT a.unit, a.psn, CASE WHEN a.sv >= 0 THEN a.sv END AS jv, a.win, a.rid AS a, b.rid AS b FROM lefts a JOIN rights b ON ${same('a', 'b')}
    AND a.rid <> b.rid AND (a.k_per <> 6 OR abs(a.time - b.time) < a.k_hours * 3600)
), judged AS (SELECT DISTINCT unit, a AS rid, psn, jv, win, TRUE AS violating FROM met UNION SELECT DISTINCT unit, b, psn, jv, win, FALSE FROM met),
once AS (SELECT unit, rid, psn, jv, win, bool_or(violating) AS violating FROM judged GROUP BY unit, rid, psn, jv, win)
${joinedBack(plan)}`,
    open: `SELECT unit, SUM(n) AS n FROM (${OPEN_ROWS} UNION ALL SELECT unit, COUNT(*) FROM own r WHERE truth AND r.k_per = 5 AND r.rx IS NULL GROUP BY unit) GROUP BY unit`,
  }
}
