-- 同级各机构该指标的分布。
SELECT
  c.cell_id,
  ARRAY[
    quantile_cont(m.x, 0.00),
    quantile_cont(m.x, 0.05),
    quantile_cont(m.x, 0.10),
    quantile_cont(m.x, 0.15),
    quantile_cont(m.x, 0.20),
    quantile_cont(m.x, 0.25),
    quantile_cont(m.x, 0.30),
    quantile_cont(m.x, 0.35),
    quantile_cont(m.x, 0.40),
    quantile_cont(m.x, 0.45),
    quantile_cont(m.x, 0.50),
    quantile_cont(m.x, 0.55),
    quantile_cont(m.x, 0.60),
    quantile_cont(m.x, 0.65),
    quantile_cont(m.x, 0.70),
    quantile_cont(m.x, 0.75),
    quantile_cont(m.x, 0.80),
    quantile_cont(m.x, 0.85),
    quantile_cont(m.x, 0.90),
    quantile_cont(m.x, 0.95),
    quantile_cont(m.x, 1.00)
  ] AS quantiles
FROM worst c
JOIN indicator i ON i.clean AND i.class_id = c.class_id AND i.oprn4 = c.oprn4 AND i.tier = c.tier
JOIN ratio m ON m.cell_id = i.cell_id AND m.k = c.k
WHERE c.clean
GROUP BY c.cell_id
