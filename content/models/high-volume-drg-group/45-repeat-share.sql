-- 组内住院属于频繁住院者（一个统计期内在本机构住院达到次数）的占比。
WITH often AS (
  SELECT iid, pid FROM scope WHERE in_window GROUP BY iid, pid HAVING COUNT(*) >= $frequent_n
)
SELECT c.iid, c.drg_code, ROUND(AVG(CASE WHEN f.pid IS NOT NULL THEN 1.0 ELSE 0.0 END), 6) AS repeat_share
FROM concentrated c
JOIN scope o ON o.iid = c.iid AND o.drg_code = c.drg_code AND o.in_window
LEFT JOIN often f ON f.iid = o.iid AND f.pid = o.pid
GROUP BY c.iid, c.drg_code
