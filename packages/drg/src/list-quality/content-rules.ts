import type { QualityRule } from './rule.ts'

const DIAGNOSIS = /^[A-Z]\d{2}(\.[0-9x]\d{0,2}(x\d{2,3})?)?([+*])?$/
const OPERATION = /^\d{2}\.\d{2,4}(x\d{2,3})?$/
const WESTERN = { at: 'row.diag_type', is: ['1'] } as const
const OBSTETRIC = ['O']
const FEMALE = ['C51', 'C52', 'C53', 'C54', 'C55', 'C56', 'C57', 'C58', 'D25', 'D26', 'D27', 'D28', 'N70', 'N71', 'N72', 'N73', 'N75', 'N76', 'N77', 'N80', 'N81', 'N83', 'N84', 'N85', 'N86', 'N87', 'N88', 'N89', 'N90', 'N91', 'N92', 'N93', 'N94', 'N95', 'N96', 'N97', 'O'] // prettier-ignore
const MALE = ['C60', 'C61', 'C62', 'C63', 'D29', 'N40', 'N41', 'N42', 'N43', 'N44', 'N45', 'N46', 'N47', 'N48', 'N49', 'N50', 'N51'] // prettier-ignore
/** Main diagnoses Z that the coding rules allow: planned treatment after operation, radio- and chemotherapy, follow-up, delivery. */
const Z_ALLOWED = ['Z03', 'Z08', 'Z09', 'Z31', 'Z34', 'Z35', 'Z37', 'Z38', 'Z42', 'Z43', 'Z45', 'Z46', 'Z47', 'Z48', 'Z49', 'Z50', 'Z51', 'Z52', 'Z54'] // prettier-ignore

