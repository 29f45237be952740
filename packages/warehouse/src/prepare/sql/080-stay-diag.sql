-- Distinct diagnoses of the stay, the principal one (that of the last segment) first.
WITH listed AS (
  SELECT e.stay_id, e.part, d.diag_code AS code, COALESCE(d.maindiag_flag, '') = '1' AS is_main, d.diag_srt_no AS srt
  FROM ods_setl_diag_list_d d JOIN x_episode e ON e.mdtrt_id = d.mdtrt_id
  WHERE d.diag_code IS NOT NULL AND d.diag_code <> ''
),
fronted AS (
  SELECT e.stay_id, e.part, v.dscg_maindiag_code AS code, TRUE AS is_main, NULL AS srt
  FROM x_episode e JOIN v_mdtrt v ON v.mdtrt_id = e.mdtrt_id
  WHERE v.dscg_maindiag_code IS NOT NULL AND v.dscg_maindiag_code <> ''
    AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.stay_id = e.stay_id AND l.part = e.part AND l.is_main)
),
everything AS (SELECT * FROM listed UNION ALL SELECT * FROM fronted),
best AS (
  SELECT stay_id, code,
    MIN(CASE WHEN is_main THEN 0 ELSE 1 END) AS side,
    MIN(CASE WHEN is_main THEN -part ELSE part END) AS part_order,
    MIN(TRY_CAST(srt AS INTEGER)) AS srt
  FROM everything GROUP BY stay_id, code
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY stay_id ORDER BY side, part_order, srt NULLS LAST, code) AS seq FROM best
)
SELECT stay_id, CAST(seq AS INTEGER) AS seq, code, seq = 1 AS is_main FROM ranked ORDER BY stay_id, seq
