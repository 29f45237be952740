import type { Grouper } from '../group.ts'
import type { Grouping } from '../outcome.ts'
import { CaseReader, PIECE, type CaseOptions } from './case-reader.ts'
import { RowWriter, type ByteSink } from './row-writer.ts'

/** read = grouped + ambiguous + ungrouped + rejected, always. */
export interface CsvCounts {
  read: number
  grouped: number
  /** Ambiguous groups (QY), where a scheme has them. */
  ambiguous: number
  ungrouped: number
  /** Not grouped because something that must be known is missing, unreadable or cannot be. */
  rejected: number
  /** Cases rejected and ungrouped, by reason. */
  readonly reasons: Map<string, number>
}

const OUT_HEADER = ',mdc,adrg,drg,status,reason\n'

/** Groups a case file that comes in pieces and appends `mdc,adrg,drg,status,reason` to each row. Works on bytes: strings cost more than grouping. */
export interface CsvGrouper {
  /** Groups the rows that are complete with this piece and writes them. */
  push(piece: Uint8Array): void
  end(): void
  readonly counts: CsvCounts
}

export interface CsvOptions extends CaseOptions {
  /** Called for each case, after it was grouped; `result` is a number of `scheme.results`. */
  readonly onCase?: (reader: CaseReader, result: number) => void
}

export function createCsvGrouper(grouper: Grouper, write: ByteSink, options: CsvOptions = {}): CsvGrouper {
  const reader = new CaseReader(grouper, options)
  const { results } = grouper.scheme
  const writer = new RowWriter(reader, results.map(tailOf), write)
  const perResult = new Float64Array(results.length)
  const { onCase } = options
  let headerDone = false
  const work = (last: boolean): void => {
    for (;;) {
      const more = reader.next(last)
      if (!headerDone && reader.header !== '') {
        writer.text(`${reader.header}${OUT_HEADER}`)
        headerDone = true
      }
      if (!more) break
      const result = reader.rejected >= 0 ? reader.rejected : grouper.groupNumber(reader.record)
      perResult[result]!++
      writer.row(result)
      if (onCase) onCase(reader, result)
    }
  }
  return {
    push: (bytes) => {
      for (let at = 0; at < bytes.length; at += PIECE) {
        reader.feed(bytes.subarray(at, at + PIECE))
        work(false)
      }
      writer.flush()
    },
    end: () => {
      work(true)
      writer.flush()
    },
    get counts() {
      return countsOf(results, perResult)
    },
  }
}

/** Groups a case file held in memory. */
export function groupCsv(grouper: Grouper, input: Uint8Array, options: CsvOptions = {}) {
  let output = new Uint8Array(input.length + (input.length >> 1))
  let length = 0
  const csv = createCsvGrouper(
    grouper,
    (bytes) => {
      if (length + bytes.length > output.length) {
        const longer = new Uint8Array(2 * (length + bytes.length))
        longer.set(output.subarray(0, length))
        output = longer
      }
      output.set(bytes, length)
      length += bytes.length
    },
    options,
  )
  csv.push(input)
  csv.end()
  return { output: output.subarray(0, length), counts: csv.counts }
}

function tailOf({ mdc, adrg, drg, status, reason }: Grouping): Uint8Array {
  return new TextEncoder().encode(`,${mdc},${adrg},${drg},${status},${reason ?? ''}\n`)
}

function countsOf(results: readonly Grouping[], perResult: Float64Array): CsvCounts {
  const counts: CsvCounts = { read: 0, grouped: 0, ambiguous: 0, ungrouped: 0, rejected: 0, reasons: new Map() }
  for (const [number, { status, reason }] of results.entries()) {
    const n = perResult[number]!
    counts.read += n
    if (status === '分组成功') counts.grouped += n
    else if (status === '歧义病组') counts.ambiguous += n
    else if (status === '无法入组') counts.ungrouped += n
    else counts.rejected += n
    if (n > 0 && reason !== null) counts.reasons.set(reason, (counts.reasons.get(reason) ?? 0) + n)
  }
  return counts
}
