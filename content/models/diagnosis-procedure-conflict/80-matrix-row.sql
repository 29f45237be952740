-- 证据：冲突手术所在的矩阵行，以及该主诊断通常做的手术（前五）。
SELECT s.stay_key AS subject_id, '冲突手术' AS kind, x.main3, x.oprn4, CAST(x.support AS BIGINT) AS support, CAST(x.n_diag AS BIGINT) AS n_diag,
  CAST(x.n_oprn AS BIGINT) AS n_oprn, CAST(x.lift AS DOUBLE) AS lift
FROM conflict x
JOIN stay s ON s.stay_id = x.stay_id
UNION ALL
SELECT s.stay_key, '该诊断常见手术', r.entity, r.oprn4, CAST(r.support AS BIGINT), CAST(r.n_entity AS BIGINT), CAST(r.n_oprn AS BIGINT), CAST(r.lift AS DOUBLE)
FROM op_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY entity ORDER BY support DESC, oprn4) AS place
  FROM dx_op_rel WHERE scope = 'main3' AND status = '成立'
) r ON r.entity = c.main3 AND r.place <= 5
UNION ALL
SELECT s.stay_key, '该手术常见诊断', r.entity, r.oprn4, CAST(r.support AS BIGINT), CAST(r.n_entity AS BIGINT), CAST(r.n_oprn AS BIGINT), CAST(r.lift AS DOUBLE)
FROM op_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY oprn4 ORDER BY support DESC, entity) AS place
  FROM dx_op_rel WHERE scope = 'main3' AND status = '成立'
) r ON r.oprn4 = c.oprn4 AND r.place <= 5
