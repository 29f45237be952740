-- 费用最匹配的另一手术：匹配程度够高，且比所填手术高。
WITH whole AS (
  SELECT oprn4, SUM(weight) AS weight FROM opr_key GROUP BY oprn4
),
scored AS (
  SELECT c.stay_id, k.oprn4, CAST(ROUND(SUM(k.weight) / MAX(w.weight), 6) AS DOUBLE) AS m
  FROM (SELECT DISTINCT stay_id FROM suspect) c
  JOIN opr_use u ON u.stay_id = c.stay_id
  JOIN opr_key k ON k.generic = u.generic
  JOIN whole w ON w.oprn4 = k.oprn4
  GROUP BY c.stay_id, k.oprn4
),
ranked AS (
  SELECT x.stay_id, x.oprn4, x.m, ROW_NUMBER() OVER (PARTITION BY x.stay_id ORDER BY x.m DESC, x.oprn4) AS place
  FROM scored x
  WHERE x.m >= $match_min
    AND NOT EXISTS (SELECT 1 FROM opr_stay o WHERE o.stay_id = x.stay_id AND o.oprn4 = x.oprn4)
),
code_count AS (
  SELECT substr(code, 1, 5) AS oprn4, code, ROW_NUMBER() OVER (PARTITION BY substr(code, 1, 5) ORDER BY COUNT(*) DESC, code) AS place
  FROM stay_oprn
  GROUP BY substr(code, 1, 5), code
)
SELECT r.stay_id, r.oprn4, r.m, c.code
FROM ranked r
JOIN code_count c ON c.oprn4 = r.oprn4 AND c.place = 1
WHERE r.place = 1
