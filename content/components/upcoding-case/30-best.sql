-- 主要诊断没有依据时，用本次住院中与资源最相符的其他诊断替换；没有比它更相符的，主要诊断不动。
SELECT u.stay_id, u.code AS old_main, o.code AS new_main, o.m AS new_m
FROM up_code u
JOIN match_code o ON o.stay_id = u.stay_id AND NOT o.is_main AND o.m > COALESCE(u.m, 0)
LEFT JOIN up_code f ON f.stay_id = o.stay_id AND f.code = o.code AND f.doubtful
WHERE u.is_main AND u.doubtful AND f.code IS NULL
QUALIFY ROW_NUMBER() OVER (PARTITION BY u.stay_id ORDER BY o.m DESC, o.seq) = 1
