-- 主要诊断与资源不符、另有诊断相符得多的住院；other 为可以换上的每个诊断。
SELECT
  a.stay_id, a.code AS main_code, a.diag4 AS main4, a.m AS m_main, a.q AS q_main, a.n_ref,
  o.code AS other_code, o.diag4 AS other4, o.m AS m_other, o.seq AS other_seq
FROM match_code a
JOIN match_code o ON o.stay_id = a.stay_id AND NOT o.is_main
WHERE a.is_main AND a.q < $q_main_max AND ROUND(o.m - a.m, 6) >= $gap_min
