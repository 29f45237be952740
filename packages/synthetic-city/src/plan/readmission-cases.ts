import { type Institution } from '../places/institutions.ts'
import { offsetOf } from '../options.ts'
import { type CaseBook, type Draft, secondPartNumber, type StayRef, type StayWish } from './case-book.ts'
import { otherOf, quietDisease } from './parts.ts'

const MODEL = 'decomposed-hospitalization'

interface Pair {
  readonly disease: string
  readonly at: Institution
  readonly next?: Institution
  readonly gap: number
  readonly first?: Partial<StayWish>
  readonly later?: Partial<StayWish>
}

function pairOf(book: CaseBook, draft: Draft, plan: Pair): readonly [StayRef, StayRef] {
  const person = draft.person()
  const adm = book.period.days - draft.random.int(plan.gap + 45, 345)
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

/** Every exclusion of the model, each as the pair it was made for. */
function exclusions(
  book: CaseBook,
  draft: Draft,
): Readonly<Record<string, { readonly pair: Pair; readonly note: string }>> {
  const { random } = draft
  const { pools } = book
  const second = random.pick(pools.second)
  const third = random.pick(pools.third)
  const gap = random.int(2, 6)
  return {
    oncology: { pair: { disease: 'CHEMO', at: random.pick(pools.oncology), gap: 16 }, note: '计划化疗周期（EX-ONCO）' },
    planned: {
      pair: {
        disease: 'N20',
        at: second,
        gap: random.int(14, 28),
        first: { rinp_flag: '2', surgical: true },
        later: { surgical: true },
      },
      note: '31 天内再住院计划（EX-PLANNED）',
    },
    upward: {
      pair: {
        disease: 'I63',
        at: second,
        next: third,
        gap: 0,
        first: { dscg_way: '2', los: 5 },
        later: { adm_way: '3' },
      },
      note: '上转三级医院（EX-TRANSFER）',
    },
    downward: {
      pair: { disease: 'I63', at: third, next: random.pick(pools.first), gap: 1, first: { dscg_way: '3' } },
      note: '下转基层（EX-TRANSFER）',
    },
    emergency: { pair: { disease: 'I50', at: second, gap, later: { adm_way: '1' } }, note: '急诊再入院（EX-EMERG）' },
    rescue: {
      pair: { disease: 'J44', at: second, gap, later: { extra: ['rescue', 'icu'] } },
      note: '抢救、重症监护（EX-EMERG）',
    },
    uremia: { pair: { disease: 'N18', at: second, gap: 7 }, note: '尿毒症（EX-UREMIA）' },
    maternity: {
      pair: { disease: 'O80', at: second, gap: 9, first: { code: 'O47.000', los: 3 } },
      note: '先兆临产后分娩（EX-MATERN）',
    },
    psychiatry: {
      pair: { disease: 'F20', at: random.pick(pools.psychiatry), gap: 2, first: { los: 30 }, later: { los: 30 } },
      note: '精神专科长期住院（EX-PSYCH）',
    },
    rehabilitation: {
      pair: { disease: 'I69', at: random.pick(pools.rehabilitation), gap: 1 },
      note: '康复床日付费（EX-REHAB）',
    },
    day: {
      pair: {
        disease: 'K29',
        at: second,
        gap: 10,
        first: { med_type: '28', los: 1 },
        later: { med_type: '28', los: 1 },
      },
      note: '日间病房（EX-DAY）',
    },
    hospice: {
      pair: {
        disease: 'HOSPICE',
        at: random.pick(pools.first),
        gap: 4,
        first: { med_type: '2114' },
        later: { med_type: '2114' },
      },
      note: '安宁疗护（EX-HOSPICE）',
    },
    eye: { pair: { disease: 'H25', at: second, gap: random.int(6, 20) }, note: '第二只眼白内障手术' },
    device: {
      pair: {
        disease: 'S82',
        at: second,
        gap: 70,
        later: { secondary: ['Z47.001'], surgical: true, operations: ['78.6700'] },
      },
      note: '取内固定（Z47）',
    },
    lower: {
      pair: { disease: 'E11', at: second, next: random.pick(pools.first), gap },
      note: '不同级别医院（EX-TRANSFER）',
    },
    refund: { pair: { disease: 'M54', at: second, gap, later: { refund: 'full' } }, note: '后一次住院已全额退费' },
    late: {
      pair: { disease: quietDisease(random, second), at: second, gap: random.int(93, 104) },
      note: '刚低于阈值：间隔超过 90 天',
    },
    unlike: {
      pair: { disease: 'J44', at: second, gap: 16, later: { disease: 'M51', tkey: 1 + random.int(1, 1e9) } },
      note: '同院不同病，诊疗不相似',
    },
  }
}

function planReadmissionDecoys(book: CaseBook): void {
  const kinds = [
    'oncology',
    'planned',
    'upward',
    'downward',
    'emergency',
    'rescue',
    'uremia',
    'maternity',
    'psychiatry',
    'rehabilitation',
    'day',
    'hospice',
    'eye',
    'device',
    'lower',
    'refund',
    'late',
    'unlike',
  ]
  for (const kind of kinds) {
    book.cases({ model: MODEL, label: 'decoy', kind, base: 2 }, (draft) => {
      const wish = exclusions(book, draft)[kind]
      if (wish) pairTruth(draft, pairOf(book, draft, wish.pair), wish.note)
    })
  }
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
