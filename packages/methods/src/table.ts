/**
 * One column of a table: numbers (NaN = missing), integers (MISSING_INTEGER = missing), or text (null = missing).
 */
export type Column = Float64Array | Int32Array | readonly (string | null)[]

/** SQL NULL in an Int32Array. */
export const MISSING_INTEGER = -2147483648

/** A table as columns of equal length. */
export interface ColumnTable {
  readonly length: number
  readonly columns: Readonly<Record<string, Column>>
}

/**
 * `key` is an identifier that is only compared: text or integer, handed over as stored and returned in the same type.
 * `boolean` is an Int32Array of 0 and 1.
 */
export type ColumnType = 'number' | 'integer' | 'text' | 'key' | 'boolean'

export interface OptionDefinition {
  readonly label: string
  readonly type: 'number' | 'integer' | 'text'
  readonly default: number | string
  readonly min?: number
  readonly max?: number
}

export type MethodOptions = Readonly<Record<string, number | string>>

/** Lets a long computation be cancelled and report how far it is (0…1). */
export interface MethodContext {
  /** Throws when the run was cancelled. Cheap: call it once per few thousand operations. */
  check(): void
  progress?(done: number): void
}

/** A statistical or learning method that a model step names: a pure function of columns. */
export interface Method {
  readonly id: string
  /** Chinese name for the console. */
  readonly label: string
  /** Columns it needs; further columns of the input are ignored. */
  readonly input: Readonly<Record<string, ColumnType>>
  /** Columns it uses when they are there. */
  readonly optional?: Readonly<Record<string, ColumnType>>
  /** Columns whose names an option gives, e.g. the regressors: needed besides `input`. */
  readonly inputOf?: (options: MethodOptions) => Readonly<Record<string, ColumnType>>
  readonly options: Readonly<Record<string, OptionDefinition>>
  readonly output: Readonly<Record<string, ColumnType>>
  run(input: ColumnTable, options: MethodOptions, context: MethodContext): ColumnTable
}
