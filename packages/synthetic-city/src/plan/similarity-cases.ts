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

function clusterOf(draft: Draft, plan: Cluster): StayRef[] {
  const template = 1_000_000_000_000 + draft.random.int(1, 1_000_000_000)
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

export function planSimilarCases(book: CaseBook): void {
  const recent = (draft: Draft) => book.period.days - draft.random.int(30, 165)
  const places = (draft: Draft) => draft.random.pick([...book.pools.second, ...book.pools.first])
  const fraud = (kind: string, base: number, write: (draft: Draft, index: number) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  fraud('clear', 8, (draft) => {
    const disease = draft.random.pick(['M54', 'M51', 'M47', 'I63', 'G45'])
    clusterTruth(
      draft,
      clusterOf(draft, {
        at: places(draft),
        disease,
        count: draft.random.int(14, 20),
        spread: 5,
        from: recent(draft),
        los: draft.random.int(7, 9),
      }),
      '同院同病、一周内集中入院、费用构成高度雷同',
    )
  })
  fraud('graded', 4, (draft) => {
    const disease = draft.random.pick(['M54', 'M51', 'I63'])
    clusterTruth(
      draft,
      clusterOf(draft, {
        at: places(draft),
        disease,
        count: 12,
        spread: 12,
        from: recent(draft),
        los: draft.random.int(7, 9),
      }),
      '两周内入院，构成雷同',
    )
  })
  planSimilarDecoys(book, recent)
}

interface ClusterDecoy {
  readonly base: number
  readonly pool: 'second' | 'third' | 'oncology'
  readonly note: string
  readonly plan: Omit<Cluster, 'at' | 'from'>
}

// prettier-ignore
const DECOYS: Readonly<Record<string, ClusterDecoy>> = {
  outbreak: { base: 2, pool: 'second', note: '流感流行，各人用药不同', plan: { disease: 'J11', count: 14, spread: 6, los: 6, various: true } },
  few: { base: 2, pool: 'second', note: '刚低于阈值：8 人', plan: { disease: 'M54', count: 8, spread: 5, los: 8 } },
  spread: { base: 2, pool: 'second', note: '刚低于阈值：入院分散', plan: { disease: 'M51', count: 12, spread: 72, los: 9 } },
  chemotherapy: { base: 2, pool: 'oncology', note: '统一化疗方案（EX-ONCO）', plan: { disease: 'CHEMO', count: 12, spread: 6, los: 5 } },
  dialysis: { base: 2, pool: 'third', note: '透析住院', plan: { disease: 'N18', count: 11, spread: 6, los: 8 } },
  'day-surgery': { base: 2, pool: 'third', note: '日间白内障手术套餐（EX-DAY）', plan: { disease: 'H25', count: 13, spread: 6, los: 1, wish: { med_type: '28' } } },
  'busy-week': { base: 3, pool: 'second', note: '同周入院较多，诊疗各不相同', plan: { disease: 'I63', count: 13, spread: 6, los: 10, various: true } },
}

function planSimilarDecoys(book: CaseBook, recent: (draft: Draft) => number): void {
  for (const [kind, { base, pool, note, plan }] of Object.entries(DECOYS))
    book.cases({ model: MODEL, label: 'decoy', kind, base }, (draft) => {
      const from = plan.spread > 30 ? book.period.days - 150 : recent(draft)
      clusterTruth(draft, clusterOf(draft, { at: draft.random.pick(book.pools[pool]), from, ...plan }), note)
    })
}
