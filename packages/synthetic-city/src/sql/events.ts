import { type Period } from '../options.ts'

/** Numbers of the events of one person: stays of the background, their followers, visits, planned events, splits. */
export const EVENTS = { perPerson: 1024, stay: 1, follower: 41, visit: 101, planned: 501, secondPart: 2000 } as const

/** Least days between two admissions of a person in the background: no stay follows another within ninety days. */
const SPACING = 115
const LONGEST = 24

/** Stays of the background: a renewal process per person, so that nobody is in two places and nobody comes back too soon. */
export function backgroundStaysSql(period: Period): string {
  const most = Math.ceil(period.days / SPACING) + 1
  return `
CREATE OR REPLACE TEMP TABLE drawn AS
WITH gaps AS (
  SELECT p.pid, k.range AS k, CASE k.range WHEN 0 THEN floor(-ln(1 - v(p.pid, 0, 30)) * greatest(40, 365 / p.frailty - ${SPACING / 2})) - ${SPACING / 2}
    ELSE ${SPACING} + floor(-ln(1 - v(p.pid, k.range, 30)) * greatest(20, 365 / p.frailty - ${SPACING})) END AS gap
  FROM p CROSS JOIN range(${most}) AS k WHERE NOT p.actor),
times AS (SELECT pid, k, CAST(sum(gap) OVER (PARTITION BY pid ORDER BY k) AS BIGINT) AS adm FROM gaps)
SELECT t.pid, t.k, CAST(t.adm AS INTEGER) AS adm, p.band, p.gend, p.district, p.age, p.died, t.pid * ${EVENTS.perPerson} + ${EVENTS.stay} + t.k AS ev,
  CASE WHEN u(t.pid * 64 + t.k, 31) < 0.34 THEN 3 WHEN u(t.pid * 64 + t.k, 31) < 0.79 THEN 2 ELSE 1 END AS wanted,
  CASE WHEN p.age BETWEEN 18 AND 64 AND u(t.pid, 33) < 0.006 THEN 'F20' WHEN p.age >= 60 AND u(t.pid * 64 + t.k, 32) < 0.012 THEN 'I69' END AS special
FROM times AS t JOIN p USING (pid) WHERE t.adm BETWEEN 0 AND ${period.days};

CREATE OR REPLACE TEMP TABLE first_stays AS
WITH sick AS (
  SELECT d.*, coalesce(s.did, k.did) AS did FROM drawn AS d
  JOIN pick_disease AS k ON k.tier = d.wanted AND k.band = d.band AND k.gend = d.gend AND k.season = season_of(d.adm) AND k.slot = pickn(d.ev, 34, 500)
  LEFT JOIN r_disease AS s ON s.id = d.special),
placed AS (
  SELECT s.*, CASE WHEN s.special IS NOT NULL OR c.id = 'C34' AND u(s.ev, 35) < 0.5 OR c.id = 'H25' AND s.wanted = 2 AND u(s.ev, 35) < 0.12 THEN h.iid ELSE i.iid END AS iid, c.los, c.op_code, c.op_share, c.op_tiers, c.emergency
  FROM sick AS s JOIN r_disease AS c ON c.did = s.did JOIN pick_hospital AS i ON i.tier = s.wanted AND i.district = s.district AND i.slot = pickn(s.ev, 36, 200)
  LEFT JOIN home AS h ON h.id = c.id AND h.slot = pickn(s.ev, 37, 12)),
lasting AS (
  SELECT x.*, i.tier AS tier, CAST(CASE WHEN special = 'F20' THEN 30 + floor(28 * u(x.ev, 38)) ELSE
      least(${LONGEST}, greatest(1, round(x.los[CAST(i.tier AS INTEGER)] * i.habit * (0.74 + 0.26 * exp(0.62 * normal(x.ev, 38)))))) END AS INTEGER) AS los_days
  FROM placed AS x JOIN r_hospital AS i ON i.iid = x.iid)
SELECT * FROM lasting WHERE adm + los_days < ${period.days} AND (died IS NULL OR adm + los_days < died - 1);

CREATE OR REPLACE TEMP TABLE followers AS
WITH chosen AS (
  SELECT f.pid, f.k, f.gend, f.band, f.district, f.died, f.pid * ${EVENTS.perPerson} + ${EVENTS.follower} + f.k AS ev, f.adm + f.los_days + 16 + pickn(f.ev, 41, 40) AS adm, CASE WHEN f.tier = '3' THEN 2 ELSE 3 END AS wanted
  FROM first_stays AS f WHERE f.k = 0 AND f.special IS NULL AND u(f.ev, 40) < 0.11 AND f.band >= 2),
sick AS (
  SELECT c.*, d.did, d.los, d.op_code, d.op_share, d.op_tiers, d.emergency, i.iid FROM chosen AS c JOIN other_disease AS d ON d.gend = c.gend AND d.slot = pickn(c.ev, 42, 60)
  JOIN pick_hospital AS i ON i.tier = c.wanted AND i.district = c.district AND i.slot = pickn(c.ev, 36, 200))
SELECT s.*, i.tier, CAST(least(14, greatest(3, round(s.los[s.wanted] * (0.76 + 0.24 * exp(0.6 * normal(s.ev, 38)))))) AS INTEGER) AS los_days
FROM sick AS s JOIN r_hospital AS i ON i.iid = s.iid WHERE s.adm + 14 < ${period.days} AND (s.died IS NULL OR s.adm + 14 < s.died - 1)`
}

