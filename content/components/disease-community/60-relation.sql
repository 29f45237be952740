-- 诊断手术相关性矩阵：够比例、够次数的为“成立”，其余为“未知”（罕见不等于不许）；同一亚目成立而自身未知的，继承亚目提升度的一部分。
WITH direct AS (
  SELECT scope, entity, oprn4, family, n_both, n_entity, n_oprn,
    ROUND(CAST(n_both AS DOUBLE) / n_entity, 6) AS conf,
    ROUND((CAST(n_both AS DOUBLE) / n_entity) / (CAST(n_oprn AS DOUBLE) / n_total), 6) AS lift
  FROM dx_op_count
),
fam AS (
  SELECT scope, entity, family,
    ROUND((CAST(n_both AS DOUBLE) / n_entity) / (CAST(n_family AS DOUBLE) / n_total), 6) AS lift
  FROM dx_fam_count
  WHERE n_both >= $comm_n_min AND CAST(n_both AS DOUBLE) / n_entity >= $comm_support
)
SELECT d.scope, d.entity, d.oprn4, d.n_both AS support, d.n_entity, d.n_oprn, d.conf,
  CASE WHEN d.n_both >= $comm_n_min AND d.conf >= $comm_support THEN d.lift
    ELSE GREATEST(d.lift, COALESCE(ROUND($comm_inherit * f.lift, 6), 0)) END AS lift,
  CASE WHEN d.n_both >= $comm_n_min AND d.conf >= $comm_support THEN '统计'
    WHEN $comm_inherit * f.lift > d.lift THEN '同亚目' ELSE '统计' END AS source,
  CASE WHEN d.n_both >= $comm_n_min AND d.conf >= $comm_support THEN '成立' ELSE '未知' END AS status
FROM direct d
LEFT JOIN fam f ON f.scope = d.scope AND f.entity = d.entity AND f.family = d.family
