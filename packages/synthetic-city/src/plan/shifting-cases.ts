import { deptNo, NUMBERED_CHRONIC } from '../knowledge/world.ts'
import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, type Person, type StayRef, type StayWish } from './case-book.ts'

const MODEL = 'cost-shifting'
const CONFLICT = 'space-time-conflict'

const visitTruth = (draft: Draft, stay: StayRef, note: string) =>
  draft.truth({ modelId: MODEL, subjectType: 'visit', subjectId: stay.key, members: [stay.key], note })

/** What is missing inside, and the packs that hold it outside. */
const SCENES = {
  I63: { thin: { f_drug: 0.35, f_exam: 0.4, extra: ['better-ward'] }, exam: 'mri-own', drug: 'infusion-own' },
  G45: { thin: { f_drug: 0.35, f_exam: 0.4, extra: ['better-ward'] }, exam: 'mri-own', drug: 'infusion-own' },
  J18: { thin: { f_drug: 0.35, f_exam: 0.4, extra: ['better-ward'] }, exam: 'ct-own', drug: 'antibiotic-own' },
  J44: { thin: { f_drug: 0.35, f_exam: 0.4, extra: ['better-ward'] }, exam: 'ct-own', drug: 'antibiotic-own' },
} as const
type Scene = keyof typeof SCENES

interface Scheme {
  readonly person: Person
  readonly stay: StayRef
  readonly at: Institution
  readonly scene: (typeof SCENES)[Scene]
}

function thinStay(book: CaseBook, draft: Draft, wish: Partial<StayWish> = {}): Scheme {
  const [adm, los] = [book.period.days - draft.random.int(30, 345), draft.random.int(9, 10)]
  const disease = wish.typical === undefined ? draft.random.pick(Object.keys(SCENES) as Scene[]) : 'I63'
  // Rare there: a grade-3 hospital has too few of them for a comparison of its own kind.
  const at = draft.random.pick(
    disease === 'G45' || wish.typical !== undefined ? book.pools.second : [...book.pools.second, ...book.pools.third],
  )
  const scene = SCENES[disease]
  const person = draft.person(wish.dscg_way === '5' ? { died: adm + los } : {})
  const stay = draft.stay(person, {
    disease,
    at,
    adm,
    los,
    ...scene.thin,
    ...wish,
  })
  return { person, stay, at, scene }
}

export function planShifting(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  const shop = (draft: Draft) => draft.random.pick(book.pools.pharmacies)
  fraud('both', 10, (draft) => {
    const { person, stay, at, scene } = thinStay(book, draft)
    draft.visit(person, { at, day: stay.adm - draft.random.int(1, 3), extra: ['consult', scene.exam] })
    draft.visit(person, { at: shop(draft), day: stay.dsc, minute: 1100, extra: [scene.drug] })
    visitTruth(draft, stay, '入院前检查、出院日购药均转为自费')
  })
  fraud('clinic', 7, (draft) => {
    const { person, stay, at, scene } = thinStay(book, draft)
    draft.visit(person, { at, day: stay.adm, minute: 490, extra: ['consult', scene.exam, scene.drug] })
    visitTruth(draft, stay, '入院当日门诊自费检查和用药')
  })
  fraud('inside', 4, (draft) => {
    const { person, stay, scene } = thinStay(book, draft)
    draft.visit(person, { at: shop(draft), day: stay.adm + 3, extra: [scene.drug] })
    draft.visit(person, { at: shop(draft), day: stay.dsc + 1, extra: [scene.drug] })
    visitTruth(draft, stay, '住院期间院外自费购药')
    draft.truth({
      modelId: CONFLICT,
      subjectType: 'person',
      subjectId: person.psnNo,
      members: [person.psnNo],
      note: 'T3 住院期间药店购药（转移费用）',
    })
  })
  planShiftingDecoys(book)
  planUnrelated(book)
}