const STAY_COLUMNS = `ev, pid, iid, tier, did, adm, los_days`

/** All stays of the range in one shape: the background with what chance gives it, the planned ones with what the plan says. */
export function staysSql(range: { readonly from: number; readonly to: number }): string {
  return `
CREATE OR REPLACE TEMP TABLE stay AS
WITH background AS (
  SELECT ${STAY_COLUMNS}, emergency, op_code, op_share, op_tiers FROM first_stays UNION ALL SELECT ${STAY_COLUMNS}, emergency, op_code, op_share, op_tiers FROM followers),
shaped AS (
  SELECT b.ev, b.pid, b.iid, b.tier, b.did, b.adm, b.los_days, CAST(NULL AS VARCHAR) AS code,
    CASE WHEN u(b.ev, 50) < b.emergency THEN '1' ELSE '2' END AS adm_way,
    CASE WHEN u(b.ev, 51) < 0.012 AND b.los_days > 2 THEN '4' WHEN u(b.ev, 51) < 0.018 THEN '3' WHEN u(b.ev, 51) < 0.021 THEN '2' ELSE '1' END AS dscg_way,
    CASE WHEN d.id = 'I69' THEN '2105' WHEN d.id IN ('O80', 'O34') THEN '52' WHEN u(b.ev, 50) < b.emergency * 0.3 THEN '24' ELSE '21' END AS med_type,
    CASE WHEN d.id IN ('F20', 'I69') THEN '50' WHEN b.tier IN ('3', '2') THEN '40' ELSE '10' END AS clr_way,
    CASE WHEN b.op_code IS NOT NULL AND contains(b.op_tiers, b.tier) AND u(b.ev, 52) < b.op_share THEN d.op_day END AS op_day,
    b.ev AS tkey, 0.0 AS typical, 1.0 AS f_drug, 1.0 AS f_exam, 1.0 AS f_mat, 1.0 AS f_treat, CASE WHEN u(b.ev, 53) < 0.006 THEN 2.2 + u(b.ev, 54) ELSE 1.0 END AS more,
    CAST([] AS INTEGER[]) AS idle, false AS batch, CAST(NULL AS INTEGER) AS split_at, 0 AS split_mode, '1' AS rinp_flag, CAST(NULL AS VARCHAR) AS rinp_purpose, false AS light,
    CAST(NULL AS VARCHAR[]) AS secondary, '' AS refund, false AS planned, CAST([] AS VARCHAR[]) AS operations, CAST([] AS VARCHAR[]) AS extra
  FROM background AS b JOIN r_disease AS d USING (did)
  UNION ALL BY NAME
  SELECT * FROM planned_stay WHERE pid >= ${range.from} AND pid < ${range.to})
SELECT s.* EXCLUDE (code, split_at, split_mode, op_day), d.id AS disease, coalesce(s.code, c.code) AS code, left(coalesce(s.code, c.code), 3) AS main3, d.dept, d.dept_code, d.dept_no, 
  least(s.op_day, greatest(0, s.los_days - 1)) AS op_off, CASE WHEN s.light THEN d.light_pack ELSE d.pack END AS pack, greatest(1, s.los_days) AS n_days,
  pickn(s.ev, 55, CASE s.tier WHEN '3' THEN 6 WHEN '2' THEN 4 ELSE 2 END) AS dr, 480 + pickn(s.ev, 56, 200) AS adm_minute, 540 + pickn(s.ev, 57, 300) AS dsc_minute,
  coalesce(s.split_at, CASE WHEN year(day_at(s.adm)) < year(day_at(s.adm + s.los_days - 1)) THEN CAST(make_date(year(day_at(s.adm + s.los_days - 1)), 1, 1) - day_at(s.adm) AS INTEGER) END) AS split_at,
  CASE WHEN s.split_mode > 0 THEN s.split_mode WHEN u(s.ev, 58) < 0.5 THEN 1 ELSE 2 END AS split_mode
FROM shaped AS s JOIN r_disease AS d USING (did) JOIN r_code AS c ON c.did = s.did AND c.slot = pickn(s.ev, 59, 20)`
}

