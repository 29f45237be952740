import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLog } from '@yijian/warehouse'
import { AppError } from '@yijian/kernel'
import { z } from 'zod'
import { describeDefect } from '../../../platform/log.ts'
import type { DetailRow, FindingPage, LoadedFinding, LoadedInstitution, LoadedVisit } from '../loaded.ts'
import {
  groupDetails,
  institutionNames,
  insertRun,
  isNewer,
  knownRuns,
  lockSync,
  makeCurrent,
  replaceEvidence,
  retireRules,
  upsertFindings,
  upsertInstitutions,
} from '../store/sync.ts'
import type { SupervisionContext } from './context.ts'
import { readRegionNames } from './region-names.ts'
import { isRuleModel, RULE_DETAILS } from './rule-finding.ts'
import { splitAmount } from './split-amount.ts'

const PAGE = 500
const Value = z.union([z.string(), z.number(), z.boolean()])

const RuleRun = z.object({
  release_hash: z.string(),
  release_title: z.string(),
  hits: z.number(),
  held_back: z.number(),
  held_back_fund: z.string(),
  persons: z.number(),
  visits: z.number(),
  lines: z.number(),
  carried: z.object({ run_id: z.string(), hits: z.number(), rescanned_persons: z.number() }).nullable(),
})

/** run.json of a published run. */
const RunFile = z.object({
  kind: z.enum(['models', 'rules']).default('models'),
  rules: RuleRun.optional(),
  run_id: z.string(),
  snapshot: z.string(),
  as_of: z.string(),
  at: z.string(),
  by: z.string().default('命令行'),
  duration_ms: z.number(),
  models: z.array(
    z.object({
      model_id: z.string(),
      name: z.string(),
      version: z.string(),
      state: z.enum(['succeeded', 'failed', 'cancelled']),
      error: z.string().nullish(),
      findings: z.number(),
      excluded: z.number(),
      cannot_tell: z.array(z.object({ reason: z.string(), n: z.number() })).default([]),
      amount_fund: z.string().default('0.00'),
      duration_ms: z.number(),
      rows_read: z.number().default(0),
      held_back: z.number().default(0),
      parameters: z.record(z.string(), Value).default({}),
    }),
  ),
})
type RunFile = z.output<typeof RunFile>

interface Published {
  readonly seq: number
  readonly run: RunFile
}

/**
 * Copies published runs that the store does not have yet, whoever ran them: each in one transaction keyed by its id, so that a
 * second time, or a crash in the middle, changes nothing. Answers how many were new.
 */
export async function syncRuns(context: SupervisionContext): Promise<number> {
  const known = await knownRuns(context.db)
  const fresh = publishedRuns(context).filter(({ run }) => !known.has(run.run_id))
  let copied = 0
  for (const published of fresh) copied += (await tryCopy(context, published)) ? 1 : 0
  if (copied > 0) {
    await learnNames(context)
    context.platform.events.publish({ type: 'data', kind: 'runs' })
    context.platform.events.publish({ type: 'data', kind: 'findings' })
  }
  return copied
}

/** Districts and institutions by name, for scopes and filters everywhere. */
export async function learnNames({ db, platform }: SupervisionContext): Promise<void> {
  await platform.regions.learn(readRegionNames(platform.settings.contentDirectory))
  platform.regions.knowInstitutions(await institutionNames(db))
}

/** A run that cannot be copied is tried again at the next turn and does not hold up the others. */
async function tryCopy(context: SupervisionContext, published: Published): Promise<boolean> {
  try {
    return await copyRun(context, published)
  } catch (error) {
    context.platform.log.error('runs.sync-failed', { runId: published.run.run_id, ...describeDefect(error) })
    return false
  }
}

function publishedRuns({ platform }: SupervisionContext): Published[] {
  const { dataDirectory } = platform.settings
  return readLog(dataDirectory)
    .filter((entry) => entry.kind === 'run')
    .flatMap((entry) => {
      const runId = entry.payload['run_id']
      const file = typeof runId === 'string' ? join(dataDirectory, 'warehouse', 'runs', runId, 'run.json') : ''
      if (!existsSync(file)) return []
      return [{ seq: entry.seq, run: RunFile.parse(JSON.parse(readFileSync(file, 'utf8'))) }]
    })
}

