import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, groupId, type StayRef, type StayWish } from './case-book.ts'

const MODEL = 'abnormal-similar-cases'

interface Cluster {
  readonly at: Institution
  readonly disease: string
  readonly count: number
  /** Days over which the admissions are spread. */
  readonly spread: number
  readonly from: number
  readonly los: number
  readonly wish?: Partial<StayWish>
  /** Own draws for every member instead of one template. */
  readonly various?: boolean
}

const newTemplate = (draft: Draft) => 1_000_000_000_000 + draft.random.int(1, 1_000_000_000)

function clusterOf(draft: Draft, plan: Cluster): StayRef[] {
  const template = newTemplate(draft)
  return Array.from({ length: plan.count }, (_, index) =>
    draft.stay(draft.person(), {
      ...{
        disease: plan.disease,
        at: plan.at,
        adm: plan.from + Math.floor((index * plan.spread) / plan.count),
        los: plan.los,
      },
      ...(plan.various ? {} : { tkey: template, typical: 0.4 }),
      ...plan.wish,
    }),
  )
}

function clusterTruth(draft: Draft, stays: readonly StayRef[], note: string): void {
  const keys = stays.map((one) => one.key)
  draft.truth({ modelId: MODEL, subjectType: 'group', subjectId: groupId('C', keys), members: keys, note })
}

/** Two clusters of one disease at the most: among many of one disease a cluster no longer stands out. */
const DISEASES = ['M54', 'M51', 'I63', 'M47', 'G45', 'I10', 'E11', 'H81', 'J44', 'K29'] as const

export function planSimilarCases(book: CaseBook): void {
  const recent = (draft: Draft) => book.period.days - draft.random.int(30, 165)
  const fraud = (
    kind: string,
    base: number,
    plan: (draft: Draft, index: number) => Omit<Cluster, 'at' | 'from'> & { note: string },
  ) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base, most: DISEASES.length }, (draft, index) => {
      const { note, ...cluster } = plan(draft, index)
      const at = draft.random.pick([...book.pools.second, ...book.pools.first])
      const wish = { extra: [draft.random.pick(['odd-bone', 'odd-thymus', 'odd-vitamin'])] }
      clusterTruth(draft, clusterOf(draft, { at, from: recent(draft), wish, ...cluster }), note)
    })
  fraud('clear', 8, (draft, index) => ({
    ...{
      disease: DISEASES[index % DISEASES.length] as string,
      count: draft.random.int(14, 19),
      spread: 5,
      los: draft.random.int(7, 9),
    },
    note: '同院同病、一周内集中入院、费用构成高度雷同',
  }))
  fraud('graded', 4, (draft, index) => ({
    ...{
      disease: DISEASES[(DISEASES.length - 1 - index) % DISEASES.length] as string,
      count: 12,
      spread: 12,
      los: draft.random.int(7, 9),
    },
    note: '两周内入院，构成雷同',
  }))
  planSimilarDecoys(book, recent)
}

interface ClusterDecoy {
  readonly base: number
  readonly pool: 'second' | 'third' | 'oncology'
  readonly note: string
  readonly plan: Omit<Cluster, 'at' | 'from'>
  /** Hospitals of the same grade that treat in just the same way. */
  readonly elsewhere?: number
}

// prettier-ignore
const DECOYS: Readonly<Record<string, ClusterDecoy>> = {
  outbreak: { base: 2, pool: 'second', note: '流感流行，各人用药不同', plan: { disease: 'J11', count: 14, spread: 6, los: 6, various: true } },
  few: { base: 2, pool: 'second', note: '刚低于阈值：8 人', plan: { disease: 'M54', count: 8, spread: 5, los: 8 } },
  spread: { base: 2, pool: 'second', note: '刚低于阈值：入院分散', plan: { disease: 'M51', count: 12, spread: 72, los: 9 } },
  chemotherapy: { base: 2, pool: 'oncology', note: '统一化疗方案（EX-ONCO）', plan: { disease: 'CHEMO', count: 12, spread: 6, los: 5 } },
  dialysis: { base: 2, pool: 'third', note: '透析住院', plan: { disease: 'N18', count: 11, spread: 6, los: 8 } },
  'day-surgery': { base: 2, pool: 'third', note: '日间白内障手术套餐，区域通行（EX-DAY）', plan: { disease: 'H25', count: 13, spread: 6, los: 1, wish: { med_type: '28', code: 'H26.900' } }, elsewhere: 3 },
  pathway: { base: 2, pool: 'second', note: '区域通行的临床路径', plan: { disease: 'S82', count: 12, spread: 6, los: 11 }, elsewhere: 4 },
  'busy-week': { base: 3, pool: 'second', note: '同周入院较多，诊疗各不相同', plan: { disease: 'I63', count: 13, spread: 6, los: 10, various: true } },
}

function planSimilarDecoys(book: CaseBook, recent: (draft: Draft) => number): void {
  for (const [kind, { base, pool, note, plan, elsewhere = 0 }] of Object.entries(DECOYS))
    book.cases({ model: MODEL, label: 'decoy', kind, base, most: 6 }, (draft) => {
      const from = plan.spread > 30 ? book.period.days - 150 : recent(draft)
      const [at, ...others] = draft.random.shuffle(book.pools[pool])
      const wish = { tkey: newTemplate(draft), ...plan.wish }
      clusterTruth(
        draft,
        clusterOf(draft, { at: at as Institution, from, ...plan, ...(plan.various ? {} : { wish }) }),
        note,
      )
      for (const other of others.slice(0, elsewhere))
        clusterOf(draft, { ...plan, at: other, from: book.period.days - 150, count: 5, spread: 130, wish })
    })
}