/** Visits of the background: at most two a month per person, in different halves of it, never near a stay. */
export function visitsSql(range: { readonly from: number; readonly to: number }, period: Period): string {
  return `
CREATE OR REPLACE TEMP TABLE months AS SELECT m.range AS m, CAST(DATE '${period.start}' + to_months(CAST(m.range AS INTEGER)) AS DATE) - DATE '${period.start}' AS first_day FROM range(${period.months}) AS m;
CREATE OR REPLACE TEMP TABLE visit AS
WITH cells AS (
  SELECT p.pid, m.m, s.range AS s, p.pid * ${EVENTS.perPerson} + ${EVENTS.visit} + 2 * m.m + s.range AS ev, p.band, p.gend, p.district, p.chronic, p.registered, p.died, p.brdy,
    m.first_day + CASE WHEN (s.range = 0) = (p.half = 0) THEN 0 ELSE 14 END + CAST(floor(13 * v(p.pid, 2 * m.m + s.range, 61)) AS INTEGER) AS day
  FROM p CROSS JOIN months AS m CROSS JOIN range(2) AS s
  WHERE v(p.pid, 2 * m.m + s.range, 60) < CASE WHEN s.range = 1 THEN CASE WHEN p.registered THEN 0.45 WHEN p.chronic > 0 THEN 0.14 ELSE 0 END
    ELSE (CASE p.band WHEN 0 THEN 0.26 WHEN 1 THEN 0.14 WHEN 2 THEN 0.14 WHEN 3 THEN 0.19 ELSE 0.23 END) * CASE WHEN month(day_at(m.first_day)) IN (11, 12, 1, 2) THEN 1.25 ELSE 0.92 END END),
free AS (
  SELECT c.* FROM cells AS c WHERE c.day < ${period.days} AND (c.died IS NULL OR c.day < c.died) AND day_at(c.day) > c.brdy AND NOT EXISTS (SELECT 1 FROM stay AS t WHERE t.pid = c.pid AND c.day BETWEEN t.adm - 6 AND t.adm + t.los_days + 6)
    AND NOT EXISTS (SELECT 1 FROM planned_visit AS w WHERE w.pid = c.pid AND c.day BETWEEN w.day - 3 AND w.day + 3)),
typed AS (
  SELECT *, CASE WHEN s = 1 AND registered THEN CASE WHEN u(ev, 62) < 0.5 THEN '14' ELSE '9929' END WHEN s = 1 THEN '41' WHEN u(ev, 62) < 0.62 THEN CASE WHEN u(ev, 63) < 0.04 THEN '13' ELSE '11' END ELSE '41' END AS med_type,
    CASE WHEN u(ev, 64) < 0.25 THEN 3 WHEN u(ev, 64) < 0.6 THEN 2 ELSE 1 END AS wanted
  FROM free),
background AS (
  SELECT t.ev, t.pid, t.day, 510 + pickn(t.ev, 65, 520) AS minute, t.med_type, CASE WHEN t.med_type IN ('41', '9929') THEN f.iid ELSE h.iid END AS iid, CASE WHEN t.med_type IN ('41', '9929') THEN 'P' ELSE CAST(t.wanted AS VARCHAR) END AS tier,
    CASE WHEN t.s = 1 THEN c.pack WHEN t.med_type = '41' THEN b.pack ELSE o.pack END AS pack,
    CASE WHEN t.s = 1 THEN c.icd WHEN t.med_type = '41' THEN NULL ELSE o.codes[1 + pickn(t.ev, 66, len(o.codes))] END AS code, CASE WHEN t.s = 1 THEN c.dept_no WHEN t.med_type = '41' THEN 0 ELSE o.dept_no END AS dept_no,
    CASE WHEN t.med_type IN ('14', '9929') THEN c.code END AS dise_no
  FROM typed AS t JOIN pick_hospital AS h ON h.tier = t.wanted AND h.district = t.district AND h.slot = pickn(t.ev, 67, 200) JOIN pick_pharmacy AS f ON f.district = t.district AND f.slot = pickn(t.ev, 68, 60)
  JOIN pick_complaint AS k ON k.band = t.band AND k.gend = t.gend AND k.season = season_of(t.day) AND k.slot = pickn(t.ev, 69, 200) JOIN r_complaint AS o ON o.cid = k.cid
  JOIN pick_basket AS b ON b.slot = pickn(t.ev, 70, 15) LEFT JOIN r_chronic AS c ON c.no = t.chronic)
SELECT *, ev AS tkey, 0.0 AS typical, CASE WHEN u(ev, 71) < 0.003 THEN 3.0 ELSE 1.0 END AS more, 0 AS settled_late, '' AS refund, false AS planned, CAST([] AS VARCHAR[]) AS extra, false AS own, false AS sent_out FROM background
UNION ALL BY NAME SELECT * FROM planned_visit WHERE pid >= ${range.from} AND pid < ${range.to}`
}
