import { drgEndpoints as e, type Endpoint } from '@yijian/contract'
import type { FastifyReply } from 'fastify'
import { route, type Call, type Route } from '../../platform/http/route.ts'
import { listBudgets, saveBudget, stepBudget } from './service/budgets.ts'
import { getCase, listCases, overview } from './service/cases.ts'
import type { DrgContext } from './service/context.ts'
import { correctList, getList, listLists, listScores, listTemplate, uploadLists } from './service/lists.ts'
import { answerRequest, correctClosed, getMonth, getStatement, listMonths, prepay, requestReconciliation, statementFile } from './service/months.ts' // prettier-ignore
import { decideParameters, draftParameters, listParameters } from './service/parameters.ts'
import { startRefresh } from './service/refresh.ts'
import { declareConflict, giveOpinion, listExperts, myCase, myCaseFile, myCases, myProfile, saveProfile } from './service/panel.ts' // prettier-ignore
import { applyReview, assignReview, attachReviewFile, decideReview, getReview, listReviews, publishReview, reviewFile, screenReview, withdrawReview } from './service/reviews.ts' // prettier-ignore
import { diffOf, getScheme, getSchemeRule, lintOf, listSchemes } from './service/schemes.ts'
import { getSimulation, listSimulations, simulationFile, startSimulation } from './service/simulations.ts'
import { decideSplit, draftSplit, listSplits } from './service/splits.ts'
import { getFundReport, listFundReports } from './service/fund-reports.ts'
import { fundReportFile } from './service/report-document.ts'
import { decideMapping, gatherMappings, listMappings, mappingsFile, searchCodes } from './service/mappings.ts'
import { monitor, monitorFile } from './service/monitor.ts'
import { casesFile } from './service/cases-file.ts'
import { issueStatements, startFreeze } from './service/settle.ts'
import { addAdjustment, getYear, listYears, startYear, stepYear, yearFile } from './service/years.ts'

export function drgRoutes(context: DrgContext): Route[] {
  return [
    ...sharedRoutes(context),
    ...schemeRoutes(context),
    ...simulationRoutes(context),
    ...mappingRoutes(context),
    ...listRoutes(context),
    ...monthRoutes(context),
    ...reviewRoutes(context),
    ...yearRoutes(context),
  ]
}

/** One handler for both addresses: what differs is who may come, and what the reader's scope shows. */
function both<const A extends Endpoint, const B extends Endpoint>(
  bureau: A,
  own: B,
  handle: (call: Call<A>) => unknown,
): Route[] {
  // prettier-ignore
  const same = handle
  return [
    { endpoint: bureau, handle: same },
    { endpoint: own, handle: same },
  ]
}

