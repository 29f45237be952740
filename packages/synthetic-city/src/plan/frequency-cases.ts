import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, type Person, type StayRef, type StayWish } from './case-book.ts'
import { mixedDiseases } from './parts.ts'

const MODEL = 'frequent-hospitalization'
const SPLIT = 'decomposed-hospitalization'

interface Series {
  readonly count: number
  readonly step: number
  readonly diseases: readonly string[]
  readonly at: readonly Institution[]
  readonly wish?: Partial<StayWish>
}

/** Stays of one person, about `step` days from admission to admission, hospitals taken in turn. */
function seriesOf(book: CaseBook, draft: Draft, request: { person: Person; series: Series }): StayRef[] {
  const { count, step, diseases, at, wish } = request.series
  const span = (count - 1) * step + 20
  const first = book.period.days - draft.random.int(span, Math.max(span, 350))
  return Array.from({ length: count }, (_, index) =>
    draft.stay(request.person, {
      disease: diseases[index % diseases.length] as string,
      at: at[index % at.length] as Institution,
      adm: first + index * step + (index > 0 && step < 55 ? draft.random.int(-3, 3) : 0),
      ...wish,
    }),
  )
}

const personTruth = (draft: Draft, person: Person, note: string) =>
  draft.truth({ modelId: MODEL, subjectType: 'person', subjectId: person.psnNo, members: [person.psnNo], note })

export function planFrequency(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  /** Grades in turn, so that neighbouring stays are no pair of one grade. */
  const inTurn = (draft: Draft) => [draft.random.pick(book.pools.second), draft.random.pick(book.pools.first)]
  const mixed = (draft: Draft, count: number, step: number) => {
    const person = draft.person()
    seriesOf(book, draft, {
      person,
      series: { count, step, diseases: mixedDiseases(draft.random, count), at: inTurn(draft) },
    })
    return person
  }
  fraud('half-year', 10, (draft) => personTruth(draft, mixed(draft, 4, draft.random.int(36, 52)), '半年内住院 4 次'))
  fraud('many', 6, (draft) =>
    personTruth(draft, mixed(draft, draft.random.int(6, 9), draft.random.int(26, 34)), '全年住院 6 次以上'),
  )
  fraud('year', 4, (draft) => personTruth(draft, mixed(draft, 6, 62), '全年 6 次，半年内不超过 3 次'))
  fraud('two-numbers', 2, (draft) => {
    const renumbered = book.period.days - 182
    const person = draft.person({ renumbered })
    const adms = [-58, -14, 30, 78].map((offset) => renumbered + offset + draft.random.int(-3, 3))
    const [diseases, at] = [mixedDiseases(draft.random, 4), inTurn(draft)]
    adms.forEach((adm, index) =>
      draft.stay(person, {
        disease: diseases[index] as string,
        at: at[index % 2] as Institution,
        adm,
      }),
    )
    draft.truth({
      modelId: MODEL,
      subjectType: 'person',
      subjectId: person.secondNo,
      members: [person.secondNo, person.psnNo],
      note: '同一人两个编号合计半年 4 次',
    })
  })
  fraud('one-disease', 2, (draft) => {
    const person = draft.person()
    const stays = seriesOf(book, draft, {
      person,
      series: {
        count: 5,
        step: 34,
        diseases: [draft.random.pick(['M54', 'E11', 'J44'])],
        at: [draft.random.pick(book.pools.first)],
      },
    })
    personTruth(draft, person, '半年内同病住院 5 次')
    draft.truth({
      modelId: SPLIT,
      subjectType: 'visit',
      subjectId: stays.at(-1)?.key ?? '',
      members: stays.map((one) => one.key),
      note: '同病反复住院（频繁住院人员）',
    })
  })
  planFrequencyDecoys(book, inTurn)
}

interface SeriesDecoy {
  readonly note: string
  readonly count: number
  readonly step: number
  /** One disease, or a mixture. */
  readonly disease?: string
  /** Grades in turn, or one hospital of a pool. */
  readonly pool: 'in-turn' | 'first' | 'second' | 'third' | 'psychiatry' | 'rehabilitation'
  readonly wish?: Partial<StayWish>
}

// prettier-ignore
const DECOYS: Readonly<Record<string, SeriesDecoy>> = {
  'at-threshold': { note: '恰在阈值：半年 3 次、全年 5 次', count: 5, step: 62, pool: 'in-turn' },
  dialysis: { note: '尿毒症（EX-UREMIA）', count: 9, step: 24, disease: 'N18', pool: 'second' },
  tumour: { note: '恶性肿瘤化疗', count: 7, step: 24, disease: 'CHEMO', pool: 'second' },
  registered: { note: '门特病种备案（EX-OPSP）', count: 5, step: 36, pool: 'in-turn' },
  psychiatry: { note: '精神专科（EX-PSYCH）', count: 5, step: 35, disease: 'F20', pool: 'psychiatry', wish: { los: 32 } },
  rehabilitation: { note: '康复床日付费（EX-REHAB）', count: 6, step: 30, disease: 'I69', pool: 'rehabilitation', wish: { los: 24 } },
  'day-ward': { note: '日间病房输血（EX-DAY）', count: 5, step: 30, disease: 'D61', pool: 'second', wish: { med_type: '28', los: 1 } },
  hospice: { note: '安宁疗护（EX-HOSPICE）', count: 5, step: 28, disease: 'HOSPICE', pool: 'first', wish: { med_type: '2114' } },
  'grade-three': { note: '三级医院住院不计', count: 6, step: 40, pool: 'third' },
}

function planFrequencyDecoys(book: CaseBook, inTurn: (draft: Draft) => Institution[]): void {
  for (const [kind, decoy] of Object.entries(DECOYS))
    book.cases({ model: MODEL, label: 'decoy', kind, base: 3 }, (draft) => {
      const person = draft.person()
      if (kind === 'registered') draft.register(person, 'M08300', '器官移植抗排异治疗')
      const { count, step, disease, pool, wish } = decoy
      const at =
        pool === 'in-turn'
          ? inTurn(draft)
          : pool === 'third'
            ? draft.random.shuffle(book.pools.third).slice(0, 4)
            : [draft.random.pick(book.pools[pool])]
      const diseases = disease === undefined ? mixedDiseases(draft.random, count) : [disease]
      seriesOf(book, draft, { person, series: { count, step, diseases, at, ...(wish ? { wish } : {}) } })
      personTruth(draft, person, decoy.note)
    })
}
