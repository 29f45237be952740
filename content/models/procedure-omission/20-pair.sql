-- 项目类与手术亚目（编码前四个字符）同现的住院数；床日付费的住院按规定不填手术，不参加统计。
WITH used AS (
  SELECT u.stay_id, u.generic
  FROM item_use u
  JOIN stay s ON s.stay_id = u.stay_id
  WHERE NOT s.ex_rehab AND NOT s.ex_psych
),
n_item AS (
  SELECT generic, COUNT(*) AS n FROM used GROUP BY generic
),
oprn AS (
  SELECT DISTINCT stay_id, substr(code, 1, 4) AS family FROM stay_oprn
)
SELECT u.generic, o.family, COUNT(*) AS n_both, n.n AS n_item, ROUND(CAST(COUNT(*) AS DOUBLE) / n.n, 6) AS prob
FROM used u
JOIN oprn o ON o.stay_id = u.stay_id
JOIN n_item n ON n.generic = u.generic
GROUP BY u.generic, o.family, n.n
