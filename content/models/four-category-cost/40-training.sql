-- 学习最多用规定的例数（按编号散列抽取，所有住院都照样判断）。没有核实结论时的起步标签：任一类费用在病组的 P2.5–P97.5 之外，且稳健距离高于 P97.5 的记 1。
WITH band AS (
  SELECT f.drg_code,
    quantile_cont(f.ratio_medical, $tail) AS low_medical, quantile_cont(f.ratio_medical, 1 - $tail) AS high_medical,
    quantile_cont(f.ratio_tech, $tail) AS low_tech, quantile_cont(f.ratio_tech, 1 - $tail) AS high_tech,
    quantile_cont(f.ratio_drug, $tail) AS low_drug, quantile_cont(f.ratio_drug, 1 - $tail) AS high_drug,
    quantile_cont(f.ratio_consumable, $tail) AS low_consumable, quantile_cont(f.ratio_consumable, 1 - $tail) AS high_consumable,
    quantile_cont(d.distance, 1 - $tail) AS far
  FROM feature f
  LEFT JOIN distance d ON d.id = f.stay_id
  WHERE f.dropped IS NULL
  GROUP BY f.drg_code
)
SELECT
  f.stay_id AS id, f.pid AS grp,
  CASE
    WHEN f.dropped IS NULL AND d.distance IS NOT NULL AND ROW_NUMBER() OVER (
      PARTITION BY f.dropped IS NULL AND d.distance IS NOT NULL ORDER BY md5(CAST(f.stay_id AS VARCHAR)), f.stay_id
    ) <= $train_max THEN 1
    ELSE 0
  END AS train,
  CASE
    WHEN f.dropped IS NOT NULL OR d.distance IS NULL THEN NULL
    WHEN d.distance > b.far AND (f.ratio_medical < b.low_medical OR f.ratio_medical > b.high_medical OR f.ratio_tech < b.low_tech OR f.ratio_tech > b.high_tech
      OR f.ratio_drug < b.low_drug OR f.ratio_drug > b.high_drug OR f.ratio_consumable < b.low_consumable OR f.ratio_consumable > b.high_consumable) THEN 1.0
    ELSE 0.0
  END AS y,
  f.ratio_medical, f.ratio_tech, f.ratio_drug, f.ratio_consumable, f.ratio_total,
  f.diff_medical, f.diff_tech, f.diff_drug, f.diff_consumable, f.ratio_los, f.age_band, f.surgical
FROM feature f
JOIN band b ON b.drg_code = f.drg_code
LEFT JOIN distance d ON d.id = f.stay_id
