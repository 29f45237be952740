/** Which packs are charged in which event: its own, then the extra ones the plan adds. */
const EVENT_PACKS = `
CREATE OR REPLACE TEMP TABLE ep AS
SELECT ev, 1 AS src, pack, tier, tkey, iid, did, n_days, op_off, typical, f_drug, f_exam, f_mat, f_treat, more, idle, batch, split_at, false AS own FROM stay WHERE pack IS NOT NULL
UNION ALL SELECT s.ev, 1 + s.n, r.pack, s.tier, s.tkey, s.iid, s.did, s.n_days, s.op_off, s.typical, 1.0, 1.0, 1.0, 1.0, 1.0, s.idle, s.batch, s.split_at, r.own
  FROM (SELECT *, unnest(extra) AS name, generate_subscripts(extra, 1) AS n FROM stay WHERE len(extra) > 0) AS s JOIN r_extra AS r ON r.name = s.name
UNION ALL SELECT ev, 1, pack, tier, tkey, iid, 0, 1, NULL, typical, 1.0, 1.0, 1.0, 1.0, more, CAST([] AS INTEGER[]), false, NULL, own FROM visit WHERE pack IS NOT NULL
UNION ALL SELECT s.ev, 1 + s.n, r.pack, s.tier, s.tkey, s.iid, 0, 1, NULL, s.typical, 1.0, 1.0, 1.0, 1.0, s.more, CAST([] AS INTEGER[]), false, NULL, r.own
  FROM (SELECT *, unnest(extra) AS name, generate_subscripts(extra, 1) AS n FROM visit WHERE len(extra) > 0) AS s JOIN r_extra AS r ON r.name = s.name`

/**
 * Fee lines of the range. Choice of an item: one draw per group. Quantity: one draw per stay and item. Categories thinned by the
 * plan lose days (daily items) or items; above one they gain quantity. Idle days keep bed, nursing and consultation only.
 */
const LINES = `
CREATE OR REPLACE TEMP TABLE l AS
WITH chosen AS (
  SELECT e.ev, e.src, e.n_days, e.op_off, e.idle, e.batch, e.split_at, e.own, e.tkey, e.typical, e.more, k.item, k.mode, k.arg, k.qty, i.cat,
    CASE e.tier WHEN '3' THEN i.p3 WHEN '2' THEN i.p2 WHEN '1' THEN i.p1 ELSE i.pp END AS price,
    CASE i.cat WHEN 'D' THEN e.f_drug WHEN 'E' THEN e.f_exam WHEN 'M' THEN e.f_mat WHEN 'T' THEN e.f_treat ELSE 1.0 END AS f, coalesce(b.times, 1.0) AS boost,
    0.5 + (v(e.tkey, k.item, 82) - 0.5) * (1 - e.typical) AS x, v(e.ev, k.item, 83) AS y
  FROM ep AS e JOIN r_pack AS k ON k.pack = e.pack AND k.tier = e.tier JOIN r_item AS i ON i.item = k.item
  LEFT JOIN boost AS b ON b.iid = e.iid AND b.item = k.item AND (b.did = -1 OR b.did = e.did)
  WHERE (0.5 + (v(e.tkey, k.grp, 80 + e.src) - 0.5) * (1 - e.typical) >= k.lo AND 0.5 + (v(e.tkey, k.grp, 80 + e.src) - 0.5) * (1 - e.typical) < k.hi OR v(e.ev, k.item, 84) < b.forced)
    AND (k.mode <> 'P' OR e.op_off IS NOT NULL)),
sized AS (
  SELECT *, CASE WHEN mode IN ('D', 'C') THEN floor((CASE mode WHEN 'D' THEN n_days ELSE greatest(1, ceil(n_days * arg)) END) * least(1, f) + CASE WHEN f < 1 THEN y ELSE 0 END)
      WHEN f < 1 AND (y >= f OR cat = 'E' AND price >= 15000) THEN 0 WHEN mode = 'R' THEN ceil(n_days / arg) ELSE 1 END AS n,
    CASE mode WHEN 'O' THEN least(arg, n_days - 1) WHEN 'P' THEN op_off ELSE 0 END AS first, CASE mode WHEN 'R' THEN arg ELSE 1 END AS step,
    qty * CASE WHEN cat IN ('D', 'T') THEN more ELSE 1 END * boost * CASE WHEN f > 1 THEN f ELSE 1 END * CASE WHEN cat = 'D' AND mode IN ('D', 'C', 'O') THEN 0.86 + 0.3 * x ELSE 1 END AS q
  FROM chosen),
counted AS (
  SELECT *, CASE WHEN q = floor(q) THEN CAST(q AS INTEGER) ELSE greatest(1, CAST(floor(q + CASE WHEN typical > 0 THEN 0.5 + (x - 0.5) * 0.2 ELSE v(tkey, item, 85) END) AS INTEGER)) END AS cnt FROM sized WHERE n > 0),
daily AS (SELECT *, CAST(first + step * unnest(range(CAST(n AS BIGINT))) AS INTEGER) AS off FROM counted)
SELECT ev, CAST(CASE WHEN off >= split_at THEN 2 ELSE 1 END AS TINYINT) AS seg, CAST(off AS SMALLINT) AS off, CAST(item AS SMALLINT) AS item, CAST(src AS TINYINT) AS src, cnt, CAST(price AS INTEGER) AS price, own, batch
FROM daily WHERE cat = 'B' OR len(idle) = 0 OR NOT list_contains(idle, off)
ORDER BY ev, off, item, src`

/** Money of one line: class 乙 leaves a tenth to the patient first, class 丙 and own wishes all of it. */
const AMOUNTS = `
CREATE OR REPLACE MACRO own_of(amount, lv, own) AS CASE WHEN own OR lv = '03' THEN amount ELSE 0 END;
CREATE OR REPLACE MACRO first_of(amount, lv, own) AS CASE WHEN NOT own AND lv = '02' THEN CAST(round(amount * 0.1) AS BIGINT) ELSE 0 END`

export const LINE_STATEMENTS: readonly string[] = [EVENT_PACKS, LINES, AMOUNTS]
