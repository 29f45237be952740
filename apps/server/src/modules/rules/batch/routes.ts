import { rulesEndpoints } from '@yijian/contract'
import { route, type Route } from '../../../platform/http/route.ts'
import type { RulesContext } from '../service/context.ts'
import { startRuleRun } from './run-job.ts'

const e = rulesEndpoints

export function batchRoutes(context: RulesContext): Route[] {
  return [route(e.startRuleRun, ({ principal, body }) => startRuleRun(context, principal, body))]
}
