import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, type StayRef, type StayWish } from './case-book.ts'
import { lowerHospital } from './parts.ts'

const MODEL = 'low-standard-admission'

/** Diseases a clinic can treat, with the exact code the model lists. */
const CLINIC_DISEASES = [
  { disease: 'J20', code: 'J20.900' },
  { disease: 'K29', code: 'K29.500' },
  { disease: 'M54', code: 'M54.500' },
  { disease: 'I10', code: 'I10.x00', secondary: ['E78.500'] },
  { disease: 'E11', code: 'E11.900', secondary: ['E78.500'] },
  { disease: 'M47', code: 'M47.800' },
] as const

const visitTruth = (draft: Draft, stay: StayRef, note: string) =>
  draft.truth({ modelId: MODEL, subjectType: 'visit', subjectId: stay.key, members: [stay.key], note })

export function planLowStandard(book: CaseBook): void {
  const fraud = (
    kind: string,
    { base, note }: { base: number; note: string },
    wish: (draft: Draft) => Partial<StayWish> & { disease: string },
  ) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, (draft) => {
      const at = lowerHospital(book, draft.random)
      const adm = book.period.days - draft.random.int(20, 345)
      visitTruth(draft, draft.stay(draft.person(), { at, adm, ...wish(draft) }), note)
    })
  fraud('tablets', { base: 11, note: '门诊可治疗病种，住院 2—3 天只做常规检查并给口服药' }, (draft) => ({
    ...draft.random.pick(CLINIC_DISEASES),
    light: true,
    los: draft.random.int(2, 3),
  }))
  fraud('thin', { base: 6, note: '门诊可治疗病种，住院 3 天，诊疗稀薄' }, (draft) => ({
    ...draft.random.pick(CLINIC_DISEASES),
    los: 3,
    f_drug: 0.45,
    f_exam: 0.5,
    f_treat: 0.8,
    typical: 0.5,
  }))
  fraud('other', { base: 6, note: '费用远低于同级同病' }, (draft) => ({
    disease: draft.random.pick(['H81', 'G45', 'I63', 'M51', 'J44']),
    light: true,
    los: draft.random.int(2, 4),
  }))
  planLowStandardDecoys(book)
}

const EXEMPT: Readonly<
  Record<
    string,
    {
      readonly note: string
      readonly wish: (draft: Draft, book: CaseBook) => Partial<StayWish> & { disease: string; at: Institution }
    }
  >
> = {
  death: {
    note: '死亡（EX-DEATH）',
    wish: (draft, book) => ({
      disease: 'I63',
      at: draft.random.pick(book.pools.second),
      light: true,
      los: 2,
      dscg_way: '5',
    }),
  },
  transfer: {
    note: '转院（EX-TRANSFER）',
    wish: (draft, book) => ({
      disease: 'I63',
      at: draft.random.pick(book.pools.first),
      light: true,
      los: 1,
      dscg_way: '2',
    }),
  },
  leave: {
    note: '非医嘱离院且住院不超过 2 天（EX-AMA）',
    wish: (draft, book) => ({
      disease: 'M54',
      at: draft.random.pick(book.pools.second),
      light: true,
      los: 2,
      dscg_way: '4',
    }),
  },
  day: {
    note: '日间病房（EX-DAY）',
    wish: (draft, book) => ({
      disease: 'K29',
      at: draft.random.pick(book.pools.second),
      light: true,
      los: 1,
      med_type: '28',
    }),
  },
  newborn: {
    note: '新生儿（EX-NEWB）',
    wish: (draft, book) => ({ disease: 'P59', at: draft.random.pick(book.pools.second), light: true, los: 2 }),
  },
  maternity: {
    note: '产科（EX-MATERN）',
    wish: (draft, book) => ({
      disease: 'O80',
      at: draft.random.pick(book.pools.second),
      code: 'O20.000',
      light: true,
      los: 2,
    }),
  },
  emergency: {
    note: '急诊（EX-EMERG）',
    wish: (draft, book) => ({
      disease: 'H81',
      at: draft.random.pick(book.pools.second),
      light: true,
      los: 2,
      adm_way: '1',
    }),
  },
  rescue: {
    note: '抢救（EX-EMERG）',
    wish: (draft, book) => ({
      disease: 'J44',
      at: draft.random.pick(book.pools.second),
      light: true,
      los: 2,
      extra: ['rescue'],
    }),
  },
  oncology: {
    note: '计划化疗（EX-ONCO）',
    wish: (draft, book) => ({ disease: 'CHEMO', at: draft.random.pick(book.pools.oncology), light: true, los: 2 }),
  },
  uremia: {
    note: '尿毒症（EX-UREMIA）',
    wish: (draft, book) => ({ disease: 'N18', at: draft.random.pick(book.pools.second), light: true, los: 2 }),
  },
  hospice: {
    note: '安宁疗护（EX-HOSPICE）',
    wish: (draft, book) => ({
      disease: 'HOSPICE',
      at: draft.random.pick(book.pools.first),
      light: true,
      los: 3,
      med_type: '2114',
    }),
  },
  'four-days': {
    note: '刚低于阈值：门诊可治疗病种住 5 天',
    wish: (draft, book) => ({
      disease: 'M54',
      code: 'M54.500',
      at: draft.random.pick(book.pools.second),
      los: 5,
      f_treat: 1.3,
      typical: 0.6,
    }),
  },
  'short-not-cheap': {
    note: '刚低于阈值：住 3 天但费用不低',
    wish: (draft, book) => ({
      disease: 'J20',
      code: 'J20.900',
      at: draft.random.pick(book.pools.second),
      los: 3,
      f_drug: 2,
      extra: ['checkup-few', 'albumin'],
      typical: 0.5,
    }),
  },
  township: {
    note: '基层低价：与同级相当',
    wish: (draft, book) => ({
      disease: draft.random.pick(['M54', 'J44', 'E11']),
      at: draft.random.pick(book.pools.first),
      typical: 0.7,
    }),
  },
}

function planLowStandardDecoys(book: CaseBook): void {
  for (const [kind, exempt] of Object.entries(EXEMPT)) {
    book.cases({ model: MODEL, label: 'decoy', kind, base: 2 }, (draft) => {
      const adm = book.period.days - draft.random.int(30, 345)
      const wish = exempt.wish(draft, book)
      const los = wish.los ?? 8
      const traits =
        kind === 'newborn'
          ? { born: adm - 4, age: 0 }
          : kind === 'maternity'
            ? { gend: '2' as const, age: draft.random.int(22, 36) }
            : kind === 'death'
              ? { died: adm + los }
              : {}
      visitTruth(draft, draft.stay(draft.person(traits), { adm, ...wish }), exempt.note)
    })
  }
}
