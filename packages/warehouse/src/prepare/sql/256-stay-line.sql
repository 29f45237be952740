-- What the fee lines say about a stay as a whole.
WITH posting AS (
  SELECT stay_id, CAST(MAX(n_lines) AS DOUBLE) / SUM(n_lines) AS top_minute_share FROM b_stay_minute GROUP BY stay_id
),
typed AS (SELECT visit, chrg, SUM(amt) AS amt FROM b_line WHERE visit > 0 GROUP BY visit, chrg),
charge AS (
  SELECT visit AS stay_id, SUM(amt) AS line_amt,
    SUM(CASE WHEN chrg IN (1, 2, 5, 6, 7, 12, 13, 14) THEN amt ELSE 0 END) AS cat_medical,
    SUM(CASE WHEN chrg IN (3, 4) THEN amt ELSE 0 END) AS cat_tech,
    SUM(CASE WHEN chrg IN (9, 10, 11) THEN amt ELSE 0 END) AS cat_drug,
    SUM(CASE WHEN chrg = 8 THEN amt ELSE 0 END) AS cat_consumable,
    SUM(CASE WHEN chrg = 1 THEN amt ELSE 0 END) AS amt_bed, SUM(CASE WHEN chrg = 2 THEN amt ELSE 0 END) AS amt_consult,
    SUM(CASE WHEN chrg = 3 THEN amt ELSE 0 END) AS amt_exam, SUM(CASE WHEN chrg = 4 THEN amt ELSE 0 END) AS amt_lab,
    SUM(CASE WHEN chrg = 5 THEN amt ELSE 0 END) AS amt_treat, SUM(CASE WHEN chrg = 6 THEN amt ELSE 0 END) AS amt_oper,
    SUM(CASE WHEN chrg = 7 THEN amt ELSE 0 END) AS amt_nursing
  FROM typed GROUP BY visit
),
flag AS (
  SELECT v.visit AS stay_id, bool_or(m.rescue) AS has_rescue, bool_or(m.blood) AS has_blood, bool_or(m.radiotherapy) AS has_radiotherapy,
    bool_or(m.dialysis) AS has_dialysis, bool_or(m.antineoplastic) AS has_antineoplastic
  FROM b_visit_item v JOIN x_marked m ON m.item_id = v.item_id WHERE v.visit > 0 GROUP BY v.visit
)
SELECT CAST(c.stay_id AS INTEGER) AS stay_id, c.* EXCLUDE (stay_id), p.top_minute_share,
  f.has_rescue, f.has_blood, f.has_radiotherapy, f.has_dialysis, f.has_antineoplastic
FROM charge c LEFT JOIN posting p ON p.stay_id = c.stay_id LEFT JOIN flag f ON f.stay_id = c.stay_id
ORDER BY stay_id
