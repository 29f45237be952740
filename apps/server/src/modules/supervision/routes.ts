import { platformEndpoints, supervisionEndpoints } from '@yijian/contract'
import { sendExport } from '../../platform/export.ts'
import { route, type Route } from '../../platform/http/route.ts'
import type { SupervisionContext } from './service/context.ts'
import { exportFindings, exportInstitutions } from './service/export.ts'
import { findingFacets, listFindings } from './service/findings.ts'
import { getFindingDetail } from './service/finding-detail.ts'
import { getInstitution, listInstitutions } from './service/institutions.ts'
import { labelFinding, unmaskFinding } from './service/labels.ts'
import { listLines } from './service/lines.ts'
import { getModel, listModels, setParameters } from './service/models.ts'
import { startRecompute } from './service/recompute.ts'
import { getRun, pageOfRuns, startRun } from './service/runs.ts'
import { search } from './service/search.ts'

export function supervisionRoutes(context: SupervisionContext): Route[] {
  return [...modelRoutes(context), ...findingRoutes(context), ...evidenceRoutes(context), ...institutionRoutes(context)]
}

function modelRoutes(context: SupervisionContext): Route[] {
  const e = supervisionEndpoints
  return [
    route(e.listModels, ({ access }) => listModels(context, access)),
    route(e.getModel, ({ access, params }) => getModel(context, access, params.modelId)),
    route(e.setParameters, (call) => setParameters(context, call, { ...call.body, modelId: call.params.modelId })),
    route(e.startRun, (call) => startRun(context, call, call.body)),
    route(e.listRuns, ({ access, query }) => pageOfRuns(context, access, query)),
    route(e.getRun, ({ access, params }) => getRun(context, access, params.runId)),
    route(platformEndpoints.search, (call) => search(context, call, call.query.q)),
  ]
}

function findingRoutes(context: SupervisionContext): Route[] {
  const e = supervisionEndpoints
  const { log } = context.platform
  return [
    route(e.listFindings, ({ access, query }) => listFindings(context, access, query)),
    route(e.findingFacets, ({ access, query }) => findingFacets(context, access, query)),
    route(e.exportFindings, async (call) => {
      const table = await exportFindings(context, call, call.query)
      return sendExport(call.reply, { format: call.query.format, table, log })
    }),
    route(e.getFinding, ({ access, params }) => getFindingDetail(context, access, params.findingId)),
  ]
}

function evidenceRoutes(context: SupervisionContext): Route[] {
  const e = supervisionEndpoints
  return [
    route(e.listFindingLines, ({ access, params, query }) => listLines(context, access, { ...query, ...params })),
    route(e.recompute, (call) => startRecompute(context, call, call.params.findingId)),
    route(e.labelFinding, (call) => labelFinding(context, call, { ...call.body, ...call.params })),
    route(e.unmask, (call) => unmaskFinding(context, call, { ...call.body, ...call.params })),
  ]
}

function institutionRoutes(context: SupervisionContext): Route[] {
  const e = supervisionEndpoints
  const { log } = context.platform
  return [
    route(e.listInstitutions, ({ access, query }) => listInstitutions(context, access, query)),
    route(e.exportInstitutions, async (call) => {
      const table = await exportInstitutions(context, call, call.query)
      return sendExport(call.reply, { format: call.query.format, table, log })
    }),
    route(e.getInstitution, ({ access, params }) => getInstitution(context, access, params.fixmedinsCode)),
  ]
}
