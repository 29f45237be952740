import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import { selfCheckJob } from './jobs.ts'
import { selfCheckRoutes } from './routes.ts'
import type { SelfCheckTables } from './schema.ts'
import type { RuleSource, SelfCheckContext } from './service/context.ts'
import { sweep } from './service/files.ts'

const SWEEP_EVERY_MS = 600_000

export const selfCheckInfo = {
  id: 'self-check',
  name: '自查自纠',
  dependsOn: ['rules'],
  auditNames: {
    'self-check.start': '发起自查',
    'self-check.cancel': '取消自查',
    'self-check.delete': '删除自查单',
    'self-check.mark': '登记自查结论',
    'self-check.remedy': '填写整改措施',
    'self-check.file': '增删整改附件',
    'self-check.undo': '撤销自查步骤',
    'self-check.rejects': '下载自查拒收记录',
    'self-check.export': '导出自查报告',
    'self-check.submit': '提交自查报告',
    'self-check.withdraw': '撤回自查报告',
    'self-check.open': '查看自查报告',
    'self-check.accept': '受理自查报告',
    'self-check.return': '退回自查报告',
    'self-check.close': '办结自查报告',
  },
  migrations: { module: 'self-check', directory: new URL('./migrations/', import.meta.url) },
} as const satisfies ModuleInfo

/** `rules`: the release in force, and releases by their number. */
export function selfCheckModule(platform: Platform, rules: RuleSource): ModuleParts {
  const context: SelfCheckContext = { platform, db: platform.db.withTables<SelfCheckTables>(), ...rules }
  return {
    routes: selfCheckRoutes(context),
    jobs: [selfCheckJob(context)],
    tick: { everyMs: SWEEP_EVERY_MS, run: () => sweep(context) },
  }
}
