import type { OfficialRow } from '../official-row.ts'
import { findSpan, proposal, type Reading } from '../proposal.ts'

const TIERS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3 }

/** 限医疗机构级别. */
export function readTier(row: OfficialRow): Reading {
  const either = findSpan(row, 'constraint', /三级医院[^。；]{0,8}或二级及以上[^。；，]{0,12}医院/)
  if (either) {
    const note = '原文为“三级医院专科或二级及以上专科医院”，按必要条件取二级及以上'
    return { proposals: [proposal('min_tier', 2, { span: either, confidence: 0.7, note })] }
  }
  if (/首次处方/.test(row.constraint))
    return { proposals: [], reason: '只限首次处方的开具机构，后续处方不限，属性限定模板无法表达' }
  const span = findSpan(row, 'constraint', /([一二三])级(?:及以上)?(?:医疗机构|医院|定点医疗机构)/)
  const tier = span && TIERS[span.text.charAt(0)]
  if (!span || !tier) return { proposals: [], reason: '限定内容未写明机构级别' }
  return { proposals: [proposal('min_tier', tier, { span, confidence: 0.98 })] }
}

/** 限就医方式: inpatients, emergencies. Observation belongs to emergency. */
export function readMode(row: OfficialRow): Reading {
  const both = findSpan(row, 'constraint', /急诊(?:或|和|、|及)住院|住院(?:或|和|、|及)急诊/)
  if (both)
    return { proposals: [proposal('modes', 'IPT|EMERG|OBS', { span: both, confidence: 0.95, note: '急诊含急诊留观' })] }
  const stay = findSpan(row, 'constraint', /住院方可支付|住院患者|限住院|住院期间/)
  if (stay) return { proposals: [proposal('modes', 'IPT', { span: stay })] }
  const emergency = findSpan(row, 'constraint', /限急诊|急诊患者/)
  if (emergency) return { proposals: [proposal('modes', 'EMERG|OBS', { span: emergency, note: '急诊含急诊留观' })] }
  const outpatient = findSpan(row, 'constraint', /限门诊|门诊患者/)
  if (outpatient) return { proposals: [proposal('modes', 'OPT|OPSP', { span: outpatient, confidence: 0.8 })] }
  return { proposals: [], reason: '限定内容未写明就医方式' }
}

/** 超互联网医院药品支付范围: the list itself is the rule. */
export function readInternet(row: OfficialRow): Reading {
  const span = findSpan(row, 'constraint', /互联网诊疗/) ?? findSpan(row, 'detectLogic', /互联网诊疗/)
  return { proposals: [proposal('deny_internet', true, { span, confidence: span ? 0.97 : 0.6 })] }
}

/** 限工伤保险: no insurance type of the basic medical insurance is allowed. */
export function readInjury(row: OfficialRow): Reading {
  const span = findSpan(row, 'constraint', /工伤保险/)
  const note = '医保险种代码中没有工伤保险：凡以基本医疗保险结算即不符合'
  return { proposals: [proposal('insutypes', '工伤', { span, note })] }
}

/** 限生育保险: merged into employee insurance in many places, so a maternity visit counts as well. */
export function readMaternity(row: OfficialRow): Reading {
  const span = findSpan(row, 'constraint', /生育保险/)
  const note = '生育保险与职工医保合并实施后按 310 结算，生育就诊视同符合'
  return { proposals: [proposal('insutypes', '510', { span }), proposal('maternity_visit_ok', true, { confidence: 0.7, note })] } // prettier-ignore
}
