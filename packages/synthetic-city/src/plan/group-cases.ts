import { type Institution } from '../places/institutions.ts'
import { type CaseBook, type Draft, groupId, type Person } from './case-book.ts'
import { quietDisease } from './parts.ts'
import { type Actor } from './plan.ts'

const MODEL = 'group-hospitalization'

interface Together {
  readonly people: readonly Person[]
  readonly at: readonly Institution[]
  readonly disease: string
  readonly starts: readonly number[]
  readonly los: number
  /** Part of the events a member misses at most one of. */
  readonly absence?: number
}

/** Every member is admitted within a day of the first and leaves within a day of the others. */
function admitTogether(draft: Draft, plan: Together): void {
  for (const person of plan.people) {
    const missed =
      plan.starts.length > 3 && draft.random.chance(plan.absence ?? 0)
        ? draft.random.int(0, plan.starts.length - 1)
        : -1
    plan.starts.forEach((start, index) => {
      if (index === missed) return
      const adm = start + draft.random.int(0, 1)
      draft.stay(person, {
        disease: plan.disease,
        at: plan.at[index % plan.at.length] as Institution,
        adm,
        los: start + plan.los + draft.random.int(0, 1) - adm,
      })
    })
  }
}

const people = (draft: Draft, count: number, traits: Omit<Actor, 'pid'> = {}) =>
  Array.from({ length: count }, () => draft.person(traits))

function groupTruth(draft: Draft, members: readonly Person[], note: string): void {
  const numbers = members.map((one) => one.psnNo)
  draft.truth({ modelId: MODEL, subjectType: 'group', subjectId: groupId('G', numbers), members: numbers, note })
}

/** Starts of so many events, far enough apart that no two of them lie within ninety days. */
function spacedStarts(book: CaseBook, draft: Draft, count: number): number[] {
  const step = count > 3 ? 101 : 106 + draft.random.int(0, 12)
  const slack = 348 - (count - 1) * step - 14
  const first = book.period.days - 350 + draft.random.int(0, Math.max(0, slack))
  return Array.from({ length: count }, (_, index) => first + index * step)
}

/** Hospitals of grade 2 and 1 in turn, so that two groups hardly meet in one. */
function placesInTurn(book: CaseBook, from = 0): (draft: Draft) => Institution {
  const places = [...book.pools.second, ...book.pools.first]
  let next = from
  return () => places[next++ % places.length] as Institution
}

export function planGroups(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  const lower = placesInTurn(book)
  fraud('same-institution', 5, (draft) => {
    const members = people(draft, draft.random.int(4, 9))
    const at = lower(draft)
    admitTogether(draft, {
      people: members,
      at: [at],
      disease: quietDisease(draft.random, at),
      starts: spacedStarts(book, draft, 3),
      los: 8,
    })
    groupTruth(draft, members, '同机构：多人三次同进同出')
  })
  fraud('cross-institution', 4, (draft) => {
    const members = people(draft, draft.random.int(3, 6))
    const [one, two] = draft.random.shuffle(book.pools.second) as [Institution, Institution]
    admitTogether(draft, {
      people: members,
      at: [one, one, two],
      disease: draft.random.pick(['M54', 'I63', 'E11', 'J44']),
      starts: spacedStarts(book, draft, 3),
      los: 8,
    })
    groupTruth(draft, members, '跨机构：多人先后在两家医院同进同出')
  })
  fraud('household', 4, (draft) => {
    const home = `family-${draft.random.int(1, 1e9)}`
    const members = people(draft, draft.random.int(2, 4), {
      household: home,
      phone: home,
      district: draft.random.int(0, 6),
    })
    const at = lower(draft)
    admitTogether(draft, {
      people: members,
      at: [at],
      disease: quietDisease(draft.random, at),
      starts: spacedStarts(book, draft, 3),
      los: 7,
    })
    groupTruth(draft, members, '同家庭：家庭成员三次同时住院')
  })
  planLooserGroups(book)
  planGroupDecoys(book)
}

function planLooserGroups(book: CaseBook): void {
  const fraud = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'fraud', kind, base }, write)
  const lower = placesInTurn(book, 9)
  fraud('employer', 3, (draft) => {
    const members = people(draft, draft.random.int(6, 11), {
      employer: 900_000 + draft.random.int(1, 99_999),
      insutype: '310',
    })
    const at = lower(draft)
    admitTogether(draft, {
      people: members,
      at: [at],
      disease: quietDisease(draft.random, at),
      starts: spacedStarts(book, draft, 2),
      los: 8,
    })
    groupTruth(draft, members, '同单位：多人两次同进同出')
  })
  fraud('graded', 3, (draft) => {
    const members = people(draft, 3)
    const at = lower(draft)
    admitTogether(draft, {
      people: members,
      at: [at],
      disease: quietDisease(draft.random, at),
      starts: spacedStarts(book, draft, 2),
      los: 7,
    })
    groupTruth(draft, members, '刚过阈值：三人两次同进同出')
  })
  fraud('four-events', 2, (draft) => {
    const members = people(draft, draft.random.int(5, 8))
    const at = lower(draft)
    admitTogether(draft, {
      people: members,
      at: [at],
      disease: quietDisease(draft.random, at),
      starts: spacedStarts(book, draft, 4),
      los: 8,
      absence: 0.4,
    })
    groupTruth(draft, members, '同机构：四次同进同出，个别成员缺席一次')
  })
}

