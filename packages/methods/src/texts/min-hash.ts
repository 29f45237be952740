import { seededRandom } from '../random.ts'

/** The smallest hash of a set under each of `count` permutations: equal positions estimate the Jaccard similarity. */
export function signaturesOf(sets: readonly Int32Array[], count: number, seed: number): readonly Int32Array[] {
  const random = seededRandom(seed)
  const salts = Int32Array.from({ length: count }, () => (random() * 0x100000000) | 0)
  return sets.map((set) => signatureOf(set, salts))
}

function signatureOf(set: Int32Array, salts: Int32Array): Int32Array {
  const least = new Int32Array(salts.length).fill(0x7fffffff)
  for (const value of set) {
    for (let i = 0; i < salts.length; i++) {
      const mixed = mix(value ^ (salts[i] as number))
      if (mixed < (least[i] as number)) least[i] = mixed
    }
  }
  return least
}

function mix(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

/** Pairs of sets that agree in all rows of at least one band; in a crowded bucket each has its next `partners` only. */
export function candidatePairs(
  signatures: readonly Int32Array[],
  { bands, partners }: { readonly bands: number; readonly partners: number },
): readonly (readonly [number, number])[] {
  const rows = Math.floor((signatures[0]?.length ?? 0) / bands)
  const pairs = new Map<number, readonly [number, number]>()
  for (let band = 0; band < bands; band++) {
    const buckets = new Map<string, number[]>()
    signatures.forEach((signature, at) => {
      const key = signature.subarray(band * rows, (band + 1) * rows).join(',')
      const bucket = buckets.get(key)
      if (bucket) bucket.push(at)
      else buckets.set(key, [at])
    })
    for (const bucket of buckets.values())
      bucket.forEach((a, i) => {
        for (const b of bucket.slice(i + 1, i + 1 + partners)) pairs.set(a * signatures.length + b, [a, b])
      })
  }
  return [...pairs.values()].sort((p, q) => p[0] - q[0] || p[1] - q[1])
}