function planShiftingDecoys(book: CaseBook): void {
  const decoy = (
    kind: string,
    { note, wish = {} }: { note: string; wish?: Partial<StayWish> },
    write: (draft: Draft, scheme: Scheme) => void,
  ) =>
    book.cases({ model: MODEL, label: 'decoy', kind, base: 3 }, (draft) => {
      const scheme = thinStay(book, draft, wish)
      write(draft, scheme)
      visitTruth(draft, scheme.stay, note)
    })
  const shop = (draft: Draft) => draft.random.pick(book.pools.pharmacies)
  decoy('low-own', { note: '刚低于阈值：自费占比不足一半' }, (draft, { person, stay, at }) =>
    draft.visit(person, { at, day: stay.adm - 2, extra: ['consult', 'ct', 'tonic-small'] }),
  )
  decoy('outside-window', { note: '刚低于阈值：入院前 4 天、出院后 4 天' }, (draft, { person, stay, at, scene }) => {
    draft.visit(person, { at, day: stay.adm - 4, extra: ['consult', scene.exam] })
    draft.visit(person, { at: shop(draft), day: stay.dsc + 4, extra: [scene.drug] })
  })
  decoy('no-link', { note: '住院费用低但无院外自费' }, () => undefined)
  decoy('tooth', { note: '口腔自费，与住院疾病无关' }, (draft, { person, stay, at }) =>
    draft.visit(person, { at, day: stay.adm - 2, code: 'K02.900', dept_no: deptNo('口腔科'), extra: ['tooth'] }),
  )
  decoy('death', { note: '死亡（EX-DEATH）', wish: { dscg_way: '5' } }, (draft, { person, stay, at, scene }) =>
    draft.visit(person, { at, day: stay.adm - 2, extra: ['consult', scene.exam] }),
  )
  decoy(
    'ordinary',
    { note: '住院费用构成正常，另有自费检查', wish: { f_drug: 1, f_exam: 1, typical: 0.8, extra: [] } },
    (draft, { person, stay, at }) => draft.visit(person, { at, day: stay.adm - 2, extra: ['consult', 'ct-own'] }),
  )
}

function planUnrelated(book: CaseBook): void {
  book.cases({ model: MODEL, label: 'decoy', kind: 'antenatal', base: 3 }, (draft) => {
    const at = draft.random.pick(book.pools.second)
    const person = draft.person({ gend: '2', age: draft.random.int(22, 36) })
    const stay = draft.stay(person, {
      disease: 'O80',
      at,
      adm: book.period.days - draft.random.int(30, 345),
      f_drug: 0.3,
      f_exam: 0.3,
    })
    draft.visit(person, {
      at,
      day: stay.adm - 2,
      code: 'Z34.900',
      dept_no: deptNo('产科'),
      extra: ['consult', 'antenatal'],
    })
    visitTruth(draft, stay, '产前检查（EX-MATERN）')
  })
  book.cases({ model: MODEL, label: 'decoy', kind: 'refill', base: 3 }, (draft) => {
    const chronic = NUMBERED_CHRONIC[0]
    const { person, stay } = thinStayOf(book, draft)
    for (const before of [150, 110, 75, 40, 1])
      draft.visit(person, {
        at: book.pools.pharmacies[0] as Institution,
        day: stay.adm - before,
        med_type: '9929',
        dise_no: chronic?.code ?? null,
        own: before === 1,
        tkey: stay.ev,
        pack: chronic?.pack_no ?? null,
        extra: [],
      })
    visitTruth(draft, stay, '慢病规律续方（已备案）')
  })
}

function thinStayOf(book: CaseBook, draft: Draft): { person: Person; stay: StayRef } {
  const person = draft.person({ chronic: 1 })
  const stay = draft.stay(person, {
    disease: 'I63',
    at: draft.random.pick(book.pools.second),
    adm: book.period.days - draft.random.int(30, 180),
    ...SCENES.I63.thin,
  })
  return { person, stay }
}
