import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import { drgJob, simulationJob } from './jobs.ts'
import { drgRoutes } from './routes.ts'
import type { DrgTables } from './schema.ts'
import type { DrgContext } from './service/context.ts'
import { createRefresher, openParameters } from './service/refresh.ts'
import { createSchemes } from './service/scheme-catalogue.ts'

const LOOK_EVERY_MS = 4000

export const drgInfo = {
  id: 'drg',
  name: 'DRG 付费',
  dependsOn: ['accounts', 'data-resources'],
  auditNames: {
    'drg.parameters.draft': '编制支付参数',
    'drg.parameters.decide': '审批支付参数',
    'drg.list.upload': '上传结算清单',
    'drg.list.correct': '修正结算清单',
    'drg.month.freeze': '发起固化',
    'drg.month.frozen': '固化病例',
    'drg.month.close': '结清示范月份',
    'drg.month.issue': '下发结算单',
    'drg.month.restate': '修正后重算',
    'drg.request': '发起对账申请',
    'drg.request.accept': '受理对账申请',
    'drg.request.reject': '退回对账申请',
    'drg.request.restate': '受理并重算',
    'drg.prepay': '拨付',
    'drg.correction': '更正已关账月份',
    'drg.review.apply': '申请特病单议',
    'drg.review.attach': '上传特病单议附件',
    'drg.review.accept': '特病单议初审通过',
    'drg.review.reject': '特病单议初审不通过',
    'drg.review.withdraw': '撤回特病单议',
    'drg.review.assign': '组成专家组',
    'drg.review.declare': '申报利益关系',
    'drg.review.opine': '提交专家意见',
    'drg.review.decide': '特病单议决定',
    'drg.review.publish': '公示特病单议',
    'drg.expert.profile': '修改专家信息',
    'drg.budget.draft': '编制总额预算',
    'drg.budget.approve': '审批总额预算',
    'drg.budget.publish': '公布总额预算',
    'drg.budget.adjust': '调整总额预算',
    'drg.year.draft': '发起年终决算',
    'drg.year.made': '编制年终决算',
    'drg.year.adjust': '登记扣减与补付',
    'drg.year.publish': '下发年终决算',
    'drg.year.sign': '确认年终决算',
    'drg.year.object': '对决算提出异议',
    'drg.year.reject': '驳回决算异议',
    'drg.year.rework': '退回决算重做',
    'drg.year.finalise': '核定年终决算',
    'drg.simulate': '发起 DRG 模拟',
    'drg.mapping.gather': '收集历史编码',
    'drg.mapping.decide': '确认历史编码映射',
    'drg.split.draft': '编制本地细分组',
    'drg.split.decide': '审批本地细分组',
    'drg.export': '导出 DRG 结算文件',
  },
  migrations: { module: 'drg', directory: new URL('./migrations/', import.meta.url) },
} as const satisfies ModuleInfo

/** `experts`: accounts of experts that can sign in. */
export function drgModule(platform: Platform, experts: DrgContext['experts']): ModuleParts {
  const { contentDirectory, dataDirectory } = platform.settings
  const db = platform.db.withTables<DrgTables>()
  const occasion = createOccasion(platform)
  const schemes = createSchemes(contentDirectory, dataDirectory)
  const context: DrgContext = { platform, db, schemes, changed: occasion.note, experts }
  const refreshWhenDue = createRefresher(context)
  return {
    routes: drgRoutes(context),
    jobs: [drgJob(context), simulationJob(context)],
    health: [{ name: 'DRG 分组方案', check: async () => `${context.schemes.ids().length} 个方案` }],
    tick: {
      everyMs: LOOK_EVERY_MS,
      run: async () => {
        if (!occasion.take()) return
        await openParameters(context)
        if (!(await refreshWhenDue())) occasion.note()
      },
    },
  }
}

/** Whether anything has happened since the last look: the start, an approval, a settlement that ended, a new entry of the warehouse's log (by whatever process). */
function createOccasion({ events, settings }: Platform) {
  const log = join(settings.dataDirectory, 'warehouse', 'log')
  let [noted, seen] = [true, 0]
  const note = () => {
    noted = true
  }
  events.subscribe((event) => {
    if (event.type === 'job' && event.job.kind === 'drg' && event.job.finishedAt !== null) note()
  })
  return {
    note,
    take: (): boolean => {
      const written = statSync(log, { throwIfNoEntry: false })?.mtimeMs ?? 0
      const due = noted || written !== seen
      ;[noted, seen] = [false, written]
      return due
    },
  }
}
