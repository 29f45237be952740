import type { Access } from '../../platform/access/scope.ts'
import type { FindingDecisions } from '../rules/public.ts'
import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import { supervisionJobs } from './jobs.ts'
import { supervisionRoutes } from './routes.ts'
import type { SupervisionTables } from './schema.ts'
import { createCatalogue } from './service/catalogue.ts'
import type { SupervisionContext } from './service/context.ts'
import { readRegionNames } from './service/region-names.ts'
import { mergedParameters, type RunPayload } from './service/runs.ts'
import { checkLog, learnNames, syncRuns } from './service/sync.ts'
import { latestAttempts, latestRun, listRuns } from './store/runs.ts'
import { overviewFigures, listInstitutionFigures } from './store/reports.ts'
import { districtsOfInstitutions } from './store/sync.ts'

const SYNC_EVERY_MS = 5000

export const supervisionInfo = {
  id: 'supervision',
  name: '智能监管',
  dependsOn: ['data-resources', 'rules', 'self-check'],
  auditNames: {
    'finding.label': '登记核实结论',
    'finding.unmask': '查看完整人员编号',
    'finding.export': '导出',
    'finding.recompute': '重新推算疑点',
    'model.run': '运行模型',
    'model.parameters': '修改模型参数',
  },
  migrations: { module: 'supervision', directory: new URL('./migrations/', import.meta.url) },
} as const satisfies ModuleInfo

/** What other sub-systems and the start-up may ask. */
export interface SupervisionModule extends ModuleParts {
  syncRuns(): Promise<number>
  /** Every model with its saved parameters: what the demonstration's first run works with. */
  runPayload(by: string): Promise<RunPayload>
  hasRuns(kind?: 'models' | 'rules'): Promise<boolean>
  firstDistrict(): Promise<string>
  nameOfModel(modelId: string): string
  overview(access: Access): ReturnType<typeof overviewFigures>
  institutions(access: Access): ReturnType<typeof listInstitutionFigures>
  latestAttempts(): ReturnType<typeof latestAttempts>
  latestRun(): ReturnType<typeof latestRun>
}

/** `decisions`: where conclusions on findings of rules go; asked for when there is one, for the rules come after this sub-system. */
export function supervisionModule(platform: Platform, decisions: () => FindingDecisions): SupervisionModule {
  const { contentDirectory } = platform.settings
  const db = platform.db.withTables<SupervisionTables>()
  const catalogue = createCatalogue({ contentDirectory, log: platform.log })
  const context: SupervisionContext = { platform, db, catalogue, decisions }
  const sync = () => syncRuns(context)
  return {
    routes: supervisionRoutes(context),
    jobs: supervisionJobs(context),
    health: [
      { name: '仓库日志', check: async () => checkLog(context) },
      { name: '模型目录', check: async () => catalogueState(context) },
    ],
    tick: { everyMs: SYNC_EVERY_MS, run: async () => void (await sync()) },
    syncRuns: async () => {
      await learnNames(context)
      return sync()
    },
    runPayload: async (by) => ({
      modelIds: catalogue.all().map(({ definition }) => definition.id),
      parameters: await mergedParameters(context, {}),
      by,
    }),
    hasRuns: async (kind = 'models') => (await listRuns(db, { kind, page: 1, size: 1 })).total > 0,
    firstDistrict: () => firstDistrict(context),
    nameOfModel: catalogue.nameOf,
    overview: (access) => overviewFigures(db, access),
    institutions: (access) => listInstitutionFigures(db, access, { sort: 'score', order: 'desc' }),
    latestAttempts: () => latestAttempts(db),
    latestRun: () => latestRun(db),
  }
}

function catalogueState({ catalogue }: SupervisionContext): string {
  if (catalogue.problem() !== undefined) throw new Error('catalogue')
  return `${catalogue.all().length} 个模型`
}

/** The district with most institutions; before there is data, the first named one. */
async function firstDistrict({ db, platform }: SupervisionContext): Promise<string> {
  const districts = await districtsOfInstitutions(db)
  const named = readRegionNames(platform.settings.contentDirectory)
  return (
    districts[0]?.admdvs ?? named.find(({ admdvs }) => !admdvs.endsWith('00'))?.admdvs ?? named[0]?.admdvs ?? '000000'
  )
}
