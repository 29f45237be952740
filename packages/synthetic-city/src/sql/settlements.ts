import { type Period } from '../options.ts'
import { EVENTS } from './events.ts'

const HEADS = `
CREATE OR REPLACE TEMP TABLE head AS
SELECT s.ev, s.pid, s.iid, s.tier, 'IPT' AS kind, s.adm AS first_day, s.adm + s.los_days AS last_day, s.adm_minute AS first_minute, s.dsc_minute AS last_minute,
  CASE WHEN split_at BETWEEN 1 AND los_days THEN split_at END AS split_at, split_mode, s.med_type, s.clr_way, s.code, s.dept_no, s.dr, CAST(NULL AS VARCHAR) AS dise_no, s.refund, s.planned,
  CASE WHEN u(s.ev, 90) < 0.05 AND NOT s.planned THEN 1 ELSE 0 END AS settled_late
FROM stay AS s
UNION ALL BY NAME
SELECT ev, pid, iid, tier, CASE WHEN med_type IN ('41', '9929') THEN 'PHA' WHEN med_type LIKE '14%' THEN 'OPSP' ELSE 'OPT' END AS kind, day AS first_day, day AS last_day, minute AS first_minute, minute + CASE WHEN planned THEN 15 ELSE 12 + pickn(ev, 91, 50) END AS last_minute,
  CAST(NULL AS INTEGER) AS split_at, 0 AS split_mode, med_type, '10' AS clr_way, code, dept_no, pickn(ev, 55, CASE tier WHEN '3' THEN 6 WHEN '2' THEN 4 ELSE 2 END) AS dr, dise_no, refund, planned, settled_late
FROM visit`

const sums = (period: Period) => `
CREATE OR REPLACE TEMP TABLE s AS
WITH money AS (
  SELECT l.ev, l.seg, sum(CAST(l.cnt AS BIGINT) * l.price) AS fee, sum(own_of(CAST(l.cnt AS BIGINT) * l.price, i.lv, l.own)) AS own, sum(first_of(CAST(l.cnt AS BIGINT) * l.price, i.lv, l.own)) AS first_pay,
    sum(CASE WHEN i.name = 'Ⅰ级护理' THEN l.cnt ELSE 0 END) AS lv1_days, sum(CASE WHEN i.name = '特级护理' THEN l.cnt ELSE 0 END) AS special_days,
    sum(CASE WHEN i.name = '重症监护' THEN 24 * l.cnt ELSE 0 END) AS icu_hours, sum(CASE WHEN i.name = '呼吸机辅助呼吸' THEN l.cnt ELSE 0 END) AS vent_hours
  FROM l JOIN r_item AS i USING (item) GROUP BY l.ev, l.seg),
joined AS (
  SELECT h.* EXCLUDE (settled_late), m.* EXCLUDE (ev), p.number, p.second_number, p.renumbered, p.insutype, p.district, p.identity, least(${period.days - 1}, (CASE WHEN m.seg = 1 AND h.split_at IS NOT NULL THEN h.first_day + h.split_at - CASE WHEN h.split_mode = 3 THEN 0 ELSE 1 END ELSE h.last_day END) + h.settled_late) AS settled_day, m.fee - m.own - m.first_pay AS inscp
  FROM money AS m JOIN head AS h USING (ev) JOIN p USING (pid)),
rated AS (
  SELECT *, CASE kind WHEN 'IPT' THEN CASE WHEN seg = 2 AND split_mode < 3 THEN 0 ELSE CASE tier WHEN '3' THEN 90000 WHEN '2' THEN 50000 ELSE 20000 END END ELSE 0 END AS start_line,
    CASE kind WHEN 'IPT' THEN CASE tier WHEN '3' THEN 0.62 WHEN '2' THEN 0.72 ELSE 0.82 END + CASE insutype WHEN '310' THEN 0.2 - CASE tier WHEN '1' THEN 0.06 ELSE 0 END ELSE 0 END
      WHEN 'OPSP' THEN CASE insutype WHEN '310' THEN 0.8 ELSE 0.65 END WHEN 'OPT' THEN CASE insutype WHEN '310' THEN 0.55 ELSE CASE tier WHEN '1' THEN 0.5 ELSE 0.3 END END
      ELSE CASE WHEN med_type = '9929' THEN CASE insutype WHEN '310' THEN 0.75 ELSE 0.6 END ELSE 0 END END AS ratio
  FROM joined),
paid AS (SELECT *, least(start_line, inscp) AS dedc, CAST(round((inscp - least(start_line, inscp)) * ratio) AS BIGINT) AS hifp FROM rated),
topped AS (SELECT *, CASE WHEN insutype = '390' AND kind = 'IPT' AND inscp - hifp > 1400000 THEN CAST(round((inscp - hifp - 1400000) * 0.6) AS BIGINT) ELSE 0 END AS hifmi FROM paid),
helped AS (SELECT *, CASE WHEN identity IS NOT NULL AND kind = 'IPT' THEN CAST(round((inscp - hifp - hifmi) * 0.6) AS BIGINT) ELSE 0 END AS maf FROM topped)
SELECT * EXCLUDE (number, second_number), hifp + hifmi + maf AS fund, fee - hifp - hifmi - maf AS psn,
  CASE WHEN insutype = '310' THEN CAST(floor((fee - hifp - hifmi - maf - CASE WHEN kind = 'PHA' THEN 0 ELSE own END) * 0.6) AS BIGINT) ELSE 0 END AS acct,
  CASE WHEN renumbered IS NOT NULL AND first_day >= renumbered THEN second_number ELSE number END AS number,
  '99' || number || lpad(CAST(ev % ${EVENTS.perPerson} + CASE WHEN seg = 2 AND split_mode > 1 THEN ${EVENTS.secondPart} ELSE 0 END AS VARCHAR), 4, '0') AS mdtrt_id,
  '99' || number || lpad(CAST(ev % ${EVENTS.perPerson} AS VARCHAR), 4, '0') || seg AS setl_id,
  CASE WHEN seg = 2 AND split_at IS NOT NULL THEN first_day + split_at ELSE first_day END AS seg_first,
  CASE WHEN seg = 1 AND split_at IS NOT NULL THEN first_day + split_at - CASE WHEN split_mode = 3 THEN 0 ELSE 1 END ELSE last_day END AS seg_last,
  CASE WHEN last_minute + 10 + pickn(ev, 92, 90) > 1430 THEN 1430 ELSE last_minute + CASE WHEN kind = 'IPT' THEN 10 + pickn(ev, 92, 90) ELSE 0 END END AS settled_minute
FROM helped`

