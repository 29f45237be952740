import { openTableCache, quoteIdent, type Row, type TableCache } from '../engine/public.ts'
import type { SchemeShelf } from '../drg/scheme-shelf.ts'
import { finishSql } from '../findings/finish.ts'
import { prepareInMemory } from '../prepare/in-memory.ts'
import type { CodeSetRow } from '../prepare/code-sets.ts'
import type { SiteSettings } from '../prepare/settings.ts'
import { isPrepared, neededFor } from '../prepare/steps.ts'
import type { Tables } from '../tables/public.ts'
import type { CaseFile, GivenRow } from './case-file.ts'
import { nationalRows, type NationalRows } from './case-given.ts'
import { componentsOf, effectiveParameters } from './components.ts'
import { isSqlStep } from './definition.ts'
import { giveDelivered, giveNational, giveTable } from './given-tables.ts'
import type { Catalogue, LoadedModel } from './load-models.ts'
import { outputType, spoolColumns, type SpooledTable } from './method-table.ts'
import { resolveParameters } from './parameters.ts'
import { getMethod, optionsOf, runMethod, statementOf, type StepContext, type StepSource } from './step-runner.ts'

/** What cases run against: national and prepared tables of their own, and the content they belong to. */
export interface CaseBench {
  readonly cache: TableCache
  readonly tables: Tables
  readonly settings: SiteSettings
  readonly codeSets: readonly CodeSetRow[]
  readonly components: Catalogue['components']
  readonly schemes: SchemeShelf
}

export interface CaseResult {
  /** Finished findings with the model's own columns appended; excluded ones included. */
  readonly findings: readonly Row[]
  readonly cannotTell: readonly Row[]
  readonly tables: Readonly<Record<string, readonly Row[]>>
}

/** How the rows of a case are changed before they are loaded (for the automatic tests). */
export type Variation = (rows: NationalRows) => NationalRows

export interface Trial {
  readonly file: CaseFile
  readonly variation?: Variation
}

/** Cases of one model: its steps' tables stay from case to case, in a database of their own. */
export interface ModelBench extends CaseBench {
  readonly model: LoadedModel
  readonly work: TableCache
  close(): Promise<void>
}

/** A model's tables lie in another database than those it reads, so that making them leaves the plans of the preparation standing. */
export async function openModelBench(bench: CaseBench, model: LoadedModel): Promise<ModelBench> {
  const { session } = bench.cache
  await session.run(`ATTACH ':memory:' AS work`)
  const work = await openTableCache(session, bench.cache)
  return {
    ...bench,
    model,
    work,
    close: async () => {
      work.close()
      await session.run(`SET search_path = 'memory.main'; DETACH work`)
    },
  }
}

/** Runs a case on the real engine: national rows → preparation → steps → findings. */
export async function runCase(bench: ModelBench, trial: Trial): Promise<CaseResult> {
  const { cache, tables } = bench
  const { file, variation = (same: NationalRows) => same } = trial
  await cache.session.run(`SET search_path = 'memory.main'`)
  const columnsOf = (table: string) => new Set((tables.get(table)?.columns ?? []).map((c) => c.name))
  const rows = variation(nationalRows(file.given, columnsOf))
  await giveNational(cache, tables.values(), rows)
  if (readsOf(bench).includes('delivered')) await giveDelivered(cache, tables.values(), rows)
  const settings = file.site ? { ...bench.settings, ...file.site } : bench.settings
  await prepareInMemory(cache, { settings, codeSets: bench.codeSets, needed: neededTables(bench, file) })
  const replaced = await replacePrepared(bench, file)
  await cache.session.run(`SET search_path = 'work.main,memory.main'`)
  return runModel({ bench, file, replaced, settings })
}

/** What the model reads; its binding proves that this is all. */
const readsOf = ({ model, components }: ModelBench): string[] =>
  [model, ...componentsOf(model, components)].flatMap(({ definition }) => Object.keys(definition.reads))

