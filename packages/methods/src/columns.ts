import { AppError } from '@yijian/kernel'
import { ascending, gatherIntegers, gatherNumbers } from './order.ts'
import { MISSING_INTEGER, type Column, type ColumnTable } from './table.ts'

/** A key column as dense codes: `codes[row]` points into `distinct`, which ascends and keeps the type of the column. */
export interface Keys {
  readonly codes: Int32Array
  readonly distinct: Column
  readonly size: number
}

export function getColumn(input: ColumnTable, name: string): Column {
  const column = input.columns[name]
  if (!column) throw new AppError('invalid', 'method.column-missing', `方法的输入表缺少列 ${name}`, { column: name })
  return column
}

/** A numeric column as float64; a missing integer becomes NaN. Throws `invalid` for text. */
export function numbersOf(input: ColumnTable, name: string): Float64Array {
  const column = getColumn(input, name)
  if (column instanceof Float64Array) return column
  if (!(column instanceof Int32Array)) {
    throw new AppError('invalid', 'method.column-type', `方法的输入列 ${name} 应为数值`, { column: name })
  }
  return new Float64Array(column).map((value) => (value === MISSING_INTEGER ? NaN : value))
}

export function findNumbers(input: ColumnTable, name: string): Float64Array | undefined {
  return input.columns[name] ? numbersOf(input, name) : undefined
}

export function textsOf(input: ColumnTable, name: string): readonly (string | null)[] {
  const column = getColumn(input, name)
  if (column instanceof Float64Array || column instanceof Int32Array) {
    throw new AppError('invalid', 'method.column-type', `方法的输入列 ${name} 应为文本`, { column: name })
  }
  return column
}

/** Text ascends by code unit, numbers by value: the same on every machine. Throws `invalid` for a missing key. */
export function keysOf(input: ColumnTable, name: string): Keys {
  return encodeKeys(getColumn(input, name), name)
}

export function encodeKeys(column: Column, name: string): Keys {
  if (column instanceof Int32Array) return encodeIntegers(column, name)
  if (column instanceof Float64Array) return encodeNumbers(column, name)
  return encodeTexts(column, name)
}

/** Picks values of a distinct column by code, keeping its type. */
export function pick(distinct: Column, codes: Int32Array): Column {
  if (distinct instanceof Int32Array) return gatherIntegers(distinct, codes)
  if (distinct instanceof Float64Array) return gatherNumbers(distinct, codes)
  const picked = new Array<string | null>(codes.length)
  for (let i = 0; i < codes.length; i++) picked[i] = distinct[codes[i] as number] ?? null
  return picked
}

function missingKey(name: string): AppError {
  return new AppError('invalid', 'method.key-missing', `方法的输入列 ${name} 是标识列，不能为空`, { column: name })
}

function encodeTexts(column: readonly (string | null)[], name: string): Keys {
  const seen = new Map<string, number>()
  const codes = new Int32Array(column.length)
  for (let row = 0; row < column.length; row++) {
    const value = column[row]
    if (value === null || value === undefined) throw missingKey(name)
    let code = seen.get(value)
    if (code === undefined) {
      code = seen.size
      seen.set(value, code)
    }
    codes[row] = code
  }
  const texts = [...seen.keys()]
  const order = ascending(texts.length).sort((a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : 1))
  const rank = new Int32Array(texts.length)
  for (let i = 0; i < order.length; i++) rank[order[i] as number] = i
  for (let row = 0; row < codes.length; row++) codes[row] = rank[codes[row] as number] as number
  return { codes, distinct: Array.from(order, (code) => texts[code] as string), size: texts.length }
}

function encodeIntegers(column: Int32Array, name: string): Keys {
  const [low, high] = range(column, name)
  if (high - low > 4 * column.length + 1_000_000) {
    const keys = encodeNumbers(Float64Array.from(column), name)
    return { ...keys, distinct: Int32Array.from(keys.distinct as Float64Array) }
  }
  const slots = new Int32Array(Math.max(0, high - low + 1))
  for (let row = 0; row < column.length; row++) slots[(column[row] as number) - low] = 1
  let size = 0
  for (let i = 0; i < slots.length; i++) slots[i] = slots[i] ? ++size : 0
  const distinct = new Int32Array(size)
  for (let i = 0; i < slots.length; i++) if (slots[i]) distinct[(slots[i] as number) - 1] = i + low
  const codes = new Int32Array(column.length)
  for (let row = 0; row < column.length; row++) codes[row] = (slots[(column[row] as number) - low] as number) - 1
  return { codes, distinct, size }
}

function range(column: Int32Array, name: string): readonly [number, number] {
  let low = Infinity
  let high = -Infinity
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number
    if (value === MISSING_INTEGER) throw missingKey(name)
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

function encodeNumbers(column: Float64Array, name: string): Keys {
  const sorted = Float64Array.from(column).sort()
  let size = 0
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number
    if (Number.isNaN(value)) throw missingKey(name)
    if (size === 0 || value !== sorted[size - 1]) sorted[size++] = value
  }
  const distinct = sorted.slice(0, size)
  const index = new Map<number, number>()
  distinct.forEach((value, code) => index.set(value, code))
  const codes = new Int32Array(column.length)
  for (let row = 0; row < codes.length; row++) codes[row] = index.get(column[row] as number) as number
  return { codes, distinct, size }
}
