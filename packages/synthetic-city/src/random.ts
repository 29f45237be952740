/** A small deterministic generator for planning (sfc32 seeded by a text): the same seed and label give the same draws. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number
  /** Whole number from low to high, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
}

/** 32-bit FNV-1a with a final mix: turns seed and label into a state word. */
function word(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

export function createRandom(seed: number, label: string): Random {
  let [a, b, c, counter] = [word(`${seed}a${label}`), word(`${seed}b${label}`), word(`${seed}c${label}`), 1]
  const unit = () => {
    const sum = (((a + b) | 0) + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4294967296
  }
  for (let round = 0; round < 15; round++) unit()
  const int = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1))
  return {
    unit,
    int,
    chance: (probability) => unit() < probability,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[Math.floor(unit() * list.length)] as T
    },
    shuffle: <T>(list: readonly T[]): T[] => {
      const copy = [...list]
      for (let index = copy.length - 1; index > 0; index--) {
        const other = int(0, index)
        ;[copy[index], copy[other]] = [copy[other] as T, copy[index] as T]
      }
      return copy
    },
  }
}

/** The seed as the constant the SQL macros mix into every hash. */
export function sqlSeed(seed: number): string {
  return `CAST(${word(`${seed}sql`)} AS BIGINT)`
}
