/** "分解住院模型" → "分解住院": the row names the suspicion, not the tool. */
export function withoutSuffix(modelName: string): string {
  return modelName.replace(/（[^）]*）$/, '').replace(/(监测|检测|识别|分析|计算|监管)?模型$/, '')
}

/** What a finding is about, in a few words; 疑似 until it is verified. A rule's name is a heading of the library and stands in quotes. */
export function suspicionOf({
  source,
  modelName,
}: {
  readonly source: 'model' | 'rule'
  readonly modelName: string
}): string {
  return source === 'rule' ? `疑似“${modelName}”问题` : `疑似${withoutSuffix(modelName)}`
}

const TIERS: Readonly<Record<string, string>> = { 3: '三级', 2: '二级', 1: '一级', 0: '未定级', P: '药店' }
export const tierLabel = (tier: string): string => TIERS[tier] ?? tier
export const TIER_OPTIONS = ['3', '2', '1', '0', 'P'].map((value) => ({ value, label: tierLabel(value) }))

/** Words of the model specification for sub-types and ways of counting money; Chinese words pass as they are. */
const WORDS: Readonly<Record<string, string>> = {
  'same-institution': '同机构',
  'cross-institution': '跨机构',
  'same-household': '同家庭',
  'same-tier': '同级机构',
  'focus-department': '重点科室',
  'other-department': '一般科室',
  T1: '重叠住院',
  T2: '住院期间门诊就医',
  T3: '住院期间购药',
  T4: '死亡后就医',
  T5: '异地同时就医',
  'later-stay': '后一次住院的全部费用',
  'drg-merged': '两次病组付费与合并一次付费之差',
  'fixed-part': '床位、诊察和重复检查化验等固定部分',
  'excess-stays': '超出次数的住院费用',
  'event-stays': '共同住院涉及的全部住院费用',
  'event-stays-after-first': '共同住院涉及的费用，每人首次不计',
  'member-stays': '组内全部住院费用',
  'report-only': '只提示，不计金额',
}

export const wordOf = (word: string): string => WORDS[word] ?? word
