import { assertNever, type Day } from '@yijian/kernel'
import type { Check } from '../params.ts'
import { at, later, type Facts } from './scene.ts'
import { numberOf, type View } from './view.ts'

/** What each check of T15 and T20 finds wrong, as facts. */
export function checkAct(view: View, day: Day): Facts {
  const check = view.params.check as Check
  switch (check) {
    case 'receiving-institution':
      return { visit: { dscgWay: '2', receivingInst: null } }
    case 'birth-weight':
      return { person: { brdy: later(day, -3) }, visit: { birthWeight: null } }
    case 'reported-days':
      return { visit: { reportedDays: 99 } }
    case 'doctor':
      return { line: { hasDoctor: false } }
    case 'amount':
      return { line: { price: '100.00', qty: 2, amt: '100.00' } }
    case 'price':
      return { line: { price: '0.00', amt: '100.00' } }
    case 'undesignated':
      return { visit: { instDesignated: false } }
    case 'unbacked':
      return { line: { executed: false } }
    case 'delay':
      return { line: { delayHours: (numberOf(view, 'max_delay_hours') ?? 24) + 1 } }
    case 'batch':
      return { visit: { batchShare: 1_000_000 } }
    case 'outside-stay':
      return { visit: { adm: later(day, -9), dsc: later(day, -1) }, line: { at: at(day, 9) } }
    case 'after-death':
      return { person: { dieDate: later(day, -9 - (numberOf(view, 'grace_days') ?? 0)) } }
    default:
      return assertNever(check)
  }
}
