/** Charges a planned stay or visit has besides its own. `own` = the patient pays all of it, whatever the class. */
export interface ExtraPack {
  readonly name: string
  readonly own: boolean
  readonly pack: readonly string[]
}

const CHECKUP = [
  'O0 胸部CT平扫',
  'O0 腹部彩超',
  'O0 甲状腺彩超',
  'O0 颈动脉彩超',
  'O0 心脏彩超',
  'O0 骨密度测定',
  'O0 肿瘤标志物全套',
  'O0 血脂',
  'O0 甲状腺功能五项',
  'O0 碳13呼气试验',
  'O0 乙肝五项',
]

export const EXTRA_PACKS: readonly ExtraPack[] = [
  { name: 'checkup', own: false, pack: CHECKUP.map((line) => line.replace('O0 ', 'O0@0.92 ')) },
  {
    name: 'checkup-large',
    own: false,
    pack: [
      'O1@0.95 头颅磁共振平扫',
      'O1@0.9 动态心电图',
      'O1@0.85 泌尿系彩超',
      'O1@0.85 25羟维生素D测定',
      'O1@0.85 糖类抗原测定CA125',
      'O1@0.85 糖类抗原测定CA199',
      'O1@0.7 腹部CT增强扫描',
      'O1@0.8 经颅多普勒',
    ],
  },
  { name: 'checkup-few', own: false, pack: ['O0 颈动脉彩超', 'O0 血脂', 'O0 心脏彩超'] },
  { name: 'chemo', own: false, pack: ['O1x2 注射用吉西他滨', 'O1x3 注射用卡铂'] },
  { name: 'rescue', own: false, pack: ['O0x1 大抢救', 'O0x6 心电监测'] },
  { name: 'icu', own: false, pack: ['O0x3 重症监护'] },
  { name: 'dialysis', own: false, pack: ['R2 血液透析', 'R2 透析器', 'R2 一次性使用血液透析管路'] },
  { name: 'special-nursing', own: false, pack: ['D1 特级护理'] },
  { name: 'oral', own: false, pack: ['O0x2 阿莫西林胶囊', 'O0x2 盐酸氨溴索片', 'O0 孟鲁司特钠片'] },
  { name: 'odd-bone', own: false, pack: ['C0.5x2 骨肽注射液', 'D1 活血止痛胶囊'] },
  { name: 'odd-thymus', own: false, pack: ['C0.5x1 注射用胸腺五肽', 'R2 复方氨基酸注射液'] },
  { name: 'odd-vitamin', own: false, pack: ['D2 维生素C注射液', 'D1 注射用复合辅酶', 'R3 脂肪乳注射液'] },
  { name: 'better-ward', own: false, pack: ['D1 特殊防护病房床位费', 'D1 Ⅰ级护理'] },
  { name: 'albumin', own: false, pack: ['R2x2 人血白蛋白'] },
  { name: 'consult', own: false, pack: ['O 普通门诊诊察费'] },
  { name: 'online', own: false, pack: ['O 互联网复诊诊察费', 'Ox2 苯磺酸氨氯地平片'] },
  { name: 'ct', own: false, pack: ['O 胸部CT平扫'] },
  { name: 'ct-own', own: true, pack: ['O 胸部CT平扫', 'O 腹部CT平扫'] },
  { name: 'mri-own', own: true, pack: ['O 头颅磁共振平扫', 'O 头颅磁共振血管成像'] },
  { name: 'drug-own', own: true, pack: ['Ox2 人血白蛋白', 'Ox4 脂肪乳注射液'] },
  {
    name: 'infusion-own',
    own: true,
    pack: ['Ox10 依达拉奉注射液', 'Ox10 注射用血栓通', 'Ox5 单唾液酸四己糖神经节苷脂钠注射液'],
  },
  { name: 'antibiotic-own', own: true, pack: ['Ox20 注射用哌拉西林钠他唑巴坦钠', 'Ox12 盐酸氨溴索注射液'] },
  { name: 'lens-own', own: true, pack: ['O 折叠式人工晶体（散光矫正）'] },
  { name: 'target-own', own: true, pack: ['O 信迪利单抗注射液'] },
  { name: 'tonic-small', own: true, pack: ['O 复方阿胶浆'] },
  { name: 'tablets', own: false, pack: ['Ox2 阿托伐他汀钙片', 'Ox2 阿司匹林肠溶片'] },
  { name: 'tablets-cold', own: false, pack: ['Ox2 感冒清热颗粒', 'Ox2 连花清瘟胶囊'] },
  { name: 'tablets-large', own: false, pack: ['Ox6 阿托伐他汀钙片', 'Ox6 通心络胶囊', 'Ox4 硫酸氢氯吡格雷片'] },
  { name: 'tooth', own: true, pack: ['O 烤瓷冠修复', 'O 口腔洁治'] },
  { name: 'tooth-filling', own: false, pack: ['O 牙体充填', 'O 根管治疗'] },
  { name: 'antenatal', own: true, pack: ['O 产科彩超', 'O 胎心监测', 'O 输血前四项'] },
  { name: 'stent-more', own: false, pack: ['O2x2 药物洗脱冠状动脉支架', 'O2 药物涂层球囊'] },
  { name: 'stent-alone', own: false, pack: ['O2x1 药物洗脱冠状动脉支架', 'O2x1 冠状动脉球囊扩张导管'] },
  { name: 'plate-more', own: false, pack: ['O3x2 锁定接骨板', 'O3x8 锁定螺钉'] },
]
