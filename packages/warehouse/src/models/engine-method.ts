import type { ColumnTable, Method, MethodContext, MethodOptions } from '@yijian/methods'
import type { SchemeShelf } from '../drg/scheme-shelf.ts'

/** What a method of the warehouse may ask for besides its columns. */
export interface EngineContext extends MethodContext {
  readonly schemes: SchemeShelf
}

/** A method as steps run it: the pure ones, and those that need a grouping scheme. */
export interface EngineMethod extends Omit<Method, 'run'> {
  /** Columns that the step's table does not have itself are taken from this table. */
  readonly beside?: { readonly table: string; readonly by: string }
  run(input: ColumnTable, options: MethodOptions, context: EngineContext): ColumnTable
}
