-- 新生儿出生体重（克），取自结算清单；只有不足一岁的住院用得到。
SELECT s.stay_id, MIN(TRY_CAST(b.nwb_bir_wt AS DOUBLE)) AS birth_weight
FROM (
  SELECT stay_id, u.setl_id
  FROM stay
  CROSS JOIN UNNEST(setl_ids) AS u(setl_id)
  WHERE age = 0
) s
JOIN ods_setl_list_b b ON b.setl_id = s.setl_id
WHERE TRY_CAST(b.nwb_bir_wt AS DOUBLE) > 0
GROUP BY s.stay_id
