/**
 * Code → id straight from the bytes of a file: open addressing over FNV-1a, keys compared byte by byte, so that no string is
 * made for a code that is read.
 */
export interface CodeTable {
  /** Id of the code in `bytes[from, to)`, −1 when the scheme does not know it. */
  readonly find: (bytes: Uint8Array, from: number, to: number) => number
}

const FNV_OFFSET = 0x811c9dc5 | 0
const FNV_PRIME = 0x01000193

/** Builds the table from the codes of a scheme (ASCII). */
export function createCodeTable(ids: ReadonlyMap<string, number>): CodeTable {
  const encoder = new TextEncoder()
  const keys = [...ids].map(([code, id]) => ({ id, bytes: encoder.encode(code) }))
  const size = 1 << (32 - Math.clz32(keys.length * 2 + 1))
  const text = new Uint8Array(keys.reduce((sum, key) => sum + key.bytes.length, 0))
  const slotId = new Int32Array(size).fill(-1)
  const start = new Int32Array(size)
  const length = new Int32Array(size)
  let end = 0
  for (const { id, bytes } of keys) {
    let slot = hashOf(bytes, 0, bytes.length) & (size - 1)
    while (slotId[slot] !== -1) slot = (slot + 1) & (size - 1)
    text.set(bytes, end)
    slotId[slot] = id
    start[slot] = end
    length[slot] = bytes.length
    end += bytes.length
  }
  return {
    find(bytes, from, to) {
      let slot = hashOf(bytes, from, to) & (size - 1)
      for (; slotId[slot] !== -1; slot = (slot + 1) & (size - 1))
        if (length[slot] === to - from && equal(text, start[slot]!, bytes, from, to)) return slotId[slot]!
      return -1
    },
  }
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = FNV_OFFSET
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME)
  return hash ^ (hash >>> 15)
}

// eslint-disable-next-line max-params -- two ranges of bytes
function equal(key: Uint8Array, start: number, bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from, k = start; i < to; i++, k++) if (key[k] !== bytes[i]) return false
  return true
}
