import { type CaseBook, type Draft, type StayRef, type StayWish } from './case-book.ts'
import { lowerHospital, quietDisease } from './parts.ts'

const MODEL = 'service-interruption'
const CONFLICT = 'space-time-conflict'

const visitTruth = (draft: Draft, stay: StayRef, note: string) =>
  draft.truth({ modelId: MODEL, subjectType: 'visit', subjectId: stay.key, members: [stay.key], note })

const days = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

export function planIdleStays(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  /** More is given on the days that are served, so that the stay costs what such stays cost. */
  const idleStay = (draft: Draft, los: number, idle: readonly number[]) => {
    const at = lowerHospital(book, draft.random)
    return draft.stay(draft.person(), {
      disease: quietDisease(draft.random, at),
      at,
      adm: book.period.days - draft.random.int(30, 345),
      los,
      idle,
      f_drug: 2,
      f_treat: 1.8,
    })
  }
  fraud('long', 9, (draft) => {
    const los = draft.random.int(10, 13)
    visitTruth(draft, idleStay(draft, los, days(2, los - 2)), '住院多日仅收床位、护理、诊察费')
  })
  fraud('broken', 8, (draft) => {
    const los = draft.random.int(10, 12)
    const served = [1, draft.random.int(6, 7), los - 1]
    visitTruth(
      draft,
      idleStay(
        draft,
        los,
        days(1, los - 1).filter((day) => !served.includes(day)),
      ),
      '三分之二以上住院日无服务',
    )
  })
  fraud('outside', 6, (draft) => {
    const at = lowerHospital(book, draft.random)
    const person = draft.person()
    const stay = draft.stay(person, {
      disease: quietDisease(draft.random, at),
      at,
      adm: book.period.days - draft.random.int(30, 345),
      los: 10,
      idle: days(3, 7),
      f_drug: 1.8,
      f_treat: 1.6,
    })
    draft.visit(person, { at: draft.random.pick(book.pools.pharmacies), day: stay.adm + 5, extra: ['tablets'] })
    visitTruth(draft, stay, '无服务日另有院外购药')
    draft.truth({
      modelId: CONFLICT,
      subjectType: 'person',
      subjectId: person.psnNo,
      members: [person.psnNo],
      note: 'T3 挂床期间药店购药',
    })
  })
  planIdleDecoys(book)
}

type PoolName = 'first' | 'second' | 'third' | 'rehabilitation' | 'psychiatry'

interface IdleDecoy {
  readonly base: number
  readonly pool: PoolName
  readonly note: string
  readonly wish: Partial<StayWish> & { readonly disease: string }
  /** Days with executed orders though nothing was charged. */
  readonly executed?: readonly [number, number]
}

// prettier-ignore
const DECOYS: Readonly<Record<string, IdleDecoy>> = {
  rehabilitation: { base: 4, pool: 'rehabilitation', note: '康复床日付费（EX-REHAB）', wish: { disease: 'I69', los: 20, idle: days(4, 13) } },
  psychiatry: { base: 4, pool: 'psychiatry', note: '精神专科（EX-PSYCH）', wish: { disease: 'F20', los: 35, idle: days(5, 22) } },
  hospice: { base: 4, pool: 'first', note: '安宁疗护（EX-HOSPICE）', wish: { disease: 'HOSPICE', los: 10, med_type: '2114', idle: days(3, 7) } },
  batch: { base: 4, pool: 'second', note: '出院时批量上传明细', wish: { disease: 'M54', los: 8, batch: true } },
  pathology: { base: 4, pool: 'third', note: '术前等病理 3 天', wish: { disease: 'D25', los: 10, surgical: true, op_day: 5, idle: [2, 3, 4] } },
  below: { base: 5, pool: 'second', note: '刚低于阈值：无服务日 37.5 %、最长两天', wish: { disease: 'E11', los: 9, idle: [3, 4, 6] } },
  short: { base: 4, pool: 'second', note: '住院 3 天，不足起算天数', wish: { disease: 'H81', los: 3, idle: [1, 2], f_drug: 2, f_treat: 2, extra: ['albumin'] } },
  orders: { base: 4, pool: 'second', note: '无收费日有已执行医嘱', wish: { disease: 'G45', los: 10, idle: days(3, 8), f_drug: 1.8, f_treat: 1.5 }, executed: [3, 8] },
}

function planIdleDecoys(book: CaseBook): void {
  for (const [kind, { base, pool, note, wish, executed }] of Object.entries(DECOYS))
    book.cases({ model: MODEL, label: 'decoy', kind, base }, (draft) => {
      const adm = book.period.days - draft.random.int(60, 345)
      const traits = wish.disease === 'D25' ? { gend: '2' as const } : {}
      const stay = draft.stay(draft.person(traits), { at: draft.random.pick(book.pools[pool]), adm, ...wish })
      if (executed) draft.order(stay, '长期医嘱', [adm + executed[0], adm + executed[1]])
      visitTruth(draft, stay, note)
    })
}
