import { assertNever } from '@yijian/kernel'
import type { CoursePlan, EachPlan, LimitPlan, Plan, RollingPlan } from '../plan.ts'
import { valueSql } from './condition-sql.ts'
import { pairSql, windowPairSql } from './pairs-sql.ts'
import { DAY_TEXT, type FormSql, OPEN_ROWS, WINDOW_TEXT, weightSql, windowKeys, windowOfSql } from './parts-sql.ts'

export function formSql(plan: Plan): FormSql {
  switch (plan.form) {
    case 'each':
      return eachSql(plan)
    case 'pair':
      return plan.relation === 'window' ? windowPairSql(plan) : pairSql(plan, plan.relation)
    case 'limit':
      return limitSql(plan)
    case 'rolling':
      return rollingSql(plan)
    case 'course':
      return courseSql(plan)
    case 'rank':
      return rankSql()
    case 'whole':
      return wholeSql()
    default:
      return assertNever(plan)
  }
}

function eachSql(plan: EachPlan): FormSql {
  const fact = (value: EachPlan['actual']) => (value ? `CAST(${valueSql(value).replaceAll(/\b[vpu]\./g, 'r.')} AS BIGINT)` : 'CAST(NULL AS BIGINT)') // prettier-ignore
  return {
    judged: `SELECT r.*, ${windowOfSql(plan.window)}, TRUE AS violating, ${weightSql(plan.amount)}, NULL AS share, NULL AS amount, ${fact(plan.actual)} AS actual, ${fact(plan.limit)} AS lim FROM own r WHERE truth`,
    open: OPEN_ROWS,
  }
}

function limitValueSql(value: LimitPlan['value']): string {
  const once = (kind: string) => `CASE WHEN ${kind} IS NULL THEN NULL WHEN row_number() OVER (PARTITION BY r.unit, r.psn, sv, si, wk, rk, ${kind} ORDER BY r.time, r.sn) = 1 THEN 10000 ELSE 0 END` // prettier-ignore
  switch (value) {
    case 'qty':
    case 'inscp':
    case 'dose':
      return `r.${value}`
    case 'days':
      return 'r.days * 10000'
    case 'kinds':
      return once('r.generic')
    case 'certs':
      return once('r.cert')
    default:
      return assertNever(value)
  }
}

