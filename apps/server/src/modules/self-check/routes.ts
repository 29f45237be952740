import { selfCheckEndpoints } from '@yijian/contract'
import { route, type Route } from '../../platform/http/route.ts'
import { sendExport } from '../../platform/export.ts'
import {
  decide,
  getSubmissionHit,
  getSubmitted,
  listSubmissionHits,
  listSubmissions,
  openSubmission,
} from './service/bureau.ts'
import { listChecks } from './service/check-row.ts'
import type { SelfCheckContext } from './service/context.ts'
import { getDetail } from './service/detail.ts'
import { mark, saveRemedy, undo } from './service/edit.ts'
import { exportSubmissions } from './service/export.ts'
import { addFile, dropFile, ownFile, rejectsFile, remove, sendFile, submittedFile } from './service/files.ts'
import { getOwnHit, listOwnHits } from './service/hits.ts'
import { home } from './service/home.ts'
import { sendReport } from './service/report.ts'
import { cancel, startSettled, startUpload } from './service/start.ts'
import { submit, withdraw } from './service/submit.ts'

const e = selfCheckEndpoints

export function selfCheckRoutes(context: SelfCheckContext): Route[] {
  return [...scanRoutes(context), ...workRoutes(context), ...bureauRoutes(context)]
}

function scanRoutes(context: SelfCheckContext): Route[] {
  return [
    route(e.selfCheckHome, ({ access }) => home(context, access)),
    route(e.listChecks, ({ access, query }) => listChecks(context, access, query)),
    route(e.startCheck, ({ principal, access, body }) => startSettled(context, { principal, access }, body)),
    route(e.uploadCheck, ({ principal, access, query, request }) => startUpload(context, { principal, access }, { ...query, request })), // prettier-ignore
    route(e.getCheck, ({ access, params }) => getDetail(context, access, params.checkId)),
    route(e.cancelCheck, ({ principal, access, params }) => cancel(context, { principal, access }, params.checkId)),
    route(e.deleteCheck, ({ principal, access, params }) => remove(context, { principal, access }, params.checkId)),
    route(e.checkRejects, async ({ principal, access, params, reply }) => sendFile(reply, await rejectsFile(context, { principal, access }, params))), // prettier-ignore
  ]
}

function workRoutes(context: SelfCheckContext): Route[] {
  return [
    route(e.listCheckHits, ({ access, params, query }) => listOwnHits(context, access, { ...query, ...params })),
    route(e.getCheckHit, ({ access, params }) => getOwnHit(context, access, params)),
    route(e.markCheckHits, ({ principal, access, params, body }) => mark(context, { principal, access }, { ...body, ...params })), // prettier-ignore
    route(e.undoCheckStep, ({ principal, access, params }) => undo(context, { principal, access }, params.checkId)),
    route(e.saveRemedy, ({ principal, access, params, body }) => saveRemedy(context, { principal, access }, { ...body, ...params })), // prettier-ignore
    route(e.addCheckFile, ({ principal, access, params, query, request }) => addFile(context, { principal, access }, { ...params, kindId: query.kindId, request })), // prettier-ignore
    route(e.getCheckFile, async ({ principal, access, params, reply }) => sendFile(reply, await ownFile(context, { principal, access }, params))), // prettier-ignore
    route(e.removeCheckFile, ({ principal, access, params }) => dropFile(context, { principal, access }, params)),
    route(e.checkReport, async ({ principal, access, params, reply }) => {
      const head = await getDetail(context, access, params.checkId)
      return sendReport(
        context,
        { principal, access },
        { head, source: { checkId: head.checkId, submissionId: null }, reply },
      )
    }),
    route(e.submitCheck, ({ principal, access, params, body }) => submit(context, { principal, access }, { ...params, ...body })), // prettier-ignore
    route(e.withdrawCheck, ({ principal, access, params }) => withdraw(context, { principal, access }, params.checkId)),
  ]
}

function bureauRoutes(context: SelfCheckContext): Route[] {
  return [
    route(e.listSubmissions, ({ access, query }) => listSubmissions(context, access, query)),
    route(e.exportSubmissions, async ({ principal, access, query, reply }) => {
      const table = await exportSubmissions(context, { principal, access }, query)
      return sendExport(reply, { format: query.format, table, log: context.platform.log })
    }),
    route(e.getSubmission, ({ principal, access, params }) => openSubmission(context, { principal, access }, params.checkId)), // prettier-ignore
    route(e.listSubmissionHits, ({ access, params, query }) => listSubmissionHits(context, access, { ...query, ...params })), // prettier-ignore
    route(e.getSubmissionHit, ({ access, params }) => getSubmissionHit(context, access, params)),
    route(e.getSubmissionFile, async ({ principal, access, params, reply }) => sendFile(reply, await submittedFile(context, { principal, access }, params))), // prettier-ignore
    route(e.submissionReport, async ({ principal, access, params, reply }) => {
      const head = await openSubmission(context, { principal, access }, params.checkId)
      const { submission_id: submissionId } = await getSubmitted(context, access, head.checkId)
      return sendReport(
        context,
        { principal, access },
        { head, source: { checkId: head.checkId, submissionId }, reply },
      )
    }),
    route(e.decideSubmission, ({ principal, access, params, body }) => decide(context, { principal, access }, { ...body, ...params })), // prettier-ignore
  ]
}
