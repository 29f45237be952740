import { appendFileSync } from 'node:fs'
import { csvField } from '../tables/csv-text.ts'

/** One bad cell of a rejected row. */
export interface Reject {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly value: string | undefined
  readonly reason: string
  /** The row as delivered. */
  readonly raw: string
}

export const REJECT_HEADER = 'file,line,column,value,reason,raw\n'

function rejectLine(reject: Reject): string {
  const fields = [reject.file, String(reject.line), reject.column, reject.value, reject.reason, reject.raw]
  return `${fields.map(csvField).join(',')}\n`
}

/** Collects the rejects of one file; `count` is of rows, not of cells. */
export interface RejectWriter {
  readonly path: string
  add(rejects: readonly Reject[]): void
  flush(): void
  rows(): number
}

export function openRejectWriter(path: string): RejectWriter {
  let buffer: string[] = []
  let rows = 0
  const flush = () => {
    if (buffer.length > 0) appendFileSync(path, buffer.join(''))
    buffer = []
  }
  return {
    path,
    /** The cells of one row. */
    add: (rejects) => {
      rows++
      buffer.push(...rejects.map(rejectLine))
      if (buffer.length >= 10_000) flush()
    },
    flush,
    rows: () => rows,
  }
}
