import { assertNever } from '@yijian/kernel'
import type { Plan } from '../../plan.ts'
import type { TestContext } from '../read.ts'
import type { Finish } from '../work.ts'
import { compileEach } from './each.ts'
import { compileLimit } from './limit.ts'
import { compilePair } from './pair.ts'
import { compileRank } from './rank.ts'
import { compileCourse, compileRolling } from './sequence.ts'
import { compileWhole } from './whole.ts'

export function compileForm(plan: Plan, context: TestContext): Finish {
  switch (plan.form) {
    case 'each':
      return compileEach(plan, context)
    case 'pair':
      return compilePair(plan, context)
    case 'limit':
      return compileLimit(plan, context)
    case 'rolling':
      return compileRolling(plan)
    case 'course':
      return compileCourse()
    case 'rank':
      return compileRank()
    case 'whole':
      return compileWhole()
    default:
      return assertNever(plan)
  }
}
