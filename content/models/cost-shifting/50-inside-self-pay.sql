-- 目录内（甲乙类）项目在住院期间整项按自费收取。
SELECT i.stay_id, CAST(SUM(i.ownpay) AS DECIMAL(16,2)) AS amt
FROM linked_stay k
JOIN stay_item i ON i.stay_id = k.stay_id
JOIN item m ON m.item_id = i.item_id
WHERE i.inscp = 0 AND i.ownpay > 0 AND m.chrgitm_lv IN ('01', '02')
GROUP BY i.stay_id
