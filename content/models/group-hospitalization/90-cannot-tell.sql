SELECT '住院没有出院日期，无法判断同进同出' AS reason, COUNT(*) AS n
FROM stay
WHERE dsc IS NULL AND adm <= $as_of AND date_diff('day', adm, $as_of) < $window_days
UNION ALL
SELECT '团伙成员没有户号、住址、电话，无法判断是否同家庭' AS reason, COUNT(*) AS n
FROM block_member m
JOIN person q ON q.pid = m.pid
WHERE m.basis = 'clean' AND q.hsh_no IS NULL AND q.addr_hash IS NULL AND q.tel_hash IS NULL
