-- 换上每个诊断的结果；权重够高的里面取与资源最相符的一个。
WITH tried AS (
  SELECT
    c.*, g.scheme, g.drg_code AS drg_orig, g.weight AS w_orig, g.pay AS pay_orig, a.drg_name AS name_orig,
    COALESCE(a.drg_code = g.drg_code, FALSE) AS same_scheme,
    COALESCE(x.grouped, FALSE) AS corr_grouped, x.drg_code AS drg_corr, x.drg_name AS name_corr, x.weight AS w_corr,
    CASE WHEN g.weight > 0 THEN ROUND((x.weight - g.weight) / g.weight, 6) END AS rise_share
  FROM candidate c
  JOIN drg_stay g ON g.stay_id = c.stay_id AND g.grouped
  LEFT JOIN regrouped a ON a.case_key = concat(CAST(c.stay_id AS VARCHAR), '|as')
  LEFT JOIN regrouped x ON x.case_key = concat(CAST(c.stay_id AS VARCHAR), '|', c.other_code)
)
SELECT *
FROM tried
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY stay_id
  ORDER BY CASE WHEN same_scheme AND corr_grouped AND rise_share >= $w_rise THEN 0 ELSE 1 END, m_other DESC, other_seq
) = 1
