import { AppError } from '@yijian/kernel'
import type { ColumnTable } from '@yijian/methods'
import { quoteIdent, type Session, throwIfCancelled } from '../engine/public.ts'
import type { SchemeShelf } from '../drg/scheme-shelf.ts'
import { ALL_METHODS } from './all-methods.ts'
import { isSqlStep, type MethodStep, type Parameter, type Step } from './definition.ts'
import type { EngineMethod } from './engine-method.ts'
import { readColumns, writeColumns } from './method-table.ts'
import { fillIn, literalsOf, type ParameterValues } from './parameters.ts'

/** What a step needs to know besides the tables of the session. */
export interface StepContext {
  readonly session: Session
  readonly definitions: readonly Parameter[]
  readonly values: ParameterValues
  readonly asOf: string
  readonly losMode: string
  /** Grouping schemes for methods that regroup. */
  readonly schemes: SchemeShelf
  readonly signal?: AbortSignal
}

export interface StepSource {
  readonly step: Step
  readonly sql: ReadonlyMap<string, string>
}

/** The statement of a SQL step with its literals filled in and without a closing semicolon. */
export function statementOf({ step, sql }: StepSource, context: StepContext): string {
  if (!isSqlStep(step)) throw new Error(`step ${step.table} is not SQL`)
  const text = sql.get(step.sql) ?? ''
  return fillIn(text, literalsOf(context.definitions, context.values, context))
    .trim()
    .replace(/;\s*$/, '')
}

/** Runs one step into a table of its name in the session's current schema. */
export async function runStep(source: StepSource, context: StepContext): Promise<void> {
  throwIfCancelled(context.signal)
  const { step } = source
  if (isSqlStep(step)) {
    await context.session.run(
      `CREATE OR REPLACE TABLE ${quoteIdent(step.table)} AS ${statementOf(source, context)}`,
      context.signal,
    )
    return
  }
  const output = await runMethod(step, context)
  await writeColumns(context.session, { table: step.table, method: getMethod(step.method), output })
}

/** What a step's method makes of the table it reads. */
export async function runMethod(step: MethodStep, context: StepContext): Promise<ColumnTable> {
  const method = getMethod(step.method)
  const options = optionsOf(step.options, context.values)
  const input = await readColumns({ ...context, table: step.from, method, options })
  return method.run(input, options, {
    check: () => throwIfCancelled(context.signal),
    schemes: context.schemes,
  })
}

export function getMethod(id: string): EngineMethod {
  const method = ALL_METHODS[id]
  if (!method) throw new AppError('missing', 'method.unknown', `没有名为 ${id} 的方法`)
  return method
}

/** Option values; one that begins with `$` is the value of that parameter. */
export function optionsOf(
  options: Readonly<Record<string, number | string>>,
  values: ParameterValues,
): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      if (typeof value !== 'string' || !value.startsWith('$')) return [name, value]
      const given = values[value.slice(1)]
      if (given === undefined)
        throw new AppError('invalid', 'parameter.undeclared', `方法选项 ${name} 用到了未声明的参数 ${value}`)
      return [name, typeof given === 'boolean' ? Number(given) : given]
    }),
  )
}
