import type { ByteSource } from '../code-table.ts'

const COMMA = 44
const NEWLINE = 10
const RETURN = 13
const QUOTE = 34

/** Cells of one row of CSV bytes: cell `i` is `bytes[starts[i], ends[i])`, without its quotes. */
export interface RowCells {
  starts: Int32Array
  ends: Int32Array
  count: number
  /** End of the row without its line ending. */
  end: number
}

export function createRowCells(): RowCells {
  return { starts: new Int32Array(64), ends: new Int32Array(64), count: 0, end: 0 }
}

/**
 * Reads the row that begins at `at` and answers where the next one begins; −1 when the row is not complete and more is to come
 * (`last` false). Quoted cells may hold commas and line ends. A line end stands behind the bytes read so far (see `FilledBytes`), so
 * that looking for the next one needs no look at the end.
 */
// eslint-disable-next-line max-params -- a place in bytes, and what to fill
export function scanRow(cells: RowCells, source: FilledBytes, at: number, last: boolean): number {
  const { bytes, view, end } = source
  let { starts, ends } = cells
  let from = at
  let count = 0
  /** End of a quoted cell without its quote, −1 outside. */
  let quoted = -1
  for (let i = at; ; i++) {
    i = nextLow(view, i)
    const byte = bytes[i]!
    if (byte === COMMA) {
      if (count + 1 >= starts.length) ({ starts, ends } = grow(cells))
      starts[count] = from
      ends[count++] = quoted < 0 ? i : quoted
      quoted = -1
      from = i + 1
    } else if (byte === NEWLINE) {
      if (i >= end && !last) return -1
      finish(cells, bytes, { from, to: Math.min(i, end), count, quoted })
      return Math.min(i + 1, end)
    } else if (byte === QUOTE && i === from) {
      i = closingQuote(bytes, i + 1, end)
      if (i < 0) return last ? unclosed(cells, source, from, count) : -1
      quoted = i
      from++
    }
  }
}

/** The bytes read so far: `bytes[0, end)`, with a line end and room behind. */
export interface FilledBytes extends ByteSource {
  end: number
}

/** Place of the next byte that is a comma or less, four bytes at a time. */
function nextLow(view: DataView, from: number): number {
  for (let i = from; ; i += 4) {
    const word = view.getInt32(i, true)
    // The lowest bit that is set belongs to the first such byte; higher ones may be set by what was borrowed.
    const low = (word - 0x2d2d2d2d) & ~word & 0x80808080
    if (low !== 0) return i + ((31 - Math.clz32(low & -low)) >> 3)
  }
}

interface RowEnd {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly quoted: number
}

function finish(cells: RowCells, bytes: Uint8Array, { from, to, count, quoted }: RowEnd): void {
  const end = to > 0 && bytes[to - 1] === RETURN ? to - 1 : to
  cells.starts[count] = Math.min(from, end)
  cells.ends[count] = quoted < 0 ? end : quoted
  cells.count = count + 1
  cells.end = end
}

/** A quote that is never closed: the last cell is all that is left. */
// eslint-disable-next-line max-params -- the row so far
function unclosed(cells: RowCells, { bytes, end }: FilledBytes, from: number, count: number): number {
  finish(cells, bytes, { from, to: end, count, quoted: -1 })
  return end
}

/** Place of the quote that closes a cell, −1 when there is none; a doubled quote stands for itself. */
function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (bytes[i] !== QUOTE) continue
    if (bytes[i + 1] !== QUOTE) return i
    i++
  }
  return -1
}

function grow(cells: RowCells): RowCells {
  const { starts, ends } = cells
  cells.starts = new Int32Array(starts.length * 2)
  cells.ends = new Int32Array(ends.length * 2)
  cells.starts.set(starts)
  cells.ends.set(ends)
  return cells
}
