import type { Day } from '@yijian/kernel'
import type { KnowledgePoint } from '../knowledge.ts'
import { pointOf } from '../samples/point.ts'
import type { Catalogue, ConflictCode, ConflictInput, Overlap } from './conflict.ts'

/**
 * A library without conflicts (points alone and points that share an item lawfully), in which some of every class were planted.
 */
export interface SeededLibrary {
  readonly input: ConflictInput
  /** `K3|ref|ref`, references in order. */
  readonly planted: ReadonlySet<string>
}

interface SeedOptions {
  readonly points: number
  readonly conflicts: number
  readonly seed: number
}

type Words = Partial<KnowledgePoint> & Pick<KnowledgePoint, 'kind' | 'keys'>
/** Makes the points of one planted conflict around codes of their own; the references it names are the conflict. */
type Plant = (code: (suffix?: string) => string) => {
  readonly points: readonly Words[]
  /** Of the lines both hit. */ readonly shared?: number
}

const on = (text: string) => text as Day
const DX = ['E11', 'I10', 'I21', 'J18', 'K25', 'M54', 'C34', 'N18']

/** What a library holds when nothing is wrong with it. */
const CLEAN: readonly ((code: string, n: number) => Words)[] = [
  (code, n) => ({ kind: 'R67', keys: [code], params: { gend: (n % 2) + 1 } }),
  (code) => ({ kind: 'R65', keys: [code] }),
  (code) => ({ kind: 'R12', keys: [code], params: { min_tier: 2 } }),
  (code) => ({ kind: 'R13', keys: [code], params: { modes: 'IPT|EMERG' } }),
  (code) => ({ kind: 'R27', keys: [code], params: { max: 1, per: 'day' } }),
  (code) => ({ kind: 'R31', keys: [code], params: { window_days: 14 } }),
  (code) => ({ kind: 'R10', keys: [code], params: { max_days: 14 } }),
  (code) => ({ kind: 'R25', keys: [code], partners: [`${code}P`] }),
  (code, n) => ({ kind: 'R8', keys: [code], params: { dx_allow: DX[n % DX.length]! } }),
  (code, n) => ({ kind: 'R71', keys: [`${code}*`], params: { dx_deny: DX[n % DX.length]! } }),
  (code) => ({ kind: 'R105', keys: [code] }),
  (code, n) => ({ kind: 'R14', keys: [`${code}*`], params: { price_max: `${(n % 900) + 1}.00` } }),
  (code, n) => ({ kind: 'R15', keys: [code], params: { group: `手术组${n % 7}` } }),
  (code) => ({ kind: 'R5', keys: [code], partners: ['XA10BA*'] }),
  (code) => ({ kind: 'R64', keys: [code], partners: ['0012P'] }),
  (code) => ({ kind: 'R99', keys: [code], params: { gend: 2, max_age_m: 600 } }),
]

