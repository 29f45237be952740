-- 一句话的理由，每个要去掉的编码一段。
SELECT
  f.stay_id,
  array_to_string(array_agg(
    concat(
      CASE WHEN f.is_main THEN concat('主要诊断 ', f.code, ' ') ELSE concat(f.role, ' ', f.code, ' ') END,
      CASE
        WHEN f.support = 'no' AND f.peer_rate IS NOT NULL
          THEN concat('没有查到', f.requirement, '（其他机构同编码 ', CAST(ROUND(100 * f.peer_rate) AS INTEGER), ' % 有）')
        WHEN f.support = 'no' THEN concat('没有查到', f.requirement)
        ELSE ''
      END,
      CASE
        WHEN f.q < $q_max THEN concat(
          CASE WHEN f.support = 'no' THEN '，' ELSE '' END,
          '关键项目只用了 ', CAST(ROUND(100 * f.m) AS INTEGER), ' %，',
          CASE WHEN f.q = 0 THEN '其他机构同编码住院没有这样少的'
            ELSE concat('其他机构只有 ', CAST(ROUND(100 * f.q, 1) AS VARCHAR), ' % 的同编码住院这样少') END)
        ELSE ''
      END,
      CASE WHEN f.is_main THEN concat('，与资源最相符的是 ', b.new_main) ELSE '' END
    ) ORDER BY f.seq), '；') AS because
FROM up_flag f
LEFT JOIN up_best b ON b.stay_id = f.stay_id
GROUP BY f.stay_id
