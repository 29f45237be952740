import { createRandom, type Random } from '../random.ts'

export interface District {
  readonly code: string
  readonly name: string
  readonly lng: number
  readonly lat: number
  /** Share of the population. */
  readonly weight: number
  readonly rural: boolean
}

/** Districts of 示范市, a city that does not exist. Kilometres differ enough for travel to matter. */
export const DISTRICTS: readonly District[] = [
  { code: '990102', name: '清河区', lng: 104.05, lat: 36.02, weight: 0.2, rural: false },
  { code: '990103', name: '东湖区', lng: 104.14, lat: 36.05, weight: 0.17, rural: false },
  { code: '990104', name: '南岭区', lng: 104.03, lat: 35.93, weight: 0.15, rural: false },
  { code: '990105', name: '北城区', lng: 104.08, lat: 36.12, weight: 0.13, rural: false },
  { code: '990121', name: '云溪县', lng: 104.55, lat: 36.1, weight: 0.13, rural: true },
  { code: '990122', name: '白石县', lng: 103.62, lat: 35.8, weight: 0.12, rural: true },
  { code: '990181', name: '临江市', lng: 104.2, lat: 36.48, weight: 0.1, rural: true },
]

export type Tier = '3' | '2' | '1' | '0' | 'P'
export type Specialty =
  'general' | 'tcm' | 'oncology' | 'psychiatry' | 'rehabilitation' | 'eye' | 'pharmacy' | 'internet'

export interface Institution {
  readonly iid: number
  readonly code: string
  readonly name: string
  readonly tier: Tier
  readonly level: string
  readonly specialty: Specialty
  readonly hospType: string
  readonly private: boolean
  readonly district: number
  readonly lng: number
  readonly lat: number
  readonly beds: number
  readonly dialysisMachines: number
  readonly therapists: number
  readonly benchmark: boolean
  /** Own habit of doing a little more or less than others, about ±5 %. */
  readonly habit: number
  readonly openTime: string
  readonly closeTime: string
}

/** Hospitals of a city of that size: 24 up to 50,000 persons, about 500 at ten million. */
export function hospitalCount(persons: number): number {
  return Math.max(24, Math.min(600, Math.round(24 * (persons / 50_000) ** 0.573)))
}

export function pharmacyCount(persons: number): number {
  return Math.max(30, Math.round(30 * (persons / 20_000) ** 0.7))
}

interface Draft {
  readonly name: string
  readonly tier: Tier
  readonly specialty: Specialty
  readonly district: number
  readonly private?: boolean
  readonly benchmark?: boolean
}

export function planInstitutions(persons: number, seed: number): readonly Institution[] {
  const random = createRandom(seed, 'institutions')
  const drafts = [...hospitals(hospitalCount(persons)), ...pharmacies(pharmacyCount(persons))]
  const kind = (draft: Draft) => `${draft.tier}/${draft.specialty === 'tcm' ? 'general' : draft.specialty}`
  const peers = (draft: Draft) => drafts.filter((one) => kind(one) === kind(draft)).length
  return drafts.map((draft, index) => finish({ draft, iid: index + 1, random, load: { persons, peers: peers(draft) } }))
}

function hospitals(count: number): Draft[] {
  const special = Math.max(1, Math.round(count / 100))
  const core = count - 4 * special
  const third = Math.round(core * 0.3)
  const second = Math.round(core * 0.4)
  return [
    ...series(third, (n) => thirdTier(n)),
    ...series(second, (n) => secondTier(n)),
    ...series(core - third - second, (n) => firstTier(n)),
    ...series(special, (n) => special4(n, '肿瘤医院', 'oncology')),
    ...series(special, (n) => special4(n, '精神卫生中心', 'psychiatry')),
    ...series(special, (n) => special4(n, '康复医院', 'rehabilitation')),
    ...series(special, (n) => special4(n, '光明眼科医院', 'eye')),
  ]
}

const series = (count: number, make: (n: number) => Draft) => Array.from({ length: count }, (_, n) => make(n))
const NUMERALS = '一二三四五六七八九十'
const ordinal = (n: number) => (n < 10 ? (NUMERALS[n] as string) : String(n + 1))
const district = (n: number) => n % DISTRICTS.length
const place = (n: number) => (DISTRICTS[district(n)] as District).name

function thirdTier(n: number): Draft {
  const tcm = n % 3 === 2
  const serial = Math.floor(n / 3)
  const name = tcm
    ? `示范市${serial === 0 ? '' : `第${ordinal(serial)}`}中医医院`
    : `示范市第${ordinal(n - serial)}人民医院`
  return { name, tier: '3', specialty: tcm ? 'tcm' : 'general', district: n % 4, benchmark: n % 6 !== 4 && n % 6 !== 3 }
}

