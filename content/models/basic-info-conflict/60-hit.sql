-- 触发的规则，一次住院的一条规则一行；性别类规则遇到性发育异常、性身份诊断的，妊娠类规则遇到配偶生育报销的，记为排除。
WITH all_hit AS (
  SELECT h.stay_id, r.rule_id, r.class, r.rule_text, CASE WHEN c.gend = '1' THEN '男' ELSE '女' END AS one_sex, r.sex,
    h.what, h.code, c.age, c.days, c.dsd, c.spouse
  FROM code_hit h
  JOIN scope c ON c.stay_id = h.stay_id
  JOIN rule r ON r.rule_id = h.rule_id
  WHERE (r.sex IS NULL OR r.sex = c.gend)
    AND (r.min_years IS NULL OR c.age >= r.min_years)
    AND (r.max_years IS NULL OR c.age <= r.max_years)
    AND (r.min_days IS NULL OR c.days >= r.min_days)
    AND (r.max_days IS NULL OR c.days <= r.max_days)
)
SELECT
  stay_id, rule_id, class, rule_text,
  CASE
    WHEN sex IS NOT NULL THEN '性别 ' || MAX(one_sex)
    WHEN MAX(age) < 1 THEN '入院时日龄 ' || CAST(MAX(days) AS VARCHAR) || ' 天'
    ELSE '入院时 ' || CAST(MAX(age) AS VARCHAR) || ' 岁'
  END AS one,
  array_to_string(array_agg(DISTINCT what ORDER BY what), '、') AS other,
  CASE
    WHEN sex IS NOT NULL AND bool_or(dsd) THEN 'EX-DSD'
    WHEN rule_id IN ('S05', 'S06', 'S13') AND bool_or(spouse) THEN 'EX-SPOUSE'
  END AS excluded_by
FROM all_hit
GROUP BY stay_id, rule_id, class, rule_text, sex
UNION ALL
SELECT f.stay_id, r.rule_id, r.class, r.rule_text, f.one, f.other, CAST(NULL AS VARCHAR) AS excluded_by
FROM fact_hit f
JOIN rule r ON r.rule_id = f.rule_id AND r.active
