import type { CaseReader } from './case-reader.ts'

/** Takes finished bytes. They are overwritten afterwards: who keeps them makes a copy. */
export type ByteSink = (bytes: Uint8Array) => void

const ROOM = 1 << 15
/** A copy by words may write this far beyond its end. */
const SLACK = 4

/** Writes rows of a reader with something behind. */
export class RowWriter {
  private readonly reader: CaseReader
  private readonly write: ByteSink
  private readonly tails: DataView
  /** Where each tail begins; the last entry is the end of them all. */
  private readonly places: Int32Array
  private bytes = new Uint8Array(ROOM)
  private view = new DataView(this.bytes.buffer)
  private at = 0

  constructor(reader: CaseReader, tails: readonly Uint8Array[], write: ByteSink) {
    this.reader = reader
    this.write = write
    this.places = new Int32Array(tails.length + 1)
    for (const [number, tail] of tails.entries()) this.places[number + 1] = this.places[number]! + tail.length
    const memory = new Uint8Array(this.places[tails.length]! + SLACK)
    for (const [number, tail] of tails.entries()) memory.set(tail, this.places[number])
    this.tails = new DataView(memory.buffer)
  }

  /** The present row and the tail of that number. */
  row(tail: number): void {
    const { reader, places } = this
    const from = reader.rowFrom
    const length = reader.cells.end - from
    const tailFrom = places[tail]!
    const tailLength = places[tail + 1]! - tailFrom
    this.makeRoom(length + tailLength)
    const { at, view } = this
    copyWords(view, at, reader.view, from, length)
    copyWords(view, at + length, this.tails, tailFrom, tailLength)
    this.at = at + length + tailLength
  }

  text(text: string): void {
    const bytes = new TextEncoder().encode(text)
    this.makeRoom(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  /** Hands on what was written since the last time. */
  flush(): void {
    if (this.at > 0) this.write(this.bytes.subarray(0, this.at))
    this.at = 0
  }

  private makeRoom(length: number): void {
    if (this.at + length + SLACK <= this.bytes.length) return
    this.flush()
    if (length + SLACK <= this.bytes.length) return
    this.bytes = new Uint8Array(2 * (length + SLACK))
    this.view = new DataView(this.bytes.buffer)
  }
}

/** Four bytes at a time: rows are too short for the engine's own copying, which takes as long to begin as a row takes here. */
// eslint-disable-next-line max-params -- from a place in one memory to a place in another
function copyWords(to: DataView, toAt: number, from: DataView, fromAt: number, length: number): void {
  for (let i = 0; i < length; i += 4) to.setInt32(toAt + i, from.getInt32(fromAt + i, true), true)
}
