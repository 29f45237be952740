/** One column of a table: numbers (NaN = missing), integers, or text (null = missing). */
export type Column = Float64Array | Int32Array | readonly (string | null)[]

/** A table as columns of equal length. */
export interface ColumnTable {
  readonly length: number
  readonly columns: Readonly<Record<string, Column>>
}

export type ColumnType = 'number' | 'integer' | 'text'

export interface OptionDefinition {
  readonly label: string
  readonly type: 'number' | 'integer' | 'text'
  readonly default: number | string
  readonly min?: number
  readonly max?: number
}

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
  readonly options: Readonly<Record<string, OptionDefinition>>
  readonly output: Readonly<Record<string, ColumnType>>
  run(input: ColumnTable, options: Readonly<Record<string, number | string>>, context: MethodContext): ColumnTable
}
