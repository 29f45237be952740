import { type Period } from '../options.ts'

/** `SELECT` of each claim table of one chunk, by national table. Columns follow content/tables. */
export function claimSelects(period: Period): Readonly<Record<string, string>> {
  return {
    psn_info_b: PERSONS,
    psn_opsp_reg_d: registrations(period),
    mdtrt_d: VISITS,
    setl_d: SETTLEMENTS,
    setl_list_b: LISTS,
    setl_diag_list_d: DIAGNOSES,
    setl_oprn_d: OPERATIONS,
    fee_list_d: FEES,
    order_d: ORDERS,
  }
}

const PERSONS = `
SELECT psn_no, certno_hash, gend, brdy, die_date, hsh_no, emp_no, addr_hash, tel_hash, psn_idet_type, poolarea FROM (
  SELECT '9901' || unnest(CASE WHEN renumbered IS NULL THEN [number] ELSE [number, second_number] END) AS psn_no, md5('c' || number) AS certno_hash, gend, brdy, day_at(died) AS die_date, 'HS' || left(md5('h' || household), 12) AS hsh_no,
    CASE WHEN employer IS NOT NULL THEN 'DW' || lpad(CAST(employer AS VARCHAR), 8, '0') END AS emp_no, md5('a' || address) AS addr_hash, md5('t' || phone) AS tel_hash, identity AS psn_idet_type, '990100' AS poolarea
  FROM p) ORDER BY psn_no`

const registrations = (period: Period) => `
SELECT psn_no, opsp_dise_code, opsp_dise_name, begndate, enddate, fixmedins_code, reg_stas FROM (
  SELECT '9901' || unnest(CASE WHEN p.renumbered IS NULL THEN [p.number] ELSE [p.number, p.second_number] END) AS psn_no, c.code AS opsp_dise_code, c.name AS opsp_dise_name, day_at(-400 + pickn(p.pid, 24, 300)) AS begndate, CAST(NULL AS DATE) AS enddate, CAST(NULL AS VARCHAR) AS fixmedins_code, '1' AS reg_stas
  FROM p JOIN r_chronic AS c ON c.no = p.chronic WHERE p.registered
  UNION ALL SELECT '9901' || p.number, x.code, x.name, day_at(-${period.months}), NULL, NULL, '1' FROM planned_registration AS x JOIN p USING (pid)) ORDER BY psn_no, opsp_dise_code`

const VISITS = `
SELECT mdtrt_id, '9901' || s.number AS psn_no, i.code AS fixmedins_code, s.med_type,
  day_at(seg_first) + to_minutes(CASE WHEN s.seg = 2 AND s.split_mode = 2 THEN 0 ELSE s.first_minute END) AS begntime, day_at(CASE WHEN s.split_mode > 1 THEN seg_last ELSE s.last_day END) + to_minutes(CASE WHEN s.seg = 1 AND s.split_mode = 2 AND s.split_at IS NOT NULL THEN 1439 ELSE s.last_minute END) AS endtime,
  d.code AS adm_dept_codg, d.name AS adm_dept_name, CASE WHEN s.kind = 'IPT' THEN d.code END AS dscg_dept_codg, CASE WHEN s.kind = 'IPT' THEN d.name END AS dscg_dept_name,
  CASE WHEN s.kind = 'IPT' THEN d.code || '-' || lpad(CAST(1 + pickn(s.ev, 93, 40) AS VARCHAR), 3, '0') END AS wardarea_bed, CASE WHEN s.kind <> 'PHA' THEN doctor(i.code, s.dept_no, s.dr) END AS chfpdr_code,
  t.adm_way, CASE WHEN t.ev IS NOT NULL THEN CASE WHEN s.seg = 1 AND s.split_mode > 1 AND s.split_at IS NOT NULL THEN '9' ELSE t.dscg_way END END AS dscg_way, s.code AS dscg_maindiag_code, CASE WHEN s.kind = 'IPT' THEN t.first_operation END AS oprn_oprt_code,
  CASE WHEN s.kind = 'IPT' THEN CASE WHEN s.seg = 1 AND s.split_mode = 2 AND s.split_at IS NOT NULL THEN '1' ELSE '0' END END AS inhosp_stas,
  CASE WHEN s.kind = 'IPT' THEN CASE WHEN s.split_at IS NOT NULL AND s.split_mode = 2 THEN '1' ELSE '0' END END AS ars_year_ipt_flag, CASE WHEN t.dscg_way = '5' THEN day_at(s.last_day) END AS die_date, '0' AS out_mdtrt_flag, '1' AS vali_flag
FROM s JOIN r_hospital AS i USING (iid) LEFT JOIN r_dept AS d USING (dept_no) LEFT JOIN stay_code AS t USING (ev)
WHERE s.seg = 1 OR s.split_mode > 1 ORDER BY mdtrt_id`

