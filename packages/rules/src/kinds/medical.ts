import { kindsOf, type KindRow } from './row.ts'

const DRUGS = [
  [64, 'drug-service-mismatch', 'GZ10000301001000', '药品与医疗服务项目不符', 2, 'DA', 'T7', [], {}, '{名称}需与相应医疗服务项目同时使用，未见对应项目。'],
  [65, 'drug-child-only', 'GZ10000301002000', '药品儿童专用', 1, 'BDA', 'T1', [], { max_age_m: 167 }, '{名称}为儿童专用，患者{年龄}。'],
  [66, 'drug-child-forbidden', 'GZ10000301003000', '药品儿童禁用', 1, 'BDA', 'T1', ['min_age_m'], {}, '{名称}限{要求}使用，患者{年龄}，疑似儿童禁用。'],
  [67, 'drug-sex-limit', 'GZ10000301004000', '药品区分性别使用', 1, 'BDA', 'T1', ['gend'], {}, '{名称}限{要求}患者，患者性别{性别}。'],
  [68, 'drug-overdose-label', 'GZ10000301005000', '超说明书用量开药', 2, 'BDA', 'T4.dose', ['max'], { per: 'day' }, '{名称}单日剂量{实际}超过说明书上限{上限}。'],
  [69, 'drug-duplicate-class', 'GZ10000301006000', '重复开药', 2, 'BDA', 'T13', [], { min_overlap: 1 }, '{名称}与{对方}属同类药物，疑似重复开药。'],
  [70, 'drug-offlabel-indication', 'GZ10000301007000', '超说明书适应症用药', 3, 'BDA', 'T2', ['dx_allow'], { dx_days: 90 }, '{名称}用于{诊断}，疑似超说明书适应症。'],
  [71, 'drug-contraindication', 'GZ10000301008000', '药品禁忌症', 2, 'BDA', 'T3', ['dx_deny'], {}, '{名称}禁用于{要求}，本次诊断{诊断}。'],
  [72, 'elderly-drug-safety', 'GZ10000301009000', '老年人用药安全', 3, 'BDA', 'T3', [], { elderly_from: 65 }, '老年患者（{年龄}）使用{名称}，说明书为禁用或慎用。'],
  [73, 'pregnancy-lactation-safety', 'GZ10000301010000', '妊娠期及哺乳期用药安全', 2, 'BDA', 'T3', [], {}, '妊娠期或哺乳期患者禁用{名称}。'],
  [74, 'drug-interaction', 'GZ10000301011000', '药品相互作用', 2, 'BDA', 'T14', [], {}, '{名称}与{对方}存在相互作用。'],
  [75, 'tcm-piece-incompatibility', 'GZ10000301012000', '中药饮片配伍禁忌', 2, 'BDA', 'T14.rx', [], { per: 'rx' }, '处方含配伍禁忌饮片{名称}与{对方}。'],
  [76, 'tcm-piece-oversized', null, '中药饮片超大处方', 2, 'BDA', 'T4.kinds', ['max'], { per: 'rx' }, '饮片处方味数{实际}味，超过{上限}味。'],
  [77, 'tcm-piece-overdose', null, '中药饮片超量上传', 2, 'DA', 'T4.dose', ['max'], { per: 'day' }, '饮片{名称}日用量{实际}g，超过上限{上限}g。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const SERVICES = [
  [78, 'no-indication-exam', 'GZ10000302001000', '无指征检验检查', 3, 'BDA', 'T2', ['dx_allow'], { dx_days: 90 }, '{名称}与诊断{诊断}不符，疑似无指征检验检查。'],
  [79, 'no-indication-treatment', 'GZ10000302002000', '无指征治疗', 3, 'DA', 'T2', ['dx_allow'], { dx_days: 90 }, '{名称}与诊断{诊断}不符，疑似无治疗指征。'],
  [80, 'service-child-only', 'GZ10000302003000', '医疗服务项目儿童专用', 1, 'BDA', 'T1', [], { max_age_m: 167 }, '{名称}为儿童专用，患者{年龄}。'],
  [81, 'service-sex-limit', 'GZ10000302004000', '医疗服务项目区分性别使用', 1, 'BDA', 'T1', ['gend'], {}, '{名称}限{要求}，患者性别{性别}。'],
  [82, 'service-contraindication', 'GZ10000302005000', '医疗服务项目禁忌症', 2, 'BDA', 'T3', ['dx_deny'], {}, '{名称}禁用于{要求}，本次诊断{诊断}。'],
  [83, 'service-offlabel', 'GZ10000302006000', '医疗服务项目超适应症使用', 3, 'DA', 'T2.evidence', ['dx_allow'], { dx_days: 90 }, '{名称}疑似超适应症使用。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const CONSUMABLES = [
  [84, 'consumable-service-mismatch', 'GZ10000303001000', '医用耗材与医疗服务项目不符', 2, 'DA', 'T7', [], {}, '{名称}无对应手术或操作项目。'],
  [85, 'consumable-dept-mismatch', 'GZ10000303002000', '医用耗材与科室不符', 3, 'DA', 'T1', ['depts'], {}, '{名称}限{要求}使用，科室{科室}疑似不符。'],
  [86, 'consumable-quantity', 'GZ10000303003000', '医用耗材数量超标', 2, 'DA', 'T4', ['max'], { per: 'encounter' }, '{名称}用量{实际}超过{上限}。'],
  [87, 'consumable-sex-mismatch', null, '医用耗材与性别不符', 1, 'BDA', 'T1', ['gend'], {}, '{名称}限{要求}，患者性别{性别}。'],
  [88, 'consumable-disease-limit', null, '医用耗材限疾病使用', 2, 'DA', 'T2', ['dx_allow'], {}, '{名称}限{要求}，本次诊断{诊断}疑似不符。'],
] as const satisfies readonly KindRow[] // prettier-ignore

export const MEDICAL_KINDS = [
  ...kindsOf({ cat1: '医疗类', cat2: '药品合理使用' }, DRUGS),
  ...kindsOf({ cat1: '医疗类', cat2: '医疗服务项目合理使用' }, SERVICES),
  ...kindsOf({ cat1: '医疗类', cat2: '医用耗材合理使用' }, CONSUMABLES),
]
