import { rulesEndpoints } from '@yijian/contract'
import { route, type Route } from '../../../platform/http/route.ts'
import type { RulesContext } from '../service/context.ts'
import { startHistory, viewHistory } from './history-job.ts'
import { listDifferences, listReplays, startReplay } from './replay.ts'
import { startRuleRun } from './run-job.ts'

const e = rulesEndpoints

export function batchRoutes(context: RulesContext): Route[] {
  return [
    route(e.startRuleRun, ({ principal, body }) => startRuleRun(context, principal, body)),
    route(e.listReplays, ({ access }) => listReplays(context, access)),
    route(e.listReplayDifferences, ({ access, params, query }) => listDifferences(context, access, { ...query, ...params })), // prettier-ignore
    route(e.settledHistory, () => viewHistory(context)),
    route(e.startHistory, ({ principal }) => startHistory(context, principal)),
    route(e.startReplay, ({ principal, body }) => startReplay(context, principal, body.day)),
  ]
}
