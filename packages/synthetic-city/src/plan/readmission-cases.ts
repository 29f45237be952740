import { type Institution } from '../places/institutions.ts'
import { offsetOf } from '../options.ts'
import { type CaseBook, type Draft, secondPartNumber, type StayRef, type StayWish } from './case-book.ts'
import { otherOf, quietDisease } from './parts.ts'
import { type Actor } from './plan.ts'

const MODEL = 'decomposed-hospitalization'

interface Pair {
  readonly disease: string
  readonly at: Institution
  readonly next?: Institution
  readonly gap: number
  readonly first?: Partial<StayWish>
  readonly later?: Partial<StayWish>
  readonly traits?: Omit<Actor, 'pid'>
}

function pairOf(book: CaseBook, draft: Draft, plan: Pair): readonly [StayRef, StayRef] {
  const person = draft.person(plan.traits)
  const adm = book.period.days - draft.random.int(plan.gap + 70, 345)
  const first = draft.stay(person, { disease: plan.disease, at: plan.at, adm, ...plan.first })
  const later = draft.stay(person, {
    disease: plan.disease,
    at: plan.next ?? plan.at,
    adm: first.dsc + plan.gap,
    tkey: first.ev,
    ...plan.later,
  })
  return [first, later]
}

function pairTruth(draft: Draft, stays: readonly StayRef[], note: string): void {
  draft.truth({
    modelId: MODEL,
    subjectType: 'visit',
    subjectId: stays.at(-1)?.key ?? '',
    members: stays.map((one) => one.key),
    note,
  })
}

export function planReadmissions(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  const lower = (draft: Draft) =>
    draft.random.pick([...book.pools.second, ...book.pools.second, ...book.pools.first, ...book.pools.third])
  const gaps: readonly (readonly [string, number, readonly [number, number], string])[] = [
    ['week', 12, [1, 6], '同院同病 7 天内再入院'],
    ['fortnight', 3, [9, 13], '同院同病 14 天内再入院'],
    ['month', 3, [18, 29], '同院同病 30 天内再入院'],
    ['quarter', 2, [40, 85], '同院同病 90 天内再入院'],
  ]
  for (const [kind, base, range, note] of gaps) {
    fraud(kind, base, (draft) => {
      const at = lower(draft)
      pairTruth(
        draft,
        pairOf(book, draft, { disease: quietDisease(draft.random, at), at, gap: draft.random.int(...range) }),
        note,
      )
    })
  }
  fraud('same-tier', 3, (draft) => {
    const at = draft.random.pick(book.pools.second)
    const next = otherOf(draft.random, book.pools.second, at)
    pairTruth(
      draft,
      pairOf(book, draft, { disease: quietDisease(draft.random, at), at, next, gap: draft.random.int(1, 6) }),
      '同级另一家医院同病 7 天内再入院',
    )
  })
  fraud('chain', 3, (draft) => {
    const at = lower(draft)
    const disease = quietDisease(draft.random, at)
    const person = draft.person()
    const first = draft.stay(person, { disease, at, adm: book.period.days - draft.random.int(90, 340) })
    const second = draft.stay(person, { disease, at, adm: first.dsc + draft.random.int(2, 5), tkey: first.ev })
    const third = draft.stay(person, { disease, at, adm: second.dsc + draft.random.int(2, 5), tkey: first.ev })
    pairTruth(draft, [first, second, third], '连续三次分解住院')
  })
  planReadmissionDecoys(book)
  planContinuousStays(book)
}

type PoolName = 'first' | 'second' | 'third' | 'oncology' | 'psychiatry' | 'rehabilitation'

interface PairDecoy {
  readonly note: string
  readonly disease?: string
  readonly at: PoolName
  /** Pool of the later hospital; absent = the same hospital. */
  readonly next?: PoolName
  readonly gap: readonly [number, number]
  readonly first?: Partial<StayWish>
  readonly later?: Partial<StayWish>
}

