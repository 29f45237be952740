import type { RuleKind, TemplateId } from '@yijian/rules'

/** Findings of a rule stand under this model id. */
export const ruleModelId = (kind: string): string => `rule:${kind}`
export const isRuleModel = (modelId: string): boolean => modelId.startsWith('rule:')

interface Words {
  /** How the amount of a hit is reckoned. */
  readonly amount: string
  /** 也要考虑: what may speak against a hit. */
  readonly against: string
}

const LINES = '疑似违规明细的医保范围内费用'

const WORDS: Readonly<Record<TemplateId, Words>> = {
  T1: { amount: LINES, against: '登记的性别、年龄、险种、就医方式、科室或机构级别有误或事后更正的，不成立；属地另有放宽口径的，以文件为准。' },
  T2: { amount: LINES, against: '支持诊断可能写在病历、检验检查报告或既往就诊中而未编码，需查阅病历。' },
  T3: { amount: LINES, against: '相对禁忌且病历已记录权衡、知情同意或监测的，可能合理。' },
  T4: { amount: '超量部分按比例折算的医保范围内费用，自最后的明细起计', against: '分次执行一次记账、记账日与执行日不一致、双侧或多部位操作，可能使数量看起来超标。' },
  T5: { amount: '超出疗程各日的医保范围内费用', against: '停药间隔、换用剂型、院外自备药会影响疗程天数；病历记录需延长疗程的，另行审核。' },
  T6: { amount: '被包含项目的医保范围内费用（互斥不分主次时取低者）', against: '确在不同时间、不同部位或由不同科室分别提供的，不属重复；价格文件允许同时收取的除外。' },
  T7: { amount: LINES, against: '配套的项目或手术可能记在另一次就诊、以其他编码记账，或因急救未及记账。' },
  T8: { amount: '单价超出限价的部分乘数量', against: '限价的适用地区、级别和执行日期以属地文件为准；可加收的部分应先扣除。' },
  T9: { amount: '超出折价标准的部分', against: '不同切口、不同次手术，或价格文件允许全额收取的，不适用折价。' },
  T10: { amount: '超出限额的部分', against: '限额按病种、险种或年度分别计算的，以待遇政策为准；异地结算口径可能不同。' },
  T11: { amount: LINES, against: '签字自费、或目录调整前后交替期间结算的，应予剔除。' },
  T12: { amount: '所列饮片的医保范围内费用', against: '处方拼录、饮片编码对照错误时，组方判断会失真。' },
  T13: { amount: '第二种起的医保范围内费用', against: '换药、序贯治疗、不同适应症联用可能合理；处方日期与实际服药日期可能不一致。' },
  T14: { amount: '只作提示，不计金额', against: '医师已知并记录风险、错开服用时间的，可能合理。' },
  T15: { amount: '信息质量问题，不计金额', against: '可能是上传或编码对照错误，更正补传后消除。' },
  T16: { amount: '超出次数的就诊的医保范围内费用', against: '肿瘤放化疗、透析、康复等计划治疗以及急危重症可能合理。' },
  T17: { amount: '指标超出部分的参考金额', against: '机构功能定位、病种结构与同级机构不同的，指标偏离未必异常。' },
  T18: { amount: '超出可供数量的部分乘单价', against: '盘点差异、调拨、退货未及时上传会造成差额。' },
  T19: { amount: LINES, against: '一线药品可能在院外、自费或其他统筹区使用过；不耐受可能仅见于病历。' },
  T20: { amount: LINES, against: '可能是计费时间与服务时间不一致（集中上传、补记账），需核对执行记录。' },
} // prettier-ignore

/** 基金 share: the same for every rule. */
const FUND = '涉及基金为其中按该次结算的基金支付比例折算的部分；同一明细命中多处的只计一次'

export const amountWords = ({ template }: RuleKind): string => `${WORDS[template].amount}；${FUND}`
export const againstWords = ({ template }: RuleKind): string => WORDS[template].against
/** How rule findings are scored, for people. */
export const RULE_SCORE =
  '按规则的严重程度定级：明确 80–99 分为高，高度可疑 60–79 分为中，轻度可疑 40–59 分为低；级内随涉及基金增加，每增大十倍加 4 分，至多加 19 分'
/** Why a rule could not tell. */
export const MISSING_DATA = '所需数据缺失，无法判断'
