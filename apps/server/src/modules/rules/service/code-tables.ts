import { AppError } from '@yijian/kernel'
import type { Catalogue } from '@yijian/rules'
import { codeTablesState, readCodeTables } from '@yijian/warehouse'
import { describeDefect, type Log } from '../../../platform/log.ts'

/** The national code tables of this site, read again when one of their files has changed. */
export type CodeTables = () => Catalogue

export function createCodeTables(dataDirectory: string, log: Log): CodeTables {
  let [state, tables]: [string | undefined, Catalogue] = [undefined, {}]
  return () => {
    const now = codeTablesState(dataDirectory)
    if (now !== state) {
      state = now
      tables = readOrNone(dataDirectory, log)
    }
    return tables
  }
}

/** A file that cannot be read must not stop every submit: nothing is asked of the tables until it is right. */
function readOrNone(dataDirectory: string, log: Log): Catalogue {
  try {
    return readCodeTables(dataDirectory)
  } catch (error) {
    log.warn('rules.code-tables', error instanceof AppError ? { message: error.message } : describeDefect(error))
    return {}
  }
}
