import { kindsOf, type KindRow } from './row.ts'

/** Behaviours of the public problem lists outside the 88: EXT-01 is R89 … EXT-18 is R106. */
const BEHAVIOUR = [
  [89, 'outpatient-during-inpatient', null, '住院期间门诊结算', 2, 'DA', 'T20.inside', [], { grace_days: 1 }, '住院期间在{机构}发生门诊结算（{日期}）。'],
  [90, 'settlement-after-death', null, '死亡后结算', 1, 'DA', 'T20', [], { check: 'after-death', grace_days: 1 }, '参保人死亡后（{日期}）仍发生结算。'],
  [91, 'non-medical-institution-settlement', null, '为非定点医药机构结算', 1, 'A', 'T15.paid', [], { check: 'undesignated' }, '{机构}在{日期}疑似非定点或已中止协议，仍发生结算。'],
  [92, 'overcharge-standard', null, '超标准收费', 1, 'BDA', 'T8', ['price_max'], {}, '{名称}计价{实际元}元，超过标准{上限元}元。'],
  [93, 'item-substitution-rule', null, '串换药品、项目、耗材', 2, 'A', 'T7', [], {}, '收取{名称}而无相应配套，疑似串换。'],
  [94, 'fictitious-item', null, '虚记、虚构医药服务', 2, 'A', 'T15.paid', [], { check: 'unbacked' }, '{名称}有收费，无医嘱、执行或文书记录。'],
  [95, 'over-institution-scope', null, '超诊疗科目、执业范围', 1, 'BDA', 'T1', ['hosp_types'], {}, '{机构}开展{名称}，疑似超出执业范围（限{要求}）。'],
  [96, 'bed-days-exceed', null, '床日与住院天数不符', 1, 'DA', 'T4.stay', [], { grace_days: 0 }, '{名称}收费{实际}天，住院{上限}天。'],
  [97, 'hospital-stay-self-pay-transfer', null, '转嫁费用', 2, 'A', 'T17', [], { ratio_max: 0.5 }, '住院前后三天门诊自费比例{占比}，疑似转嫁费用。'],
  [98, 'multi-card-identity', null, '一人多卡、一卡多人', 2, 'A', 'T16.certs', [], { max: 5, per: 'month', scope: 'person' }, '同一人当月使用{实际}张凭证，超过{上限}张。'],
  [99, 'age-sex-catalog', null, '项目与性别、年龄不符', 1, 'BDA', 'T1', [], {}, '{名称}限{要求}，患者{性别}、{年龄}，疑似不符。'],
  [100, 'stay-length-limit', null, '住院天数超长或超短', 3, 'A', 'T16.length', [], {}, '住院{实际}天，超出同病组监测范围。'],
  [101, 'same-day-readmit', null, '同日出入院', 2, 'DA', 'T16.readmission', [], { gap_days: 0 }, '{日期}同日办理出院又入院。'],
  [102, 'prescription-without-visit', null, '无处方、无就诊购药', 2, 'A', 'T7', [], { window_days: 30 }, '处方药{名称}近期无对应就诊记录。'],
  [103, 'trace-code-anomaly', null, '追溯码异常', 2, 'DA', 'T18', [], { ratio_max: 1 }, '追溯码{名称}重复或来源异常。'],
  [104, 'price-discrimination', null, '医保价高于现金价', 1, 'A', 'T8.cash', [], {}, '{名称}医保价{实际元}元，高于现金价{上限元}元。'],
  [105, 'out-of-scope-settlement', null, '将不属于支付范围的费用纳入结算', 1, 'BDA', 'T11', [], {}, '{名称}不属于基金支付范围，疑似纳入结算。'],
  [106, 'herb-tcm-single-compound', null, '中药饮片单复方规则组合', 1, 'BDA', 'T12.only', [], {}, '处方{处方}仅由不予支付的饮片（{列表}）组成。'],
] as const satisfies readonly KindRow[] // prettier-ignore

export const EXTENSION_KINDS = kindsOf({ cat1: '管理类', cat2: '问题清单扩展' }, BEHAVIOUR)
