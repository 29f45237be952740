-- 每次使用对应哪一个手术：主手术优先，其次提升度最高的；同一手术家族做了两次以上的算多部位。
WITH matched AS (
  SELECT u.stay_id, u.class_id, a.oprn4, a.family, a.lift, o.is_main, o.seq
  FROM consumable_use u
  JOIN stay_oprn o ON o.stay_id = u.stay_id
  JOIN assoc_class_oprn a ON a.class_id = u.class_id AND a.oprn4 = substr(o.code, 1, 5)
),
family_count AS (
  SELECT stay_id, class_id, MAX(n) AS n
  FROM (SELECT stay_id, class_id, family, COUNT(*) AS n FROM matched GROUP BY stay_id, class_id, family) t
  GROUP BY stay_id, class_id
),
one AS (
  SELECT stay_id, class_id, oprn4
  FROM matched
  QUALIFY ROW_NUMBER() OVER (PARTITION BY stay_id, class_id ORDER BY CASE WHEN is_main THEN 0 ELSE 1 END, lift DESC, oprn4, seq) = 1
)
SELECT o.stay_id, o.class_id, o.oprn4, f.n AS n_family
FROM one o
JOIN family_count f ON f.stay_id = o.stay_id AND f.class_id = o.class_id
