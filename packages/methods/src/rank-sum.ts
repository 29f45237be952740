import { normalTail } from './distributions.ts'

export interface RankSum {
  /** U of the own side: pairs (own, peer) in which own is greater, half for equal. */
  readonly u: number
  readonly own: number
  readonly peers: number
  /** Σ (t³ − t) over groups of equal values. */
  readonly ties: number
}

export interface RankSumTest {
  readonly z: number
  readonly p: number
  readonly exact: boolean
}

/** One-sided Mann–Whitney test (own greater): tie correction, continuity correction; exact for tiny samples without ties. */
export function testRankSum({ u, own, peers, ties }: RankSum): RankSumTest {
  if (own === 0 || peers === 0) return { z: NaN, p: NaN, exact: false }
  const n = own + peers
  const variance = ((own * peers) / 12) * (n + 1 - ties / (n * (n - 1)))
  const z = variance > 0 ? (u - (own * peers) / 2 - 0.5) / Math.sqrt(variance) : NaN
  if (ties === 0 && isTiny(own, peers)) return { z, p: exactTail(u, own, peers), exact: true }
  return { z, p: variance > 0 ? normalTail(z) : 1, exact: false }
}

function isTiny(own: number, peers: number): boolean {
  return Math.min(own, peers) <= 8 && own * peers <= 400
}

/** P(U ≥ u) by counting arrangements: the coefficient of q^u in the Gaussian binomial. */
function exactTail(u: number, own: number, peers: number): number {
  const most = own * peers
  const counts = new Float64Array(most + 1)
  counts[0] = 1
  for (let i = 1; i <= own; i++) {
    for (let s = most; s >= peers + i; s--) counts[s] = (counts[s] as number) - (counts[s - peers - i] as number)
    for (let s = i; s <= most; s++) counts[s] = (counts[s] as number) + (counts[s - i] as number)
  }
  let tail = 0
  let all = 0
  for (let s = 0; s <= most; s++) {
    all += counts[s] as number
    if (s >= u) tail += counts[s] as number
  }
  return tail / all
}
