import { type Period } from '../options.ts'

/** Quantities of high-value consumables billed, gathered while the chunks go by. */
export const STOCK_TABLE = 'CREATE TABLE billed (iid INTEGER, item INTEGER, month DATE, cnt BIGINT)'

export const STOCK_CHUNK = `
INSERT INTO billed
SELECT h.iid, l.item, CAST(date_trunc('month', day_at(h.first_day + l.off)) AS DATE), sum(l.cnt) FROM l JOIN r_item AS i USING (item) JOIN head AS h USING (ev) WHERE i.high_value GROUP BY ALL
UNION ALL SELECT h.iid, l.item, CAST(date_trunc('month', day_at(h.first_day + l.off)) AS DATE), -sum(l.cnt) FROM back_line AS l JOIN r_item AS i USING (item) JOIN head AS h USING (ev) JOIN refund AS r ON r.ev = l.ev WHERE i.high_value AND NOT r.again GROUP BY ALL`

/**
 * Purchase, use and stock 进销存 by month end, with an opening count on the first day. Ordinarily what was billed had been
 * bought; where the plan says so, a share of the billed quantity never was.
 */
export function stockSelect(period: Period): string {
  return `
WITH months AS (SELECT CAST(DATE '${period.start}' + to_months(CAST(range AS INTEGER)) AS DATE) AS month FROM range(${period.months})),
pairs AS (SELECT iid, item, ceil(sum(cnt) / ${period.months}.0 * 1.5) + 2 AS opening FROM billed GROUP BY iid, item HAVING sum(cnt) > 0),
used AS (SELECT iid, item, month, sum(cnt) AS cnt FROM billed GROUP BY iid, item, month),
moved AS (
  SELECT p.iid, p.item, m.month, p.opening, floor(coalesce(u.cnt, 0) * (1 - coalesce(g.share, 0)) + CASE WHEN g.share IS NULL THEN 0 ELSE v(p.iid * 1000 + p.item, month(m.month) + 12 * year(m.month), 120) END) AS out_cnt
  FROM pairs AS p CROSS JOIN months AS m LEFT JOIN used AS u ON u.iid = p.iid AND u.item = p.item AND u.month = m.month LEFT JOIN stock_gap AS g ON g.iid = p.iid AND g.item = p.item),
bought AS (
  SELECT *, out_cnt + CASE WHEN month(month) % 2 = 0 THEN 1 ELSE -1 END AS wish FROM moved),
stocked AS (
  SELECT *, greatest(0, wish) AS in_cnt, opening + sum(greatest(0, wish) - out_cnt) OVER (PARTITION BY iid, item ORDER BY month) AS stock_cnt FROM bought)
SELECT h.code AS fixmedins_code, i.code AS med_list_codg, biz_date, CAST(in_cnt AS DECIMAL(16, 4)) AS in_cnt, CAST(out_cnt AS DECIMAL(16, 4)) AS out_cnt, CAST(stock_cnt AS DECIMAL(16, 4)) AS stock_cnt, money(floor(i.p3 * 0.88)) AS in_price, 'GYS' || lpad(CAST(1 + s.item % 23 AS VARCHAR), 4, '0') AS supplier
FROM (
  SELECT iid, item, last_day(month) AS biz_date, in_cnt, out_cnt, stock_cnt FROM stocked
  UNION ALL SELECT iid, item, DATE '${period.start}', 0, 0, opening FROM pairs) AS s JOIN r_hospital AS h USING (iid) JOIN r_item AS i USING (item)
ORDER BY 1, 2, 3`
}