/** Points that share an item lawfully: what a careless test would call a conflict. */
const NEIGHBOURS: readonly Plant[] = [
  (code) => ({ points: [{ kind: 'R67', keys: [code()], params: { gend: 2 } }, { kind: 'R12', keys: [code()], params: { min_tier: 2 } }] }),
  (code) => ({ points: [{ kind: 'R25', keys: [code()], partners: [code('P')] }, { kind: 'R25', keys: [code()], partners: [code('S')] }] }),
  (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 2 } }, { kind: 'R27', keys: [code()], params: { max: 1 }, area: '4101' }] }),
  (code) => ({ points: [{ kind: 'R12', keys: [code()], params: { min_tier: 2 }, effEnd: on('2024-12-31') }, { kind: 'R12', keys: [code()], params: { min_tier: 3 }, effBegin: on('2025-01-01'), supersedes: '<' }] }),
  (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 1 } }, { kind: 'R27', keys: [code()], params: { max: 3 }, area: '4101', exemption: '样例文件〔2025〕1号' }] }),
  (code) => ({ points: [{ kind: 'R64', keys: [code()], partners: [code('P'), code('S')] }, { kind: 'R67', keys: [code()], params: { gend: 1 } }] }),
  (code) => ({ shared: 0.9, points: [{ kind: 'R13', keys: [code()], params: { modes: 'IPT' } }, { kind: 'R45', keys: [code()], params: { min_title: 4 } }] }),
  (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 1, per: 'day' } }, { kind: 'R27', keys: [code()], params: { max: 20, per: 'month' } }] }),
  (code) => ({ points: [{ kind: 'R65', keys: [code()] }, { kind: 'R66', keys: [`${code()}*`], params: { min_age_m: 60 } }] }),
  (code) => ({ points: [{ kind: 'R8', keys: [code()], params: { dx_allow: 'E11|I21' } }, { kind: 'R71', keys: [code()], params: { dx_deny: 'I21' } }] }),
  (code) => ({ points: [{ kind: 'R13', keys: [`${code()}*`], params: { modes: 'IPT|EMERG' } }, { kind: 'R22', keys: [code()], params: { modes: 'IPT' } }] }),
  (code) => ({ points: [{ kind: 'R105', keys: [code()], effEnd: on('2024-12-31') }, { kind: 'R105', keys: [code()], effBegin: on('2025-06-01') }] }),
  (code) => ({ points: [{ kind: 'R14', keys: [code()], params: { price_max: '9.00' }, area: '4101' }, { kind: 'R14', keys: [code()], params: { price_max: '9.00' }, area: '6101' }] }),
  (code) => ({ points: [{ kind: 'R10', keys: [code()], params: { max_days: 14 } }, { kind: 'R27', keys: [code()], params: { max: 1, per: 'day' } }] }),
  (code) => ({ points: [{ kind: 'R105', keys: [code()] }, { kind: 'R67', keys: [code()], params: { gend: 1 } }] }),
  (code) => ({ points: [{ kind: 'R14', keys: [code()], params: { price_max: '9.00', tier: 2 } }, { kind: 'R14', keys: [code()], params: { price_max: '12.00', tier: 3 } }] }),
] // prettier-ignore

