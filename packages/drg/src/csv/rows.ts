import type { ByteSource } from './cells.ts'

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
 * (`last` false). Quoted cells may hold commas and line ends.
 */
// eslint-disable-next-line max-params -- a place in bytes, and what to fill
export function scanRow(cells: RowCells, { bytes, view, end }: FilledBytes, at: number, last: boolean): number {
  let from = at
  let count = 0
  /** End of a quoted cell without its quote, −1 outside. */
  let quoted = -1
  for (let i = at; i < end; i++) {
    i = skipWords(view, i, end)
    const byte = bytes[i]!
    if (byte > COMMA) continue
    if (byte === COMMA) {
      if (count + 1 >= cells.starts.length) grow(cells)
      cells.starts[count] = from
      cells.ends[count++] = quoted < 0 ? i : quoted
      quoted = -1
      from = i + 1
    } else if (byte === NEWLINE) {
      finish(cells, bytes, { from, to: i, count, quoted })
      return i + 1
    } else if (byte === QUOTE && i === from) {
      i = closingQuote(bytes, i + 1, end)
      if (i < 0) break
      quoted = i
      from++
    }
  }
  if (!last) return -1
  finish(cells, bytes, { from, to: end, count, quoted })
  return end
}

/** The bytes read so far: `bytes[0, end)`, with room behind. */
export interface FilledBytes extends ByteSource {
  end: number
}

/** Passes over words of four bytes none of which is a comma or less. */
function skipWords(view: DataView, from: number, end: number): number {
  let i = from
  for (; i + 4 < end; i += 4) {
    const word = view.getInt32(i)
    if (((word - 0x2d2d2d2d) & ~word & 0x80808080) !== 0) return i
  }
  return i
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

/** Place of the quote that closes a cell, −1 when there is none; a doubled quote stands for itself. */
function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (bytes[i] !== QUOTE) continue
    if (bytes[i + 1] !== QUOTE) return i
    i++
  }
  return -1
}

function grow(cells: RowCells): void {
  const { starts, ends } = cells
  cells.starts = new Int32Array(starts.length * 2)
  cells.ends = new Int32Array(ends.length * 2)
  cells.starts.set(starts)
  cells.ends.set(ends)
}
