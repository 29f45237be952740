import { parseDay, parseYuan } from '@yijian/kernel'
import type { PaymentParameters } from './parameters.ts'
import type { PaymentCase } from './payment-case.ts'
import { parseRatio } from './ratio.ts'

/** Employee rate 10,000 yuan, groups A 1.0, B 2.5, C 4.0, whole cost, hospital H1 (level 3) and H2 (level 2), low 0.4, no high cases. */
export const CITY: PaymentParameters = {
  basis: 'total-cost',
  levels: new Map([['H1', '3'], ['H2', '2']]), // prettier-ignore
  rates: [
    { fund: 'employee', level: '', rate: parseYuan('10000.00') },
    { fund: 'resident', level: '', rate: parseYuan('8000.00') },
    { fund: 'resident', level: '2', rate: parseYuan('7000.00') },
  ],
  weights: new Map([['A', parseRatio('1')], ['B', parseRatio('2.5')], ['C', parseRatio('4')]]), // prettier-ignore
  coefficients: new Map([['H1', parseRatio('1.05')], ['H2', parseRatio('0.95')]]), // prettier-ignore
  samePriceGroups: new Set(),
  low: parseRatio('0.4'),
  high: null,
  unweighted: { method: 'discount', discount: parseRatio('0.8') },
  bedDay: { longerThan: 60, method: 'marginal', rates: [] },
  technologies: new Map(),
  tcm: new Map(),
  decisions: new Map(),
  belowZero: 'zero',
}

/** Employee, hospital H1, group A, 8 days, cost 9,000 of which 2,000 the patient and 500 other funds. Amounts in yuan. */
export function makeCase(more: Partial<Omit<PaymentCase, 'cost'>> & { readonly yuan?: string } = {}): PaymentCase {
  const { yuan = '9000', ...rest } = more
  return {
    id: '1',
    hospital: 'H1',
    fund: 'employee',
    status: 'grouped',
    drg: 'A',
    similar: 'MDCA',
    los: 8,
    discharged: parseDay('2025-06-01'),
    cost: parseYuan(yuan),
    patientPay: parseYuan('2000'),
    otherFunds: parseYuan('500'),
    ...rest,
  }
}
