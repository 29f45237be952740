import { type CaseBook, type Draft, type StayRef } from './case-book.ts'

const UPCODING = 'upcoding'
const OVERREACH = 'diagnosis-overreach'

/**
 * Stays treated for one disease and coded as a dearer one: what they were treated for stands among the other diagnoses. All come as
 * emergencies, as the dearer disease would. Few examinations, or the dearer one would look found.
 */
const KINDS = {
  pneumonia: { base: 9, disease: 'J20', code: 'J18.900', treated: 'J20.900', examined: 0.1, models: [UPCODING], note: '急性支气管炎填成肺炎，没有胸部影像和病原学检查' }, // prettier-ignore
  failure: { base: 6, disease: 'I10', code: 'I50.900', treated: 'I10.x00', examined: 0.1, models: [UPCODING, OVERREACH], note: '高血压填成心力衰竭，没有脑钠肽、心脏超声和利尿治疗' }, // prettier-ignore
  infarction: { base: 8, disease: 'H81', code: 'I63.900', treated: 'H81.300', examined: 0.1, models: [UPCODING, OVERREACH], note: '眩晕填成脑梗死，没有头颅影像，用药都是眩晕的' }, // prettier-ignore
} as const

export function planUpcoding(book: CaseBook): void {
  // Two hospitals do it, so that whole groups of theirs stand out.
  const hospitals = [...book.pools.second].sort((a, b) => a.iid - b.iid).slice(0, 2)
  for (const [kind, { base, disease, code, treated, examined, models, note }] of Object.entries(KINDS)) {
    book.cases({ model: UPCODING, label: 'fraud', kind, base }, (draft, index) => {
      // One of the kinds is a campaign of the last quarter.
      const campaign = kind === 'infarction'
      const at = hospitals[campaign ? 0 : index % hospitals.length] ?? draft.random.pick(book.pools.second)
      const stay = draft.stay(draft.person({ age: draft.random.int(58, 76) }), {
        ...{ disease, code, secondary: [treated], at, f_exam: examined, adm_way: '1' },
        adm: book.period.days - (campaign ? draft.random.int(14, 82) : draft.random.int(30, 340)),
      })
      for (const modelId of models) label(draft, stay, { modelId, note })
    })
  }
  planHonest(book)
}

/** Coded as treated, though it may not look so at first. */
function planHonest(book: CaseBook): void {
  const honest = {
    pneumonia: { disease: 'J18', code: 'J18.900', secondary: ['J20.900'], note: '肺炎伴支气管炎，检查俱全' },
    failure: { disease: 'I50', code: 'I50.900', secondary: ['I10.x00'], note: '高血压患者心力衰竭，检查和治疗俱全' },
    infarction: {
      disease: 'I63',
      code: 'I63.900',
      secondary: ['G45.900'],
      note: '短暂性脑缺血发作后脑梗死，按脑梗死治疗',
    },
  } as const
  for (const [kind, { note, secondary, ...wish }] of Object.entries(honest)) {
    book.cases({ model: UPCODING, label: 'decoy', kind, base: 4 }, (draft) => {
      const stay = draft.stay(draft.person({ age: draft.random.int(58, 76) }), {
        ...{ ...wish, secondary: [...secondary], at: draft.random.pick(book.pools.second), adm_way: '1' },
        adm: book.period.days - draft.random.int(30, 340),
      })
      for (const modelId of [UPCODING, OVERREACH]) label(draft, stay, { modelId, note })
    })
  }
}

function label(draft: Draft, stay: StayRef, { modelId, note }: { modelId: string; note: string }): void {
  draft.truth({ modelId, subjectType: 'visit', subjectId: stay.key, members: [stay.key], note })
}
