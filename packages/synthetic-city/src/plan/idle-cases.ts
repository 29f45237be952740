import { type CaseBook, type Draft, type StayRef } from './case-book.ts'
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

function planIdleDecoys(book: CaseBook): void {
  const { pools } = book
  const decoy = (kind: string, base: number, write: (draft: Draft, adm: number) => { stay: StayRef; note: string }) =>
    book.cases({ model: MODEL, label: 'decoy', kind, base }, (draft) => {
      const { stay, note } = write(draft, book.period.days - draft.random.int(60, 345))
      visitTruth(draft, stay, note)
    })
  decoy('rehabilitation', 4, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'I69',
      at: draft.random.pick(pools.rehabilitation),
      adm,
      los: 20,
      idle: days(4, 13),
    }),
    note: '康复床日付费（EX-REHAB）',
  }))
  decoy('psychiatry', 4, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'F20',
      at: draft.random.pick(pools.psychiatry),
      adm,
      los: 35,
      idle: days(5, 22),
    }),
    note: '精神专科（EX-PSYCH）',
  }))
  decoy('hospice', 4, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'HOSPICE',
      at: draft.random.pick(pools.first),
      adm,
      los: 10,
      med_type: '2114',
      idle: days(3, 7),
    }),
    note: '安宁疗护（EX-HOSPICE）',
  }))
  decoy('batch', 4, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'M54',
      at: lowerHospital(book, draft.random),
      adm,
      los: 8,
      batch: true,
    }),
    note: '出院时批量上传明细',
  }))
  decoy('pathology', 4, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'D25',
      at: draft.random.pick(pools.third),
      adm,
      los: 10,
      surgical: true,
      op_day: 5,
      idle: [2, 3, 4],
    }),
    note: '术前等病理 3 天',
  }))
  decoy('below', 5, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'E11',
      at: lowerHospital(book, draft.random),
      adm,
      los: 9,
      idle: [3, 4, 6],
    }),
    note: '刚低于阈值：无服务日 37.5 %、最长两天',
  }))
  decoy('short', 4, (draft, adm) => ({
    stay: draft.stay(draft.person(), {
      disease: 'H81',
      at: draft.random.pick(pools.second),
      adm,
      los: 3,
      idle: [1, 2],
      f_drug: 2,
      f_treat: 2,
    }),
    note: '住院 3 天，不足起算天数',
  }))
  decoy('orders', 4, (draft, adm) => {
    const stay = draft.stay(draft.person(), {
      disease: 'G45',
      at: draft.random.pick(pools.second),
      adm,
      los: 10,
      idle: days(3, 8),
      f_drug: 1.8,
      f_treat: 1.5,
    })
    draft.order(stay, '长期医嘱', [adm + 3, adm + 8])
    return { stay, note: '无收费日有已执行医嘱' }
  })
}