/** Every exclusion of the model, each as the pair it was made for, and pairs just short of it. */
// prettier-ignore
const DECOYS: Readonly<Record<string, PairDecoy>> = {
  oncology: { note: '计划化疗周期（EX-ONCO）', disease: 'CHEMO', at: 'oncology', gap: [16, 16] },
  planned: { note: '31 天内再住院计划（EX-PLANNED）', disease: 'N20', at: 'second', gap: [14, 28], first: { rinp_flag: '2', surgical: true }, later: { surgical: true } },
  upward: { note: '上转三级医院（EX-TRANSFER）', disease: 'I63', at: 'second', next: 'third', gap: [0, 0], first: { dscg_way: '2', los: 5 }, later: { adm_way: '3' } },
  downward: { note: '下转基层（EX-TRANSFER）', disease: 'I63', at: 'third', next: 'first', gap: [1, 1], first: { dscg_way: '3' } },
  emergency: { note: '急诊再入院（EX-EMERG）', disease: 'I50', at: 'second', gap: [2, 6], later: { adm_way: '1' } },
  rescue: { note: '抢救、重症监护（EX-EMERG）', disease: 'J44', at: 'second', gap: [2, 6], later: { extra: ['rescue', 'icu'] } },
  uremia: { note: '尿毒症（EX-UREMIA）', disease: 'N18', at: 'second', gap: [7, 7] },
  maternity: { note: '先兆临产后分娩（EX-MATERN）', disease: 'O80', at: 'second', gap: [9, 9], first: { code: 'O47.000', los: 3 } },
  psychiatry: { note: '精神专科长期住院（EX-PSYCH）', disease: 'F20', at: 'psychiatry', gap: [2, 2], first: { los: 30 }, later: { los: 30 } },
  rehabilitation: { note: '康复床日付费（EX-REHAB）', disease: 'I69', at: 'rehabilitation', gap: [1, 1] },
  day: { note: '日间病房（EX-DAY）', disease: 'D61', at: 'second', gap: [10, 10], first: { med_type: '28', los: 1 }, later: { med_type: '28', los: 1 } },
  hospice: { note: '安宁疗护（EX-HOSPICE）', disease: 'HOSPICE', at: 'first', gap: [4, 4], first: { med_type: '2114' }, later: { med_type: '2114' } },
  eye: { note: '第二只眼白内障手术', disease: 'H25', at: 'second', gap: [6, 20] },
  device: { note: '取内固定（Z47）', disease: 'S82', at: 'second', gap: [70, 70], later: { secondary: ['Z47.001'], surgical: true, operations: ['78.6700'] } },
  lower: { note: '不同级别医院（EX-TRANSFER）', disease: 'E11', at: 'second', next: 'first', gap: [2, 6] },
  refund: { note: '后一次住院已全额退费', disease: 'M54', at: 'second', gap: [2, 6], later: { refund: 'full' } },
  late: { note: '刚低于阈值：间隔超过 90 天', at: 'second', gap: [93, 104] },
  unlike: { note: '同院不同病，诊疗不相似', disease: 'J44', at: 'second', gap: [16, 16], later: { disease: 'M51', tkey: 7 } },
}

function planReadmissionDecoys(book: CaseBook): void {
  for (const [kind, decoy] of Object.entries(DECOYS))
    book.cases({ model: MODEL, label: 'decoy', kind, base: 2 }, (draft) => {
      const { random } = draft
      const at = random.pick(book.pools[decoy.at])
      const { first, later } = decoy
      const traits = kind === 'maternity' ? { gend: '2' as const, age: random.int(22, 36) } : {}
      const pair = pairOf(book, draft, {
        ...{ disease: decoy.disease ?? quietDisease(random, at), at, gap: random.int(...decoy.gap), traits },
        ...(decoy.next ? { next: random.pick(book.pools[decoy.next]) } : {}),
        ...(first ? { first } : {}),
        ...(later ? { later } : {}),
      })
      pairTruth(draft, pair, decoy.note)
    })
}

/** One stay that was settled twice: at the turn of the year, or half-way. */
function planContinuousStays(book: CaseBook): void {
  const newYear = offsetOf(book.period, '2025-01-01')
  for (const [kind, mode, note] of [
    ['year-end-visits', 2, '跨年分段结算（两次就诊）'],
    ['year-end', 1, '跨年分段结算（一次就诊）'],
  ] as const) {
    book.cases({ model: MODEL, label: 'decoy', kind, base: 3 }, (draft) => {
      const at = draft.random.pick(book.pools.second)
      const stay = draft.stay(draft.person(), {
        disease: quietDisease(draft.random, at),
        at,
        adm: newYear - draft.random.int(3, 5),
        los: 9,
        split_mode: mode,
      })
      pairTruth(draft, [stay], note)
      if (mode === 2)
        draft.truth({
          modelId: MODEL,
          subjectType: 'visit',
          subjectId: secondPartNumber(stay),
          members: [stay.key, secondPartNumber(stay)],
          note,
        })
    })
  }
  book.cases({ model: MODEL, label: 'decoy', kind: 'interim', base: 3 }, (draft) => {
    const at = draft.random.pick(book.pools.third)
    const stay = draft.stay(draft.person(), {
      disease: 'I61',
      at,
      adm: book.period.days - draft.random.int(60, 330),
      los: 40,
      split_at: 20,
      split_mode: 3,
    })
    draft.truth({
      modelId: MODEL,
      subjectType: 'visit',
      subjectId: secondPartNumber(stay),
      members: [stay.key, secondPartNumber(stay)],
      note: '中途结算',
    })
  })
}
