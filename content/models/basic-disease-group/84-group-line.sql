SELECT
  concat(i.fixmedins_code, '|', c.drg_code) AS subject_id,
  g.drg_code, CAST(g.n AS INTEGER) AS n, g.weight, CAST(g.pay AS DECIMAL(16,2)) AS pay, g.cv, g.cover,
  CASE WHEN g.basic THEN '基础病组' ELSE '较高病组' END AS kind
FROM candidate c
JOIN institution i ON i.iid = c.iid
JOIN group_list g ON (g.drg_code IN (c.drg_code, c.next_code)) OR (c.b3 AND g.basic)
