import { rulesEndpoints } from '@yijian/contract'
import { route, type Route } from '../../platform/http/route.ts'
import type { Principal } from '../../platform/access/principal.ts'
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

/** What only reads asks here: drafts are not in the library of those who neither write, review nor approve. */
function readBy(context: RulesContext, { permissions }: Principal): RulesContext {
  return { ...context, library: context.library.seenBy(permissions) }
}

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
    route(e.listRuleKinds, ({ principal, access }) => listKinds(readBy(context, principal), access)),
    route(e.getRuleKind, ({ principal, access, params }) =>
      getKindDetail(readBy(context, principal), access, params.kindId),
    ),
    route(e.listPoints, ({ principal, query }) => listPoints(readBy(context, principal), query)),
    route(e.getPoint, ({ principal, params }) => getPoint(readBy(context, principal), principal, params.kpId)),
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
    route(e.searchCodes, ({ principal, query }) => searchCodes(readBy(context, principal), query)),
    route(e.listCodeSets, () => listCodeSets(context)),
    route(e.listArticles, ({ principal }) => listArticles(readBy(context, principal))),
    route(e.exportPoints, async ({ principal, query, reply }) => {
      const table = await exportPoints(readBy(context, principal), principal, query)
      return sendExport(reply, { format: 'xlsx', table, log })
    }),
  ]
}

function conflictRoutes(context: RulesContext): Route[] {
  const { log } = context.platform
  return [
    route(e.listConflicts, ({ principal, query }) => listConflicts(readBy(context, principal), query)),
    route(e.getConflict, ({ principal, params }) => getConflict(readBy(context, principal), params.conflictId)),
    route(e.checkConflicts, ({ principal }) => startConflictCheck(context, '人工发起', principal)),
    route(e.exportConflicts, async ({ principal, query, reply }) => {
      const table = await exportConflicts(readBy(context, principal), principal, query)
      return sendExport(reply, { format: 'xlsx', table, log })
    }),
    route(e.pointConflicts, ({ principal, params }) => pointConflicts(readBy(context, principal), params)),
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
    route(e.ruleQuality, ({ principal, access, params, query }) =>
      ruleQuality(readBy(context, principal), access, { ...query, ...params }),
    ),
    route(e.reviewJudge, ({ principal, access, params, body }) => reviewJudge(context, { principal, access }, { ...body, ...params })), // prettier-ignore
    route(e.ruleBreaker, ({ principal, access, query }) =>
      breakerView(readBy(context, principal), access, query.hours),
    ),
    route(e.setBreaker, ({ principal, body }) => setBreaker(context, principal, body)),
    route(e.resumeTrip, ({ principal, params, body }) => resumeTrip(context, principal, { ...body, ...params })),
    route(e.listCalibrations, ({ principal, query }) => listCalibrations(readBy(context, principal), query)),
    route(e.addCalibration, ({ principal, body }) => addCalibration(context, principal, body)),
    route(e.exportCalibrations, async ({ principal, query, reply }) => {
      const table = await exportCalibrations(readBy(context, principal), principal, query)
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
    route(e.diffReleases, ({ principal, query }) => diffReleases(readBy(context, principal), query)),
    route(e.previewRelease, ({ principal }) => previewRelease(readBy(context, principal))),
    route(e.getRelease, ({ principal, params }) => getRelease(readBy(context, principal), params.releaseId)),
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
    route(e.tryRequest, ({ principal, body }) => tryRequest(readBy(context, principal), body)),
  ]
}