const PLANTS: Readonly<Record<ConflictCode, readonly Plant[]>> = {
  K1: [
    (code) => ({ points: [{ kind: 'R67', keys: [code()], params: { gend: 2 } }, { kind: 'R67', keys: [code(), code('B')], params: { gend: 2 } }] }),
    (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 1 } }, { kind: 'R27', keys: [code()], params: { max: 1, per: 'day' } }] }),
    (code) => ({ points: [{ kind: 'R25', keys: [code()], partners: [code('P')] }, { kind: 'R25', keys: [code()], partners: [code('P')] }] }),
    (code) => ({ points: [{ kind: 'R8', keys: [`${code()}*`], params: { dx_allow: 'E11' } }, { kind: 'R8', keys: [`${code()}*`], params: { dx_allow: 'E11' } }] }),
    (code) => ({ points: [{ kind: 'R105', keys: [code()] }, { kind: 'R105', keys: [code()] }] }),
  ],
  K2: [
    (code) => ({ points: [{ kind: 'R67', keys: [code()], params: { gend: 1 } }, { kind: 'R67', keys: [code()], params: { gend: 2 } }] }),
    (code) => ({ points: [{ kind: 'R65', keys: [code()] }, { kind: 'R66', keys: [code()], params: { min_age_m: 216 } }] }),
    (code) => ({ points: [{ kind: 'R13', keys: [`${code()}*`], params: { modes: 'IPT' } }, { kind: 'R22', keys: [code()], params: { modes: 'OPT|PHA' } }] }),
    (code) => ({ points: [{ kind: 'R8', keys: [code()], params: { dx_allow: 'I21' } }, { kind: 'R71', keys: [code()], params: { dx_deny: 'I21|I22' } }] }),
    (code) => ({ points: [{ kind: 'R7', keys: [code()], params: { min_age_m: 120, max_age_m: 60 } }] }),
  ],
  K3: [
    (code) => ({ points: [{ kind: 'R12', keys: [`${code()}*`], params: { min_tier: 2 } }, { kind: 'R12', keys: [code('01')], params: { min_tier: 3 } }] }),
    (code) => ({ points: [{ kind: 'R27', keys: [`${code()}*`], params: { max: 2 } }, { kind: 'R27', keys: [code('01')], params: { max: 1 } }] }),
    (code) => ({ points: [{ kind: 'R10', keys: [`${code()}*`], params: { max_days: 14 } }, { kind: 'R10', keys: [code('01')], params: { max_days: 7 } }] }),
  ],
  K4: [
    (code) => ({ points: [{ kind: 'R105', keys: [code()] }, { kind: 'R8', keys: [code()], params: { dx_allow: 'E11' } }] }),
    (code) => ({ points: [{ kind: 'R105', keys: [`${code()}*`] }, { kind: 'R13', keys: [code()], params: { modes: 'IPT' } }] }),
    (code) => ({ points: [{ kind: 'R105', keys: [code()] }, { kind: 'R10', keys: [code()], params: { max_days: 7 } }] }),
  ],
  K5: [(code) => ({ points: [{ kind: 'R25', keys: [code('A')], partners: [code('B')], params: { per: 'day' } }, { kind: 'R25', keys: [code('B')], partners: [code('A')], params: { per: 'encounter', scope: 'encounter' } }] })],
  K6: [
    (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 1, per: 'day' } }, { kind: 'R27', keys: [code()], params: { max: 40, per: 'month' } }] }),
    (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 3, per: 'month' } }, { kind: 'R23', keys: [code()], params: { max_days: 30 } }] }),
    (code) => ({ points: [{ kind: 'R31', keys: [code()], params: { window_days: 30 } }, { kind: 'R27', keys: [code()], params: { max: 20, per: 'year' } }] }),
  ],
  K7: [
    (code) => ({ points: [{ kind: 'R12', keys: [code('?')], params: { min_tier: 2 } }] }),
    (code) => ({ points: [{ kind: 'R12', keys: [code('!')], params: { min_tier: 2 } }] }),
    (code) => ({ points: [{ kind: 'R8', keys: [code()], params: { dx_allow: 'E11|Q00' } }] }),
    (code) => ({ points: [{ kind: 'R71', keys: [code()], params: { dx_deny: 'I10|Q01' } }] }),
    (code) => ({ points: [{ kind: 'R25', keys: [code()], partners: [code('?')] }] }),
    (code) => ({ points: [{ kind: 'R25', keys: [code('!')], partners: [code('P')] }] }),
    (code) => ({ points: [{ kind: 'R64', keys: [code()], partners: [code('P'), code('?')] }] }),
  ],
  K8: [
    (code) => ({ points: [{ kind: 'R8', keys: [code()], params: { dx_allow: 'Q00|Q01' } }] }),
    (code) => ({ points: [{ kind: 'R64', keys: [code()], partners: [code('?')] }] }),
    (code) => ({ points: [{ kind: 'R64', keys: [code()], partners: [code('A!'), code('B?')] }] }),
    (code) => ({ points: [{ kind: 'R84', keys: [code()], partners: [code('?')] }] }),
  ],
  K9: [
    (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 1 } }, { kind: 'R27', keys: [code()], params: { max: 2 }, area: '4101' }] }),
    (code) => ({ points: [{ kind: 'R12', keys: [`${code()}*`], params: { min_tier: 3 } }, { kind: 'R12', keys: [code('01')], params: { min_tier: 2 }, area: '6101' }] }),
    (code) => ({ points: [{ kind: 'R13', keys: [code()], params: { modes: 'IPT' } }, { kind: 'R13', keys: [code()], params: { modes: 'IPT|OPT' }, area: '4101' }] }),
    (code) => ({ points: [{ kind: 'R10', keys: [code()], params: { max_days: 14 } }, { kind: 'R10', keys: [code()], params: { max_days: 20 }, area: '4101' }] }),
  ],
  K10: [
    (code) => ({ points: [{ kind: 'R12', keys: [code()], params: { min_tier: 2 }, effEnd: on('2024-12-31') }, { kind: 'R12', keys: [code()], params: { min_tier: 3 }, effBegin: on('2025-02-01'), supersedes: '<' }] }),
    (code) => ({ points: [{ kind: 'R12', keys: [code()], params: { min_tier: 2 } }, { kind: 'R12', keys: [code()], params: { min_tier: 2 }, effBegin: on('2025-02-01'), supersedes: '<' }] }),
  ],
  K11: [
    (code) => ({ shared: 0.99, points: [{ kind: 'R13', keys: [code()], params: { modes: 'IPT' } }, { kind: 'R45', keys: [code()], params: { min_title: 4 } }] }),
    (code) => ({ shared: 1, points: [{ kind: 'R12', keys: [code()], params: { min_tier: 3 } }, { kind: 'R71', keys: [`${code()}*`], params: { dx_deny: 'N18' } }] }),
    (code) => ({ shared: 0.96, points: [{ kind: 'R105', keys: [code()] }, { kind: 'R67', keys: [code()], params: { gend: 2 } }] }),
  ],
  K12: [
    (code) => ({ points: [{ kind: 'R27', keys: [code()], params: { max: 1 } }, { kind: 'R31', keys: [code()], params: { window_days: 60 } }] }),
    (code) => ({ points: [{ kind: 'R10', keys: [code()], params: { max_days: 14 } }, { kind: 'R9', keys: [code()], params: { max_days: 7 } }] }),
    (code) => ({ points: [{ kind: 'R14', keys: [code()], params: { price_max: '10.00' } }, { kind: 'R104', keys: [code()] }] }),
  ],
} // prettier-ignore