const settlement = (amounts: {
  sign: string
  id: string
  init: string
  time: string
  refund: string
  columns: Readonly<Record<string, string>>
  from: string
}) => `
SELECT ${amounts.id} AS setl_id, ${amounts.init} AS init_setl_id, CASE WHEN s.split_at IS NOT NULL AND s.seg = 1 AND s.split_mode IN (1, 3) THEN '1' ELSE '0' END AS mid_setl_flag, mdtrt_id, '9901' || s.number AS psn_no, i.code AS fixmedins_code, s.insutype,
  CASE WHEN s.insutype = '310' THEN '11' ELSE '15' END AS psn_type, g.code AS insu_admdvs, i.admdvs AS fix_blng_admdvs, i.level AS hosp_lv, s.med_type, day_at(seg_first) AS begndate, day_at(seg_last) AS enddate, ${amounts.time} AS setl_time, '2' AS setl_type, s.clr_way,
  ${Object.entries(amounts.columns)
    .map(([name, fen]) => `money(${amounts.sign}(${fen})) AS ${name}`)
    .join(', ')},
  s.dise_no, '${amounts.refund}' AS refd_setl_flag, CASE WHEN u(s.ev, 94) < 0.7 THEN '03' ELSE '01' END AS mdtrt_cert_type, md5('k' || s.number) AS mdtrt_cert_no_hash, i.code || '-' || lpad(CAST(1 + pickn(s.ev, 99, 4) AS VARCHAR), 2, '0') AS terminal_id, i.code || 'C' || lpad(CAST(1 + pickn(s.ev, 100, 9) AS VARCHAR), 2, '0') AS opter_id, '1' AS vali_flag
FROM ${amounts.from} AS s JOIN r_hospital AS i USING (iid) JOIN r_district AS g ON g.district = s.district`

const WHOLE = {
  medfee_sumamt: 's.fee',
  fulamt_ownpay_amt: 's.own',
  overlmt_selfpay: '0',
  preselfpay_amt: 's.first_pay',
  inscp_amt: 's.inscp',
  act_pay_dedc: 's.dedc',
  hifp_pay: 's.hifp',
  hifmi_pay: 's.hifmi',
  maf_pay: 's.maf',
  fund_pay_sumamt: 's.fund',
  psn_pay: 's.psn',
  acct_pay: 's.acct',
  psn_cash_pay: 's.psn - s.acct',
}
const RETURNED = {
  medfee_sumamt: 's.back_fee',
  fulamt_ownpay_amt: 's.back_own',
  overlmt_selfpay: '0',
  preselfpay_amt: 's.back_first',
  inscp_amt: 's.back_inscp',
  act_pay_dedc: 's.back_dedc',
  hifp_pay: 's.back_hifp',
  hifmi_pay: 's.back_hifmi',
  maf_pay: 's.back_maf',
  fund_pay_sumamt: 's.back_hifp + s.back_hifmi + s.back_maf',
  psn_pay: 's.back_psn',
  acct_pay: 's.back_acct',
  psn_cash_pay: 's.back_psn - s.back_acct',
}
const AT = 'day_at(s.settled_day) + to_minutes(s.settled_minute)'
const BACK_AT = 'day_at(s.back_day) + to_minutes(560 + pickn(s.ev, 101, 300))'

const SETTLEMENTS = `SELECT * FROM (
${settlement({ sign: '', id: 'setl_id', init: 'CAST(NULL AS VARCHAR)', time: AT, refund: '0', columns: WHOLE, from: 's' })}
UNION ALL ${settlement({ sign: '-', id: 'back_id', init: 'setl_id', time: BACK_AT, refund: '1', columns: RETURNED, from: 'refund' })}
UNION ALL ${settlement({ sign: '', id: 'again_id', init: 'CAST(NULL AS VARCHAR)', time: `${BACK_AT} + INTERVAL 20 MINUTE`, refund: '0', columns: WHOLE, from: '(SELECT * FROM refund WHERE again)' })}
) ORDER BY setl_id`

