-- Both stays' items side by side, dearest first.
WITH item_amount AS (
  SELECT f.a_id, f.b_id, v.item_id, v.chrg, v.amt AS amt_a, CAST(0 AS DOUBLE) AS amt_b
  FROM flagged f
  JOIN fee_vector v ON v.stay_id = f.a_id
  UNION ALL
  SELECT f.a_id, f.b_id, v.item_id, v.chrg, CAST(0 AS DOUBLE) AS amt_a, v.amt AS amt_b
  FROM flagged f
  JOIN fee_vector v ON v.stay_id = f.b_id
),
side AS (
  SELECT a_id, b_id, item_id, MIN(chrg) AS chrg, SUM(amt_a) AS amt_a, SUM(amt_b) AS amt_b
  FROM item_amount
  GROUP BY a_id, b_id, item_id
  QUALIFY ROW_NUMBER() OVER (PARTITION BY a_id, b_id ORDER BY SUM(amt_a) + SUM(amt_b) DESC, item_id) <= 40
)
SELECT
  b.stay_key AS subject_id,
  a.stay_key AS earlier_stay,
  i.item_code,
  i.item_name,
  d.chrg,
  CAST(d.amt_a AS DECIMAL(16, 2)) AS amt_a,
  CAST(d.amt_b AS DECIMAL(16, 2)) AS amt_b,
  CASE WHEN d.amt_a > 0 AND d.amt_b > 0 THEN '两次都有' WHEN d.amt_a > 0 THEN '仅前次' ELSE '仅后次' END AS overlap
FROM side d
JOIN stay a ON a.stay_id = d.a_id
JOIN stay b ON b.stay_id = d.b_id
JOIN item i ON i.item_id = d.item_id
