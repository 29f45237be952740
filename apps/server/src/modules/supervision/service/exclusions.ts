/** 排除条件 of the models specification §2.5, by id. */
const LABELS: Readonly<Record<string, string>> = {
  'EX-ONCO': '肿瘤放化疗等计划治疗',
  'EX-UREMIA': '尿毒症/透析',
  'EX-OPSP': '门特病种',
  'EX-PLANNED': '计划再入院',
  'EX-TRANSFER': '转院/分级诊疗',
  'EX-EMERG': '急危重症',
  'EX-DEATH': '死亡',
  'EX-MATERN': '产科',
  'EX-NEWB': '新生儿',
  'EX-PSYCH': '精神长期住院',
  'EX-REHAB': '康复/床日付费',
  'EX-DAY': '日间手术/日间病房',
  'EX-HOSPICE': '安宁疗护',
  'EX-AMA': '非医嘱离院',
  'EX-TRAUMA': '外伤',
}

export function exclusionLabel(id: string): string {
  return LABELS[id] ?? id
}
