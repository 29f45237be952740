import { NUMBERED_CHRONIC } from '../knowledge/world.ts'
import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, type Person, type StayRef } from './case-book.ts'
import { distanceKm, otherOf, quietDisease } from './parts.ts'

const MODEL = 'space-time-conflict'

const personTruth = (draft: Draft, person: Person, note: string) =>
  draft.truth({ modelId: MODEL, subjectType: 'person', subjectId: person.psnNo, members: [person.psnNo], note })

interface InHospital {
  readonly person: Person
  readonly stay: StayRef
  readonly at: Institution
}

function inHospital(book: CaseBook, draft: Draft, person = draft.person()): InHospital {
  const at = draft.random.pick(book.pools.second)
  const stay = draft.stay(person, {
    disease: quietDisease(draft.random, at),
    at,
    adm: book.period.days - draft.random.int(40, 345),
    los: draft.random.int(8, 10),
  })
  return { person, stay, at }
}

/** Two hospitals more, or less, than so many kilometres apart. */
function farPair(book: CaseBook, draft: Draft, far: boolean): readonly [Institution, Institution] {
  const list = [...book.pools.second, ...book.pools.first]
  for (const one of draft.random.shuffle(list)) {
    const other = draft.random
      .shuffle(list)
      .find((two) => two.iid !== one.iid && (far ? distanceKm(one, two) > 26 : distanceKm(one, two) < 17))
    if (other) return [one, other]
  }
  throw new Error('the city has no such pair of hospitals')
}

export function planConflicts(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  const { pools } = book
  fraud('pharmacy', 8, (draft) => {
    const { person, stay } = inHospital(book, draft)
    for (let index = 0; index < draft.random.int(1, 2); index++)
      draft.visit(person, {
        at: draft.random.pick(pools.pharmacies),
        day: stay.adm + 3 + 2 * index,
        extra: ['tablets'],
      })
    personTruth(draft, person, 'T3 住院期间药店购药')
  })
  fraud('clinic', 6, (draft) => {
    const { person, stay, at } = inHospital(book, draft)
    draft.visit(person, {
      at: otherOf(draft.random, pools.second, at),
      day: stay.adm + draft.random.int(3, 5),
      extra: ['consult', 'tablets'],
    })
    personTruth(draft, person, 'T2 住院期间在其他机构门诊')
  })
  fraud('overlap', 4, (draft) => {
    const { person, stay, at } = inHospital(book, draft)
    draft.stay(person, { disease: 'K52', at: otherOf(draft.random, pools.second, at), adm: stay.adm + 3, los: 6 })
    personTruth(draft, person, 'T1 两家医院住院重叠')
  })
  fraud('after-death', 4, (draft) => {
    const died = book.period.days - draft.random.int(90, 330)
    const person = draft.person({ died, age: draft.random.int(70, 88) })
    for (let index = 0; index < draft.random.int(1, 3); index++)
      draft.visit(person, { at: draft.random.pick(pools.pharmacies), day: died + 6 + 20 * index, extra: ['tablets'] })
    personTruth(draft, person, 'T4 死亡后就医购药')
  })
  fraud('travel', 4, (draft) => {
    const [one, two] = farPair(book, draft, true)
    const person = draft.person()
    const day = book.period.days - draft.random.int(20, 340)
    const minute = draft.random.int(560, 800)
    draft.visit(person, { at: one, day, minute, extra: ['consult', 'tablets'] })
    draft.visit(person, { at: two, day, minute: minute + 6, extra: ['consult', 'tablets-cold'] })
    personTruth(draft, person, 'T5 异地同时就医')
  })
  planConflictDecoys(book)
  planDistanceDecoys(book)
}

