/** 科别代码 of the settlement list: branches of medicine, and the specialties that institutions run most. */
const NAMES: Readonly<Record<string, string>> = {
  A01: '预防保健科',
  A02: '全科医疗科',
  A03: '内科',
  'A03.01': '呼吸内科',
  'A03.02': '消化内科',
  'A03.03': '神经内科',
  'A03.04': '心血管内科',
  'A03.05': '血液内科',
  'A03.06': '肾病学',
  'A03.07': '内分泌',
  A04: '外科',
  'A04.01': '普通外科',
  'A04.02': '神经外科',
  'A04.03': '骨科',
  'A04.04': '泌尿外科',
  A05: '妇产科',
  'A05.01': '妇科',
  'A05.02': '产科',
  A06: '妇女保健科',
  A07: '儿科',
  A08: '小儿外科',
  A09: '儿童保健科',
  A10: '眼科',
  A11: '耳鼻咽喉科',
  A12: '口腔科',
  A13: '皮肤科',
  A14: '医疗美容科',
  A15: '精神科',
  A16: '传染科',
  A17: '结核病科',
  A18: '地方病科',
  A19: '肿瘤科',
  A20: '急诊医学科',
  A21: '康复医学科',
  A22: '运动医学科',
  A23: '职业病科',
  A24: '临终关怀科',
  A26: '麻醉科',
  A27: '疼痛科',
  A28: '重症医学科',
  A50: '中医科',
}

/** Name of a department: that of its branch with the code where the specialty is not known; what is no code stands as it is. */
export function departmentName(code: string): string {
  const own = NAMES[code]
  if (own !== undefined) return own
  const branch = NAMES[code.split('.')[0] ?? '']
  return branch === undefined ? code : `${branch}（${code}）`
}