/** Refunds: whole (`full`; stays are then settled again), or of a few lines (`part`); a fifth of them months later. */
const refunds = (period: Period) => `
CREATE OR REPLACE TEMP TABLE back AS
WITH chosen AS (
  SELECT *, CASE WHEN refund <> '' THEN refund WHEN planned OR split_at IS NOT NULL THEN '' WHEN u(ev, 95) < 0.006 THEN 'full' WHEN u(ev, 95) < 0.01 THEN 'part' ELSE '' END AS way,
    settled_day + CASE WHEN u(ev, 96) < 0.2 AND refund = '' THEN 60 + pickn(ev, 97, 90) ELSE 1 + pickn(ev, 97, 9) END AS back_day
  FROM s WHERE seg = 1)
SELECT * FROM chosen WHERE way <> '' AND back_day < ${period.days};
CREATE OR REPLACE TEMP TABLE back_line AS
SELECT l.*, b.way FROM l JOIN back AS b ON b.ev = l.ev AND b.seg = l.seg WHERE b.way = 'full' OR v(l.ev, l.item, 98) < 0.08 AND l.price < 20000 ORDER BY l.ev, l.off, l.item, l.src;
CREATE OR REPLACE TEMP TABLE back_sum AS
SELECT b.ev, sum(CAST(l.cnt AS BIGINT) * l.price) AS fee, sum(own_of(CAST(l.cnt AS BIGINT) * l.price, i.lv, l.own)) AS own, sum(first_of(CAST(l.cnt AS BIGINT) * l.price, i.lv, l.own)) AS first_pay
FROM back AS b JOIN back_line AS l ON l.ev = b.ev JOIN r_item AS i ON i.item = l.item GROUP BY b.ev;
CREATE OR REPLACE TEMP TABLE refund AS
WITH parts AS (
  SELECT b.*, x.fee AS back_fee, x.own AS back_own, x.first_pay AS back_first, x.fee - x.own - x.first_pay AS back_inscp, CASE WHEN b.inscp = 0 THEN 0.0 ELSE CAST(x.fee - x.own - x.first_pay AS DOUBLE) / b.inscp END AS share
  FROM back AS b JOIN back_sum AS x USING (ev)),
shared AS (SELECT *, CASE WHEN way = 'full' THEN hifp ELSE times(hifp, share) END AS back_hifp, CASE WHEN way = 'full' THEN hifmi ELSE times(hifmi, share) END AS back_hifmi, CASE WHEN way = 'full' THEN maf ELSE times(maf, share) END AS back_maf, CASE WHEN way = 'full' THEN dedc ELSE 0 END AS back_dedc FROM parts)
SELECT *, back_fee - back_hifp - back_hifmi - back_maf AS back_psn, CASE WHEN way = 'full' THEN acct ELSE least(acct, times(acct, share)) END AS back_acct, left(setl_id, 16) || '8' AS back_id, left(setl_id, 16) || '9' AS again_id, way = 'full' AND kind = 'IPT' AND refund = '' AS again FROM shared`

export function settlementStatements(period: Period): readonly string[] {
  return [HEADS, sums(period), refunds(period)]
}