const LISTS = `
SELECT setl_id, CAST(greatest(1, seg_last - seg_first) AS INTEGER) AS act_ipt_days, d.code AS adm_caty, d.code AS dscg_caty, t.rinp_flag AS days_rinp_flag_31, t.rinp_purpose AS days_rinp_pup_31, CAST(s.vent_hours AS DECIMAL(16, 2)) AS vent_used_dura, CAST(s.icu_hours AS DECIMAL(16, 2)) AS scs_cutd_sum_dura,
  CAST(s.special_days AS DECIMAL(16, 2)) AS spga_nurscare_days, CAST(s.lv1_days AS DECIMAL(16, 2)) AS lv1_nurscare_days, doctor(i.code, s.dept_no, s.dr) AS chfpdr_code
FROM s JOIN r_hospital AS i USING (iid) JOIN r_dept AS d USING (dept_no) JOIN stay_code AS t USING (ev) WHERE s.kind = 'IPT'
UNION ALL SELECT again_id, CAST(greatest(1, seg_last - seg_first) AS INTEGER), d.code, d.code, t.rinp_flag, t.rinp_purpose, CAST(s.vent_hours AS DECIMAL(16, 2)), CAST(s.icu_hours AS DECIMAL(16, 2)), CAST(s.special_days AS DECIMAL(16, 2)), CAST(s.lv1_days AS DECIMAL(16, 2)), doctor(i.code, s.dept_no, s.dr)
FROM refund AS s JOIN r_hospital AS i USING (iid) JOIN r_dept AS d USING (dept_no) JOIN stay_code AS t USING (ev) WHERE s.again ORDER BY setl_id`

const DIAGNOSES = `
SELECT mdtrt_id, CAST(diag_srt_no AS INTEGER) AS diag_srt_no, diag_code, n.name AS diag_name, '1' AS diag_type, CASE diag_srt_no WHEN 1 THEN '1' ELSE '0' END AS maindiag_flag, CASE WHEN stay THEN '1' END AS adm_cond_type FROM (
  SELECT s.mdtrt_id, unnest(c.codes) AS diag_code, generate_subscripts(c.codes, 1) AS diag_srt_no, true AS stay FROM s JOIN stay_code AS c USING (ev) WHERE s.seg = 1 OR s.split_mode > 1
  UNION ALL SELECT s.mdtrt_id, s.code, 1, false FROM s WHERE s.kind <> 'IPT' AND s.code IS NOT NULL) LEFT JOIN r_diagnosis AS n ON n.code = diag_code ORDER BY mdtrt_id, diag_srt_no`

const OPERATIONS = `
SELECT mdtrt_id, CAST(n AS INTEGER) AS oprn_srt_no, code AS oprn_oprt_code, CASE n WHEN 1 THEN '1' ELSE '0' END AS main_oprn_flag, day AS oprn_oprt_date, '01' AS anst_way, dr AS oper_dr_code FROM (
  SELECT s.mdtrt_id, unnest(t.operations) AS code, generate_subscripts(t.operations, 1) AS n, day_at(s.first_day + t.op_off) AS day, doctor(i.code, s.dept_no, s.dr) AS dr
  FROM s JOIN stay_code AS t USING (ev) JOIN r_hospital AS i USING (iid) WHERE len(t.operations) > 0 AND (s.seg = 1 AND (s.split_mode < 2 OR coalesce(t.op_off < s.split_at, true)) OR s.split_mode > 1 AND s.seg = 2 AND t.op_off >= s.split_at)) ORDER BY mdtrt_id, oprn_srt_no`

/** What the lines of one settlement have in common, made once per settlement. */
export const FEE_HEADS = `
CREATE OR REPLACE TEMP TABLE fee_head AS
SELECT s.ev, s.seg, left(s.setl_id, 16) AS stem, s.setl_id, s.mdtrt_id, '9901' || s.number AS psn_no, h.code AS fixmedins_code, s.first_day, s.last_day, s.first_minute, s.last_minute, s.kind = 'IPT' AS inpatient,
  d.code AS dept_code, CASE WHEN s.kind <> 'PHA' THEN doctor(h.code, s.dept_no, s.dr) END AS dr_code, CASE WHEN o.ev IS NOT NULL THEN '1' ELSE '0' END AS etip_flag
FROM s JOIN r_hospital AS h USING (iid) LEFT JOIN r_dept AS d USING (dept_no) LEFT JOIN sent_out AS o USING (ev);
CREATE OR REPLACE TEMP TABLE all_line AS
SELECT ev, seg, off, item, src, cnt, price, own, batch, 0 AS part FROM l
UNION ALL SELECT ev, seg, off, item, src, -cnt, price, own, batch, 1 FROM back_line
UNION ALL SELECT k.ev, k.seg, k.off, k.item, k.src, k.cnt, k.price, k.own, k.batch, 2 FROM back_line AS k JOIN refund AS r ON r.ev = k.ev WHERE r.again`

const MINUTE = `CASE WHEN x.batch THEN s.last_minute WHEN NOT s.inpatient THEN least(1435, s.first_minute + 3 + x.item % 7)
  WHEN x.off = 0 THEN s.first_minute + 20 + CAST(floor(380 * v(x.ev, x.item, 102)) AS INTEGER) ELSE 420 + CAST(floor(600 * v(x.ev, CAST(x.item AS INTEGER) * 1000 + x.off, 103)) AS INTEGER) END`

