import type { FastifyInstance } from 'fastify'
import type { ModuleInfo, ModuleParts, Platform } from '../../platform/module.ts'
import { historyJob, historyNightly } from './batch/history-job.ts'
import { replayJob, replayNightly } from './batch/replay.ts'
import { ruleRunJob } from './batch/run-job.ts'
import { openDoor } from './door.ts'
import { rulesJobs } from './jobs.ts'
import { openPanel } from './panel/open-panel.ts'
import { createCallers } from './real-time/callers.ts'
import { createHistories } from './real-time/history.ts'
import { createLogWriter } from './real-time/log-writer.ts'
import { createMetrics } from './real-time/metrics.ts'
import { rulesRoutes } from './routes.ts'
import type { RulesTables } from './schema.ts'
import { createActiveRelease } from './service/active.ts'
import { createCodeTables } from './service/code-tables.ts'
import type { RulesContext } from './service/context.ts'
import { findingDecisions, type FindingDecisions } from './service/decisions.ts'
import { rulesInForce, type RulesInForce } from './service/in-force.ts'
import { watch } from './service/breaker.ts'
import { createLibrary } from './service/library.ts'
import { checkNightly } from './service/nightly.ts'
import { createSettled } from './service/settled.ts'
import { createShadow } from './service/shadow.ts'
import { createSiteKnowledge } from './service/site-knowledge.ts'
import { openLibrary } from './service/starter.ts'
import { insertCalls, insertMinutes, lastCallId, readHistories } from './store/calls.ts'

const FLUSH_MS = 10_000
/** Lines of persons' histories kept in memory (some 400 bytes each). */
const KEEP_LINES = 500_000

export const rulesInfo = {
  id: 'rules',
  name: '两库',
  dependsOn: [],
  auditNames: {
    'rules.point.draft': '编制知识点',
    'rules.point.status': '变更知识点状态',
    'rules.release.publish': '发布规则集',
    'rules.release.activate': '启用规则集',
    'rules.release.export': '导出规则集',
    'rules.run': '用规则集扫描历史',
    'rules.replay': '回放实时判定',
    'rules.history': '整理结算历史',
    'rules.conflict.check': '检查规则冲突',
    'rules.export': '导出规则资料',
    'rules.backtest': '回测知识点',
    'rules.backtest.label': '核对回测样本',
    'rules.breaker.set': '设置熔断参数',
    'rules.breaker.trip': '自动熔断知识点',
    'rules.judge.review': '核对判定',
    'rules.calibration': '登记专家校准',
    'rules.import': '导入知识点',
    'rules.import.confirm': '确认导入的知识点',
    'rules.import.skip': '不采用导入的知识点',
    'rules.reminder.answer': '处理提醒',
  },
  migrations: { module: 'rules', directory: new URL('./migrations/', import.meta.url) },
} as const satisfies ModuleInfo

export interface RulesModule extends ModuleParts, RulesInForce {
  readonly decisions: FindingDecisions
  /** Takes up the last release (or the starter library), then serves 3101, 3102 and 3103. */
  open(app: FastifyInstance): Promise<void>
  close(): Promise<void>
}

/** `signingKey`: the key of the audit chain, which exported releases are signed with. `afterRun`: takes up the findings of a published rule run. */
export function rulesModule(platform: Platform, signingKey: string, afterRun: () => Promise<unknown>): RulesModule {
  const { clock, log, settings } = platform
  const context = createContext(platform, signingKey)
  const { db, active, metrics, histories } = context
  const writer = createLogWriter((entries) => insertCalls(db, entries))
  const shadow = createShadow({ db, library: context.library, clock, log })
  const siteKnowledge = createSiteKnowledge(context)
  const flush = async () => {
    await insertMinutes(db, metrics.take())
    await shadow.flush()
  }
  const tick = async () => {
    await flush()
    await watch(context)
    await siteKnowledge.takeUp()
    await historyNightly(context)
    await checkNightly(context)
    await replayNightly(context)
  }
  return {
    ...rulesInForce(context),
    decisions: findingDecisions(context),
    routes: rulesRoutes(context),
    jobs: [...rulesJobs(context), ruleRunJob(context, afterRun), replayJob(context), historyJob(context)],
    health: [{ name: '规则集', check: async () => describe(context) }],
    tick: { everyMs: FLUSH_MS, run: tick },
    open: async (app) => {
      await openLibrary(context)
      await context.settled.reload()
      await siteKnowledge.takeUp()
      let last = await lastCallId(db)
      const callers = createCallers({ dataDirectory: settings.dataDirectory, production: settings.production, clock })
      await openDoor(app, {
        db,
        active,
        histories,
        writer,
        metrics,
        clock,
        log,
        callers,
        observe: shadow.observe,
        nextCallId: () => ++last,
      })
      await openPanel(app, {
        db,
        histories,
        clock,
        log,
        callers,
        dataDirectory: settings.dataDirectory,
        key: signingKey,
      })
    },
    close: async () => {
      await writer.drain()
      await flush()
    },
  }
}

function createContext(platform: Platform, signingKey: string): RulesContext {
  const { clock, log, settings } = platform
  const db = platform.db.withTables<RulesTables>()
  const settled = createSettled(db)
  return {
    platform,
    db,
    signingKey,
    active: createActiveRelease(),
    metrics: createMetrics(),
    settled,
    histories: createHistories({ read: settled.beside((persons) => readHistories(db, persons, clock.now())), keepLines: KEEP_LINES }), // prettier-ignore
    codeTables: createCodeTables(settings.dataDirectory, log),
    library: createLibrary(db),
  }
}

function describe({ active }: RulesContext): string {
  const judging = active.current()
  if (!judging) return '尚无规则集'
  const failed = judging.compiled.failed.size
  const state = judging.state === 'active' ? '' : '，试运行'
  return `${judging.title}，${judging.release.points.length} 条知识点${state}${failed > 0 ? `，${failed} 条未能编译` : ''}`
}
