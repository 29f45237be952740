import { kindsOf, type KindRow } from './row.ts'

const DRUGS = [
  [1, 'drug-limit-injury-insurance', 'GZ10000101001000', '药品限工伤保险', 1, 'BDA', 'T1', [], { insutypes: '工伤' }, '{名称}限工伤保险支付，本次按险种{险种}结算，疑似不属医保基金支付范围。'],
  [2, 'drug-limit-maternity-insurance', 'GZ10000101002000', '药品限生育保险', 1, 'BDA', 'T1', [], { insutypes: '510', maternity_visit_ok: true }, '{名称}限生育保险支付，本次险种{险种}疑似不符。'],
  [3, 'tcm-piece-never-payable', 'GZ10000101003000', '中药饮片单复方均不予支付', 1, 'BDA', 'T12.any', [], {}, '饮片{名称}单方、复方均不纳入医保支付范围，疑似纳入结算。'],
  [4, 'tcm-piece-alone-not-payable', 'GZ10000101004000', '中药饮片单方使用不予支付', 1, 'BDA', 'T12.only', [], {}, '处方{处方}仅由单方不予支付的饮片（{列表}）组成，疑似不予支付。'],
  [5, 'drug-second-line-only', 'GZ10000101005000', '药品限二线使用', 2, 'BDA', 'T19', [], { window_days: 365 }, '{名称}限二线用药，近{窗口}天未见一线药品使用或不耐受证据。'],
  [6, 'drug-limit-neonate', 'GZ10000101006000', '药品限新生儿使用', 1, 'BDA', 'T1', [], { max_age_d: 28 }, '{名称}限新生儿使用，患者年龄{年龄}。'],
  [7, 'drug-limit-child', 'GZ10000101007000', '药品限儿童使用', 1, 'BDA', 'T1', [], { max_age_m: 167 }, '{名称}限{要求}患者，患者{年龄}，疑似不符合支付范围。'],
  [8, 'drug-limit-indication', 'GZ10000101008000', '药品限适应症', 2, 'BDA', 'T2', ['dx_allow'], { dx_days: 90 }, '{名称}限{要求}，本次诊断{诊断}疑似不符合限定支付范围。'],
  [9, 'drug-max-days-quantity', 'GZ10000101009000', '药品限最大开药天数/开药量', 2, 'BDA', 'T4.days', ['max_days'], { per: 'rx' }, '{名称}单次开药{实际}天，超过{上限}天上限。'],
  [10, 'drug-pay-course', 'GZ10000101010000', '药品限支付疗程', 1, 'bDA', 'T5', ['max_days'], { gap_days: 30 }, '{名称}支付疗程上限{上限}天，本次累计{实际}天，超出{超出}天。'],
  [11, 'drug-disease-list-scope', 'GZ10000101011000', '药品超限定病种目录范围使用', 1, 'DA', 'T1', ['diseases', 'drug_list'], {}, '{名称}不在病种{病种}用药目录内，疑似不得按该病种待遇支付。'],
  [12, 'drug-institution-level', 'GZ10000101012000', '药品限医疗机构级别', 1, 'BDA', 'T1', ['min_tier'], {}, '{名称}限{要求}医疗机构使用，本机构为{级别}级。'],
  [13, 'drug-visit-mode', null, '药品限就医方式', 1, 'BDA', 'T1', ['modes'], {}, '{名称}限{要求}支付，本次就医方式为{方式}。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const SERVICES = [
  [14, 'service-price-cap', 'GZ10000102001000', '医疗服务项目超限定单价收费', 1, 'BDA', 'T8', ['price_max'], {}, '{名称}收费单价{实际元}元，高于限价{上限元}元。'],
  [15, 'surgery-discount', 'GZ10000102002000', '手术项目未按规定折价收费', 1, 'bDA', 'T9', ['group'], { ratio: 0.5 }, '{名称}与{对方}同一切口进行，第二项起应按{比例}计价。'],
  [16, 'service-limit-injury-insurance', 'GZ10000102003000', '医疗服务项目限工伤保险', 1, 'BDA', 'T1', [], { insutypes: '工伤' }, '{名称}限工伤保险支付，本次按险种{险种}结算。'],
  [17, 'service-limit-maternity-insurance', 'GZ10000102004000', '医疗服务项目限生育保险', 1, 'BDA', 'T1', [], { insutypes: '510', maternity_visit_ok: true }, '{名称}限生育保险支付，本次险种{险种}疑似不符。'],
  [18, 'service-limit-neonate', 'GZ10000102005000', '医疗服务项目限新生儿使用', 1, 'BDA', 'T1', [], { max_age_d: 28 }, '{名称}限新生儿使用，患者年龄{年龄}。'],
  [19, 'service-limit-child', 'GZ10000102006000', '医疗服务项目限儿童使用', 1, 'BDA', 'T1', [], { max_age_m: 167 }, '{名称}限{要求}使用，患者{年龄}。'],
  [20, 'service-limit-indication', 'GZ10000102007000', '医疗服务项目限适应症', 2, 'BDA', 'T2', ['dx_allow'], { dx_days: 90 }, '{名称}限{要求}，本次诊断{诊断}疑似不符。'],
  [21, 'service-limit-dept', 'GZ10000102008000', '医疗服务项目限科室使用', 1, 'BDA', 'T1', ['depts'], {}, '{名称}限{要求}使用，执行科室为{科室}。'],
  [22, 'service-limit-visit-mode', 'GZ10000102009000', '医疗服务项目限就医方式', 1, 'BDA', 'T1', ['modes'], {}, '{名称}限{要求}支付，本次就医方式为{方式}。'],
  [23, 'service-pay-course', 'GZ10000102010000', '医疗服务项目限支付疗程', 1, 'DA', 'T5', ['max_days'], { gap_days: 30 }, '{名称}支付{上限}天，本次累计{实际}天。'],
  [24, 'service-institution-level', 'GZ10000102011000', '医疗服务项目限医疗机构级别', 1, 'BDA', 'T1', ['min_tier'], {}, '{名称}限{要求}医疗机构，本机构为{级别}级。'],
  [25, 'service-duplicate-charge', 'GZ10000102012000', '医疗服务项目重复收费', 1, 'BDA', 'T6', [], { per: 'day', scope: 'institution' }, '{名称}已包含在{对方}中，疑似重复收费。'],
  [26, 'service-split-charge', 'GZ10000102013000', '医疗服务项目分解收费', 2, 'DA', 'T6.parts', ['bundle_price'], { per: 'day', min_parts: 2 }, '{列表}应合并收费，分项合计{实际元}元高于套餐价{上限元}元，疑似分解收费。'],
  [27, 'service-frequency', 'GZ10000102014000', '医疗服务项目限定频次', 1, 'BDA', 'T4', ['max'], { per: 'day', scope: 'person' }, '{名称}每{单位}限{上限}次，实际{实际}次，超{超出}次。'],
  [28, 'service-payment-cap', 'GZ10000102015000', '医疗服务项目超限定报销总额', 1, 'DA', 'T10', ['cap'], { per: 'year', scope: 'person' }, '{名称}支付累计{实际元}元，超过{上限元}元。'],
  [29, 'service-age-limit', null, '医疗服务项目限年龄', 1, 'BDA', 'T1', [], {}, '{名称}限{要求}患者，患者{年龄}。'],
  [30, 'service-consumable-duplicate', null, '医疗服务项目与医用耗材重复收费', 1, 'DA', 'T6', [], { per: 'encounter' }, '{名称}已含在{对方}内涵中，疑似另行收费。'],
  [31, 'service-cycle-frequency', null, '医疗服务项目周期超频次', 1, 'BDA', 'T4.rolling', ['window_days'], { max: 1, scope: 'person' }, '{名称}{窗口}天内限{上限}次，本次为第{实际}次。'],
] as const satisfies readonly KindRow[] // prettier-ignore

const CONSUMABLES = [
  [32, 'consumable-limit-neonate', 'GZ10000103001000', '耗材限新生儿使用', 1, 'BDA', 'T1', [], { max_age_d: 28 }, '{名称}限新生儿使用，患者年龄{年龄}。'],
  [33, 'consumable-limit-child', 'GZ10000103002000', '耗材限儿童使用', 1, 'BDA', 'T1', [], { max_age_m: 167 }, '{名称}限{要求}使用，患者{年龄}。'],
  [34, 'consumable-payment-cap', 'GZ10000103003000', '耗材超限定报销总额', 1, 'DA', 'T10', ['cap'], { per: 'encounter' }, '{名称}支付限额{上限元}元，实际{实际元}元。'],
] as const satisfies readonly KindRow[] // prettier-ignore

export const POLICY_KINDS = [
  ...kindsOf({ cat1: '政策类', cat2: '药品政策限定' }, DRUGS),
  ...kindsOf({ cat1: '政策类', cat2: '医疗服务项目政策限定' }, SERVICES),
  ...kindsOf({ cat1: '政策类', cat2: '医用耗材政策限定' }, CONSUMABLES),
]
