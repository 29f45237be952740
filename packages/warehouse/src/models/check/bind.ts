import { openEngine, quoteIdent, type Session } from '../../engine/public.ts'
import { NO_SCHEMES } from '../../drg/scheme-shelf.ts'
import { prepareInMemory } from '../../prepare/in-memory.ts'
import { componentsOf, effectiveParameters } from '../components.ts'
import { isSqlStep, type ModelDefinition } from '../definition.ts'
import { ALL_METHODS } from '../all-methods.ts'
import { giveDelivered, giveNational } from '../given-tables.ts'
import type { CaseBench } from '../case-run.ts'
import type { LoadedComponent, LoadedModel } from '../load-models.ts'
import { outputType, sourceOf } from '../method-table.ts'
import { resolveParameters } from '../parameters.ts'
import { FACT_TYPES, findingColumnErrors } from '../standard-columns.ts'
import { optionsOf, statementOf, type StepContext, type StepSource } from '../step-runner.ts'
import { type CheckProblem, lineOf, oneLine, problem } from './problem.ts'

/** Types of every column of every table a model may read, from an empty prepared warehouse. */
export type WarehouseShape = ReadonlyMap<string, ReadonlyMap<string, string>>

export async function warehouseShape(bench: Omit<CaseBench, 'components' | 'schemes'>): Promise<WarehouseShape> {
  const { cache, tables } = bench
  await giveNational(cache, tables.values())
  await giveDelivered(cache, tables.values())
  await prepareInMemory(cache, bench)
  const rows = await cache.session.rows(
    `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'main' AND table_name NOT LIKE 'x\\_%' ESCAPE '\\'`,
  )
  const shape = new Map<string, Map<string, string>>()
  for (const row of rows) {
    const table = row['table_name'] as string
    shape.set(
      table,
      (shape.get(table) ?? new Map<string, string>()).set(row['column_name'] as string, row['data_type'] as string),
    )
  }
  return shape
}

export interface BindTarget {
  readonly shape: WarehouseShape
  readonly components: ReadonlyMap<string, LoadedComponent>
}

/** Binds every step against an empty warehouse that holds only what `reads` names, and compares what comes out with what is declared. */
export async function bindProblems(model: LoadedModel, { shape, components }: BindTarget): Promise<CheckProblem[]> {
  const used = componentsOf(model, components)
  const definitions = effectiveParameters(model, used)
  const engine = await openEngine({ memoryLimit: '512MB', threads: 1 })
  try {
    const context: StepContext = {
      session: engine,
      definitions,
      values: resolveParameters(definitions),
      asOf: '2025-12-31',
      losMode: 'exclusive',
      schemes: NO_SCHEMES,
    }
    for (const component of used) {
      const missing = await createReads(engine, component.definition.reads, shape)
      const failed = missing[0] ?? (await bindSteps(component, context))[0]
      if (failed) return [{ ...failed, file: `components/${component.definition.id}/${failed.file}` }]
      await dropReads(engine, component.definition.reads)
    }
    const missing = await createReads(engine, model.definition.reads, shape)
    if (missing.length > 0) return missing
    const problems = await bindSteps(model, context)
    return problems.length > 0 ? problems : await outputProblems(engine, model.definition)
  } finally {
    engine.close()
  }
}

type Reads = ModelDefinition['reads']

async function createReads(session: Session, reads: Reads, shape: WarehouseShape): Promise<CheckProblem[]> {
  const problems: CheckProblem[] = []
  for (const [table, columns] of Object.entries(reads)) {
    const known = shape.get(table)
    if (!known) {
      problems.push(problem('model.yaml', `reads 中的表 ${table} 不存在`))
      continue
    }
    const unknown = columns.filter((column) => !known.has(column))
    problems.push(...unknown.map((column) => problem('model.yaml', `reads 中的列 ${table}.${column} 不存在`)))
    const list = columns
      .filter((column) => known.has(column))
      .map((column) => `${quoteIdent(column)} ${known.get(column) ?? ''}`)
    if (list.length > 0) await session.run(`CREATE TABLE ${quoteIdent(table)} (${list.join(', ')})`)
  }
  return problems
}

async function dropReads(session: Session, reads: Reads): Promise<void> {
  for (const table of Object.keys(reads)) await session.run(`DROP TABLE IF EXISTS ${quoteIdent(table)}`)
}

