import { quoteIdent, type Row, type Session } from '../engine/public.ts'
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
import { createDelivered, createNational, createTable } from './given-tables.ts'
import type { Catalogue, LoadedModel } from './load-models.ts'
import { outputType } from './method-table.ts'
import { resolveParameters } from './parameters.ts'
import { getMethod, runStep, statementOf, type StepContext, type StepSource } from './step-runner.ts'

/** What cases run against: a session of their own and the content they belong to. */
export interface CaseBench {
  readonly session: Session
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

/** Runs a case on the real engine: national rows → preparation → steps → findings. */
export async function runCase(bench: CaseBench, model: LoadedModel, trial: Trial): Promise<CaseResult> {
  const { session, tables } = bench
  const { file, variation = (same: NationalRows) => same } = trial
  await session.run(`DROP SCHEMA IF EXISTS work CASCADE; SET search_path = 'main'`)
  const columnsOf = (table: string) => new Set((tables.get(table)?.columns ?? []).map((c) => c.name))
  const rows = variation(nationalRows(file.given, columnsOf))
  await createNational(session, tables.values(), rows)
  await createDelivered(session, tables.values(), rows)
  const settings = file.site ? { ...bench.settings, ...file.site } : bench.settings
  await prepareInMemory(session, { settings, codeSets: bench.codeSets, needed: neededTables(bench, model, file) })
  const replaced = await replacePrepared(bench, file)
  await session.run(`CREATE SCHEMA work; SET search_path = 'work,main'`)
  return runModel({ bench, model, file, replaced, settings })
}

/** What the model reads (its binding proves that this is all), what finishing findings reads, and what the case replaces. */
function neededTables({ components }: CaseBench, model: LoadedModel, { given }: CaseFile): ReadonlySet<string> {
  const parts = [model, ...componentsOf(model, components)]
  return neededFor([
    'institution',
    ...Object.keys(given),
    ...parts.flatMap(({ definition }) => Object.keys(definition.reads)),
  ])
}

/** Prepared tables the case gives itself. Returns the names that remain: step tables. */
async function replacePrepared(
  { session, tables }: CaseBench,
  file: CaseFile,
): Promise<Map<string, readonly GivenRow[]>> {
  const rest = new Map<string, readonly GivenRow[]>()
  for (const [name, rows] of Object.entries(file.given)) {
    if (name === 'stays' || name === 'visits' || tables.has(name)) continue
    if (!isPrepared(name)) rest.set(name, rows as GivenRow[])
    else
      await createTable(
        session,
        { name, columns: await session.describe(`SELECT * FROM ${quoteIdent(name)}`) },
        rows as GivenRow[],
      )
  }
  return rest
}

interface ModelCase {
  readonly bench: CaseBench
  readonly model: LoadedModel
  readonly file: CaseFile
  readonly replaced: Map<string, readonly GivenRow[]>
  readonly settings: SiteSettings
}

async function runModel({ bench, model, file, replaced, settings }: ModelCase): Promise<CaseResult> {
  const { session } = bench
  const used = componentsOf(model, bench.components)
  const definitions = effectiveParameters(model, used)
  const values = resolveParameters(definitions, file.params)
  const context: StepContext = {
    session,
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
    if (given)
      await createTable(session, { name: source.step.table, columns: await columnsOfStep(source, context) }, given)
    else await runStep(source, context)
  }
  const available = (await session.describe('SELECT * FROM finding')).map((c) => c.name)
  const run = { runId: 'case', snapshot: 's0', asOf: file.as_of, values }
  const findings = await session.rows(finishSql(model.definition, { available, run, withFacts: true }))
  const cannotTell = names.has('cannot_tell') ? await session.rows('SELECT * FROM cannot_tell') : []
  const tables: Record<string, readonly Row[]> = {}
  for (const name of Object.keys(file.expect.tables ?? {}))
    tables[name] = await session.rows(`SELECT * FROM ${quoteIdent(name)}`)
  return { findings, cannotTell, tables }
}

/** Columns and types a step's table would have, without running it. */
async function columnsOfStep(
  source: StepSource,
  context: StepContext,
): Promise<readonly { name: string; type: string }[]> {
  if (isSqlStep(source.step)) return context.session.describe(statementOf(source, context))
  return Object.entries(getMethod(source.step.method).output).map(([name, type]) => ({ name, type: outputType(type) }))
}
