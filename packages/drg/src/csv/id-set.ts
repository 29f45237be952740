import type { ByteSource } from '../code-table.ts'

/** Ids of the cases read so far, kept as bytes: tells a case that comes twice. */
export class IdSet {
  private text = new Uint8Array(1 << 16)
  private textEnd = 0
  /** Hash and place of the text, + 1 so that 0 is an empty slot. */
  private slots = new Int32Array(1 << 13)
  private count = 0

  private hash = 0
  private touched = 0

  /** Asks memory for the place of the id that is added next, so that it is there by then. */
  touch(source: ByteSource, from: number, to: number): void {
    this.hash = hashOf(source, from, to)
    this.touched = this.slots[(this.hash & ((this.slots.length >> 1) - 1)) * 2]!
  }

  /** False when the id `bytes[from, to)`, which was touched last, was added before. */
  add({ bytes }: ByteSource, from: number, to: number): boolean {
    if (this.count * 4 >= this.slots.length) this.grow()
    const { hash } = this
    const mask = (this.slots.length >> 1) - 1
    let slot = hash & mask
    for (; this.slots[slot * 2 + 1] !== 0; slot = (slot + 1) & mask)
      if (this.slots[slot * 2] === hash && this.equals(this.slots[slot * 2 + 1]! - 1, bytes.subarray(from, to)))
        return false
    this.slots[slot * 2] = hash
    this.slots[slot * 2 + 1] = this.keep(bytes, from, to) + 1
    this.count++
    return true
  }

  private equals(place: number, id: Uint8Array): boolean {
    const { text } = this
    if (text[place] !== (id.length & 255)) return false
    for (let i = 0; i < id.length; i++) if (text[place + 1 + i] !== id[i]) return false
    return true
  }

  /** A byte of the length (low 8 bits), then the id. */
  private keep(bytes: Uint8Array, from: number, to: number): number {
    const need = this.textEnd + to - from + 1
    if (need > this.text.length) {
      const grown = new Uint8Array(Math.max(need, this.text.length * 2))
      grown.set(this.text)
      this.text = grown
    }
    const place = this.textEnd
    this.text[place] = to - from
    for (let i = from; i < to; i++) this.text[place + 1 + i - from] = bytes[i]!
    this.textEnd = need
    return place
  }

  private grow(): void {
    const old = this.slots
    this.slots = new Int32Array(old.length * 2)
    const mask = old.length - 1
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue
      let slot = old[at]! & mask
      while (this.slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
      this.slots[slot * 2] = old[at]!
      this.slots[slot * 2 + 1] = old[at + 1]!
    }
  }
}

/** Ids that differ in their last digit only get neighbouring places: numbered cases, one after the other, wait for memory once for ten. */
function hashOf({ bytes, view }: ByteSource, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0
  let i = from
  for (; i + 4 < to; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(i), 0x85ebca6b)
    hash ^= hash >>> 13
  }
  for (; i + 1 < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 12)) & ~7) | (bytes[i]! & 7)
}
