import type { Transitions } from './transitions.ts'

/** 月度拨付 of one hospital and fund. */
export const MONTH_STATES = {
  open: '未固化',
  frozen: '病例已固化',
  grouped: '已分组',
  priced: '已计算标准',
  stated: '结算单已下发',
  requested: '医院已发起对账申请',
  accepted: '对账已确认',
  closed: '已拨付关账',
} as const
export type MonthState = keyof typeof MONTH_STATES

export const MONTH_STEP_NAMES = {
  freeze: '固化病例',
  group: '分组',
  price: '计算标准',
  state: '下发结算单',
  request: '发起对账申请',
  accept: '受理并确认',
  reject: '退回对账申请',
  restate: '修正病例后重算',
  prepay: '拨付',
} as const
export type MonthStep = keyof typeof MONTH_STEP_NAMES

/** Freeze → group → standard → statement → reconciliation request by the hospital → acceptance → prepayment. A closed month knows no step. */
export const MONTH_STEPS: Transitions<MonthState, MonthStep> = {
  open: { freeze: { to: 'frozen', side: 'agency' } },
  frozen: { group: { to: 'grouped', side: 'agency' } },
  grouped: { price: { to: 'priced', side: 'agency' } },
  priced: { state: { to: 'stated', side: 'agency' } },
  stated: { request: { to: 'requested', side: 'hospital' } },
  requested: {
    accept: { to: 'accepted', side: 'agency' },
    reject: { to: 'stated', side: 'agency' },
    restate: { to: 'frozen', side: 'agency' },
  },
  accepted: { prepay: { to: 'closed', side: 'agency' } },
  closed: {},
}
