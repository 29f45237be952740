SELECT
  f.subject_id, m.month, CAST(m.cnt AS DECIMAL(16,4)) AS cnt, m.minutes, m.capacity, m.item_load, m.all_load
FROM finding f
JOIN institution n ON n.fixmedins_code = f.fixmedins_code
JOIN rehab_item r ON r.item_code = f.item_code
JOIN load_month m ON m.iid = n.iid AND m.item_id = r.item_id
