import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SplitDraft } from '@yijian/contract'
import { parseRatio } from '@yijian/drg'
import { addDays, AppError, parseDay, type Day } from '@yijian/kernel'
import { splitChanges, writeSchemeVersion } from '@yijian/warehouse'
import type { Selectable } from 'kysely'
import type { Principal } from '../../../platform/access/principal.ts'
import { conditionText } from '../../../workers/drg-split.ts'
import type { DrgTables } from '../schema.ts'
import { monthRecords } from '../store/months.ts'
import { approvedSplits, decideSplitRow, insertSplit, simulationRecords, splitRecord, splitRecords } from '../store/simulations.ts' // prettier-ignore
import type { DrgContext } from './context.ts'
import { schemeName } from './labels.ts'
import { activeOf } from './parameters.ts'
import { versionsOf } from './versions.ts'

type Row = Selectable<DrgTables['drg_split']>

export async function listSplits(context: DrgContext) {
  const active = await activeOf(context)
  const [rows, versions] = await Promise.all([splitRecords(context.db), versionsOf(context, active.schemeId)])
  return {
    rows: rows.map(toRow),
    versions: versions.map(({ from, schemeId }) => ({ from, schemeId, name: `${schemeName(context, schemeId)} ${context.schemes.open(schemeId).folder.tables.meta.version}` })), // prettier-ignore
    earliest: await earliestStart(context, active.schemeId),
  }
}

function toRow(row: Row): SplitDraft {
  return {
    splitId: row.split_id,
    title: row.title,
    schemeId: row.scheme_id,
    ruleId: row.rule_id,
    rows: row.rows.map((one) => ({ ...one, condition: conditionText(one.split), weight: row.weights[one.drg] ?? '' })),
    validFrom: row.valid_from,
    reason: row.reason,
    status: row.status,
    simulationId: row.simulation_id,
    madeBy: row.made_by_name,
    madeAt: row.made_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    opinion: row.opinion,
    resultScheme: row.result_scheme,
  }
}

/** The first month whose cases do not stand yet, and after which no other version begins. */
async function earliestStart(context: DrgContext, rootScheme: string): Promise<Day> {
  const [months, splits] = await Promise.all([monthRecords(context.db), approvedSplits(context.db, rootScheme)])
  const next = (day: string): string => `${addDays(parseDay(`${day.slice(0, 7)}-01`), 31).slice(0, 7)}-01`
  const frozen = months.filter((one) => one.frozen).map(({ month }) => next(month))
  const taken = splits.map(({ valid_from }) => next(valid_from))
  const open = months.at(-1)?.month
  const latest = [...frozen, ...taken].sort().at(-1) ?? (open === undefined ? '2020-01-01' : `${open}-01`)
  return parseDay(latest)
}