/**
 * Fee lines, their refunds (settlement digit 8) and their second settlement (9). Sorted, since joins on several threads do not
 * keep the order of rows and the file must not depend on the threads.
 */
const FEES = `
SELECT CASE part WHEN 0 THEN setl_id WHEN 1 THEN stem || '8' ELSE stem || '9' END || tail AS feedetl_sn, CASE part WHEN 1 THEN setl_id || tail END AS init_feedetl_sn, CASE part WHEN 0 THEN setl_id WHEN 1 THEN stem || '8' ELSE stem || '9' END AS setl_id,
  mdtrt_id, psn_no, fixmedins_code, make_timestamp(day_micros + CAST(minute AS BIGINT) * 60000000) AS fee_ocur_time, code AS med_list_codg, code AS hilist_code, name AS hilist_name, list_type, chrg AS med_chrgitm_type, lv AS chrgitm_lv,
  CAST(cnt AS DECIMAL(16, 4)) AS cnt, money(price) AS pric, money(amount) AS det_item_fee_sumamt, money(own_amount) AS fulamt_ownpay_amt, money(amount - own_amount - first_amount) AS inscp_amt,
  dept_code AS bilg_dept_codg, dr_code AS bilg_dr_code, dr_code AS orders_dr_code, CASE WHEN cat = 'D' THEN mdtrt_id || substr(tail, 1, 3) END AS rx_drord_no, etip_flag, '1' AS vali_flag
FROM (
  SELECT *, own_of(amount, lv, own) AS own_amount, first_of(amount, lv, own) AS first_amount FROM (
    SELECT x.ev, x.seg, x.off, x.item, x.src, x.part, x.own, x.cnt, x.price, CAST(x.cnt AS BIGINT) * x.price AS amount, substr(CAST(10000000 + CAST(x.off AS INTEGER) * 10000 + CAST(x.item AS INTEGER) * 10 + x.src AS VARCHAR), 2) AS tail,
      s.setl_id, s.stem, s.mdtrt_id, s.psn_no, s.fixmedins_code, s.dept_code, s.dr_code, s.etip_flag, i.code, i.name, i.list_type, i.chrg, i.lv, i.cat,
      epoch_us(CAST(day_at(CASE WHEN x.batch THEN s.last_day ELSE s.first_day + x.off END) AS TIMESTAMP)) AS day_micros, ${MINUTE} AS minute
    FROM all_line AS x JOIN fee_head AS s ON s.ev = x.ev AND s.seg = x.seg JOIN r_item AS i ON i.item = x.item))
ORDER BY ev, part, seg, off, item, src`

/** Orders exist for a few planned stays only: leaves, and care given without a charge that day. */
const ORDERS = `
SELECT s.mdtrt_id || 'Y' || lpad(CAST(o.day AS VARCHAR), 4, '0') AS rx_drord_no, s.mdtrt_id, o.kind AS order_type, CASE o.kind WHEN '请假' THEN '请假外出' ELSE '生命体征监测' END AS item_code, day_at(o.day) + to_minutes(480) AS begin_time, day_at(o.until) + to_minutes(1200) AS stop_time, CASE WHEN o.kind <> '请假' THEN day_at(o.day) + to_minutes(570) END AS exec_time,
  CASE WHEN o.kind <> '请假' THEN 'N' || substr(i.code, 2) || '01' END AS exec_nurse_code, d.name AS dept
FROM (SELECT ev, kind, unnest(CASE kind WHEN '请假' THEN [first] ELSE range(first, last + 1) END) AS day, CASE kind WHEN '请假' THEN last ELSE last END AS until FROM planned_order) AS o
JOIN s ON s.ev = o.ev AND s.seg = 1 JOIN r_hospital AS i USING (iid) JOIN r_dept AS d ON d.dept_no = s.dept_no ORDER BY 1`

/** Codes of each stay: diagnoses (main first) and operations. */
export const STAY_CODES = `
CREATE OR REPLACE TEMP TABLE stay_code AS
WITH codes AS (
  SELECT s.ev, s.adm_way, s.dscg_way, s.rinp_flag, s.rinp_purpose, s.op_off, [s.code] || coalesce(s.secondary, list_filter(d.secondary, lambda x, i: v(s.ev, i, 104) < 0.4 AND left(x, 3) <> s.main3)) AS codes,
    CASE WHEN len(s.operations) > 0 THEN s.operations WHEN s.op_off IS NOT NULL AND d.op_code IS NOT NULL THEN [d.op_code] ELSE CAST([] AS VARCHAR[]) END AS operations
  FROM stay AS s JOIN r_disease AS d USING (did))
SELECT *, operations[1] AS first_operation FROM codes;
CREATE OR REPLACE TEMP TABLE sent_out AS SELECT ev FROM visit WHERE sent_out`
