import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, type StayRef, type StayWish } from './case-book.ts'

const MODEL = 'checkup-admission'

const visitTruth = (draft: Draft, stay: StayRef, note: string) =>
  draft.truth({ modelId: MODEL, subjectType: 'visit', subjectId: stay.key, members: [stay.key], note })

const DISEASES = ['I10', 'K29', 'M54', 'H81', 'E11', 'M47'] as const

/** Many examinations, hardly any treatment. */
const FULL: Partial<StayWish> = { los: 4, f_drug: 0.25, f_treat: 0.3, extra: ['checkup', 'checkup-large'] }
const PLAIN: Partial<StayWish> = { los: 4, f_drug: 0.3, f_treat: 0.4, extra: ['checkup'] }

export function planCheckups(book: CaseBook): void {
  const { pools } = book
  const adm = (draft: Draft) => book.period.days - draft.random.int(20, 345)
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  fraud('single', 9, (draft) => {
    const at = draft.random.pick(pools.second)
    visitTruth(
      draft,
      draft.stay(draft.person(), { disease: draft.random.pick(DISEASES), at, adm: adm(draft), ...FULL }),
      '以检查为主、几无治疗',
    )
  })
  fraud('graded', 4, (draft) => {
    const at = draft.random.pick(pools.second)
    visitTruth(
      draft,
      draft.stay(draft.person(), { disease: draft.random.pick(['I10', 'H81', 'K29']), at, adm: adm(draft), ...PLAIN }),
      '检查占比过半、治疗少',
    )
  })
  fraud('batch', 3, (draft) => {
    const at = draft.random.pick(pools.second)
    const employer = 800_000 + draft.random.int(1, 99_999)
    const [start, disease] = [adm(draft), draft.random.pick(DISEASES)]
    for (let index = 0; index < draft.random.int(4, 6); index++) {
      const stay = draft.stay(draft.person({ employer, insutype: '310', age: draft.random.int(30, 58) }), {
        disease,
        at,
        adm: start + draft.random.int(0, 1),
        ...FULL,
      })
      visitTruth(draft, stay, '同单位成批住院体检')
    }
  })
  planCheckupDecoys(book, adm)
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
  emergency: {
    note: '急诊入院查因（EX-EMERG）',
    wish: (draft, book) => ({ disease: 'H81', at: draft.random.pick(book.pools.second), ...FULL, adm_way: '1' }),
  },
  staging: {
    note: '恶性肿瘤首次住院分期检查（EX-ONCO）',
    wish: (draft, book) => ({
      disease: 'C50',
      at: draft.random.pick(book.pools.oncology),
      los: 5,
      f_drug: 0.2,
      extra: ['checkup'],
    }),
  },
  maternity: {
    note: '产科（EX-MATERN）',
    wish: (draft, book) => ({ disease: 'O80', code: 'O26.900', at: draft.random.pick(book.pools.second), ...PLAIN }),
  },
  donor: {
    note: '器官供者评估（Z52）',
    wish: (draft, book) => ({ disease: 'Z52', at: draft.random.pick(book.pools.third), ...PLAIN }),
  },
  surgery: {
    note: '术前检查，有手术',
    wish: (draft, book) => ({
      disease: 'K80',
      at: draft.random.pick(book.pools.second),
      surgical: true,
      extra: ['checkup'],
    }),
  },
  transfer: {
    note: '转院（EX-TRANSFER）',
    wish: (draft, book) => ({ disease: 'M47', at: draft.random.pick(book.pools.second), ...FULL, dscg_way: '2' }),
  },
  newborn: {
    note: '新生儿（EX-NEWB）',
    wish: (draft, book) => ({
      disease: 'P59',
      at: draft.random.pick(book.pools.third),
      los: 4,
      f_treat: 0.3,
      extra: ['checkup-few'],
    }),
  },
  few: {
    note: '刚低于阈值：检查占比不足一半',
    wish: (draft, book) => ({
      disease: 'M54',
      at: draft.random.pick(book.pools.second),
      typical: 0.6,
      extra: ['checkup-few'],
    }),
  },
  treated: {
    note: '检查多但治疗也多',
    wish: (draft, book) => ({
      disease: 'I63',
      at: draft.random.pick(book.pools.second),
      typical: 0.6,
      extra: ['checkup'],
    }),
  },
  fever: {
    note: '发热待查，检查有诊断支持',
    wish: (draft, book) => ({ disease: 'R50', at: draft.random.pick(book.pools.third), typical: 0.5 }),
  },
}

function planCheckupDecoys(book: CaseBook, adm: (draft: Draft) => number): void {
  for (const [kind, exempt] of Object.entries(EXEMPT)) {
    book.cases({ model: MODEL, label: 'decoy', kind, base: 3 }, (draft) => {
      const start = adm(draft)
      const traits =
        kind === 'newborn'
          ? { born: start - 5, age: 0 }
          : kind === 'maternity'
            ? { gend: '2' as const, age: draft.random.int(22, 36) }
            : {}
      visitTruth(draft, draft.stay(draft.person(traits), { adm: start, ...exempt.wish(draft, book) }), exempt.note)
    })
  }
}
