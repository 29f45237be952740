-- 清单上的新生儿体重、日龄和实际住院天数；多次结算合并的住院取最早一张清单的体重和日龄。
SELECT
  x.stay_id,
  arg_min(b.nwb_bir_wt, b.setl_id) AS bir_wt,
  arg_min(b.nwb_adm_wt, b.setl_id) AS adm_wt,
  arg_min(b.nwb_age_days, b.setl_id) AS nwb_age_days,
  CASE WHEN COUNT(*) = 1 THEN MAX(b.act_ipt_days) END AS act_ipt_days
FROM scope c
JOIN settlement x ON x.stay_id = c.stay_id
JOIN ods_setl_list_b b ON b.setl_id = x.setl_id
GROUP BY x.stay_id
