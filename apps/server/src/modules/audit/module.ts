import { accountsEndpoints } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { route, type Route } from '../../platform/http/route.ts'
import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import type { PlatformTables } from '../../platform/schema.ts'
import { pageOfEntries, type AuditNames } from './service.ts'

export const auditInfo = {
  id: 'audit',
  name: '审计日志',
  dependsOn: [],
  auditNames: { 'audit.verify': '校验审计日志' },
} as const satisfies ModuleInfo

const ANCHOR_EVERY_MS = 5000

/** `names`: what all modules write, from their own declarations. */
export function auditModule(platform: Platform, names: AuditNames): ModuleParts {
  return {
    routes: auditRoutes(platform, names),
    tick: { everyMs: ANCHOR_EVERY_MS, run: () => platform.audit.anchor() },
  }
}

function auditRoutes({ db, audit }: Platform, names: AuditNames): Route[] {
  const store = db.withTables<PlatformTables>()
  return [
    route(accountsEndpoints.listAudit, async ({ query }) => {
      for (const at of [query.from, query.to]) {
        if (at !== undefined && at !== '' && Number.isNaN(Date.parse(at))) {
          throw new AppError('invalid', 'audit.period', '起止时间格式不正确')
        }
      }
      return pageOfEntries(store, names, query)
    }),
    route(accountsEndpoints.verifyAudit, async ({ principal }) => {
      const verdict = await audit.verify()
      const details = { ok: verdict.ok, entries: verdict.entries }
      await audit.record({ actor: principal.username, action: 'audit.verify', subject: '审计日志', details })
      return verdict
    }),
  ]
}