/** Saved exactly as it was simulated: what the second person approves is what the figures were about. */
export async function draftSplit(
  context: DrgContext,
  principal: Principal,
  { simulationId, validFrom, reason }: { simulationId: string; validFrom: string; reason: string },
): Promise<SplitDraft> {
  const { db, platform } = context
  const [simulation] = await simulationRecords(db, simulationId)
  if (simulation?.input.kind !== 'split') throw new AppError('missing', 'drg.simulation', '没有这次细分组模拟')
  const split = simulation.result?.split
  if (!split) throw new AppError('conflict', 'drg.split.result', '模拟还没有结果，不能存为草案')
  if (split.problems.length > 0) throw new AppError('conflict', 'drg.split.problems', `细分组还有问题：${split.problems[0]}`) // prettier-ignore
  const { input } = simulation
  const active = await activeOf(context)
  await checkStart(context, { rootScheme: active.schemeId, schemeId: input.schemeId, validFrom })
  const weights = Object.fromEntries(split.after.flatMap(({ drg, weight }) => (weight === null ? [] : [[drg, weight]])))
  const splitId = await db.transaction().execute(async (tx) => {
    const made = await insertSplit(tx, { title: simulation.title, root_scheme: active.schemeId, scheme_id: input.schemeId, rule_id: input.ruleId, rows: JSON.stringify(input.rows), weights: JSON.stringify(weights), valid_from: validFrom, reason, simulation_id: simulationId, status: 'draft', made_by: principal.username, made_by_name: principal.displayName, made_at: platform.clock.now(), decided_by: null, decided_by_name: null, decided_at: null, result_scheme: null }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.split.draft', subject: `${input.ruleId} ${simulation.title}`, details: { splitId: made, validFrom, reason, simulationId } }) // prettier-ignore
    return made
  })
  return one(context, splitId)
}

async function one({ db }: DrgContext, splitId: number): Promise<SplitDraft> {
  const row = await splitRecord(db, splitId)
  if (!row) throw new AppError('missing', 'drg.split', '没有这个细分组草案')
  return toRow(row)
}

async function checkStart(
  context: DrgContext,
  { rootScheme, schemeId, validFrom }: { rootScheme: string; schemeId: string; validFrom: string },
): Promise<void> {
  if (!validFrom.endsWith('-01')) throw new AppError('invalid', 'drg.split.day', '启用日期应为某月 1 日')
  const earliest = await earliestStart(context, rootScheme)
  if (validFrom < earliest) throw new AppError('conflict', 'drg.split.early', `最早可从 ${earliest} 出院的病例起启用：之前的月份已固化，或已有更晚的版本`) // prettier-ignore
  const versions = await versionsOf(context, rootScheme)
  if (versions.at(-1)!.schemeId !== schemeId) throw new AppError('conflict', 'drg.split.base', '草案不是在现行最新版本上做的，请在最新版本上重新模拟') // prettier-ignore
}

/** 制单与审批分离. Approved, the split becomes a version of the scheme: a folder of its own, for discharges from its first day on. */
export async function decideSplit(
  context: DrgContext,
  principal: Principal,
  { splitId, decision, opinion }: { splitId: number; decision: 'approved' | 'rejected'; opinion: string },
): Promise<SplitDraft> {
  const { db, platform } = context
  const row = await splitRecord(db, splitId)
  if (!row) throw new AppError('missing', 'drg.split', '没有这个细分组草案')
  if (row.made_by === principal.username)
    throw new AppError('denied', 'drg.split.maker', '细分组须由编制人以外的人审批')
  if (row.status !== 'draft') throw new AppError('conflict', 'drg.split.decided', '这个草案已经审批过')
  const version = decision === 'approved' ? await publish(context, row) : null
  try {
    await db.transaction().execute(async (tx) => {
      const done = await decideSplitRow(tx, splitId, { status: decision, decided_by: principal.username, decided_by_name: principal.displayName, decided_at: platform.clock.now(), opinion, result_scheme: version?.schemeId ?? null }) // prettier-ignore
      if (!done) throw new AppError('conflict', 'drg.split.decided', '这个草案已经审批过')
      await platform.audit.append(tx, { actor: principal.username, action: 'drg.split.decide', subject: `${row.rule_id} ${row.title}`, details: { splitId, decision, opinion, scheme: version?.schemeId ?? null } }) // prettier-ignore
    })
  } catch (error) {
    if (version !== null) await rm(version.directory, { recursive: true, force: true })
    throw error
  }
  context.changed()
  return one(context, splitId)
}

async function publish(context: DrgContext, row: Row): Promise<{ schemeId: string; directory: string }> {
  const { schemes, platform } = context
  await checkStart(context, { rootScheme: row.root_scheme, schemeId: row.scheme_id, validFrom: row.valid_from })
  const schemeId = `${row.root_scheme}-${row.valid_from.slice(0, 7)}`
  const directory = join(platform.settings.dataDirectory, 'drg-schemes', schemeId)
  const { folder } = schemes.open(row.scheme_id)
  const weights = new Map(folder.weights)
  for (const [drg, weight] of Object.entries(row.weights)) weights.set(drg, parseRatio(weight))
  const source = `本地细分组 ${row.split_id}：${row.reason}`
  await writeSchemeVersion(folder, directory, { id: schemeId, version: `${folder.tables.meta.version}-${row.valid_from.slice(0, 7)}`, validFrom: row.valid_from, source, changes: splitChanges(row.rule_id, row.rows, source), weights }) // prettier-ignore
  return { schemeId, directory }
}