function planGroupDecoys(book: CaseBook): void {
  const decoy = (kind: string, base: number, write: (draft: Draft) => void) =>
    book.cases({ model: MODEL, label: 'decoy', kind, base }, write)
  const cycles = (draft: Draft, count: number, step: number) => {
    const first = book.period.days - 340 + draft.random.int(0, 330 - count * step)
    return Array.from({ length: count }, (_, index) => first + index * step)
  }
  decoy('chemotherapy', 2, (draft) => {
    const members = people(draft, 4)
    admitTogether(draft, {
      people: members,
      at: [draft.random.pick(book.pools.oncology)],
      disease: 'CHEMO',
      starts: cycles(draft, 4, 22),
      los: 5,
    })
    groupTruth(draft, members, '计划化疗：同一周期入院（EX-ONCO）')
  })
  decoy('dialysis', 2, (draft) => {
    const members = people(draft, 3)
    admitTogether(draft, {
      people: members,
      at: [draft.random.pick(book.pools.third)],
      disease: 'N18',
      starts: cycles(draft, 3, 60),
      los: 8,
    })
    groupTruth(draft, members, '尿毒症透析住院（EX-UREMIA）')
  })
  decoy('rehabilitation', 2, (draft) => {
    const members = people(draft, 4)
    admitTogether(draft, {
      people: members,
      at: [draft.random.pick(book.pools.rehabilitation)],
      disease: 'I69',
      starts: cycles(draft, 3, 100),
      los: 21,
    })
    groupTruth(draft, members, '床日付费康复住院（EX-REHAB）')
  })
  decoy('outbreak', 3, (draft) => {
    const at = draft.random.pick(book.pools.second)
    const members = people(draft, draft.random.int(6, 9), { age: draft.random.int(20, 60) })
    admitTogether(draft, { people: members, at: [at], disease: 'J11', starts: cycles(draft, 1, 10), los: 6 })
    groupTruth(draft, members, '流感聚集：互不相识，仅一次')
  })
  planGroupNearMisses(book, decoy)
}

function planGroupNearMisses(
  book: CaseBook,
  decoy: (kind: string, base: number, write: (draft: Draft) => void) => void,
): void {
  decoy('couple', 3, (draft) => {
    const home = `couple-${draft.random.int(1, 1e9)}`
    const members = people(draft, 2, { household: home, phone: home })
    const adm = book.period.days - draft.random.int(40, 330)
    for (const person of members)
      draft.stay(person, {
        disease: draft.random.pick(['S82', 'S72']),
        at: book.pools.second[0] as Institution,
        adm,
        adm_way: '1',
      })
    groupTruth(draft, members, '夫妻同车受伤，仅一次')
  })
  decoy('twins', 2, (draft) => {
    const born = book.period.days - draft.random.int(60, 330)
    const home = `twins-${draft.random.int(1, 1e9)}`
    const members = people(draft, 2, { household: home, phone: home, born, age: 0 })
    for (const person of members)
      draft.stay(person, { disease: 'P59', at: book.pools.third[0] as Institution, adm: born + 3, los: 5 })
    groupTruth(draft, members, '双胞胎新生儿黄疸（EX-NEWB）')
  })
  decoy('pair', 3, (draft) => {
    const members = people(draft, 2)
    const at = draft.random.pick(book.pools.second)
    admitTogether(draft, {
      people: members,
      at: [at],
      disease: quietDisease(draft.random, at),
      starts: spacedStarts(book, draft, 3),
      los: 8,
    })
    groupTruth(draft, members, '刚低于阈值：两名无亲属关系者三次同期住院')
  })
  decoy('apart', 3, (draft) => {
    const members = people(draft, 4)
    const at = draft.random.pick(book.pools.second)
    const disease = quietDisease(draft.random, at)
    const starts = spacedStarts(book, draft, 2)
    members.forEach((person, index) =>
      starts.forEach((start) => draft.stay(person, { disease, at, adm: start + index * 3, los: 8 })),
    )
    groupTruth(draft, members, '刚低于阈值：入院日相差三天')
  })
}
