-- What the preparation left out or merged, one line each.
SELECT 1 AS step, 'setl-invalid' AS reason, '无效结算（vali_flag 不为 1）' AS label, (SELECT COUNT(*) FROM ods_setl_d WHERE COALESCE(vali_flag, '1') <> '1') AS n
UNION ALL SELECT 1, 'mdtrt-invalid', '无效就诊（vali_flag 不为 1）', (SELECT COUNT(*) FROM ods_mdtrt_d WHERE COALESCE(vali_flag, '1') <> '1')
UNION ALL SELECT 1, 'line-invalid', '无效费用明细（vali_flag 不为 1）', (SELECT COUNT(*) FROM ods_fee_list_d WHERE COALESCE(vali_flag, '1') <> '1')
UNION ALL SELECT 1, 'line-unsettled', '未结算的费用明细（没有结算编号）', (SELECT COUNT(*) FROM ods_fee_list_d WHERE setl_id IS NULL AND COALESCE(vali_flag, '1') = '1')
UNION ALL SELECT 1, 'line-dropped', '其余未计入的明细（所属结算已退费、无效或不在库）',
  (SELECT COUNT(*) FROM ods_fee_list_d WHERE setl_id IS NOT NULL AND COALESCE(vali_flag, '1') = '1') - (SELECT COUNT(*) FROM x_line)
UNION ALL SELECT 1, 'supplementary', '补充报销结算（不计入住院费用）', (SELECT COUNT(*) FROM settlement_core WHERE setl_type = '3')
UNION ALL SELECT 2, 'refunded', '全额退费的结算', (SELECT COUNT(*) FROM x_family WHERE outcome = 'refunded')
UNION ALL SELECT 2, 'negative', '退费找不到原结算或退超的结算', (SELECT COUNT(*) FROM x_family WHERE outcome = 'negative')
UNION ALL SELECT 2, 'netted', '部分退费、合并后保留的结算', (SELECT COUNT(*) FROM x_family WHERE outcome = 'kept')
UNION ALL SELECT 2, 'line-settlement-netted', '明细需要对冲的结算', (SELECT COUNT(*) FROM x_touched)
UNION ALL SELECT 6, 'no-dates', '出入院日期缺失或颠倒的住院', (SELECT COUNT(*) FROM x_segment WHERE adm IS NULL OR dsc IS NULL OR dsc < adm)
UNION ALL SELECT 6, 'merged', '跨年或中途结算并入前一次的住院', (SELECT COUNT(*) FROM x_episode WHERE part > 1)
UNION ALL SELECT 7, 'same-person', '与他号合并为一人的参保号', (SELECT COUNT(*) FROM x_number) - (SELECT COUNT(*) FROM person)
ORDER BY step, reason
