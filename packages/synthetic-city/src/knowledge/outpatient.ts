/** What brings people to a clinic, and what they are given. Pack lines as in `diseases.ts`; there is only day 0. */
export interface Complaint {
  readonly id: string
  readonly codes: readonly string[]
  readonly dept: string
  readonly weight: number
  readonly ages: 'all' | 'child' | 'adult' | 'middle' | 'elder' | 'young'
  readonly sex?: '1' | '2'
  readonly season?: 'winter' | 'summer'
  readonly pack: readonly string[]
}

const CLINIC = [
  '3:O 普通门诊诊察费/副主任医师门诊诊察费/主任医师门诊诊察费',
  '2:O 普通门诊诊察费/普通门诊诊察费/副主任医师门诊诊察费',
  '1:O 一般诊疗费',
]

export const COMPLAINTS: readonly Complaint[] = [
  {
    id: 'o-uri',
    codes: ['J06.900', 'J00.x00'],
    dept: '儿科',
    weight: 14,
    ages: 'child',
    season: 'winter',
    pack: [
      ...CLINIC,
      'Ox1.3 阿莫西林胶囊/头孢克肟分散片/罗红霉素胶囊',
      'Ox1.3@0.7 感冒清热颗粒/连花清瘟胶囊/小儿豉翘清热颗粒',
      'O@0.5 血常规',
      'O@0.4 对乙酰氨基酚片/布洛芬缓释胶囊',
    ],
  },
  {
    id: 'o-bronchitis',
    codes: ['J20.900', 'J40.x00'],
    dept: '呼吸内科',
    weight: 10,
    ages: 'all',
    season: 'winter',
    pack: [
      ...CLINIC,
      'Ox1.5 阿奇霉素分散片/头孢呋辛酯片/左氧氟沙星片',
      'Ox1.5@0.8 盐酸氨溴索片/桉柠蒎肠溶软胶囊',
      'Ox1.3@0.6 急支糖浆/苏黄止咳胶囊/橘红痰咳液',
      'O@0.5 血常规',
      'O@0.3 胸部DR摄影',
      'O@0.3 孟鲁司特钠片',
    ],
  },
  {
    id: 'o-hypertension',
    codes: ['I10.x00'],
    dept: '心血管内科',
    weight: 10,
    ages: 'elder',
    pack: [
      ...CLINIC,
      'Ox1.5 苯磺酸氨氯地平片/硝苯地平控释片/缬沙坦胶囊/厄贝沙坦片',
      'Ox1.5@0.4 阿托伐他汀钙片/瑞舒伐他汀钙片',
      'O@0.3 常规心电图检查',
      'O@0.2 血脂',
    ],
  },
  {
    id: 'o-diabetes',
    codes: ['E11.900'],
    dept: '内分泌科',
    weight: 7,
    ages: 'elder',
    pack: [
      ...CLINIC,
      'Ox1.8 盐酸二甲双胍缓释片/格列美脲片/阿卡波糖片',
      'Ox1.3@0.4 西格列汀片/达格列净片',
      'O@0.5 葡萄糖测定',
      'O@0.3 糖化血红蛋白测定',
    ],
  },
  {
    id: 'o-gastritis',
    codes: ['K29.500', 'K30.x00', 'K21.000'],
    dept: '消化内科',
    weight: 9,
    ages: 'adult',
    pack: [
      ...CLINIC,
      'Ox1.5 奥美拉唑肠溶胶囊/雷贝拉唑钠肠溶片',
      'Ox1.3@0.6 铝碳酸镁咀嚼片/枸橼酸莫沙必利片',
      'Ox1.5@0.4 香砂养胃丸/胃苏颗粒',
      'O@0.15 胃镜检查',
      'O@0.2 腹部彩超',
      'O@0.1 碳13呼气试验',
    ],
  },
  {
    id: 'o-back',
    codes: ['M54.500', 'M54.200', 'M51.200'],
    dept: '针灸推拿科',
    weight: 9,
    ages: 'middle',
    pack: [
      ...CLINIC,
      'Ox1.3@0.7 双氯芬酸钠缓释片/塞来昔布胶囊/布洛芬缓释胶囊',
      'Ox1.5@0.5 腰痹通胶囊/颈复康颗粒/根痛平颗粒',
      'Ox1.4@0.4 消痛贴膏/复方南星止痛膏',
      'O@0.6 普通针刺',
      'O@0.5 推拿治疗',
      'O@0.4 红外线治疗',
      'O@0.2 腰椎DR摄影',
    ],
  },
  {
    id: 'o-coronary',
    codes: ['I25.103'],
    dept: '心血管内科',
    weight: 6,
    ages: 'elder',
    pack: [
      ...CLINIC,
      'Ox1.5 复方丹参滴丸/通心络胶囊/麝香保心丸',
      'Ox1.5@0.6 单硝酸异山梨酯缓释片/曲美他嗪片',
      'Ox1.5@0.6 阿司匹林肠溶片',
      'O@0.4 常规心电图检查',
      'O@0.15 心脏彩超',
    ],
  },
  {
    id: 'o-stroke',
    codes: ['I69.300', 'I67.200'],
    dept: '神经内科',
    weight: 5,
    ages: 'elder',
    pack: [
      ...CLINIC,
      'Ox1.5 脑心通胶囊/银杏叶片/脑安胶囊',
      'Ox1.5@0.7 阿托伐他汀钙片/瑞舒伐他汀钙片',
      'Ox1.5@0.5 硫酸氢氯吡格雷片/阿司匹林肠溶片',
      'O@0.1 头颅CT平扫',
    ],
  },
  {
    id: 'o-copd',
    codes: ['J44.900'],
    dept: '呼吸内科',
    weight: 3,
    ages: 'elder',
    season: 'winter',
    pack: [
      ...CLINIC,
      'O@0.7 沙美特罗替卡松吸入粉雾剂/噻托溴铵粉吸入剂',
      'Ox1.5@0.6 茶碱缓释片',
      'Ox1.5@0.6 盐酸氨溴索片',
      'O@0.15 肺功能检查',
    ],
  },
  {
    id: 'o-vertigo',
    codes: ['R42.x00', 'H81.400'],
    dept: '神经内科',
    weight: 4,
    ages: 'middle',
    pack: [
      ...CLINIC,
      'Ox1.5 甲磺酸倍他司汀片/盐酸氟桂利嗪胶囊',
      'Ox1.4@0.5 养血清脑颗粒/天麻钩藤颗粒/全天麻胶囊',
      'O@0.2 头颅CT平扫',
      'O@0.15 经颅多普勒',
    ],
  },
  {
    id: 'o-skin',
    codes: ['L20.900', 'L50.900'],
    dept: '皮肤科',
    weight: 5,
    ages: 'all',
    pack: [...CLINIC, 'Ox1.4 氯雷他定片/盐酸西替利嗪片', 'Ox1.4@0.8 糠酸莫米松乳膏/莫匹罗星软膏/硝酸咪康唑乳膏'],
  },
  {
    id: 'o-eye',
    codes: ['H10.900', 'H04.100'],
    dept: '眼科',
    weight: 4,
    ages: 'all',
    pack: [...CLINIC, 'Ox1.4 左氧氟沙星滴眼液/玻璃酸钠滴眼液', 'O@0.5 眼压检查', 'O@0.3 眼底照相'],
  },
  {
    id: 'o-tooth',
    codes: ['K02.900', 'K04.000'],
    dept: '口腔科',
    weight: 4,
    ages: 'all',
    pack: [...CLINIC, 'O@0.7 牙体充填', 'O@0.3 根管治疗'],
  },
  {
    id: 'o-women',
    codes: ['N76.000', 'N92.600'],
    dept: '妇科',
    weight: 4,
    ages: 'young',
    sex: '2',
    pack: [...CLINIC, 'O@0.5 妇科彩超', 'Ox1.4@0.6 桂枝茯苓胶囊/黄体酮胶囊', 'O@0.2 性激素六项'],
  },
  {
    id: 'o-urine',
    codes: ['N39.000'],
    dept: '肾病内科',
    weight: 3,
    ages: 'adult',
    pack: [
      ...CLINIC,
      'Ox1.4 左氧氟沙星片/头孢呋辛酯片',
      'Ox1.4@0.7 三金片/热淋清颗粒',
      'O@0.8 尿常规',
      'O@0.2 泌尿系彩超',
    ],
  },
  {
    id: 'o-gut',
    codes: ['K52.900', 'A09.900'],
    dept: '消化内科',
    weight: 4,
    ages: 'all',
    season: 'summer',
    pack: [...CLINIC, 'Ox1.3 蒙脱石散', 'Ox1.3@0.6 双歧杆菌三联活菌胶囊/藿香正气水', 'O@0.5 粪便常规', 'O@0.3 血常规'],
  },
  {
    id: 'o-tcm',
    codes: ['M54.500', 'R53.x00'],
    dept: '中医科',
    weight: 5,
    ages: 'middle',
    pack: [
      ...CLINIC,
      'Ox70 黄芪',
      'Ox70@0.8 当归',
      'Ox70@0.8 白术',
      'Ox70@0.7 茯苓',
      'Ox40@0.7 甘草',
      'Ox70@0.6 丹参',
      'Ox70@0.5 党参',
      'Ox60@0.5 川芎',
      'Ox60@0.4 柴胡',
      'Ox50@0.4 陈皮',
      'Ox60@0.4 白芍',
      'Ox60@0.3 葛根',
    ],
  },
  {
    id: 'o-sleep',
    codes: ['G47.000', 'F41.900'],
    dept: '神经内科',
    weight: 2,
    ages: 'middle',
    pack: [...CLINIC, 'Ox1.3 右佐匹克隆片/艾司唑仑片', 'Ox1.3@0.5 乌灵胶囊/安神补脑液'],
  },
]

