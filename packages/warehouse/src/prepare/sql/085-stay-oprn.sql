-- Distinct operations of the stay, the main one first; the front page's single code stands in when the list has none.
WITH listed AS (
  SELECT e.stay_id, d.oprn_oprt_code AS code, CAST(d.oprn_oprt_date AS DATE) AS oprn_date,
    COALESCE(d.main_oprn_flag, '') = '1' AS main_flag, e.part, TRY_CAST(d.oprn_srt_no AS INTEGER) AS srt
  FROM ods_setl_oprn_d d JOIN x_episode e ON e.mdtrt_id = d.mdtrt_id
  WHERE d.oprn_oprt_code IS NOT NULL AND d.oprn_oprt_code <> ''
),
fronted AS (
  SELECT e.stay_id, v.oprn_oprt_code AS code, CAST(NULL AS DATE) AS oprn_date, TRUE AS main_flag, e.part, 1 AS srt
  FROM x_episode e JOIN v_mdtrt v ON v.mdtrt_id = e.mdtrt_id
  WHERE v.oprn_oprt_code IS NOT NULL AND v.oprn_oprt_code <> ''
    AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.stay_id = e.stay_id)
),
everything AS (SELECT * FROM listed UNION ALL SELECT * FROM fronted),
best AS (
  SELECT stay_id, code, oprn_date, bool_or(main_flag) AS main_flag, MIN(part) AS part, MIN(srt) AS srt
  FROM everything GROUP BY stay_id, code, oprn_date
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY stay_id
    ORDER BY CASE WHEN main_flag THEN 0 ELSE 1 END, part, srt NULLS LAST, code, oprn_date) AS seq
  FROM best
)
SELECT stay_id, CAST(seq AS INTEGER) AS seq, code, oprn_date, seq = 1 AS is_main FROM ranked ORDER BY stay_id, seq
