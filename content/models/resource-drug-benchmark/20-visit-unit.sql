-- 就诊到机构病种组单元。setting_i：1 住院，2 门诊。
SELECT 1 AS setting_i, v.visit_id, u.unit_id, v.days, v.fund_ratio
FROM ipt_visit v
JOIN unit u ON u.setting = '住院' AND u.grp = v.grp AND u.iid = v.iid
UNION ALL
SELECT 2 AS setting_i, v.visit_id, u.unit_id, 1 AS days, v.fund_ratio
FROM opt_visit v
JOIN unit u ON u.setting = '门诊' AND u.grp = v.grp AND u.iid = v.iid
