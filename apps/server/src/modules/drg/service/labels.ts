import { FUNDS, PAYMENT_RULES, type Fund, type PaymentRule } from '@yijian/drg'
import { AppError, formatYuan, parseYuan } from '@yijian/kernel'
import type { DrgContext } from './context.ts'

export const FUND_KEYS = Object.keys(FUNDS) as Fund[]
export const ZERO_YUAN = '0.00'

export const ruleLabel = (rule: string): string => PAYMENT_RULES[rule as PaymentRule] ?? rule

export function sumYuan(amounts: readonly (string | null)[]): string {
  return formatYuan(amounts.reduce((sum, one) => (one === null ? sum : sum + parseYuan(one)), 0n))
}

export function schemeName({ schemes }: DrgContext, schemeId: string): string {
  try {
    return schemes.open(schemeId).folder.tables.meta.name
  } catch (error) {
    if (error instanceof AppError) return schemeId
    throw error
  }
}

/** Names of codes and groups in a scheme; empty when it is no longer there. */
export function namesOf({ schemes }: DrgContext, schemeId: string | undefined) {
  const none = { code: () => '', group: () => '' }
  if (schemeId === undefined || !schemes.ids().includes(schemeId)) return none
  const { names, groupNames } = schemes.open(schemeId)
  const group = (drg: string): string => groupNames.get(drg) ?? nameInVersions(schemes, schemeId, drg)
  return { code: (code: string) => names.get(code) ?? '', group }
}

/** A group that only a local version of the scheme has. */
function nameInVersions(schemes: DrgContext['schemes'], schemeId: string, drg: string): string {
  const found = schemes.ids().find((id) => id.startsWith(`${schemeId}-`) && schemes.open(id).groupNames.has(drg))
  return found === undefined ? '' : (schemes.open(found).groupNames.get(drg) ?? '')
}

export const sexText = (sex: 1 | 2 | undefined): string => (sex === undefined ? '未知' : sex === 1 ? '男' : '女')
