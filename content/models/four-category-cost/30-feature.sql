-- 每次住院的特征：四类与合计费用和组均之比（下限 0.05）、四类占比与组占比之差、住院天数比、年龄段、有无手术。
SELECT
  o.stay_id, o.iid, o.pid, o.drg_code, o.dropped,
  GREATEST($ratio_floor, ROUND(o.medical / NULLIF(a.medical, 0), 6)) AS ratio_medical,
  GREATEST($ratio_floor, ROUND(o.tech / NULLIF(a.tech, 0), 6)) AS ratio_tech,
  GREATEST($ratio_floor, ROUND(o.drug / NULLIF(a.drug, 0), 6)) AS ratio_drug,
  GREATEST($ratio_floor, ROUND(o.consumable / NULLIF(a.consumable, 0), 6)) AS ratio_consumable,
  GREATEST($ratio_floor, ROUND(o.total / a.total, 6)) AS ratio_total,
  ROUND(o.medical / o.total - a.medical / a.total, 6) AS diff_medical,
  ROUND(o.tech / o.total - a.tech / a.total, 6) AS diff_tech,
  ROUND(o.drug / o.total - a.drug / a.total, 6) AS diff_drug,
  ROUND(o.consumable / o.total - a.consumable / a.total, 6) AS diff_consumable,
  ROUND(o.los / NULLIF(a.los, 0), 6) AS ratio_los,
  CASE WHEN o.age < 7 THEN 0.0 WHEN o.age < 18 THEN 1.0 WHEN o.age < 45 THEN 2.0 WHEN o.age < 65 THEN 3.0 WHEN o.age < 80 THEN 4.0 WHEN o.age >= 80 THEN 5.0 END AS age_band,
  o.surgical
FROM scope o
JOIN average a ON a.drg_code = o.drg_code
