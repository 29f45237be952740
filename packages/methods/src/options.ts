import { AppError } from '@yijian/kernel'
import type { MethodOptions, OptionDefinition } from './table.ts'

type Definitions = Readonly<Record<string, OptionDefinition>>
type OptionValues<D extends Definitions> = {
  readonly [K in keyof D]: D[K]['type'] extends 'text' ? string : number
}

/** Fills defaults and checks names, types and bounds. Throws `invalid` with the Chinese label of the option. */
export function readOptions<const D extends Definitions>(definitions: D, given: MethodOptions): OptionValues<D> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(definitions, name)) {
      throw new AppError('invalid', 'method.option-unknown', `方法没有选项 ${name}`, { option: name })
    }
  }
  const values: Record<string, number | string> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    values[name] = checked(name, definition, given[name] ?? definition.default)
  }
  return values as OptionValues<D>
}

function checked(name: string, definition: OptionDefinition, value: number | string): number | string {
  const { label, type, min = -Infinity, max = Infinity } = definition
  if (type === 'text') {
    if (typeof value === 'string') return value
  } else if (typeof value === 'number' && value >= min && value <= max) {
    if (type === 'number' || Number.isInteger(value)) return value
  }
  throw new AppError('invalid', 'method.option', `方法选项 ${name}（${label}）的值不正确：${value}`, {
    option: name,
    value,
  })
}

/** A text option that must be one of a few words. */
export function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value)
  if (found !== undefined) return found
  throw new AppError('invalid', 'method.option', `方法选项 ${name} 应为 ${allowed.join('、')} 之一：${value}`, {
    option: name,
    value,
  })
}

/** A comma list of column names, e.g. `age, sex`. */
export function namesIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