function secondTier(n: number): Draft {
  const round = Math.floor(n / DISTRICTS.length)
  const tcm = n % 3 === 1
  const many = round === 0 ? '' : `第${ordinal(round)}`
  if (n % 8 === 7)
    return {
      name: `${place(n)}博济医院${round < 2 ? '' : round}`,
      tier: '2',
      specialty: 'general',
      district: district(n),
      private: true,
    }
  return {
    name: `示范市${place(n)}${many}${tcm ? '中医医院' : '人民医院'}`,
    tier: '2',
    specialty: tcm ? 'tcm' : 'general',
    district: district(n),
  }
}

function firstTier(n: number): Draft {
  const where = DISTRICTS[district(n)] as District
  const serial = Math.floor(n / DISTRICTS.length) + 1
  if (n % 4 === 3)
    return {
      name: `${where.name}第${serial}民生医院`,
      tier: '1',
      specialty: 'general',
      district: district(n),
      private: true,
    }
  const kind = where.rural ? '中心卫生院' : '社区卫生服务中心'
  return { name: `${where.name}第${serial}${kind}`, tier: '1', specialty: 'general', district: district(n) }
}

function special4(n: number, name: string, specialty: Specialty): Draft {
  const tier = specialty === 'oncology' ? '3' : '2'
  const own = specialty === 'eye'
  return {
    name: `示范市${n === 0 ? '' : `第${ordinal(n)}`}${name}`,
    tier,
    specialty,
    district: n % 4,
    ...(own ? { private: true } : {}),
  }
}

function pharmacies(count: number): Draft[] {
  const shops = series(count - 1, (n): Draft => {
    const serial = Math.floor(n / DISTRICTS.length) + 1
    return {
      name: `${place(n)}示范大药房${serial}店`,
      tier: 'P',
      specialty: 'pharmacy',
      district: district(n),
      private: true,
    }
  })
  return [...shops, { name: '示范市互联网医院', tier: '2', specialty: 'internet', district: 0 }]
}

const LEVELS: Record<Tier, readonly string[]> = {
  '3': ['02', '02', '03'],
  '2': ['05', '05', '06'],
  '1': ['08', '09'],
  '0': ['11'],
  P: [''],
}
const BEDS: Record<Tier, number> = { '3': 900, '2': 320, '1': 60, '0': 20, P: 0 }
const TYPES: Record<Specialty, string> = {
  general: '综合医院',
  tcm: '中医医院',
  oncology: '肿瘤专科医院',
  psychiatry: '精神专科医院',
  rehabilitation: '康复专科医院',
  eye: '眼科专科医院',
  pharmacy: '零售药店',
  internet: '综合医院',
}

/** Stays a year at a hospital of that grade, about; therapists are employed for nearly three times what those stays need. */
const STAY_SHARES: Readonly<Record<Tier, number>> = { '3': 0.34, '2': 0.45, '1': 0.21, '0': 0, P: 0 }

interface Load {
  readonly persons: number
  /** Institutions that share the work of this kind. */
  readonly peers: number
}

function therapistsOf(draft: Draft, load: Load): number {
  if (draft.tier === 'P') return 0
  if (draft.specialty === 'rehabilitation') return Math.max(8, Math.ceil((load.persons / 20_000 / load.peers) * 8))
  if (draft.specialty !== 'general' && draft.specialty !== 'tcm') return 2
  const yearlyStays = (load.persons * 0.3 * STAY_SHARES[draft.tier]) / load.peers
  return Math.max(3, Math.ceil((30 * yearlyStays) / 4500))
}

interface FinishRequest {
  readonly draft: Draft
  readonly iid: number
  readonly random: Random
  readonly load: Load
}

function finish({ draft, iid, random, load }: FinishRequest): Institution {
  const where = DISTRICTS[draft.district] as District
  const shop = draft.tier === 'P'
  const rehab = therapistsOf(draft, load)
  const levels = LEVELS[draft.tier]
  return {
    ...{ iid, name: draft.name, tier: draft.tier, specialty: draft.specialty, district: draft.district },
    code: `${shop ? 'P' : 'H'}${where.code}${String(iid).padStart(5, '0')}`,
    level: draft.benchmark ? '02' : random.pick(levels),
    hospType: TYPES[draft.specialty],
    private: draft.private ?? false,
    lng: Math.round((where.lng + (random.unit() - 0.5) * 0.06) * 1e6) / 1e6,
    lat: Math.round((where.lat + (random.unit() - 0.5) * 0.05) * 1e6) / 1e6,
    beds: Math.round(BEDS[draft.tier] * (0.8 + 0.4 * random.unit())),
    dialysisMachines: shop || draft.tier === '1' ? 0 : draft.tier === '3' ? 40 : 18,
    therapists: rehab,
    benchmark: draft.benchmark ?? false,
    habit: Math.round((0.95 + 0.1 * random.unit()) * 1000) / 1000,
    openTime: shop ? '08:00' : '00:00',
    closeTime: shop ? '22:00' : '23:59',
  }
}
