import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatsFor, placeholdersIn } from '../../findings/explain.ts'
import { componentsOf } from '../components.ts'
import { isSqlStep, type ModelDefinition, type Step } from '../definition.ts'
import type { Catalogue, LoadedComponent, LoadedModel } from '../load-models.ts'
import { ALL_METHODS } from '../all-methods.ts'
import { placeholdersOf } from '../parameters.ts'
import { type CheckProblem, problem } from './problem.ts'

const HEADINGS = ['查什么', '判定口径', '不适用的情形', '如何核实', '政策依据']
const FIXED = new Set(['as_of', 'los_mode'])

/** Everything that can be seen without running anything. */
export function staticProblems(
  model: LoadedModel,
  { components, dictionaries }: { components: Catalogue['components']; dictionaries: ReadonlySet<string> },
): CheckProblem[] {
  return [
    ...dictionaryProblems(model.definition, dictionaries),
    ...readmeProblems(model),
    ...stepProblems(model),
    ...parameterProblems(model, componentsOf(model, components)),
    ...sentenceProblems(model.definition),
    ...strayFiles(model),
  ]
}

function dictionaryProblems(definition: ModelDefinition, known: ReadonlySet<string>): CheckProblem[] {
  const columns = [...definition.returns, ...definition.details.flatMap((detail) => detail.columns)]
  return columns.flatMap(({ name, dictionary }) =>
    dictionary === undefined || known.has(dictionary)
      ? []
      : [problem('model.yaml', `列 ${name} 的字典 ${dictionary} 不存在`)],
  )
}

function readmeProblems({ folder }: LoadedModel): CheckProblem[] {
  const path = join(folder, 'README.md')
  if (!existsSync(path)) return [problem('README.md', '没有 README.md')]
  const lines = readFileSync(path, 'utf8').split('\n')
  return HEADINGS.flatMap((heading) => {
    const at = lines.findIndex((line) => new RegExp(`^#+\\s*${heading}\\s*$`).test(line))
    if (at < 0) return [problem('README.md', `缺少标题“${heading}”`)]
    const rest = lines.slice(at + 1)
    const end = rest.findIndex((line) => /^#+\s/.test(line))
    const body = rest
      .slice(0, end < 0 ? undefined : end)
      .join('')
      .trim()
    return body === '' ? [problem('README.md', `标题“${heading}”下面没有内容`, at + 1)] : []
  })
}

function stepProblems({ definition }: LoadedModel): CheckProblem[] {
  const names = definition.steps.map((step) => step.table)
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  const unknown = definition.steps.flatMap((step) => (isSqlStep(step) || ALL_METHODS[step.method] ? [] : [step.method]))
  const details = definition.details.filter((detail) => !names.includes(detail.table))
  return [
    ...twice.map((name) => problem('model.yaml', `步骤表 ${name} 出现两次`)),
    ...unknown.map((id) =>
      problem('model.yaml', `没有名为 ${id} 的方法；可用的方法：${Object.keys(ALL_METHODS).join('、')}`),
    ),
    ...details.map((detail) => problem('model.yaml', `details 的表 ${detail.table} 不是任何步骤的表`)),
    ...(names.includes('finding') ? [] : [problem('model.yaml', '没有名为 finding 的步骤')]),
  ]
}

/** `$name` of SQL steps and of method options. */
export function parametersUsed(steps: readonly Step[], sql: ReadonlyMap<string, string>): Set<string> {
  const inSql = steps.flatMap((step) => (isSqlStep(step) ? [...placeholdersOf(sql.get(step.sql) ?? '')] : []))
  const inOptions = steps.flatMap((step) =>
    isSqlStep(step)
      ? []
      : Object.values(step.options).flatMap((value) =>
          typeof value === 'string' && value.startsWith('$') ? [value.slice(1)] : [],
        ),
  )
  return new Set([...inSql, ...inOptions])
}

function parameterProblems(model: LoadedModel, used: readonly LoadedComponent[]): CheckProblem[] {
  const { definition, sql } = model
  const own = definition.parameters.map((parameter) => parameter.id)
  const inherited = used.flatMap((component) => component.definition.parameters.map((parameter) => parameter.id))
  const wanted = parametersUsed(definition.steps, sql)
  const twice = own.filter((id, i) => own.indexOf(id) !== i)
  const idle = own.filter((id) => !wanted.has(id) && !inherited.includes(id))
  const undeclared = definition.steps
    .filter(isSqlStep)
    .flatMap((step) =>
      [...placeholdersOf(sql.get(step.sql) ?? '')]
        .filter((name) => !own.includes(name) && !inherited.includes(name) && !FIXED.has(name))
        .map((name) =>
          problem(step.sql, `用到了没有声明的参数 $${name}`, lineOfText(sql.get(step.sql) ?? '', `$${name}`)),
        ),
    )
  return [
    ...twice.map((id) => problem('model.yaml', `参数 ${id} 声明了两次`)),
    ...idle.map((id) => problem('model.yaml', `参数 ${id} 声明了但没有用到`)),
    ...undeclared,
  ]
}

function lineOfText(text: string, part: string): number | null {
  const at = text.indexOf(part)
  return at < 0 ? null : text.slice(0, at).split('\n').length
}

function sentenceProblems(definition: ModelDefinition): CheckProblem[] {
  const known = new Set([...Object.keys(formatsFor(definition.returns)), 'score', 'tier', 'level'])
  const unknown = [definition.explain, definition.against ?? '']
    .flatMap(placeholdersIn)
    .filter((name) => !known.has(name))
  const accusing = /违规|违法|骗保/.test(definition.explain) && !definition.explain.includes('疑似')
  return [
    ...unknown.map((name) => problem('model.yaml', `说明文字中的 {${name}} 不是 finding 的列`)),
    ...(accusing ? [problem('model.yaml', '说明文字在核实之前只能写“疑似”')] : []),
  ]
}

/** SQL files that no step names are forgotten work. */
function strayFiles({ folder, sql }: LoadedModel): CheckProblem[] {
  const stray = readdirSync(folder).filter((name) => name.endsWith('.sql') && !sql.has(name))
  return stray.map((name) => problem(name, '没有步骤用到这个文件'))
}
