import { FACTS, isAdmission, type Explained } from './explain.ts'
import type { TemplateId } from './templates.ts'

/** 合规做法: what the reminder asks for, as the template and the point have it. */
export function lawfulOf(hit: Explained): string {
  const { kind } = hit.release.units[hit.unit]!
  return LAWFUL[kind.template](hit)
}

const LAWFUL: Readonly<Record<TemplateId, (hit: Explained) => string>> = {
  T1: (hit) => `${FACTS.要求(hit)}方可纳入医保支付；不符合的，经患者知情同意后自费`,
  T2: (hit) =>
    isAdmission(hit)
      ? '可以门诊治疗的不收住院；确有住院指征的，补充相应诊断并在病历写明收治理由'
      : `${FACTS.要求(hit)}方可纳入医保支付；确有适应症的请补充诊断，否则自费`,
  T3: () => '改用无禁忌的方案；确需使用的，在病历中写明理由',
  T4: (hit) => atMost(hit),
  T5: (hit) => `疗程内不超过${FACTS.上限(hit)}天`,
  T6: (hit) => (isParts(hit) ? `合并收费，不高于套餐价${FACTS.上限元(hit)}元` : `保留${FACTS.对方(hit)}，不再收取${FACTS.名称(hit)}`), // prettier-ignore
  T7: (hit) => `${FACTS.名称(hit)}须有配套的项目、手术或诊断`,
  T8: (hit) => `单价不高于${FACTS.上限元(hit)}元`,
  T9: (hit) => `价高者全额，其余按${FACTS.比例(hit)}收取`,
  T10: (hit) => `限额${FACTS.上限元(hit)}元以内纳入支付，超出部分自费`,
  T11: () => '不纳入医保支付，经患者知情同意后自费',
  T12: () => '不纳入医保支付，经患者知情同意后自费',
  T13: () => '同类药品择一使用，或错开用药日期',
  T14: () => '不在同一天合用；确需合用的，在病历中写明理由',
  T15: () => '补全或更正后再提交',
  T16: (hit) => (hit.draft.limit === null ? '达到收治标准方可收治，病历写明理由' : `${FACTS.窗口(hit)}天内不超过${FACTS.上限(hit)}次`), // prettier-ignore
  T17: (hit) => `指标不超过${FACTS.阈值(hit)}`,
  T18: () => '结算数量不超过期初加购进减期末',
  T19: () => '先使用一线药品；不耐受的写明依据',
  T20: () => '按实际发生的时间计费',
}

function isParts({ release, unit }: Explained): boolean {
  return release.units[unit]!.numbers.bundle_price !== undefined
}

/** 频次、数量: by the window of the point. */
function atMost(hit: Explained): string {
  const { numbers, shape } = hit.release.units[hit.unit]!
  const most = FACTS.上限(hit)
  if (shape.plan.form === 'rolling') return `${FACTS.窗口(hit)}天内不超过${most}次`
  const per = numbers.per === undefined ? '次住院' : FACTS.单位(hit)
  return shape.plan.form === 'limit' && shape.plan.value === 'inscp' ? `每${per}不超过${FACTS.上限元(hit)}元` : `每${per}不超过${most}` // prettier-ignore
}