function limitSql(plan: LimitPlan): FormSql {
  const keys = 'unit, psn, sv, si, wk, rk, gk'
  const exceeds = `s > mx${plan.parts ? ' AND parts >= min_parts' : ''}`
  const total = {
    A2: '(2 * g.money * (g.s - g.mx) + g.s) // (2 * g.s)',
    excess: 'g.s - g.mx',
    shared: 'g.s - g.mx',
    none: '0',
  }[plan.amount]
  const keyed = `keyed AS (
  SELECT r.*, ${windowKeys(0)}, ${plan.byGeneric ? 'r.generic' : `''`} AS gk, CAST(${valueSql(plan.max).replaceAll(/\b[vpu]\./g, 'r.')} AS HUGEINT) AS mx FROM own r
), valued AS (SELECT r.*, CAST(CASE WHEN truth THEN ${limitValueSql(plan.value)} END AS HUGEINT) AS val FROM keyed r WHERE rk IS NOT NULL),
grp AS (
  SELECT ${keys}, COALESCE(SUM(val), 0) AS s, MIN(mx) AS mx, bool_or(val IS NULL) AS unknown, MIN(k_min_parts) AS min_parts,
    ${plan.parts ? 'COUNT(DISTINCT generic) FILTER (val IS NOT NULL)' : '0'} AS parts, SUM(COALESCE(inscp, 0)) FILTER (val IS NOT NULL) AS money
  FROM valued GROUP BY ${keys}
)`
  const backwards = `OVER (PARTITION BY ${['r.unit', 'r.psn', 'r.sv', 'r.si', 'r.wk', 'r.rk', 'r.gk'].join(', ')} ORDER BY r.time DESC, r.sn DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
  const shared = plan.amount === 'shared'
  return {
    judged: `WITH ${keyed}, cum AS (
  SELECT r.* EXCLUDE (mx), g.s, g.mx, ${total} AS total, COALESCE(SUM(r.val) ${backwards}, 0) AS vb, COALESCE(SUM(COALESCE(r.inscp, 0)) ${backwards}, 0) AS mb
  FROM valued r JOIN grp g ON ${keys.split(', ').map((key) => `g.${key} = r.${key}`).join(' AND ')}
  WHERE r.val IS NOT NULL AND ${exceeds.replaceAll(/\b(s|mx|parts|min_parts)\b/g, 'g.$1')}
), cut AS (SELECT r.*, greatest(0, least(COALESCE(r.inscp, 0), total - mb)) AS cutshare FROM cum r)
SELECT r.*, CASE WHEN sv >= 0 THEN sv END AS jv, ${WINDOW_TEXT} AS win, gk AS sub, ${shared ? 'TRUE' : 'vb < s - mx OR cutshare > 0'} AS violating,
  ${shared ? 'CAST(COALESCE(r.inscp, 0) AS HUGEINT)' : 'CAST(0 AS HUGEINT)'} AS w, CAST(1 AS HUGEINT) AS den1, ${shared ? 'NULL' : 'cutshare'} AS share, total AS amount,
  CAST(s AS BIGINT) AS actual, CAST(mx AS BIGINT) AS lim
FROM cut r`, // prettier-ignore
    open: `WITH ${keyed} SELECT unit, SUM(n) AS n FROM (
  SELECT unit, COUNT(*) AS n FROM keyed WHERE rk IS NULL GROUP BY unit
  UNION ALL SELECT unit, COUNT(*) FROM grp WHERE NOT COALESCE(${exceeds}, FALSE) AND (unknown OR mx IS NULL) GROUP BY unit
) GROUP BY unit`,
  }
}

function rollingSql(plan: RollingPlan): FormSql {
  const group = 'r.unit, r.psn, r.sv, r.si'
  return {
    judged: `WITH keyed AS (SELECT r.*, ${windowKeys(1)} FROM own r WHERE truth),
counted AS (
  SELECT r.*, COUNT(*) OVER (PARTITION BY ${group} ORDER BY r.day RANGE BETWEEN (r.k_window_days - 1) PRECEDING AND CURRENT ROW)
    - COUNT(*) OVER (PARTITION BY ${group}, r.day) + row_number() OVER (PARTITION BY ${group}, r.day ORDER BY r.time, r.sn) AS n
  FROM keyed r
), hit AS (SELECT * FROM counted WHERE n * 10000 > k_max),
judged AS (
  SELECT h.rid, h.unit, h.day AS jday, TRUE AS violating FROM hit h
  UNION ALL
  SELECT DISTINCT k.rid, h.unit, h.day, FALSE FROM hit h JOIN keyed k ON k.unit = h.unit AND k.psn = h.psn AND k.sv = h.sv AND k.si = h.si
    AND (k.time < h.time OR (k.time = h.time AND k.sn < h.sn)) AND h.day - k.day < h.k_window_days
  WHERE NOT EXISTS (SELECT 1 FROM hit o WHERE o.rid = k.rid AND o.unit = k.unit AND o.day = h.day)
)
SELECT r.*, CASE WHEN sv >= 0 THEN sv END AS jv, strftime(DATE '1970-01-01' + CAST(j.jday AS INTEGER), '%Y-%m-%d') || CASE WHEN r.k_scope = 2 THEN '@' || COALESCE(r.inst, '') ELSE '' END AS win, '' AS sub, j.violating,
  CASE WHEN j.violating THEN ${plan.amount === 'none' ? '0' : 'COALESCE(r.inscp, 0)'} ELSE 0 END AS w, CAST(1 AS HUGEINT) AS den1, NULL AS share, NULL AS amount,
  MAX(CASE WHEN j.violating THEN r.n END) OVER (PARTITION BY ${group}, j.jday) AS actual, r.k_max // 10000 AS lim
FROM judged j JOIN counted r ON r.rid = j.rid AND r.unit = j.unit`,
    open: OPEN_ROWS,
  }
}

function courseSql(_plan: CoursePlan): FormSql {
  const group = 'r.unit, r.psn, r.sv'
  return {
    judged: `WITH keyed AS (SELECT r.*, CASE WHEN r.k_per_stay = 1 THEN r.visit ELSE -1 END AS sv FROM own r WHERE truth),
lagged AS (SELECT r.*, lag(r.day) OVER (PARTITION BY ${group} ORDER BY r.time, r.sn) AS before FROM keyed r),
broken AS (
  SELECT r.*, SUM(CASE WHEN r.before IS NULL OR (r.k_per_stay IS NULL AND r.day - r.before > COALESCE(NULLIF(r.k_gap_days, 0), 30)) THEN 1 ELSE 0 END)
    OVER (PARTITION BY ${group} ORDER BY r.time, r.sn ROWS UNBOUNDED PRECEDING) AS course FROM lagged r
), numbered AS (SELECT r.*, dense_rank() OVER (PARTITION BY ${group}, course ORDER BY r.day) AS dn FROM broken r),
whole AS (SELECT r.*, MAX(dn) OVER (PARTITION BY ${group}, course) AS days_used, MIN(r.date) OVER (PARTITION BY ${group}, course) AS start FROM numbered r)
SELECT r.*, CASE WHEN sv >= 0 THEN sv END AS jv, strftime(start, '%Y-%m-%d') AS win, '' AS sub, dn > k_max_days AS violating,
  CASE WHEN dn > k_max_days THEN CAST(COALESCE(r.inscp, 0) AS HUGEINT) ELSE 0 END AS w, CAST(1 AS HUGEINT) AS den1, NULL AS share, NULL AS amount, days_used AS actual, k_max_days AS lim
FROM whole r WHERE days_used > k_max_days`,
    open: OPEN_ROWS,
  }
}

function rankSql(): FormSql {
  const group = 'r.unit, r.psn, r.visit, r.day'
  const scale = 'CAST(10000000000 AS HUGEINT)'
  const weighed = `weighed AS (
  SELECT r.*, truth AND price IS NOT NULL AND amt IS NOT NULL AND qty IS NOT NULL AS known, COUNT(*) OVER (PARTITION BY ${group}) AS n_all FROM own r
), ranked AS (
  SELECT r.*, row_number() OVER (PARTITION BY ${group} ORDER BY r.price DESC, r.time, r.sn) AS rn, COUNT(*) OVER (PARTITION BY ${group}) AS n_known
  FROM weighed r WHERE n_all > 1 AND known
), due AS (
  SELECT r.*, CASE WHEN rn = 1 THEN 0 ELSE greatest(0, least(CAST(r.amt AS HUGEINT) * ${scale} - CAST(r.price AS HUGEINT) * r.k_ratio * r.qty, CAST(COALESCE(r.inscp, 0) AS HUGEINT) * ${scale})) END AS over
  FROM ranked r
), total AS (SELECT r.*, SUM(over) OVER (PARTITION BY ${group}) AS all_over FROM due r)`
  return {
    judged: `WITH ${weighed} SELECT r.*, r.visit AS jv, ${DAY_TEXT} AS win, '' AS sub, over > 0 AS violating, over AS w, ${scale} AS den1, NULL AS share, NULL AS amount, n_known AS actual, CAST(NULL AS BIGINT) AS lim FROM total r WHERE all_over > 0`,
    open: `WITH ${weighed}, session AS (SELECT unit, psn, visit, day, COUNT(*) AS n, COUNT(*) FILTER (known) AS k FROM weighed WHERE n_all > 1 GROUP BY unit, psn, visit, day)
SELECT s.unit, COUNT(*) AS n FROM session s WHERE s.k < s.n AND NOT EXISTS (SELECT 1 FROM total t WHERE t.all_over > 0 AND t.unit = s.unit AND t.psn = s.psn AND t.visit = s.visit AND t.day = s.day) GROUP BY s.unit`,
  }
}

function wholeSql(): FormSql {
  const complete = `herbs AS (SELECT r.visit, r.rx, COUNT(*) AS pieces FROM rule_row r JOIN rule_code c ON c.code = r.code WHERE c.herb AND r.rx IS NOT NULL AND r.src = 0 GROUP BY r.visit, r.rx),
listed AS (SELECT unit, psn, visit, rx, COUNT(*) AS n, bool_or(COALESCE(truth, FALSE)) AS paid, bool_or(truth IS NULL) AS unknown FROM own WHERE rx IS NOT NULL GROUP BY unit, psn, visit, rx),
complete AS (SELECT l.* FROM listed l LEFT JOIN herbs h ON h.visit = l.visit AND h.rx = l.rx WHERE COALESCE(h.pieces, 0) <= l.n)`
  return {
    judged: `WITH ${complete} SELECT r.*, r.visit AS jv, 'rx:' || r.rx AS win, '' AS sub, COALESCE(r.truth, FALSE) AS violating, CASE WHEN r.truth THEN COALESCE(r.inscp, 0) ELSE 0 END AS w, CAST(1 AS HUGEINT) AS den1,
  NULL AS share, NULL AS amount, c.n AS actual, CAST(NULL AS BIGINT) AS lim FROM own r JOIN complete c ON c.unit = r.unit AND c.visit = r.visit AND c.rx = r.rx WHERE c.paid`,
    open: `WITH ${complete} SELECT unit, SUM(n) AS n FROM (SELECT unit, COUNT(*) AS n FROM own WHERE rx IS NULL GROUP BY unit UNION ALL SELECT unit, COUNT(*) FROM complete WHERE NOT paid AND unknown GROUP BY unit) GROUP BY unit`,
  }
}