/** Baskets of the pharmacies 药店, without and with a chronic-disease registration. */
export const BASKETS: readonly { readonly id: string; readonly weight: number; readonly pack: readonly string[] }[] = [
  {
    id: 'b-cold',
    weight: 5,
    pack: [
      'Ox1.4 感冒清热颗粒/连花清瘟胶囊/对乙酰氨基酚片/复方氨酚烷胺片',
      'O@0.5 急支糖浆/蒲地蓝消炎口服液/蓝芩口服液',
      'O@0.4 阿莫西林胶囊/头孢氨苄胶囊',
    ],
  },
  {
    id: 'b-stomach',
    weight: 3,
    pack: ['Ox1.4 奥美拉唑肠溶胶囊/铝碳酸镁咀嚼片/香砂养胃丸', 'O@0.5 枸橼酸莫沙必利片/参苓白术颗粒'],
  },
  {
    id: 'b-joint',
    weight: 3,
    pack: ['Ox1.5 消痛贴膏/复方南星止痛膏/活血止痛胶囊', 'O@0.5 布洛芬缓释胶囊/硫酸氨基葡萄糖胶囊/腰痹通胶囊'],
  },
  { id: 'b-tonic', weight: 1, pack: ['Ox1.3 六味地黄丸/金匮肾气丸/壮腰健肾丸', 'O@0.25 碳酸钙D3片'] },
  {
    id: 'b-heart',
    weight: 3,
    pack: ['Ox1.6 复方丹参滴丸/通心络胶囊/速效救心丸', 'Ox1.4@0.6 阿司匹林肠溶片', 'Ox1.4@0.5 阿托伐他汀钙片'],
  },
]

