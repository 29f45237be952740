-- 要去掉的编码：没有依据的合并症并发症，以及能被替换的主要诊断。
SELECT u.*
FROM up_code u
LEFT JOIN up_best b ON b.stay_id = u.stay_id
WHERE u.doubtful AND (NOT u.is_main OR b.stay_id IS NOT NULL)