/** Rules beyond the field table (填写规范). Ids: C completeness, S timeliness, N conformity, P plausibility. */
export const CONTENT_RULES: readonly QualityRule[] = [
  // 完整性
  { id: 'C001', node: 'setlinfo', field: 'adm_time', kind: 'completeness', severity: 'error', message: '入院时间未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C002', node: 'setlinfo', field: 'dscg_time', kind: 'completeness', severity: 'error', message: '出院时间未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C003', node: 'setlinfo', field: 'dscg_way', kind: 'completeness', severity: 'error', message: '离院方式未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C004', node: 'setlinfo', field: 'adm_way', kind: 'completeness', severity: 'error', message: '入院途径未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C005', node: 'setlinfo', field: 'trt_type', kind: 'completeness', severity: 'warning', message: '治疗类别未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C006', node: 'setlinfo', field: 'chfpdr_code', kind: 'completeness', severity: 'error', message: '主诊医师代码未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C007', node: 'setlinfo', field: 'act_ipt_days', kind: 'completeness', severity: 'error', message: '实际住院天数未填写', form: '4101', test: { form: 'required' } }, // prettier-ignore
  { id: 'C008', node: 'setlinfo', field: 'age', kind: 'completeness', severity: 'error', message: '年龄与不足一周岁日龄均未填写', form: '4101', when: [{ at: 'setlinfo.nwb_age', present: false }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C009', node: 'setlinfo', field: 'nwb_adm_type', kind: 'completeness', severity: 'error', message: '新生儿病例未填写入院类型', when: [{ at: 'setlinfo.nwb_age', atMost: 28 }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C010', node: 'setlinfo', field: 'nwb_bir_wt', kind: 'completeness', severity: 'error', message: '新生儿病例未填写出生体重', when: [{ at: 'setlinfo.nwb_age', atMost: 28 }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C011', node: 'setlinfo', field: 'nwb_adm_wt', kind: 'completeness', severity: 'error', message: '新生儿病例未填写入院体重', when: [{ at: 'setlinfo.nwb_age', atMost: 28 }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C012', node: 'setlinfo', field: 'acp_medins_name', kind: 'completeness', severity: 'error', message: '离院方式为转院，未填写拟接收机构名称', when: [{ at: 'setlinfo.dscg_way', is: ['2', '3'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C013', node: 'setlinfo', field: 'acp_optins_code', kind: 'completeness', severity: 'warning', message: '离院方式为转院，未填写拟接收机构代码', when: [{ at: 'setlinfo.dscg_way', is: ['2', '3'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C014', node: 'setlinfo', field: 'days_rinp_flag_31', kind: 'completeness', severity: 'warning', message: '出院31天内再住院计划标志未填写', test: { form: 'required' } }, // prettier-ignore
  { id: 'C015', node: 'setlinfo', field: 'days_rinp_pup_31', kind: 'completeness', severity: 'error', message: '有31天内再住院计划，未填写目的', when: [{ at: 'setlinfo.days_rinp_flag_31', is: ['2'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C016', node: 'setlinfo', field: 'pwcry_bfadm_coma_dura', kind: 'completeness', severity: 'warning', message: '颅脑损伤病例未填写入院前昏迷时长', when: [{ at: 'main.diag_code', starts: ['S06'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C017', node: 'setlinfo', field: 'pwcry_afadm_coma_dura', kind: 'completeness', severity: 'warning', message: '颅脑损伤病例未填写入院后昏迷时长', when: [{ at: 'main.diag_code', starts: ['S06'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C018', node: 'setlinfo', field: 'vent_used_dura', kind: 'completeness', severity: 'error', message: '有有创呼吸机治疗操作，未填写呼吸机使用时长', when: [{ at: 'oprninfo.oprn_oprt_code', starts: ['96.7'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C019', node: 'setlinfo', field: 'tcm_dise_code', kind: 'completeness', severity: 'warning', message: '治疗类别为中医，未填写门（急）诊中医诊断代码', when: [{ at: 'setlinfo.trt_type', starts: ['2'] }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C020', node: 'setlinfo', field: 'opsp_mdtrt_date', kind: 'completeness', severity: 'error', message: '填写了慢特病诊断科别，未填写就诊日期', when: [{ at: 'setlinfo.opsp_diag_caty', present: true }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C021', node: 'diseinfo', field: 'adm_cond_type', kind: 'completeness', severity: 'warning', message: '诊断的入院病情未填写', when: [WESTERN], test: { form: 'required' } }, // prettier-ignore
  { id: 'C022', node: 'oprninfo', field: 'anst_dr_code', kind: 'completeness', severity: 'warning', message: '填写了麻醉方式，未填写麻醉医师代码', when: [{ at: 'row.anst_way', present: true }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C023', node: 'oprninfo', field: 'anst_begntime', kind: 'completeness', severity: 'warning', message: '填写了麻醉方式，未填写麻醉开始时间', form: '4101A', when: [{ at: 'row.anst_way', present: true }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C024', node: 'oprninfo', field: 'anst_endtime', kind: 'completeness', severity: 'warning', message: '填写了麻醉方式，未填写麻醉结束时间', form: '4101A', when: [{ at: 'row.anst_way', present: true }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C025', node: 'oprninfo', field: 'oprn_oprt_begntime', kind: 'completeness', severity: 'error', message: '手术操作开始时间未填写', form: '4101A', test: { form: 'required' } }, // prettier-ignore
  { id: 'C026', node: 'setlinfo', field: 'bld_amt', kind: 'completeness', severity: 'error', message: '填写了输血品种，未填写输血量', form: '4101', when: [{ at: 'setlinfo.bld_cat', present: true }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C027', node: 'setlinfo', field: 'bld_unt', kind: 'completeness', severity: 'error', message: '填写了输血品种，未填写计量单位', form: '4101', when: [{ at: 'setlinfo.bld_cat', present: true }], test: { form: 'required' } }, // prettier-ignore
  { id: 'C028', node: 'setlinfo', field: 'dcla_time', kind: 'completeness', severity: 'warning', message: '申报时间未填写', test: { form: 'required' } }, // prettier-ignore
  // 及时性
  { id: 'S001', node: 'setlinfo', field: 'dcla_time', kind: 'timeliness', severity: 'error', message: '清单申报超过规定时限', test: { form: 'timely', since: 'setlinfo.dscg_time', limit: 'uploadDays' } }, // prettier-ignore
  // 规范性
  { id: 'N001', node: 'diseinfo', field: 'maindiag_flag', kind: 'conformity', severity: 'error', message: '主要诊断应有且只有一个', test: { form: 'exactly-one', value: '1', none: false } }, // prettier-ignore
  { id: 'N002', node: 'oprninfo', field: 'oprn_oprt_type', kind: 'conformity', severity: 'error', message: '主要手术操作应有且只有一个', test: { form: 'exactly-one', value: '1', none: true } }, // prettier-ignore
  { id: 'N003', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'error', message: '诊断代码不符合医保版编码格式', when: [WESTERN], test: { form: 'pattern', pattern: DIAGNOSIS } }, // prettier-ignore
  { id: 'N004', node: 'oprninfo', field: 'oprn_oprt_code', kind: 'conformity', severity: 'error', message: '手术操作代码不符合医保版编码格式', test: { form: 'pattern', pattern: OPERATION } }, // prettier-ignore
  { id: 'N005', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'error', message: '诊断代码不在医保版疾病代码库中', when: [WESTERN], test: { form: 'known', codes: 'diagnoses' } }, // prettier-ignore
  { id: 'N006', node: 'oprninfo', field: 'oprn_oprt_code', kind: 'conformity', severity: 'error', message: '手术操作代码不在医保版代码库中', test: { form: 'known', codes: 'operations' } }, // prettier-ignore
  { id: 'N007', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'warning', message: '诊断代码为灰码', when: [WESTERN], test: { form: 'not-in', codes: 'greyCodes' } }, // prettier-ignore
  { id: 'N008', node: 'oprninfo', field: 'oprn_oprt_code', kind: 'conformity', severity: 'warning', message: '手术操作代码为灰码', test: { form: 'not-in', codes: 'greyCodes' } }, // prettier-ignore
  { id: 'N009', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'error', message: '灰码不能作为主要诊断', when: [WESTERN, { at: 'row.maindiag_flag', is: ['1'] }], test: { form: 'not-in', codes: 'greyCodes' } }, // prettier-ignore
  { id: 'N010', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'error', message: '损伤中毒的外部原因（V–Y）不能作为主要诊断', when: [WESTERN, { at: 'row.maindiag_flag', is: ['1'] }], test: { form: 'prefix', forbidden: ['V', 'W', 'X', 'Y'] } }, // prettier-ignore
  { id: 'N011', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'warning', message: '主要诊断疑似不应使用 Z 码', when: [WESTERN, { at: 'row.maindiag_flag', is: ['1'] }, { at: 'row.diag_code', startsNot: Z_ALLOWED }], test: { form: 'prefix', forbidden: ['Z'] } }, // prettier-ignore
  { id: 'N012', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'warning', message: '主要诊断为症状体征（R 码），疑似未写明病因', when: [WESTERN, { at: 'row.maindiag_flag', is: ['1'] }], test: { form: 'prefix', forbidden: ['R'] } }, // prettier-ignore
  { id: 'N013', node: 'diseinfo', field: 'diag_code', kind: 'conformity', severity: 'warning', message: '同一诊断重复填写', test: { form: 'no-repeat' } }, // prettier-ignore
  { id: 'N014', node: 'setlinfo', field: 'nwb_bir_wt', kind: 'conformity', severity: 'warning', message: '新生儿出生体重应精确到 10 克', test: { form: 'multiple-of', unit: 10 } }, // prettier-ignore
  { id: 'N015', node: 'setlinfo', field: 'poscode', kind: 'conformity', severity: 'warning', message: '邮编应为 6 位数字', test: { form: 'pattern', pattern: /^\d{6}$/ } }, // prettier-ignore
  { id: 'N016', node: 'iteminfo', field: 'med_chrgitm', kind: 'conformity', severity: 'error', message: '同一收费项目类别重复', test: { form: 'no-repeat' } }, // prettier-ignore
  { id: 'N017', node: 'payinfo', field: 'fund_pay_type', kind: 'conformity', severity: 'error', message: '同一基金支付类型重复', test: { form: 'no-repeat' } }, // prettier-ignore
  // 合理性
  { id: 'P001', node: 'setlinfo', field: 'dscg_time', kind: 'plausibility', severity: 'error', message: '出院时间早于入院时间', test: { form: 'not-before', other: 'setlinfo.adm_time' } }, // prettier-ignore
  { id: 'P002', node: 'setlinfo', field: 'brdy', kind: 'plausibility', severity: 'error', message: '出生日期晚于入院时间', test: { form: 'not-after', other: 'setlinfo.adm_time' } }, // prettier-ignore
  { id: 'P003', node: 'setlinfo', field: 'setl_end_date', kind: 'plausibility', severity: 'error', message: '结算结束日期早于结算开始日期', test: { form: 'not-before', other: 'setlinfo.setl_begn_date' } }, // prettier-ignore
  { id: 'P004', node: 'setlinfo', field: 'dcla_time', kind: 'plausibility', severity: 'error', message: '申报时间早于出院时间', test: { form: 'not-before', other: 'setlinfo.dscg_time' } }, // prettier-ignore
  { id: 'P005', node: 'setlinfo', field: 'act_ipt_days', kind: 'plausibility', severity: 'error', message: '实际住院天数与出入院时间不符', test: { form: 'days-between', from: 'setlinfo.adm_time', to: 'setlinfo.dscg_time' } }, // prettier-ignore
  { id: 'P006', node: 'setlinfo', field: 'age', kind: 'plausibility', severity: 'error', message: '年龄与出生日期不符', test: { form: 'age-between', from: 'setlinfo.brdy', to: 'setlinfo.adm_time' } }, // prettier-ignore
  { id: 'P007', node: 'setlinfo', field: 'age', kind: 'plausibility', severity: 'error', message: '年龄超出合理范围', test: { form: 'range', least: 0, most: 130 } }, // prettier-ignore
  { id: 'P008', node: 'setlinfo', field: 'nwb_age', kind: 'plausibility', severity: 'error', message: '不足一周岁日龄超出合理范围', test: { form: 'range', least: 0, most: 365 } }, // prettier-ignore
  { id: 'P009', node: 'setlinfo', field: 'nwb_bir_wt', kind: 'plausibility', severity: 'error', message: '新生儿出生体重超出合理范围（克）', test: { form: 'range', least: 100, most: 9999 } }, // prettier-ignore
  { id: 'P010', node: 'setlinfo', field: 'nwb_adm_wt', kind: 'plausibility', severity: 'error', message: '新生儿入院体重超出合理范围（克）', test: { form: 'range', least: 100, most: 9999 } }, // prettier-ignore
  { id: 'P011', node: 'setlinfo', field: 'diag_code_cnt', kind: 'plausibility', severity: 'error', message: '诊断代码计数与诊断条数不符', test: { form: 'row-count', node: 'diseinfo' } }, // prettier-ignore
  { id: 'P012', node: 'setlinfo', field: 'oprn_oprt_code_cnt', kind: 'plausibility', severity: 'error', message: '手术操作代码计数与手术条数不符', test: { form: 'row-count', node: 'oprninfo' } }, // prettier-ignore
  { id: 'P013', node: 'setlinfo', field: 'dscg_time', kind: 'plausibility', severity: 'warning', message: '各级护理天数之和超过住院天数', test: { form: 'within-stay', fields: ['spga_nurscare_days', 'lv1_nurscare_days', 'scd_nurscare_days', 'lv3_nurscare_days'] } }, // prettier-ignore
  { id: 'P014', node: 'setlinfo', field: 'vent_used_dura', kind: 'plausibility', severity: 'error', message: '呼吸机使用时长超过住院时间', test: { form: 'within-stay', fields: ['vent_used_dura'] } }, // prettier-ignore
  { id: 'P015', node: 'setlinfo', field: 'pwcry_afadm_coma_dura', kind: 'plausibility', severity: 'error', message: '入院后昏迷时长超过住院时间', test: { form: 'within-stay', fields: ['pwcry_afadm_coma_dura'] } }, // prettier-ignore
  { id: 'P016', node: 'oprninfo', field: 'oprn_oprt_date', kind: 'plausibility', severity: 'error', message: '手术操作日期早于入院日期', form: '4101', test: { form: 'not-before', other: 'setlinfo.adm_time', slackDays: 1 } }, // prettier-ignore
  { id: 'P017', node: 'oprninfo', field: 'oprn_oprt_date', kind: 'plausibility', severity: 'error', message: '手术操作日期晚于出院时间', form: '4101', test: { form: 'not-after', other: 'setlinfo.dscg_time' } }, // prettier-ignore
  { id: 'P018', node: 'oprninfo', field: 'oprn_oprt_begntime', kind: 'plausibility', severity: 'error', message: '手术操作开始时间早于入院时间', form: '4101A', test: { form: 'not-before', other: 'setlinfo.adm_time', slackDays: 1 } }, // prettier-ignore
  { id: 'P019', node: 'oprninfo', field: 'oprn_oprt_endtime', kind: 'plausibility', severity: 'error', message: '手术操作结束时间早于开始时间', form: '4101A', test: { form: 'not-before', other: 'row.oprn_oprt_begntime' } }, // prettier-ignore
  { id: 'P020', node: 'oprninfo', field: 'oprn_oprt_endtime', kind: 'plausibility', severity: 'error', message: '手术操作结束时间晚于出院时间', form: '4101A', test: { form: 'not-after', other: 'setlinfo.dscg_time' } }, // prettier-ignore
  { id: 'P021', node: 'oprninfo', field: 'anst_endtime', kind: 'plausibility', severity: 'error', message: '麻醉结束时间早于开始时间', form: '4101A', test: { form: 'not-before', other: 'row.anst_begntime' } }, // prettier-ignore
  { id: 'P022', node: 'oprninfo', field: 'anst_begntime', kind: 'plausibility', severity: 'warning', message: '麻醉开始时间晚于手术结束时间', form: '4101A', test: { form: 'not-after', other: 'row.oprn_oprt_endtime' } }, // prettier-ignore
  { id: 'P023', node: 'icuinfo', field: 'scs_cutd_exit_time', kind: 'plausibility', severity: 'error', message: '重症监护退出时间早于进入时间', test: { form: 'not-before', other: 'row.scs_cutd_inpool_time' } }, // prettier-ignore
  { id: 'P024', node: 'icuinfo', field: 'scs_cutd_inpool_time', kind: 'plausibility', severity: 'error', message: '重症监护进入时间早于入院时间', test: { form: 'not-before', other: 'setlinfo.adm_time' } }, // prettier-ignore
  { id: 'P025', node: 'icuinfo', field: 'scs_cutd_exit_time', kind: 'plausibility', severity: 'error', message: '重症监护退出时间晚于出院时间', test: { form: 'not-after', other: 'setlinfo.dscg_time' } }, // prettier-ignore
  { id: 'P026', node: 'icuinfo', field: 'scs_cutd_sum_dura', kind: 'plausibility', severity: 'warning', message: '重症监护合计时长与进出时间不符', test: { form: 'duration-between', from: 'row.scs_cutd_inpool_time', to: 'row.scs_cutd_exit_time' } }, // prettier-ignore
  { id: 'P027', node: 'setlinfo', field: 'acp_medins_name', kind: 'plausibility', severity: 'warning', message: '离院方式不是转院，却填写了拟接收机构', when: [{ at: 'setlinfo.dscg_way', is: ['1', '4', '5', '9'] }], test: { form: 'absent' } }, // prettier-ignore
  { id: 'P028', node: 'setlinfo', field: 'days_rinp_pup_31', kind: 'plausibility', severity: 'warning', message: '离院方式为死亡，却填写了再住院目的', when: [{ at: 'setlinfo.dscg_way', is: ['5'] }], test: { form: 'absent' } }, // prettier-ignore
  { id: 'P029', node: 'diseinfo', field: 'diag_code', kind: 'plausibility', severity: 'error', message: '诊断与性别疑似不符（女性疾病）', when: [WESTERN, { at: 'setlinfo.gend', is: ['1'] }], test: { form: 'prefix', forbidden: FEMALE } }, // prettier-ignore
  { id: 'P030', node: 'diseinfo', field: 'diag_code', kind: 'plausibility', severity: 'error', message: '诊断与性别疑似不符（男性疾病）', when: [WESTERN, { at: 'setlinfo.gend', is: ['2'] }], test: { form: 'prefix', forbidden: MALE } }, // prettier-ignore
  { id: 'P031', node: 'diseinfo', field: 'diag_code', kind: 'plausibility', severity: 'warning', message: '产科诊断与年龄疑似不符', when: [WESTERN, { at: 'setlinfo.age', atMost: 9 }], test: { form: 'prefix', forbidden: OBSTETRIC } }, // prettier-ignore
  { id: 'P032', node: 'diseinfo', field: 'diag_code', kind: 'plausibility', severity: 'warning', message: '产科诊断与年龄疑似不符', when: [WESTERN, { at: 'setlinfo.age', atLeast: 60 }], test: { form: 'prefix', forbidden: OBSTETRIC } }, // prettier-ignore
  { id: 'P033', node: 'diseinfo', field: 'diag_code', kind: 'plausibility', severity: 'warning', message: '围生期主要诊断与年龄疑似不符', when: [WESTERN, { at: 'row.maindiag_flag', is: ['1'] }, { at: 'setlinfo.age', atLeast: 2 }], test: { form: 'prefix', forbidden: ['P'] } }, // prettier-ignore
  { id: 'P034', node: 'setlinfo', field: 'nwb_bir_wt', kind: 'plausibility', severity: 'warning', message: '一周岁以上病例填写了新生儿出生体重', when: [{ at: 'setlinfo.age', atLeast: 1 }], test: { form: 'absent' } }, // prettier-ignore
  { id: 'P035', node: 'iteminfo', field: 'amt', kind: 'plausibility', severity: 'error', message: '收费项目金额不等于甲类、乙类、自费、其他之和', test: { form: 'sums', left: ['row.amt'], right: ['row.claa_sumfee', 'row.clab_amt', 'row.fulamt_ownpay_amt', 'row.oth_amt'] } }, // prettier-ignore
  { id: 'P036', node: 'setlinfo', field: 'psn_selfpay', kind: 'plausibility', severity: 'error', message: '收费项目合计不等于基金支付与个人负担之和', form: '4101', test: { form: 'sums', left: ['iteminfo.amt'], right: ['payinfo.fund_payamt', 'setlinfo.psn_selfpay', 'setlinfo.psn_ownpay'] } }, // prettier-ignore
  { id: 'P037', node: 'setlinfo', field: 'psn_cashpay', kind: 'plausibility', severity: 'warning', message: '个人账户与现金支付之和不等于个人自付与自费之和', form: '4101', test: { form: 'sums', left: ['setlinfo.acct_pay', 'setlinfo.psn_cashpay'], right: ['setlinfo.psn_selfpay', 'setlinfo.psn_ownpay'] } }, // prettier-ignore
  { id: 'P038', node: 'setlinfo', field: 'psn_ownpay', kind: 'plausibility', severity: 'warning', message: '个人自费不等于各收费项目全自费之和', form: '4101', test: { form: 'sums', left: ['setlinfo.psn_ownpay'], right: ['iteminfo.fulamt_ownpay_amt'] } }, // prettier-ignore
  { id: 'P039', node: 'iteminfo', field: 'amt', kind: 'plausibility', severity: 'error', message: '收费项目金额为负数', test: { form: 'range', least: 0, most: 1e9 } }, // prettier-ignore
  { id: 'P040', node: 'payinfo', field: 'fund_payamt', kind: 'plausibility', severity: 'error', message: '基金支付金额为负数', test: { form: 'range', least: 0, most: 1e9 } }, // prettier-ignore
  { id: 'P041', node: 'bldinfo', field: 'bld_amt', kind: 'plausibility', severity: 'warning', message: '输血量不在合理范围', form: '4101A', test: { form: 'range', least: 0.5, most: 100_000 } }, // prettier-ignore
  { id: 'P042', node: 'opspdiseinfo', field: 'diag_code', kind: 'plausibility', severity: 'warning', message: '有慢特病诊断，未填写诊断科别', when: [{ at: 'setlinfo.opsp_diag_caty', present: false }], test: { form: 'absent' } }, // prettier-ignore
]
