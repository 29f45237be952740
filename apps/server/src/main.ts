export { startServer, type RunningServer, type ServerOptions } from './server.ts'
export { verifyAudit } from './verify-audit.ts'
