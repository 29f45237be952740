export { auditInfo, auditModule } from './module.ts'