function sharedRoutes(context: DrgContext): Route[] {
  return [
    ...both(e.listSchemes, e.ownListSchemes, () => listSchemes(context)),
    ...both(e.getScheme, e.ownGetScheme, ({ params }) => getScheme(context, params.schemeId)),
    ...both(e.getSchemeRule, e.ownGetSchemeRule, ({ params }) =>
      getSchemeRule(context, params.schemeId, params.ruleId),
    ),
    ...both(e.drgOverview, e.ownDrgOverview, ({ access, query }) => overview(context, access, query)),
    ...both(e.listDrgCases, e.ownListDrgCases, ({ access, query }) => listCases(context, access, query)),
    ...both(e.getDrgCase, e.ownGetDrgCase, ({ access, params }) => getCase(context, access, params.caseId)),
    ...both(e.listLists, e.ownListLists, ({ access, query }) => listLists(context, access, query)),
    ...both(e.listScores, e.ownListScores, ({ access, query }) => listScores(context, access, query)),
    ...both(e.getList, e.ownGetList, ({ access, params }) => getList(context, access, params.listId)),
    ...both(e.listMonths, e.ownListMonths, ({ access }) => listMonths(context, access)),
    ...both(e.getMonth, e.ownGetMonth, ({ access, params }) => getMonth(context, access, params.month)),
    ...both(e.getStatement, e.ownGetStatement, ({ access, params }) => getStatement(context, access, params)),
    ...both(e.statementFile, e.ownStatementFile, async ({ access, params, principal, reply }) => {
      const file = await statementFile(context, access, params)
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: `结算单 ${params.month} ${params.hospital}` }) // prettier-ignore
      return sendFile(reply, { name: `${params.month} 结算单 ${params.hospital}.xlsx`, type: XLSX, content: file })
    }),
    ...both(e.listReviews, e.ownListReviews, ({ access, query }) => listReviews(context, access, query)),
    ...both(e.getReview, e.ownGetReview, ({ access, params }) => getReview(context, access, params.reviewId)),
    ...both(e.reviewFile, e.ownReviewFile, async ({ access, params, reply }) => sendFile(reply, await reviewFile(context, access, params))), // prettier-ignore
    ...both(e.listYears, e.ownListYears, ({ access }) => listYears(context, access)),
    ...both(e.getYear, e.ownGetYear, ({ access, params }) => getYear(context, access, params.year)),
    ...both(e.yearFile, e.ownYearFile, async ({ access, params, principal, reply }) => {
      const file = await yearFile(context, access, params.year)
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: `年终决算 ${params.year}` }) // prettier-ignore
      return sendFile(reply, { name: `${params.year} 年终决算.xlsx`, type: XLSX, content: file })
    }),
    ...both(e.drgCasesFile, e.ownDrgCasesFile, async ({ access, query, principal, reply }) => {
      const content = await casesFile(context, access, query)
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: 'DRG 病例' })
      return sendFile(reply, { name: 'DRG 病例.xlsx', type: XLSX, content })
    }),
    ...both(e.drgMonitor, e.ownDrgMonitor, ({ access, query }) => monitor(context, access, query)),
    ...both(e.monitorFile, e.ownMonitorFile, async ({ access, query, principal, reply }) => {
      const content = await monitorFile(context, access, query)
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: '监测与绩效' })
      return sendFile(reply, { name: '监测与绩效.xlsx', type: XLSX, content })
    }),
    ...both(e.listBudgets, e.ownListBudgets, ({ access }) => listBudgets(context, access)),
  ]
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function sendFile(
  reply: FastifyReply,
  { name, type, content }: { name: string; type: string; content: Buffer | string },
) {
  // prettier-ignore
  const fallback = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_')
  return reply
    .header('content-disposition', `attachment; filename="${fallback}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .type(type)
    .serializer((value: unknown) => value as string)
    .send(content)
}

function schemeRoutes(context: DrgContext): Route[] {
  return [
    route(e.lintScheme, ({ params }) => lintOf(context, params.schemeId)),
    route(e.diffSchemes, ({ query }) => diffOf(context, query)),
    route(e.listParameters, () => listParameters(context)),
    route(e.draftParameters, ({ principal, body }) => draftParameters(context, principal, body)),
    route(e.decideParameters, ({ principal, params, body }) => decideParameters(context, principal, { ...params, ...body })), // prettier-ignore
  ]
}

function simulationRoutes(context: DrgContext): Route[] {
  return [
    route(e.listSimulations, ({ access }) => listSimulations(context, access)),
    route(e.startSimulation, ({ principal, body }) => startSimulation(context, principal, body)),
    route(e.getSimulation, ({ access, params }) => getSimulation(context, access, params.simulationId)),
    route(e.simulationFile, async ({ access, params, principal, reply }) => {
      const file = await simulationFile(context, access, params.simulationId)
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: file.name })
      return sendFile(reply, { ...file, type: XLSX })
    }),
    route(e.listFundReports, ({ access }) => listFundReports(context, access)),
    route(e.getFundReport, ({ access, params }) => getFundReport(context, access, params.period)),
    route(e.fundReportFile, async ({ access, params, query, principal, reply }) => {
      const file = await fundReportFile(context, access, { ...params, ...query })
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: file.name })
      return sendFile(reply, { ...file, type: query.format === 'docx' ? DOCX : 'application/pdf' })
    }),
    route(e.listSplits, () => listSplits(context)),
    route(e.draftSplit, ({ principal, body }) => draftSplit(context, principal, body)),
    route(e.decideSplit, ({ principal, params, body }) => decideSplit(context, principal, { ...params, ...body })),
  ]
}

function mappingRoutes(context: DrgContext): Route[] {
  return [
    route(e.listMappings, ({ query }) => listMappings(context, query)),
    route(e.gatherMappings, ({ principal, body }) => gatherMappings(context, principal, body.csv)),
    route(e.mappingsFile, async ({ query, principal, reply }) => {
      const content = await mappingsFile(context, query.kind)
      await context.platform.audit.record({ actor: principal.username, action: 'drg.export', subject: '历史编码对照' })
      return sendFile(reply, { name: `map_${query.kind}.csv`, type: 'text/csv; charset=utf-8', content })
    }),
    route(e.panelMappings, ({ query }) => listMappings(context, query)),
    route(e.searchIcdCodes, ({ query }) => searchCodes(context, query)),
    route(e.decideMapping, ({ principal, params, body }) => decideMapping(context, principal, { ...params, ...body })),
  ]
}

function listRoutes(context: DrgContext): Route[] {
  return [
    route(e.uploadLists, ({ principal, request }) => uploadLists(context, principal, request)),
    route(e.correctList, ({ principal, access, params, body }) => correctList(context, { principal, access }, { ...params, ...body })), // prettier-ignore
    route(e.listTemplate, ({ reply }) => sendFile(reply, { name: '结算清单样例.csv', type: 'text/csv; charset=utf-8', content: listTemplate() })), // prettier-ignore
  ]
}

function monthRoutes(context: DrgContext): Route[] {
  return [
    route(e.refreshMonths, ({ principal }) => startRefresh(context, principal)),
    route(e.freezeMonth, ({ principal, params }) => startFreeze(context, principal, params.month)),
    route(e.issueStatements, ({ principal, params }) => issueStatements(context, principal, params.month)),
    route(e.requestReconciliation, ({ principal, access, params, body }) => requestReconciliation(context, { principal, access }, { ...params, ...body })), // prettier-ignore
    route(e.answerRequest, ({ principal, params, body }) => answerRequest(context, principal, { ...params, ...body })),
    route(e.prepay, ({ principal, params, body }) => prepay(context, principal, { ...params, ...body })),
    route(e.correctClosed, ({ principal, params, body }) => correctClosed(context, principal, { ...params, ...body })),
  ]
}

function reviewRoutes(context: DrgContext): Route[] {
  return [
    route(e.applyReview, ({ principal, access, body }) => applyReview(context, { principal, access }, body)),
    route(e.attachReviewFile, ({ principal, access, params, request }) => attachReviewFile(context, { principal, access }, { ...params, request })), // prettier-ignore
    route(e.withdrawReview, ({ principal, access, params, body }) => withdrawReview(context, { principal, access }, { ...params, ...body })), // prettier-ignore
    route(e.screenReview, ({ principal, params, body }) => screenReview(context, principal, { ...params, ...body })),
    route(e.listExperts, () => listExperts(context)),
    route(e.assignReview, ({ principal, params, body }) => assignReview(context, principal, { ...params, ...body })),
    route(e.decideReview, ({ principal, params, body }) => decideReview(context, principal, { ...params, ...body })),
    route(e.publishReview, ({ principal, params, body }) => publishReview(context, principal, { ...params, ...body })),
    route(e.myCases, ({ principal }) => myCases(context, principal)),
    route(e.myCase, ({ principal, params }) => myCase(context, principal, params.reviewId)),
    route(e.myCaseFile, async ({ principal, params, reply }) => sendFile(reply, await myCaseFile(context, principal, params))), // prettier-ignore
    route(e.declareConflict, ({ principal, params, body }) => declareConflict(context, principal, { ...params, ...body })), // prettier-ignore
    route(e.giveOpinion, ({ principal, params, body }) => giveOpinion(context, principal, { ...params, ...body })),
    route(e.myProfile, ({ principal }) => myProfile(context, principal)),
    route(e.saveProfile, ({ principal, body }) => saveProfile(context, principal, body)),
  ]
}

function yearRoutes(context: DrgContext): Route[] {
  return [
    route(e.makeYear, ({ principal, params }) => startYear(context, principal, params.year)),
    route(e.addAdjustment, ({ principal, params, body }) => addAdjustment(context, principal, { ...params, ...body })),
    route(e.stepYear, ({ principal, access, params, body }) => stepYear(context, { principal, access }, { ...params, ...body, side: 'agency' })), // prettier-ignore
    route(e.finaliseYear, ({ principal, access, params, body }) => stepYear(context, { principal, access }, { ...params, ...body, step: 'finalise', side: 'agency' })), // prettier-ignore
    route(e.signYear, ({ principal, access, params, body: { hospital, ...body } }) => {
      const { scope } = access
      const own = scope.kind === 'institution' && scope.fixmedinsCodes.includes(hospital) ? [hospital] : ['']
      return stepYear(context, { principal, access }, { ...params, ...body, hospitals: own, side: 'hospital' })
    }),
    route(e.saveBudget, ({ principal, body }) => saveBudget(context, principal, body)),
    route(e.stepBudget, ({ principal, body }) => stepBudget(context, principal, body)),
  ]
}
