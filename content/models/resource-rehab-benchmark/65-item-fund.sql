-- 项目金额的基金支付比例与次数。
SELECT iid, item_id, CAST(SUM(fund) AS DOUBLE) / CAST(SUM(amt) AS DOUBLE) AS fund_ratio, SUM(cnt) AS sessions, SUM(amt) AS amt
FROM use_case
GROUP BY iid, item_id