function planConflictDecoys(book: CaseBook): void {
  const { pools } = book
  const decoy: DecoyWriter = (kind, note, write) =>
    book.cases({ model: MODEL, label: 'decoy', kind, base: 3 }, (draft) => {
      const place = inHospital(book, draft, draft.person(kind === 'agent' ? { chronic: 1 } : {}))
      write(draft, place)
      personTruth(draft, place.person, note)
    })
  const shop = (draft: Draft) => draft.random.pick(pools.pharmacies)
  decoy('edge-days', '入院当日、出院当日购药', (draft, { person, stay }) => {
    draft.visit(person, { at: shop(draft), day: stay.adm, minute: 500, extra: ['tablets'] })
    draft.visit(person, { at: shop(draft), day: stay.dsc, minute: 1080, extra: ['tablets'] })
  })
  decoy('late-posting', '入院前就诊，住院期间才结算', (draft, { person, stay, at }) => {
    draft.visit(person, {
      at: otherOf(draft.random, pools.second, at),
      day: stay.adm - 2,
      settled_late: 5,
      extra: ['consult', 'tablets'],
    })
  })
  decoy('agent', '慢病备案人员由他人代购', (draft, { person, stay }) => {
    const chronic = NUMBERED_CHRONIC[0]
    draft.visit(person, {
      at: shop(draft),
      day: stay.adm + 4,
      med_type: '9929',
      dise_no: chronic?.code ?? null,
      pack: chronic?.pack_no ?? null,
      extra: [],
    })
  })
  decoy('leave', '请假外出期间门诊', (draft, { person, stay, at }) => {
    draft.order(stay, '请假', [stay.adm + 4, stay.adm + 4])
    draft.visit(person, {
      at: otherOf(draft.random, pools.second, at),
      day: stay.adm + 4,
      minute: 600,
      extra: ['consult', 'tablets'],
    })
  })
  decoy('online', '互联网医院复诊', (draft, { person, stay }) =>
    draft.visit(person, { at: draft.random.pick(pools.internet), day: stay.adm + 4, extra: ['online'] }),
  )
  planHarmlessVisits(book, decoy)
}

type DecoyWriter = (kind: string, note: string, write: (draft: Draft, place: InHospital) => void) => void

function planHarmlessVisits(book: CaseBook, decoy: DecoyWriter): void {
  const { pools } = book
  const shop = (draft: Draft) => draft.random.pick(pools.pharmacies)
  decoy('refunded', '购药已全额退费', (draft, { person, stay }) =>
    draft.visit(person, { at: shop(draft), day: stay.adm + 4, refund: 'full', extra: ['tablets'] }),
  )
  decoy('same-hospital', '本院门诊，不属异地', (draft, { person, stay, at }) =>
    draft.visit(person, { at, day: stay.adm + 4, extra: ['consult'] }),
  )
  decoy('sent-out', '外送检查', (draft, { person, stay, at }) =>
    draft.visit(person, {
      at: otherOf(draft.random, pools.second, at),
      day: stay.adm + 3,
      extra: ['ct'],
      sent_out: true,
    }),
  )
  decoy('one-day', '刚低于阈值：两次住院只重叠一天', (draft, { person, stay, at }) => {
    draft.stay(person, { disease: 'K52', at: otherOf(draft.random, pools.second, at), adm: stay.dsc - 1, los: 6 })
  })
}

function planDistanceDecoys(book: CaseBook): void {
  const decoy = (kind: string, note: string, write: (draft: Draft) => Person) =>
    book.cases({ model: MODEL, label: 'decoy', kind, base: 3 }, (draft) => personTruth(draft, write(draft), note))
  decoy('next-day', '死亡次日结清费用', (draft) => {
    const died = book.period.days - draft.random.int(60, 330)
    const person = draft.person({ died, age: 80 })
    const at = draft.random.pick(book.pools.second)
    draft.stay(person, { disease: 'I50', at, adm: died - 6, los: 6, dscg_way: '5' })
    draft.visit(person, { at, day: died - 10, settled_late: 11, extra: ['consult'] })
    return person
  })
  for (const [kind, far, minutes, note] of [
    ['near', false, 8, '刚低于阈值：相距不足 20 公里'],
    ['slow', true, 200, '刚低于阈值：时间足够赶到'],
  ] as const)
    decoy(kind, note, (draft) => {
      const [one, two] = farPair(book, draft, far)
      const person = draft.person()
      const day = book.period.days - draft.random.int(20, 340)
      draft.visit(person, { at: one, day, minute: 560, extra: ['consult', 'tablets'] })
      draft.visit(person, { at: two, day, minute: 560 + minutes, extra: ['consult', 'tablets-cold'] })
      return person
    })
}