export const CHRONIC: readonly {
  readonly no: number
  readonly code: string
  readonly name: string
  readonly icd: string
  readonly dept: string
  readonly pack: readonly string[]
}[] = [
  {
    no: 1,
    code: 'M03900',
    name: '高血压',
    icd: 'I10.x00',
    dept: '心血管内科',
    pack: [
      'Ox2 苯磺酸氨氯地平片/硝苯地平控释片/缬沙坦胶囊/厄贝沙坦片',
      'Ox1.5@0.5 琥珀酸美托洛尔缓释片/吲达帕胺缓释片',
      'Ox1.5@0.4 阿托伐他汀钙片',
    ],
  },
  {
    no: 2,
    code: 'M01600',
    name: '糖尿病',
    icd: 'E11.900',
    dept: '内分泌科',
    pack: [
      'Ox2 盐酸二甲双胍缓释片/格列美脲片/阿卡波糖片',
      'Ox1.5@0.5 西格列汀片/达格列净片/甘精胰岛素注射液',
      'Ox1.4@0.3 木丹颗粒/津力达颗粒',
    ],
  },
  {
    no: 3,
    code: 'M04600',
    name: '冠心病',
    icd: 'I25.103',
    dept: '心血管内科',
    pack: [
      'Ox2 阿司匹林肠溶片/硫酸氢氯吡格雷片',
      'Ox1.5@0.7 单硝酸异山梨酯缓释片/曲美他嗪片',
      'Ox1.5@0.7 阿托伐他汀钙片/瑞舒伐他汀钙片',
      'Ox1.5@0.5 复方丹参滴丸/通心络胶囊',
    ],
  },
  {
    no: 4,
    code: 'M05300',
    name: '慢性阻塞性肺疾病',
    icd: 'J44.900',
    dept: '呼吸内科',
    pack: ['O 沙美特罗替卡松吸入粉雾剂/噻托溴铵粉吸入剂', 'Ox2@0.6 茶碱缓释片', 'Ox1.5@0.5 盐酸氨溴索片'],
  },
]
