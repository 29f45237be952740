-- 每次住院每类文书的正文（同类的按时间接在一起）。知情同意、护理、查对等固定格式的不用。
SELECT
  concat(CAST(o.stay_id AS VARCHAR), '|', d.kind) AS id, o.stay_id, o.cell AS grp, d.kind, o.pid AS owner,
  array_to_string(array_agg(d.text ORDER BY d.write_time, d.doc_id), ' ') AS text
FROM (
  SELECT doc_id, mdtrt_id, write_time, text,
    CASE WHEN doc_type LIKE '%首次病程%' THEN '首次病程' WHEN doc_type LIKE '%入院记录%' THEN '入院记录' WHEN doc_type LIKE '%手术%' THEN '手术记录' ELSE '病程记录' END AS kind
  FROM ods_emr_doc
  WHERE text IS NOT NULL
    AND (doc_type LIKE '%入院记录%' OR doc_type LIKE '%病程%' OR doc_type LIKE '%手术%')
    AND doc_type NOT LIKE '%同意%' AND doc_type NOT LIKE '%护理%' AND doc_type NOT LIKE '%查对%' AND doc_type NOT LIKE '%核查%'
) d
JOIN (SELECT stay_id, cell, pid, u.mdtrt_id FROM scope CROSS JOIN UNNEST(mdtrt_ids) AS u(mdtrt_id)) o ON o.mdtrt_id = d.mdtrt_id
GROUP BY o.stay_id, o.cell, d.kind, o.pid
