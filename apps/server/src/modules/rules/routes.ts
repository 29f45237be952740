import { rulesEndpoints } from '@yijian/contract'
import { route, type Route } from '../../platform/http/route.ts'
import type { RulesContext } from './service/context.ts'
import { batchRoutes } from './batch/routes.ts'
import { sendExport } from '../../platform/export.ts'
import { exportBacktest, getBacktest, labelSample, listBacktests, startBacktest } from './service/backtests.ts'
import { breakerView, resumeTrip, setBreaker } from './service/breaker.ts'
import { confirmProposals, getImport, importPoints, listImports, skipProposals } from './service/imports.ts'
import { addCalibration, exportCalibrations, listCalibrations } from './service/calibrations.ts'
import { listArticles, listCodeSets, searchCodes } from './service/codes.ts'
import { exportConflicts, getConflict, listConflicts, pointConflicts, startConflictCheck } from './service/conflicts.ts'
import { checkDraft, tryDraft } from './service/drafts.ts'
import { exportPoints } from './service/export-points.ts'
import { getKindDetail, listKinds } from './service/kinds.ts'
import { listJudges, monitor } from './service/monitor.ts'
import { createPoint, getPoint, movePoint, revisePoint } from './service/points.ts'
import { reviewJudge, ruleQuality } from './service/quality.ts'
import { answerOwn } from './service/reminders.ts'
import { activateRelease, diffReleases, exportRelease, getRelease, listReleases, previewRelease, publishRelease } from './service/releases.ts' // prettier-ignore
import { tryRequest } from './service/real-time.ts'
import { listPoints } from './service/search.ts'

const e = rulesEndpoints

export function rulesRoutes(context: RulesContext): Route[] {
  return [
    ...libraryRoutes(context),
    ...draftRoutes(context),
    ...conflictRoutes(context),
    ...backtestRoutes(context),
    ...qualityRoutes(context),
    ...importRoutes(context),
    ...releaseRoutes(context),
    ...realTimeRoutes(context),
    ...batchRoutes(context),
  ]
}

function libraryRoutes(context: RulesContext): Route[] {
  return [
    route(e.listRuleKinds, ({ access }) => listKinds(context, access)),
    route(e.getRuleKind, ({ access, params }) => getKindDetail(context, access, params.kindId)),
    route(e.listPoints, ({ query }) => listPoints(context, query)),
    route(e.getPoint, ({ principal, params }) => getPoint(context, principal, params.kpId)),
    route(e.createPoint, ({ principal, body }) => createPoint(context, principal, body)),
    route(e.revisePoint, ({ principal, params, body }) => revisePoint(context, principal, { ...body, ...params })),
    route(e.movePoint, ({ principal, params, body }) => movePoint(context, principal, { ...body, ...params })),
  ]
}

function draftRoutes(context: RulesContext): Route[] {
  const { log } = context.platform
  return [
    route(e.checkDraft, ({ body }) => checkDraft(context, body)),
    route(e.tryDraft, ({ body }) => tryDraft(context, body)),
    route(e.searchCodes, ({ query }) => searchCodes(context, query)),
    route(e.listCodeSets, () => listCodeSets(context)),
    route(e.listArticles, () => listArticles(context)),
    route(e.exportPoints, async ({ principal, query, reply }) => {
      const table = await exportPoints(context, principal, query)
      return sendExport(reply, { format: 'xlsx', table, log })
    }),
  ]
}

function conflictRoutes(context: RulesContext): Route[] {
  const { log } = context.platform
  return [
    route(e.listConflicts, ({ query }) => listConflicts(context, query)),
    route(e.getConflict, ({ params }) => getConflict(context, params.conflictId)),
    route(e.checkConflicts, ({ principal }) => startConflictCheck(context, '人工发起', principal)),
    route(e.exportConflicts, async ({ principal, query, reply }) => {
      const table = await exportConflicts(context, principal, query)
      return sendExport(reply, { format: 'xlsx', table, log })
    }),
    route(e.pointConflicts, ({ params }) => pointConflicts(context, params)),
  ]
}