/** What the model reads, what finishing findings reads, and what the case replaces. */
const neededTables = (bench: ModelBench, { given }: CaseFile): ReadonlySet<string> =>
  neededFor(['institution', ...Object.keys(given), ...readsOf(bench)])

/** Prepared tables the case gives itself. Returns the names that remain: step tables. */
async function replacePrepared(
  { cache, tables }: CaseBench,
  file: CaseFile,
): Promise<Map<string, readonly GivenRow[]>> {
  const rest = new Map<string, readonly GivenRow[]>()
  for (const [name, rows] of Object.entries(file.given)) {
    if (name === 'stays' || name === 'visits' || tables.has(name)) continue
    if (!isPrepared(name)) rest.set(name, rows as GivenRow[])
    else {
      const columns = await cache.session.describe(`SELECT * FROM ${quoteIdent(name)}`)
      await giveTable(cache, { name, columns }, rows as GivenRow[])
    }
  }
  return rest
}

interface ModelCase {
  readonly bench: ModelBench
  readonly file: CaseFile
  readonly replaced: Map<string, readonly GivenRow[]>
  readonly settings: SiteSettings
}

async function runModel({ bench, file, replaced, settings }: ModelCase): Promise<CaseResult> {
  const { model, work } = bench
  const used = componentsOf(model, bench.components)
  const definitions = effectiveParameters(model, used)
  const values = resolveParameters(definitions, file.params)
  const context: StepContext = {
    session: work.session,
    definitions,
    values,
    asOf: file.as_of,
    losMode: settings.los_mode,
    schemes: bench.schemes,
  }
  const sources: StepSource[] = [...used, model].flatMap((part) =>
    part.definition.steps.map((step) => ({ step, sql: part.sql })),
  )
  const names = new Set(sources.map((s) => s.step.table))
  const stranger = [...replaced.keys()].find((name) => !names.has(name))
  if (stranger !== undefined) throw new Error(`given 中的 ${stranger} 既不是国家表，也不是准备好的表或步骤的表`)
  for (const source of sources) {
    const given = replaced.get(source.step.table)
    if (given) await giveTable(work, { name: source.step.table, columns: await columnsOfStep(source, context) }, given)
    else await fillStep(source, context, work)
  }
  const available = work.columns('finding').map((c) => c.name)
  const run = { runId: 'case', snapshot: 's0', asOf: file.as_of, values }
  const findings = await work.rows(finishSql(model.definition, { available, run, withFacts: true }))
  const cannotTell = names.has('cannot_tell') ? await work.rows('SELECT * FROM cannot_tell') : []
  const tables: Record<string, readonly Row[]> = {}
  for (const name of Object.keys(file.expect.tables ?? {}))
    tables[name] = await work.rows(`SELECT * FROM ${quoteIdent(name)}`)
  return { findings, cannotTell, tables }
}

/** A step's table, worked out again when what it is made from has changed. */
async function fillStep(source: StepSource, context: StepContext, work: TableCache): Promise<void> {
  const { step } = source
  if (isSqlStep(step)) return work.put(step.table, statementOf(source, context))
  const method = getMethod(step.method)
  const options = optionsOf(step.options, context.values)
  const recipe = JSON.stringify([step.method, options, step.from, method.beside?.table ?? ''])
  let spooled: SpooledTable | undefined
  try {
    await work.put(step.table, recipe, async () => {
      spooled = await spoolColumns(method, await runMethod(step, context))
      return spooled.select
    })
  } finally {
    spooled?.remove()
  }
}

/** Columns and types a step's table would have, without running it. */
async function columnsOfStep(
  source: StepSource,
  context: StepContext,
): Promise<readonly { name: string; type: string }[]> {
  if (isSqlStep(source.step)) return context.session.describe(statementOf(source, context))
  return Object.entries(getMethod(source.step.method).output).map(([name, type]) => ({ name, type: outputType(type) }))
}
