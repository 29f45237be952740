import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import { importJob } from './jobs.ts'
import { dataResourcesRoutes } from './routes.ts'

export const dataResourcesInfo = {
  id: 'data-resources',
  name: '数据资源',
  dependsOn: [],
  auditNames: { 'data.import': '上传并导入', 'data.rejects': '下载拒收记录' },
} as const satisfies ModuleInfo

export function dataResourcesModule(platform: Platform): ModuleParts {
  return { routes: dataResourcesRoutes(platform), jobs: [importJob(platform)] }
}