/** Codes end in `?` (in no table) or `!` (retired) while planted; the marks are taken off. */
export function seededLibrary({ points, conflicts, seed }: SeedOptions): SeededLibrary {
  const next = generator(seed)
  const made: KnowledgePoint[] = []
  const planted = new Set<string>()
  const overlaps: Overlap[] = []
  const unknown = new Set<string>()
  const retired = new Set<string>()
  const classes = Object.keys(PLANTS) as ConflictCode[]
  let serial = 0
  const fresh = () => `${'XZT0'[Math.floor(next() * 4)]}S${String(++serial).padStart(7, '0')}`
  const add = (words: Words) => made.push(pointOf({ ...words, kpId: `KP-${String(made.length + 1).padStart(6, '0')}` }))
  const bare = (text: string) => {
    if (text.endsWith('?')) unknown.add(text.slice(0, -1) + 'Q')
    if (text.endsWith('!')) retired.add(text.slice(0, -1) + 'R')
    return text.replace('?', 'Q').replace('!', 'R')
  }
  const plantOf = (plant: ReturnType<Plant>): string[] => {
    const refs = plant.points.map((words) => {
      const before = made.at(-1)?.kpId ?? null
      add({ ...words, keys: words.keys.map(bare), partners: (words.partners ?? []).map(bare), supersedes: words.supersedes ? before : null }) // prettier-ignore
      return `${made.at(-1)!.kpId}@1`
    })
    if (plant.shared !== undefined) overlaps.push({ a: refs[0]!, b: refs[1]!, hitsA: 1000, hitsB: 1000 * plant.shared, both: 1000 * plant.shared }) // prettier-ignore
    return refs
  }
  for (let n = 0; n < conflicts; n++) {
    const kind = classes[n % classes.length]!
    const variants = PLANTS[kind]
    const base = fresh()
    const plant = variants[Math.floor(n / classes.length) % variants.length]!((suffix = '') => `${base}${suffix}`)
    const refs = plantOf(plant)
    planted.add([kind, ...refs].join('|'))
  }
  while (made.length < points) {
    const base = fresh()
    if (next() < 0.7) add(CLEAN[Math.floor(next() * CLEAN.length)]!(base, made.length))
    else plantOf(NEIGHBOURS[Math.floor(next() * NEIGHBOURS.length)]!((suffix = '') => base + suffix))
  }
  return { input: { points: shuffled(made, next), sets: [], overlaps, catalogue: catalogueOf(made, { unknown, retired }) }, planted } // prettier-ignore
}

function catalogueOf(
  points: readonly KnowledgePoint[],
  { unknown, retired }: { unknown: ReadonlySet<string>; retired: ReadonlySet<string> },
): Catalogue {
  // prettier-ignore
  const codes = new Set(points.flatMap(({ keys, partners }) => [...keys, ...partners]).map((key) => key.replace('*', '')))
  const always = { from: null, to: null }
  return {
    items: [...codes].filter((code) => !unknown.has(code)).map((code) => ({ code, from: null, to: retired.has(code) ? on('2019-12-31') : null })), // prettier-ignore
    dx: [...DX, 'I22'].map((code) => ({ code: `${code}.900`, ...always })),
  }
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const order = [...items]
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}

/** Same numbers for the same seed everywhere (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