async function bindSteps(part: LoadedModel | LoadedComponent, context: StepContext): Promise<CheckProblem[]> {
  for (const step of part.definition.steps) {
    const source: StepSource = { step, sql: part.sql }
    const file = isSqlStep(step) ? step.sql : 'model.yaml'
    try {
      const failed = isSqlStep(step) ? await bindSql(source, context, step.sql) : await bindMethod(source, context)
      if (failed) return [failed]
    } catch (error) {
      return [problem(file, `步骤 ${step.table} 与 reads 对不上或 SQL 有误：${oneLine(error)}`, lineOf(error))]
    }
  }
  return []
}

async function bindSql(source: StepSource, context: StepContext, file: string): Promise<CheckProblem | undefined> {
  const statement = statementOf(source, context)
  const statements = await context.session.count(statement)
  if (statements !== 1) return problem(file, `每个文件只能有一条 SELECT，这里有 ${statements} 条`)
  await context.session.run(`CREATE TABLE ${quoteIdent(source.step.table)} AS ${statement}`)
  // Loaded when wanted: every process loads this module, few check models.
  const { translationProblem } = await import('./trino.ts')
  const foreign = translationProblem(statement)
  return foreign === undefined ? undefined : problem(file, foreign.message, foreign.line)
}

async function bindMethod({ step }: StepSource, { session, values }: StepContext): Promise<CheckProblem | undefined> {
  if (isSqlStep(step)) return undefined
  const method = ALL_METHODS[step.method]
  if (!method) return problem('model.yaml', `没有名为 ${step.method} 的方法`)
  const columns = new Map(
    (await session.describe(await sourceOf(session, step.from, method))).map((c) => [c.name, c.type]),
  )
  const needed = Object.keys({ ...method.input, ...method.inputOf?.(optionsOf(step.options, values)) })
  const missing = needed.filter((name) => !columns.has(name))
  if (missing.length > 0)
    return problem('model.yaml', `方法 ${method.id} 需要表 ${step.from} 有列 ${missing.join('、')}`)
  const strange = Object.keys(step.options).filter((name) => method.options[name] === undefined)
  if (strange.length > 0)
    return problem(
      'model.yaml',
      `方法 ${method.id} 没有选项 ${strange.join('、')}；可用：${Object.keys(method.options).join('、')}`,
    )
  const list = Object.entries(method.output).map(([name, type]) => {
    const kept = type === 'key' ? columns.get(name) : undefined
    return `${quoteIdent(name)} ${kept === 'INTEGER' ? 'INTEGER' : outputType(type)}`
  })
  await session.run(`CREATE TABLE ${quoteIdent(step.table)} (${list.join(', ')})`)
  return undefined
}

async function outputProblems(session: Session, definition: ModelDefinition): Promise<CheckProblem[]> {
  const fileOf = (table: string) =>
    definition.steps.filter(isSqlStep).find((step) => step.table === table)?.sql ?? 'model.yaml'
  const finding = findingColumnErrors(await session.describe('SELECT * FROM finding'), definition.returns)
  const problems = finding.map((message) => problem(fileOf('finding'), message))
  for (const detail of definition.details) {
    const columns = new Map(
      (await session.describe(`SELECT * FROM ${quoteIdent(detail.table)}`)).map((c) => [c.name, c.type]),
    )
    if (columns.get('subject_id') !== 'VARCHAR')
      problems.push(problem(fileOf(detail.table), `证据表 ${detail.table} 要有列 subject_id（VARCHAR）`))
    for (const column of detail.columns) {
      const type = columns.get(column.name)
      if (type === undefined)
        problems.push(problem(fileOf(detail.table), `details 声明了 ${detail.table}.${column.name}，SQL 没有返回`))
      else if (!FACT_TYPES[column.type].includes(type))
        problems.push(
          problem(fileOf(detail.table), `列 ${detail.table}.${column.name} 的类型是 ${type}，声明为 ${column.type}`),
        )
    }
  }
  if (definition.steps.some((step) => step.table === 'cannot_tell')) {
    const types = (await session.describe('SELECT * FROM cannot_tell')).map((c) => `${c.name} ${c.type}`).join(', ')
    if (!['reason VARCHAR, n BIGINT', 'reason VARCHAR, n INTEGER'].includes(types))
      problems.push(problem(fileOf('cannot_tell'), `cannot_tell 的列应为 reason VARCHAR, n BIGINT，现在是 ${types}`))
  }
  return problems
}
