import { kindsOf, type KindRow } from './row.ts'

const DATA = [
  [35, 'setl-list-info-anomaly', 'GZ10000201001000', '医保结算清单信息异常', 3, 'DA', 'T15', ['check'], {}, '结算清单{核查}，请核对。'],
  [36, 'fee-line-info-anomaly', 'GZ10000201002000', '结算明细信息异常', 3, 'DA', 'T15', ['check'], {}, '明细{名称}{核查}，请核对。'],
  [37, 'diagnosis-code-anomaly', 'GZ10000201003000', '疾病诊断编码异常', 2, 'DA', 'T7', [], {}, '诊断{名称}在费用明细中未见对应诊疗。'],
  [38, 'procedure-code-anomaly', 'GZ10000201004000', '手术操作编码异常', 2, 'DA', 'T7', [], {}, '手术操作编码{名称}与费用明细疑似不符。'],
  [39, 'procedure-sex-mismatch', 'GZ10000201005000', '手术操作编码与性别不符', 1, 'DA', 'T1', ['gend'], {}, '手术操作{名称}限{要求}，与参保人性别{性别}疑似不符。'],
  [40, 'diagnosis-procedure-mismatch', 'GZ10000201006000', '诊断编码与手术操作编码不符', 2, 'DA', 'T3', ['op_deny'], {}, '诊断{名称}与手术操作疑似不相关。'],
  [41, 'upload-delay', 'GZ10000201007000', '就诊数据非实时上传监管', 3, 'DA', 'T20', [], { check: 'delay', max_delay_hours: 24 }, '{名称}等费用明细上传滞后超过{窗口}小时或集中上传。'],
  [42, 'charge-date-outside-stay', 'GZ10000201008000', '计费日期与住院时间不符', 2, 'DA', 'T20', [], { check: 'outside-stay', allow_dsc_day: true, pre_adm_hours: 0 }, '{名称}计费日期{日期}不在住院期间{入}至{出}。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const DRUGS = [
  [43, 'drug-stock-anomaly', 'GZ10000202001000', '药品进销存异常', 2, 'A', 'T18', [], { ratio_max: 1.05 }, '{名称}结算数量大于进销存可供数量。'],
  [44, 'periop-antibiotic-prophylaxis', 'GZ10000202002000', '围手术期抗菌药物预防性应用监管', 2, 'DA', 'T5', ['max_days'], { per_stay: true }, '{名称}预防使用{实际}天，超过{上限}天，疑似不符合围术期管理要求。'],
  [45, 'antibiotic-grading', 'GZ10000202003000', '抗菌药物分级使用管理', 2, 'BDA', 'T1', ['min_title'], {}, '{名称}限{要求}开具，开具医师职称疑似无权限。'],
  [46, 'drug-kinds-exceed', 'GZ10000202004000', '药品种类超标', 3, 'BDA', 'T4.kinds', [], { max: 5, per: 'rx' }, '处方药品种类{实际}种，超过{上限}种。'],
  [47, 'internet-hospital-drug-scope', null, '超互联网医院药品支付范围', 1, 'BDA', 'T1', [], { deny_internet: true }, '互联网诊疗不得开具{名称}（特殊管理药品）。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const CONSUMABLES = [
  [48, 'consumable-stock-anomaly', 'GZ10000203001000', '医用耗材进销存异常', 2, 'A', 'T18', [], { ratio_max: 1.05 }, '{名称}结算数量超过采购入库可供数量。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const BEHAVIOUR = [
  [49, 'decomposed-hospitalization-rule', 'GZ10000204001000', '分解住院', 2, 'DA', 'T16.readmission', [], { gap_days: 7 }, '{日期}距上次出院不超过{窗口}天再次入院，疑似分解住院。'],
  [50, 'frequent-outpatient', 'GZ10000204002000', '频繁门诊', 3, 'bDA', 'T16', [], { max: 15, window_days: 30 }, '近{窗口}天门诊{实际}次，超过{上限}次。'],
  [51, 'frequent-purchase', 'GZ10000204003000', '频繁购药', 3, 'DA', 'T16', [], { max: 10, window_days: 30 }, '近{窗口}天购药{实际}次，超过{上限}次。'],
  [52, 'frequent-hospitalization-rule', 'GZ10000204004000', '频繁住院', 3, 'A', 'T16', [], { max: 3, window_days: 183, tier: 2, dx_exempt: ['C', 'N18.5', 'N18.6', 'Z49'].join('|') }, '近{窗口}天住院{实际}次，超过{上限}次。'],
  [53, 'no-indication-admission', 'GZ10000204005000', '无指征住院（低标准入院）', 2, 'DA', 'T2', ['dx_allow'], {}, '诊断{诊断}疑似不符合住院收治标准（{要求}）。'],
  [54, 'diagnosis-sex-mismatch', 'GZ10000204006000', '诊断与患者性别不符', 1, 'BDA', 'T1', ['gend'], {}, '诊断{名称}限{要求}，与参保人性别{性别}疑似不符。'],
  [55, 'diagnosis-age-mismatch', 'GZ10000204007000', '诊断与患者年龄不符', 1, 'BDA', 'T1', [], {}, '诊断{名称}限{要求}，参保人{年龄}，疑似不符。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const RATIO = '{机构}{名称}为{占比}，超出同级监测值{阈值}。'
const INDICATORS = [
  [56, 'ratio-drug', 'ZB10000205001000', '药费占比统计', 3, 'A', 'T17', [], {}, RATIO],
  [57, 'ratio-exam-lab', 'ZB10000205002000', '检验检查占比统计', 3, 'A', 'T17', [], {}, RATIO],
  [58, 'ratio-consumable', 'ZB10000205003000', '耗材占比统计', 3, 'A', 'T17', [], {}, RATIO],
  [59, 'ratio-treatment', 'ZB10000205004000', '治疗占比统计', 3, 'A', 'T17', [], {}, RATIO],
  [60, 'ratio-ct', 'ZB10000205005000', 'CT检查占比统计', 3, 'A', 'T17', [], {}, RATIO],
  [61, 'ratio-mri', 'ZB10000205006000', '核磁检查占比统计', 3, 'A', 'T17', [], {}, RATIO],
  [62, 'hospital-infection-rate', 'ZB10000205007000', '院内感染发生率统计', 3, 'A', 'T17', [], {}, '{机构}院内感染发生率{占比}，疑似偏高或异常偏低。'],
  [63, 'unplanned-readmission-rate', 'ZB10000205008000', '非计划再入院率统计', 3, 'A', 'T17', [], {}, '{机构}31天非计划再入院率{占比}，超出监测值{阈值}。'],
] as const satisfies readonly KindRow[] // prettier-ignore

export const MANAGEMENT_KINDS = [
  ...kindsOf({ cat1: '管理类', cat2: '信息数据监管' }, DATA),
  ...kindsOf({ cat1: '管理类', cat2: '药品监管' }, DRUGS),
  ...kindsOf({ cat1: '管理类', cat2: '医用耗材监管' }, CONSUMABLES),
  ...kindsOf({ cat1: '管理类', cat2: '行为主体监管' }, BEHAVIOUR),
  ...kindsOf({ cat1: '管理类', cat2: '统计指标监测' }, INDICATORS),
]