function backtestRoutes(context: RulesContext): Route[] {
  const { log } = context.platform
  return [
    route(e.startBacktest, ({ principal, params, body }) => startBacktest(context, principal, { ...body, ...params })),
    route(e.listBacktests, ({ query }) => listBacktests(context, query)),
    route(e.getBacktest, ({ params }) => getBacktest(context, params.backtestId)),
    route(e.labelSample, ({ principal, params, body }) => labelSample(context, principal, { ...body, ...params })),
    route(e.exportBacktest, async ({ principal, params, reply }) => {
      const table = await exportBacktest(context, principal, params.backtestId)
      return sendExport(reply, { format: 'xlsx', table, log })
    }),
  ]
}

function qualityRoutes(context: RulesContext): Route[] {
  const { log } = context.platform
  return [
    route(e.ruleQuality, ({ access, params, query }) => ruleQuality(context, access, { ...query, ...params })),
    route(e.reviewJudge, ({ principal, access, params, body }) => reviewJudge(context, { principal, access }, { ...body, ...params })), // prettier-ignore
    route(e.ruleBreaker, ({ access, query }) => breakerView(context, access, query.hours)),
    route(e.setBreaker, ({ principal, body }) => setBreaker(context, principal, body)),
    route(e.resumeTrip, ({ principal, params, body }) => resumeTrip(context, principal, { ...body, ...params })),
    route(e.listCalibrations, ({ query }) => listCalibrations(context, query)),
    route(e.addCalibration, ({ principal, body }) => addCalibration(context, principal, body)),
    route(e.exportCalibrations, async ({ principal, query, reply }) => {
      const table = await exportCalibrations(context, principal, query)
      return sendExport(reply, { format: 'xlsx', table, log })
    }),
  ]
}

function importRoutes(context: RulesContext): Route[] {
  return [
    route(e.importPoints, ({ principal, query, request }) => importPoints(context, principal, { ...query, request })),
    route(e.listImports, () => listImports(context)),
    route(e.getImport, ({ params, query }) => getImport(context, { ...query, ...params })),
    route(e.confirmProposals, ({ principal, params, body }) => confirmProposals(context, principal, { ...body, ...params })), // prettier-ignore
    route(e.skipProposals, ({ principal, params, body }) => skipProposals(context, principal, { ...body, ...params })),
  ]
}

function releaseRoutes(context: RulesContext): Route[] {
  return [
    route(e.listReleases, () => listReleases(context)),
    route(e.diffReleases, ({ query }) => diffReleases(context, query)),
    route(e.previewRelease, () => previewRelease(context)),
    route(e.getRelease, ({ params }) => getRelease(context, params.releaseId)),
    route(e.publishRelease, ({ principal, body }) => publishRelease(context, principal, body)),
    route(e.activateRelease, ({ principal, params, body }) => activateRelease(context, principal, { ...body, ...params })), // prettier-ignore
    route(e.exportRelease, async ({ principal, params, reply }) => {
      const file = await exportRelease(context, principal, params.releaseId)
      return reply
        .header('content-disposition', `attachment; filename="rules-${params.releaseId.replace(/[^\w-]/g, '_')}.json"`)
        .type('application/json; charset=utf-8')
        .serializer((value: unknown) => value as string)
        .send(file)
    }),
  ]
}

function realTimeRoutes(context: RulesContext): Route[] {
  return [
    route(e.ruleMonitor, ({ access, query }) => monitor(context, access, query)),
    route(e.listJudges, ({ access, query }) => listJudges(context, access, query)),
    route(e.answerReminder, ({ principal, access, params, body }) => answerOwn(context, { principal, access }, { ...body, ...params })), // prettier-ignore
    route(e.tryRequest, ({ body }) => tryRequest(context, body)),
  ]
}
