WITH flagged AS (
  SELECT
    f.stay_id,
    bool_and(f.no_fee) AS all_no_fee,
    MIN(f.q) FILTER (WHERE NOT f.no_fee) AS min_q,
    MAX(r.rate_ratio) FILTER (WHERE NOT f.no_fee) AS rate_ratio,
    array_to_string(array_agg(f.code ORDER BY f.seq), '、') AS all_codes,
    array_to_string(array_agg(f.code ORDER BY f.seq) FILTER (WHERE NOT f.no_fee), '、') AS codes,
    array_to_string(array_agg(
      concat(
        f.role, ' ', f.code, ' ',
        CASE WHEN f.support = 'no' THEN concat('没有查到', f.requirement) ELSE '' END,
        CASE WHEN f.q < $q_max THEN concat(
          CASE WHEN f.support = 'no' THEN '，' ELSE '' END,
          '关键项目只用了 ', CAST(ROUND(100 * f.m) AS INTEGER), ' %，低于其他机构同编码住院的临界值') ELSE '' END
      ) ORDER BY f.seq), '；') AS because
  FROM flag f
  JOIN match_stay m ON m.stay_id = f.stay_id
  LEFT JOIN code_rate r ON r.iid = m.iid AND r.code = f.code
  GROUP BY f.stay_id
)
SELECT
  f.*,
  g.scheme, g.drg_code AS drg_orig, g.weight AS w_orig, g.pay AS pay_orig, a.drg_name AS name_orig,
  COALESCE(a.drg_code = g.drg_code, FALSE) AS same_scheme,
  COALESCE(x.grouped, FALSE) AS corr_grouped, x.drg_code AS drg_corr, x.drg_name AS name_corr, x.weight AS w_corr,
  CASE WHEN g.weight > 0 THEN ROUND((g.weight - x.weight) / g.weight, 6) END AS drop_share,
  CAST(CASE WHEN g.weight > 0 THEN ROUND(CAST(g.pay AS DOUBLE) * x.weight / g.weight, 2) END AS DECIMAL(16,2)) AS pay_corr
FROM flagged f
JOIN drg_stay g ON g.stay_id = f.stay_id
LEFT JOIN regrouped a ON a.case_key = concat(CAST(f.stay_id AS VARCHAR), '|as')
LEFT JOIN regrouped x
  ON x.case_key = concat(CAST(f.stay_id AS VARCHAR), CASE WHEN f.all_no_fee THEN '|no-fee' ELSE '|fix' END)
