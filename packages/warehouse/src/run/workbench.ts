import { AppError } from '@yijian/kernel'
import type { SchemeShelf } from '../drg/scheme-shelf.ts'
import { quoteIdent, type Session } from '../engine/public.ts'
import { componentsOf, effectiveParameters } from '../models/components.ts'
import type { Parameter } from '../models/definition.ts'
import type { Catalogue, LoadedComponent, LoadedModel } from '../models/load-models.ts'
import { type ParameterValues, resolveParameters } from '../models/parameters.ts'
import { runStep, type StepContext } from '../models/step-runner.ts'
import { chooseVariants } from '../prepare/mount.ts'

/** A session with the prepared tables in `main`, where models and the components they share are worked out. */
export interface Workbench {
  readonly session: Session
  readonly components: Catalogue['components']
  readonly asOf: string
  readonly losMode: string
  readonly schemes: SchemeShelf
  readonly signal?: AbortSignal
  readonly onStep: (label: string, done: number) => void
  /** Schemas of components already built, by id and parameter values; a failure is remembered too. */
  readonly built: Map<string, Promise<string>>
}

export interface Prepared {
  readonly schema: string
  readonly definitions: readonly Parameter[]
  readonly values: ParameterValues
}

/** Runs the components and steps of a model; its tables are then in the returned schema, which is the current one. */
export async function runModelSteps(bench: Workbench, model: LoadedModel, given: ParameterValues): Promise<Prepared> {
  const used = componentsOf(model, bench.components)
  const definitions = effectiveParameters(model, used)
  const values = resolveParameters(definitions, given)
  const schemas: string[] = []
  for (const component of used) schemas.push(await componentSchema(bench, component, values))
  const schema = `m_${model.definition.id.replaceAll('-', '_')}`
  await runSteps(bench, { part: model, schema, path: [schema, ...schemas.toReversed(), 'main'], values, definitions })
  return { schema, definitions, values }
}

/** Builds a component once per set of its parameter values. */
function componentSchema(bench: Workbench, component: LoadedComponent, all: ParameterValues): Promise<string> {
  const needed = [component, ...usedBy(bench, component)]
  const definitions = needed.flatMap((c) => c.definition.parameters)
  const values = Object.fromEntries(definitions.map((d) => [d.id, all[d.id] ?? d.default]))
  const key = JSON.stringify([component.definition.id, Object.entries(values).sort()])
  const known = bench.built.get(key)
  if (known) return known
  const schema = `c_${component.definition.id.replaceAll('-', '_')}_${bench.built.size}`
  const build = async () => {
    const below: string[] = []
    for (const used of usedBy(bench, component)) below.push(await componentSchema(bench, used, all))
    await runSteps(bench, {
      part: component,
      schema,
      path: [schema, ...below.toReversed(), 'main'],
      values,
      definitions,
    })
    return schema
  }
  const building = build()
  bench.built.set(key, building)
  return building
}

function usedBy(bench: Workbench, component: LoadedComponent): LoadedComponent[] {
  return component.definition.uses.flatMap((id) => {
    const used = bench.components.get(id)
    return used ? [...usedBy(bench, used), used] : []
  })
}

interface StepsOf {
  readonly part: LoadedModel | LoadedComponent
  readonly schema: string
  readonly path: readonly string[]
  readonly values: ParameterValues
  readonly definitions: readonly Parameter[]
}

async function runSteps(bench: Workbench, { part, schema, path, values, definitions }: StepsOf): Promise<void> {
  const { session, signal } = bench
  await session.run(`CREATE SCHEMA IF NOT EXISTS ${quoteIdent(schema)}; SET search_path = '${path.join(',')}'`)
  await chooseVariants(session, part.definition.reads)
  const context: StepContext = {
    session,
    definitions,
    values,
    asOf: bench.asOf,
    losMode: bench.losMode,
    schemes: bench.schemes,
    ...(signal ? { signal } : {}),
  }
  for (const [index, step] of part.definition.steps.entries()) {
    bench.onStep(`${part.definition.id} · ${step.table}`, index / part.definition.steps.length)
    try {
      await runStep({ step, sql: part.sql }, context)
    } catch (error) {
      if (signal?.aborted) throw error
      throw failedStep(`${part.definition.id} 的步骤 ${step.table}`, error)
    }
  }
}

/** A step's failure in one line: which step, and what the engine said. */
function failedStep(where: string, error: unknown): AppError {
  const text = error instanceof Error ? error.message : String(error)
  return new AppError(
    'invalid',
    'model.step',
    `${where}失败：${text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 3)
      .join(' ')}`,
  )
}
