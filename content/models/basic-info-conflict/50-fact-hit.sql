-- 不靠编码表、要比较两个数的规则：两边的值都写出来。
WITH paper AS (
  SELECT c.*, l.bir_wt, l.adm_wt, l.nwb_age_days, l.act_ipt_days
  FROM scope c
  LEFT JOIN list l ON l.stay_id = c.stay_id
),
weight_filled AS (
  SELECT COUNT(*) FILTER (WHERE bir_wt > 0) >= $weight_fill_share * COUNT(*) AS usual
  FROM paper
  WHERE days BETWEEN 0 AND 28
),
weight_code AS (
  SELECT d.stay_id, d.code, p.bir_wt
  FROM stay_diag d
  JOIN paper p ON p.stay_id = d.stay_id
  WHERE (starts_with(d.code, 'P07') OR starts_with(d.code, 'P08')) AND p.bir_wt > 0
),
settled AS (
  SELECT x.stay_id, MAX(x.setl_day) AS setl_day FROM settlement x JOIN scope c ON c.stay_id = x.stay_id GROUP BY x.stay_id
),
afterwards AS (
  SELECT c.stay_id, MIN(x.begndate) AS begndate
  FROM scope c
  JOIN settlement x ON x.pid = c.pid AND x.begndate > c.dsc + INTERVAL '1' DAY
  WHERE c.dscg_way = '5'
  GROUP BY c.stay_id
)
SELECT stay_id, 'A19' AS rule_id, '出生日期 ' || CAST(brdy AS VARCHAR) AS one, '入院时 ' || CAST(age AS VARCHAR) || ' 岁' AS other
FROM paper WHERE age > $age_max
UNION ALL
SELECT stay_id, 'A20', '出生日期 ' || CAST(brdy AS VARCHAR), '入院日期 ' || CAST(adm AS VARCHAR) FROM paper WHERE brdy > adm
UNION ALL
SELECT stay_id, 'A21', '清单日龄 ' || CAST(nwb_age_days AS VARCHAR) || ' 天', '推算日龄 ' || CAST(days AS VARCHAR) || ' 天'
FROM paper WHERE age < 1 AND nwb_age_days IS NOT NULL AND abs(nwb_age_days - days) > $age_diff_days
UNION ALL
SELECT stay_id, 'A22', '清单日龄 ' || CAST(nwb_age_days AS VARCHAR) || ' 天', '入院时 ' || CAST(age AS VARCHAR) || ' 岁'
FROM paper WHERE age >= 1 AND nwb_age_days > 0
UNION ALL
SELECT stay_id, 'W01', '日龄 ' || CAST(days AS VARCHAR) || ' 天', '出生体重 ' || CAST(CAST(bir_wt AS INTEGER) AS VARCHAR) || ' 克'
FROM paper WHERE days BETWEEN 0 AND 28 AND bir_wt IS NOT NULL AND bir_wt NOT BETWEEN 100 AND 9999
UNION ALL
SELECT stay_id, 'W02', '日龄 ' || CAST(days AS VARCHAR) || ' 天', '入院体重 ' || CAST(CAST(adm_wt AS INTEGER) AS VARCHAR) || ' 克'
FROM paper WHERE days BETWEEN 0 AND 28 AND adm_wt IS NOT NULL AND adm_wt NOT BETWEEN 100 AND 9999
UNION ALL
SELECT stay_id, CASE
    WHEN starts_with(code, 'P07.0') THEN 'W03'
    WHEN starts_with(code, 'P08.0') THEN 'W06'
    WHEN bir_wt < 1000 THEN 'W05'
    ELSE 'W04'
  END, '诊断 ' || MIN(code), '出生体重 ' || CAST(CAST(MAX(bir_wt) AS INTEGER) AS VARCHAR) || ' 克'
FROM weight_code
WHERE (starts_with(code, 'P07.0') AND bir_wt >= 1000) OR (starts_with(code, 'P08.0') AND bir_wt < 4000)
  OR (starts_with(code, 'P07.1') AND bir_wt NOT BETWEEN 1000 AND 2499)
GROUP BY 1, 2
UNION ALL
SELECT p.stay_id, 'W07', '日龄 ' || CAST(p.days AS VARCHAR) || ' 天', '出生体重未填'
FROM paper p CROSS JOIN weight_filled w WHERE p.days BETWEEN 0 AND 28 AND p.bir_wt IS NULL AND w.usual
UNION ALL
SELECT stay_id, 'W08', '入院时 ' || CAST(age AS VARCHAR) || ' 岁', '出生体重 ' || CAST(CAST(bir_wt AS INTEGER) AS VARCHAR) || ' 克'
FROM paper WHERE age >= 1 AND bir_wt > 0
UNION ALL
SELECT p.stay_id, 'D01', '手术操作 ' || MIN(o.code) || ' ' || CAST(MIN(o.oprn_date) AS VARCHAR), '入院日期 ' || CAST(MIN(p.adm) AS VARCHAR)
FROM paper p JOIN stay_oprn o ON o.stay_id = p.stay_id
WHERE date_diff('day', o.oprn_date, p.adm) > $oprn_early_days
GROUP BY p.stay_id
UNION ALL
SELECT p.stay_id, 'D02', '手术操作 ' || MIN(o.code) || ' ' || CAST(MAX(o.oprn_date) AS VARCHAR), '出院日期 ' || CAST(MIN(p.dsc) AS VARCHAR)
FROM paper p JOIN stay_oprn o ON o.stay_id = p.stay_id
WHERE o.oprn_date > p.dsc
GROUP BY p.stay_id
UNION ALL
SELECT p.stay_id, 'D03', '结算日期 ' || CAST(x.setl_day AS VARCHAR), '出院日期 ' || CAST(p.dsc AS VARCHAR)
FROM paper p JOIN settled x ON x.stay_id = p.stay_id WHERE NOT p.interim AND x.setl_day < p.dsc
UNION ALL
SELECT p.stay_id, 'D04', '离院方式 死亡，出院日期 ' || CAST(p.dsc AS VARCHAR), '此后就医日期 ' || CAST(a.begndate AS VARCHAR)
FROM paper p JOIN afterwards a ON a.stay_id = p.stay_id
UNION ALL
SELECT stay_id, 'D05', '离院方式 死亡，出院日期 ' || CAST(dsc AS VARCHAR), '死亡日期 ' || CAST(die_date AS VARCHAR)
FROM paper WHERE dscg_way = '5' AND abs(date_diff('day', die_date, dsc)) > $die_diff_days
UNION ALL
SELECT stay_id, 'D06', '死亡日期 ' || CAST(die_date AS VARCHAR), '出院日期 ' || CAST(dsc AS VARCHAR)
FROM paper WHERE COALESCE(dscg_way, '') <> '5' AND date_diff('day', die_date, dsc) > $die_diff_days
UNION ALL
SELECT stay_id, 'L01', '清单住院天数 ' || CAST(act_ipt_days AS VARCHAR) || ' 天',
  '入院 ' || CAST(adm AS VARCHAR) || '、出院 ' || CAST(dsc AS VARCHAR) || '，应为 ' || CAST(los AS VARCHAR) || ' 天'
FROM paper WHERE NOT interim AND abs(act_ipt_days - los) > $los_diff
