import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Page } from '../platform/index.ts'
import { CheckDetail, CheckFile, CheckHome, CheckRow, SelfHitDetail, SelfHitPage, SelfHitQuery, MarkBody, RemedyInput } from './checks.ts' // prettier-ignore
import {
  SubmissionDecision,
  SubmissionDetail,
  SubmissionFilter,
  SubmissionQuery,
  SubmissionRow,
} from './submissions.ts'
import { CHECK_STATUSES } from './vocabulary.ts'

export * from './vocabulary.ts'
export * from './checks.ts'
export * from './submissions.ts'

const CheckId = z.object({ checkId: z.string().max(64) })
const HitId = CheckId.extend({ jrId: z.string().max(64) })
const FileId = CheckId.extend({ fileId: z.string().max(64) })
const Done = z.object({ done: z.literal(true) })

export const selfCheckEndpoints = endpoints({
  selfCheckHome: { method: 'GET', path: '/api/self-checks/home', summary: '自查首页', permission: 'self-check.use', response: CheckHome }, // prettier-ignore
  listChecks: {
    method: 'GET',
    path: '/api/self-checks',
    summary: '自查单列表',
    permission: 'self-check.use',
    query: Page.extend({ status: z.enum(CHECK_STATUSES).optional() }),
    response: z.object({ rows: z.array(CheckRow), total: z.number() }),
  },
  /** Over the institution's settled data of a period. */
  startCheck: {
    method: 'POST',
    path: '/api/self-checks',
    summary: '用结算数据自查',
    permission: 'self-check.use',
    body: z
      .object({ fixmedinsCode: z.string().max(40).optional(), from: DayText, to: DayText })
      .refine(({ from, to }) => from <= to, '起始日期不能晚于截止日期'),
    response: CheckRow,
  },
  /** multipart/form-data, one or more files of the national tables. */
  uploadCheck: {
    method: 'POST',
    path: '/api/self-checks/uploads',
    summary: '上传本机构文件自查',
    permission: 'self-check.use',
    query: z.object({ fixmedinsCode: z.string().max(40).optional() }),
    response: CheckRow,
  },
  getCheck: { method: 'GET', path: '/api/self-checks/:checkId', summary: '自查单', permission: 'self-check.use', params: CheckId, response: CheckDetail }, // prettier-ignore
  cancelCheck: { method: 'POST', path: '/api/self-checks/:checkId/cancel', summary: '取消筛查', permission: 'self-check.use', params: CheckId, response: CheckDetail }, // prettier-ignore
  deleteCheck: { method: 'DELETE', path: '/api/self-checks/:checkId', summary: '删除未提交的自查单', permission: 'self-check.use', params: CheckId, response: Done }, // prettier-ignore
  listCheckHits: { method: 'GET', path: '/api/self-checks/:checkId/hits', summary: '自查命中', permission: 'self-check.use', params: CheckId, query: SelfHitQuery, response: SelfHitPage }, // prettier-ignore
  getCheckHit: { method: 'GET', path: '/api/self-checks/:checkId/hits/:jrId', summary: '自查命中详情', permission: 'self-check.use', params: HitId, response: SelfHitDetail }, // prettier-ignore
  markCheckHits: {
    method: 'POST',
    path: '/api/self-checks/:checkId/marks',
    summary: '登记自查结论',
    permission: 'self-check.use',
    params: CheckId,
    body: MarkBody,
    response: z.object({ changed: z.number(), check: CheckDetail }),
  },
  undoCheckStep: { method: 'POST', path: '/api/self-checks/:checkId/undo', summary: '撤销上一步', permission: 'self-check.use', params: CheckId, response: CheckDetail }, // prettier-ignore
  saveRemedy: {
    method: 'PUT',
    path: '/api/self-checks/:checkId/remedies/:kindId',
    summary: '填写整改措施',
    permission: 'self-check.use',
    params: CheckId.extend({ kindId: z.string().max(20) }),
    body: RemedyInput,
    response: CheckDetail,
  },
  /** multipart/form-data, one file. */
  addCheckFile: {
    method: 'POST',
    path: '/api/self-checks/:checkId/files',
    summary: '上传整改附件',
    permission: 'self-check.use',
    params: CheckId,
    query: z.object({ kindId: z.string().max(20).optional() }),
    response: CheckFile,
  },
  getCheckFile: { method: 'GET', path: '/api/self-checks/:checkId/files/:fileId', summary: '下载整改附件', permission: 'self-check.use', params: FileId }, // prettier-ignore
  removeCheckFile: { method: 'DELETE', path: '/api/self-checks/:checkId/files/:fileId', summary: '移除整改附件', permission: 'self-check.use', params: FileId, response: Done }, // prettier-ignore
  checkReport: { method: 'GET', path: '/api/self-checks/:checkId/report', summary: '自查报告（xlsx）', permission: 'self-check.use', params: CheckId }, // prettier-ignore
  /** text/csv: every rejected row of a table of the uploaded files, with file, line and reason. */
  checkRejects: {
    method: 'GET',
    path: '/api/self-checks/:checkId/rejects/:table',
    summary: '下载自查文件的拒收记录',
    permission: 'self-check.use',
    params: CheckId.extend({ table: z.string().max(64) }),
  },
  submitCheck: {
    method: 'POST',
    path: '/api/self-checks/:checkId/submit',
    summary: '提交自查报告',
    permission: 'self-check.use',
    params: CheckId,
    body: z.object({ statement: z.string().trim().max(1000).default('') }),
    response: CheckDetail,
  },
  withdrawCheck: { method: 'POST', path: '/api/self-checks/:checkId/withdraw', summary: '撤回自查报告', permission: 'self-check.use', params: CheckId, response: CheckDetail }, // prettier-ignore

  listSubmissions: {
    method: 'GET',
    path: '/api/self-check-submissions',
    summary: '机构自查报告列表',
    permission: 'self-check.read',
    query: SubmissionQuery,
    response: z.object({
      rows: z.array(SubmissionRow),
      total: z.number(),
      totals: z.object({ confirmed: z.number(), refund: z.string() }),
      byStatus: z.array(z.object({ status: z.string(), n: z.number() })),
    }),
  },
  exportSubmissions: {
    method: 'GET',
    path: '/api/self-check-submissions/export',
    summary: '导出机构自查报告列表',
    permission: 'self-check.read',
    query: SubmissionFilter.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  },
  /** The first look is recorded: from then on the institution cannot withdraw. */
  getSubmission: { method: 'GET', path: '/api/self-check-submissions/:checkId', summary: '机构自查报告', permission: 'self-check.read', params: CheckId, response: SubmissionDetail }, // prettier-ignore
  listSubmissionHits: { method: 'GET', path: '/api/self-check-submissions/:checkId/hits', summary: '机构自查命中', permission: 'self-check.read', params: CheckId, query: SelfHitQuery, response: SelfHitPage }, // prettier-ignore
  getSubmissionHit: { method: 'GET', path: '/api/self-check-submissions/:checkId/hits/:jrId', summary: '机构自查命中详情', permission: 'self-check.read', params: HitId, response: SelfHitDetail }, // prettier-ignore
  getSubmissionFile: { method: 'GET', path: '/api/self-check-submissions/:checkId/files/:fileId', summary: '下载机构整改附件', permission: 'self-check.read', params: FileId }, // prettier-ignore
  submissionReport: { method: 'GET', path: '/api/self-check-submissions/:checkId/report', summary: '机构自查报告（xlsx）', permission: 'self-check.read', params: CheckId }, // prettier-ignore
  decideSubmission: {
    method: 'POST',
    path: '/api/self-check-submissions/:checkId/decisions',
    summary: '受理、退回或办结机构自查报告',
    permission: 'self-check.read',
    params: CheckId,
    body: SubmissionDecision,
    response: SubmissionDetail,
  },
})
