import { cockpitEndpoints } from '@yijian/contract'
import { route } from '../../platform/http/route.ts'
import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import type { SupervisionModule } from '../supervision/public.ts'
import { createOverview } from './service.ts'

export const cockpitInfo = {
  id: 'cockpit',
  name: '首页总览',
  dependsOn: ['supervision'],
  auditNames: {},
} as const satisfies ModuleInfo

export function cockpitModule(platform: Platform, supervision: SupervisionModule): ModuleParts {
  const overview = createOverview(platform, supervision)
  return { routes: [route(cockpitEndpoints.overview, ({ access }) => overview(access))] }
}