async function copyRun(context: SupervisionContext, { seq, run }: Published): Promise<boolean> {
  const { platform } = context
  const institutions = (await platform.reader.read('run.institutions', { runId: run.run_id })) as LoadedInstitution[]
  const isNew = await context.db.transaction().execute(async (tx) => {
    await lockSync(tx)
    const models = run.models.map((model) => ({ ...model, run_id: run.run_id, error: model.error ?? null }))
    const { run_id, snapshot, as_of, at, by, duration_ms, kind, rules = null } = run
    const record = {
      run_id,
      seq,
      snapshot,
      as_of,
      at: new Date(at),
      run_by: by,
      duration_ms: Math.round(duration_ms),
      kind,
      rules,
    }
    const rounded = models.map((model) => ({ ...model, duration_ms: Math.round(model.duration_ms) }))
    if (!(await insertRun(tx, record, rounded))) return false
    await upsertInstitutions(tx, institutions)
    for (const model of run.models) {
      if (model.state !== 'succeeded' || !(await isNewer(tx, model.model_id, seq))) continue
      const own = { runId: run_id, modelId: model.model_id, seq }
      if (model.findings + model.excluded > 0) await copyFindings(context, tx, own)
      await makeCurrent(tx, own)
    }
    if (kind === 'rules') await retireRules(tx, { runId: run_id, seq })
    return true
  })
  if (isNew) platform.log.info('runs.synced', { runId: run.run_id, models: run.models.length })
  return isNew
}

type Tx = Parameters<typeof lockSync>[0]

async function copyFindings(
  context: SupervisionContext,
  tx: Tx,
  { runId, modelId }: { runId: string; modelId: string },
): Promise<void> {
  const { reader } = context.platform
  const detailTables = isRuleModel(modelId) ? RULE_DETAILS : (context.catalogue.find(modelId)?.definition.details.map(({ table }) => table) ?? []) // prettier-ignore
  let after = ''
  for (;;) {
    const page: FindingPage = { runId, modelId, after, limit: PAGE }
    const findings = (await reader.read('run.findings', page)) as LoadedFinding[]
    const [first, last] = [findings[0]?.finding_id, findings.at(-1)?.finding_id]
    if (first === undefined || last === undefined) break
    const ids = findings.map(({ finding_id }) => finding_id)
    const own = new Set(ids)
    const visits = (await reader.read('run.visits', { runId, first, last })) as LoadedVisit[]
    const details = []
    for (const table of detailTables) {
      const rows = (await reader.read('run.details', { runId, modelId, table, first, last })) as DetailRow[]
      details.push(
        ...groupDetails(
          table,
          rows.filter(({ finding_id }) => own.has(finding_id)),
        ),
      )
    }
    await upsertFindings(tx, runId, findings)
    await replaceEvidence(tx, ids, { visits: withAmounts(findings, visits), details })
    after = last
    if (findings.length < PAGE) break
  }
}

function withAmounts(findings: readonly LoadedFinding[], visits: readonly LoadedVisit[]): LoadedVisit[] {
  const byFinding = Map.groupBy(visits, ({ finding_id }) => finding_id)
  return findings.flatMap((finding) => {
    const own = byFinding.get(finding.finding_id) ?? []
    const parts = own.length > 0 ? splitAmount(finding.amt_fund ?? '0.00', own) : []
    return own.map((visit, at) => ({ ...visit, amt_fund: parts[at] ?? null }))
  })
}

/** Throws unless the data folder's log is readable; for the health check. */
export function checkLog({ platform }: SupervisionContext): string {
  try {
    return `${readLog(platform.settings.dataDirectory).length} 条仓库日志`
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('unavailable', 'log.unreadable', '仓库日志无法读取')
  }
}
