import type { CaseReader } from './case-reader.ts'

/** Writes rows of a reader with something behind, in the reader's own memory behind its input. */
export class RowWriter {
  private readonly reader: CaseReader
  private readonly tails: readonly Uint8Array[]
  /** Where each tail stands in the memory. */
  private readonly places: Int32Array
  private memory: Uint8Array = new Uint8Array(0)
  private from = 0
  private at = 0
  private done: Uint8Array[] = []

  constructor(reader: CaseReader, tails: readonly Uint8Array[]) {
    this.reader = reader
    this.tails = tails
    this.places = new Int32Array(tails.length + 1)
  }

  /** The present row and the tail of that number. */
  row(tail: number): void {
    const { reader } = this
    if (reader.bytes !== this.memory) this.settle()
    const { memory, places } = this
    const [from, to] = [reader.rowFrom, reader.cells.end]
    const [tailFrom, tailTo] = [places[tail]!, places[tail + 1]!]
    if (this.at + to - from + tailTo - tailFrom > memory.length) this.flush()
    memory.copyWithin(this.at, from, to)
    this.at += to - from
    memory.copyWithin(this.at, tailFrom, tailTo)
    this.at += tailTo - tailFrom
  }

  text(text: string): void {
    this.flush()
    this.done.push(new TextEncoder().encode(text))
  }

  /** What was written since the last time. */
  take(): Uint8Array[] {
    this.flush()
    const { done } = this
    this.done = []
    return done
  }

  private flush(): void {
    if (this.at > this.from) this.done.push(this.memory.slice(this.from, this.at))
    this.at = this.from
  }

  /** The reader has other memory than before: puts the tails there. What was written before was taken. */
  private settle(): void {
    this.memory = this.reader.bytes
    let at = this.reader.capacity
    for (const [number, tail] of this.tails.entries()) {
      this.places[number] = at
      this.memory.set(tail, at)
      at += tail.length
      this.places[number + 1] = at
    }
    this.from = at
    this.at = at
  }
}
