import { assertNever } from '@yijian/kernel'
import type { RowAmount, WindowOf } from '../plan.ts'

/** What a form prints: rows of judges (see `judgeSql`) and how often it could not tell, both over `own` and `partner`. */
export interface FormSql {
  readonly judged: string
  readonly open: string
}

/** Columns of a judged row besides those of the row itself. */
export const NO_FACTS = 'CAST(NULL AS BIGINT) AS actual, CAST(NULL AS BIGINT) AS lim'
/** Keys of a window of the point: visit and institution by scope, time or prescription by `per`. */
const WINDOW_KEYS = `
  CASE WHEN COALESCE(r.k_scope, $scope) = 0 THEN r.visit ELSE -1 END AS sv, CASE WHEN COALESCE(r.k_scope, $scope) = 2 THEN COALESCE(r.inst, '') ELSE '' END AS si,
  CASE r.k_per WHEN 1 THEN r.day WHEN 2 THEN r.time // 3600 WHEN 3 THEN year(r.date) * 12 + month(r.date) WHEN 4 THEN year(r.date) ELSE 0 END AS wk,
  CASE WHEN r.k_per = 5 THEN r.rx ELSE '' END AS rk`
export const windowKeys = (scope: number) => WINDOW_KEYS.replaceAll('$scope', String(scope))
/** Text of such a window. */
export const WINDOW_TEXT = `
  CASE r.k_per WHEN 1 THEN strftime(r.date, '%Y-%m-%d') WHEN 6 THEN strftime(r.date, '%Y-%m-%d') WHEN 2 THEN strftime(r.date, '%Y-%m-%d') || 'T' || lpad(CAST((r.time % 86400) // 3600 AS VARCHAR), 2, '0')
    WHEN 3 THEN strftime(r.date, '%Y-%m') WHEN 4 THEN strftime(r.date, '%Y') WHEN 5 THEN 'rx:' || r.rx ELSE '' END || CASE WHEN r.k_scope = 2 THEN '@' || COALESCE(r.inst, '') ELSE '' END`
export const DAY_TEXT = `strftime(r.date, '%Y-%m-%d')`

export const OPEN_ROWS = `SELECT unit, COUNT(*) AS n FROM own WHERE truth IS NULL GROUP BY unit`

export function windowOfSql(window: WindowOf): string {
  const text = { encounter: `''`, day: DAY_TEXT, row: 'r.sn', point: WINDOW_TEXT }[window]
  return `r.visit AS jv, ${text} AS win, '' AS sub`
}

/** Weight and denominator of a row's amount; the sum is rounded once. */
export function weightSql(method: RowAmount, alias = 'r'): string {
  const inscp = `CAST(COALESCE(${alias}.inscp, 0) AS HUGEINT)`
  const over = (limit: string) =>
    `greatest(0, least((CAST(COALESCE(r.price, 0) AS HUGEINT) - COALESCE(${limit}, 0)) * COALESCE(r.qty, 0), ${inscp} * 10000))`
  switch (method) {
    case 'none':
      return 'CAST(0 AS HUGEINT) AS w, CAST(1 AS HUGEINT) AS den1'
    case 'A1':
      return `${inscp} AS w, CAST(1 AS HUGEINT) AS den1`
    case 'A4':
      return `${over('r.k_price_max')} AS w, CAST(10000 AS HUGEINT) AS den1`
    case 'cash':
      return `${over('r.cashPrice')} AS w, CAST(10000 AS HUGEINT) AS den1`
    case 'ratio':
      return `CASE WHEN r.k_ratio_max IS NULL THEN 0 ELSE greatest(0, CAST(r.num AS HUGEINT) * 1000000 - CAST(r.k_ratio_max AS HUGEINT) * r.den) * COALESCE(r.volume, 0) END AS w, CAST(r.den AS HUGEINT) * 1000000 AS den1`
    case 'stock':
      return `greatest(0, CAST(r.num AS HUGEINT) - r.den) * COALESCE(r.volume, 0) AS w, CAST(10000 AS HUGEINT) AS den1`
    default:
      return assertNever(method)
  }
}
