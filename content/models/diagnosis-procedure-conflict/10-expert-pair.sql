-- 专家确认的主诊断与手术关系：status 为“禁止”或“允许”。没有专家确认时为空；罕见的只算“未知”，不算禁止。
SELECT p.main3, p.oprn4, p.status
FROM (VALUES ('', '', '')) AS p(main3, oprn4, status)
WHERE p.status IN ('禁止', '允许')
