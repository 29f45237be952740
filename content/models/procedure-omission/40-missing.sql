-- 检查期内用了关键项目而没有填其任何类目手术的住院；cross_used 表示本次所填手术的类目也常用这一项目。
WITH coded AS (
  SELECT DISTINCT stay_id, substr(code, 1, 2) AS category FROM stay_oprn
)
SELECT u.stay_id, u.generic, u.item_name, u.amt, k.family, k.category, k.prob, k.n_item,
  EXISTS (
    SELECT 1 FROM coded c
    JOIN item_family f ON f.generic = u.generic AND substr(f.family, 1, 2) = c.category
    WHERE c.stay_id = u.stay_id AND f.n_both >= $cross_min
  ) AS cross_used
FROM item_use u
JOIN stay s ON s.stay_id = u.stay_id AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
JOIN key_item k ON k.generic = u.generic AND k.place = 1
WHERE NOT EXISTS (
  SELECT 1 FROM coded c JOIN key_item a ON a.category = c.category WHERE c.stay_id = u.stay_id AND a.generic = u.generic
)
