export { startServer, type RunningServer, type ServerOptions } from './server.ts'
export { verifyAudit } from './verify-audit.ts'
export { judgeRequest, type JudgedRequest, type RequestToJudge } from './modules/rules/public.ts'
export { readWorkbook } from './read-workbook.ts'
