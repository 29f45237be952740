import { formatYuan, type Fen } from '@yijian/kernel'
import { PAYMENT_RULES, type CasePayment, type FormulaInputs } from './case-payment.ts'
import type { Basis } from './parameters.ts'
import { formatRatio } from './ratio.ts'

/** The way a case was paid, in lines that a hospital can check with a pocket calculator. */
export function explainPayment(payment: CasePayment, basis: Basis): string[] {
  const { inputs } = payment
  return [
    `适用规则：${PAYMENT_RULES[payment.rule]}`,
    ...standardLine(inputs),
    ...comparisonLine(inputs),
    ...(inputs.bedDays ?? []).map(({ from, to, days, rate }) => `床日：第 ${from}–${to} 天共 ${days} 天 × ${yuan(rate)} 元`), // prettier-ignore
    ...(inputs.technology === undefined ? [] : [`组外新技术费用：${yuan(inputs.technology)} 元`]),
    ...(inputs.similarMean === undefined ? [] : [`同类病例均费：${yuan(inputs.similarMean)} 元`]),
    `本病例价值：${yuan(payment.value)} 元（${basis === 'fund' ? '基金口径' : '总费用口径'}）`,
    basis === 'fund'
      ? `统筹应付：${yuan(payment.payable)} 元`
      : `统筹应付：${yuan(payment.value)} − 个人负担 ${yuan(payment.patientPay)} − 其他基金 ${yuan(payment.otherFunds)} → ${yuan(payment.payable)} 元`,
    `按项目记账统筹：${yuan(payment.actualFund)} 元，盈亏：${yuan(payment.gain)} 元`,
    ...(payment.pending ? ['待评议，可能补付'] : []),
  ]
}

function standardLine({ weight, rate, coefficient, tcm, standard, pricedAs }: FormulaInputs): string[] {
  if (standard === undefined) return []
  const factors = [`费率 ${yuan(rate!)}`, `权重 ${formatRatio(weight!)}`, `机构系数 ${formatRatio(coefficient!)}`]
  if (tcm !== undefined) factors.push(`中医系数 ${formatRatio(tcm)}`)
  const as = pricedAs === undefined ? '' : `（按 ${pricedAs} 同病同价）`
  return [`病组标准${as}：${factors.join(' × ')} = ${yuan(standard)} 元`]
}

function comparisonLine({ compared, multiple, share, standard }: FormulaInputs): string[] {
  if (compared === undefined) return []
  const parts = [`比较费用 ${yuan(compared)} 元`]
  if (multiple !== undefined && standard !== undefined) parts.push(`界限倍数 ${formatRatio(multiple)}`)
  if (share !== undefined) parts.push(`支付比例 ${formatRatio(share)}`)
  return [parts.join('，')]
}

function yuan(amount: Fen): string {
  return formatYuan(amount)
}
