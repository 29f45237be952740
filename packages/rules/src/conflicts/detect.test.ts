import type { Day } from '@yijian/kernel'
import { describe, expect, test } from 'vitest'
import { compileRelease } from '../compiled.ts'
import { createEvaluator } from '../evaluator/evaluator.ts'
import { RULE_KINDS } from '../kinds/catalogue.ts'
import type { CodeSet, KnowledgePoint } from '../knowledge.ts'
import { pointOf, releaseOf } from '../samples/point.ts'
import type { Conflict, ConflictInput } from './conflict.ts'
import { findConflicts } from './detect.ts'
import { seededLibrary } from './seeded-library.ts'

/** Judged from scratch, the release compiled the way it would be published, each point alone. */
function hitsOf(point: KnowledgePoint, { witness }: Conflict, sets: readonly CodeSet[] = []): number {
  const release = compileRelease({ ...releaseOf([{ ...point, area: null }]), sets }, RULE_KINDS)
  return createEvaluator(release)
    .evaluate(witness!.claims)
    .hits.filter((hit) => hit.kpId === point.kpId).length
}

const find = (points: readonly KnowledgePoint[], rest: Partial<ConflictInput> = {}) => findConflicts({ points, sets: [], ...rest }) // prettier-ignore
const brief = (conflicts: readonly Conflict[]) => conflicts.map(({ code, points }) => [code, ...points])
const a = (words: Partial<KnowledgePoint> & Pick<KnowledgePoint, 'kind' | 'keys'>) => pointOf({ kpId: 'A', ...words })
const b = (words: Partial<KnowledgePoint> & Pick<KnowledgePoint, 'kind' | 'keys'>) => pointOf({ kpId: 'B', ...words })

describe('a seeded library', () => {
  test.each([1, 2, 3])('seed %i: every planted conflict is found, nothing else, every witness is real', (seed) => {
    const { input, planted } = seededLibrary({ points: 900, conflicts: 240, seed })
    const conflicts = findConflicts(input)
    expect(new Set(conflicts.map(({ code, points }) => [code, ...points].join('|')))).toEqual(planted)
    expect(conflicts).toHaveLength(240)
    const byRef = new Map(input.points.map((point) => [`${point.kpId}@1`, point]))
    for (const conflict of conflicts)
      for (const ref of conflict.points) expect(hitsOf(byRef.get(ref)!, conflict), `${conflict.code} ${ref}`).toBeGreaterThan(0) // prettier-ignore
  })

  test('without conflicts it has none, however the points are ordered', () => {
    const { input } = seededLibrary({ points: 1_500, conflicts: 0, seed: 4 })
    expect(findConflicts(input)).toEqual([])
    expect(findConflicts({ ...input, points: [...input.points].reverse() })).toEqual([])
  })
})

test('a submit asks only for conflicts of its own points', () => {
  const { input, planted } = seededLibrary({ points: 600, conflicts: 120, seed: 5 })
  const one = [...planted][17]!
  const id = one.split('|')[1]!.replace('@1', '')
  expect(findConflicts({ ...input, only: new Set([id]) }).map(({ code, points }) => [code, ...points].join('|'))).toEqual([one]) // prettier-ignore
})

test('K2: nobody can be right, shown by one person for each side', () => {
  const points = [a({ kind: 'R67', keys: ['XG01'], params: { gend: 1 } }), b({ kind: 'R99', keys: ['XG*'], params: { gend: 2 } })] // prettier-ignore
  const [conflict] = find(points)
  expect(conflict).toMatchObject({ code: 'K2', level: 'error', points: ['A@1', 'B@1'], key: 'XG01' })
  const persons = conflict!.witness!.claims.persons.map(({ psnNo, gend }) => [psnNo, gend])
  expect(persons).toEqual([['W1', 1], ['W2', 2]]) // prettier-ignore
  expect(conflict!.witness!.triggered.map(({ psnNos }) => psnNos.length)).toEqual([1, 1])
})

test('K3: in one release the narrower point alone speaks for its code', () => {
  const points = [a({ kind: 'R27', keys: ['0011*'], params: { max: 2 } }), b({ kind: 'R27', keys: ['00110'], params: { max: 1 } })] // prettier-ignore
  const [conflict] = find(points)
  expect(conflict).toMatchObject({ code: 'K3', level: 'info', key: '00110' })
  const { hits } = createEvaluator(compileRelease(releaseOf(points), RULE_KINDS)).evaluate(conflict!.witness!.claims)
  expect([...new Set(hits.map((hit) => hit.kpId))]).toEqual(['B'])
})

test('K3: a narrower point hides the broader one of its rule whatever they check', () => {
  const points = [a({ kind: 'R36', keys: ['0*'], params: { check: 'amount' } }), b({ kind: 'R36', keys: ['0033*'], params: { check: 'doctor' } })] // prettier-ignore
  expect(brief(find(points))).toEqual([['K3', 'A@1', 'B@1']])
  expect(find([points[0]!, { ...points[1]!, keys: ['0*'] }])).toEqual([])
  const pairs = [a({ kind: 'R25', keys: ['001*'], partners: ['002'] }), b({ kind: 'R25', keys: ['0011'], partners: ['003'] })] // prettier-ignore
  expect(brief(find(pairs))).toEqual([['K3', 'A@1', 'B@1']])
})

test('K4, K5: the same claim is refused twice over', () => {
  const never = find([a({ kind: 'R105', keys: ['XA1'] }), b({ kind: 'R8', keys: ['XA1'], params: { dx_allow: 'I10' } })]) // prettier-ignore
  expect(brief(never)).toEqual([['K4', 'A@1', 'B@1']])
  expect(never[0]!.witness!.claims.persons).toHaveLength(1)
  const cycle = find([a({ kind: 'R25', keys: ['001'], partners: ['002'] }), b({ kind: 'R25', keys: ['002'], partners: ['001'], params: { per: 'encounter' } })]) // prettier-ignore
  expect(brief(cycle)).toEqual([['K5', 'A@1', 'B@1']])
  expect(cycle[0]!.witness!.claims.lines.map((line) => line.code)).toEqual(['001', '002'])
})

test('K6: a longer limit that the shorter one never lets be reached', () => {
  const month = (max: number) => b({ kind: 'R27', keys: ['001'], params: { max, per: 'month' } })
  const day = a({ kind: 'R27', keys: ['001'], params: { max: 1, per: 'day' } })
  expect(brief(find([day, month(32)]))).toEqual([['K6', 'A@1', 'B@1']])
  expect(find([day, month(31)])).toEqual([])
  const course = (days: number) => b({ kind: 'R23', keys: ['001'], params: { max_days: days } })
  const weekly = a({ kind: 'R31', keys: ['001'], params: { window_days: 7 } })
  expect(find([weekly, course(2)])[0]?.message).toContain('疗程上限 2 天不起作用')
  expect(find([weekly, course(1)])).toEqual([])
})

test('K7, K8: what the national tables do not hold on the day', () => {
  const catalogue = { items: [{ code: 'XA1', from: null, to: null }, { code: 'XA2', from: null, to: '2019-12-31' as Day }], dx: [{ code: 'E11.900', from: null, to: null }] } // prettier-ignore
  const sex = (code: string) => a({ kind: 'R67', keys: [code], params: { gend: 1 } })
  expect(find([sex('XA1')], { catalogue })).toEqual([])
  expect(find([sex('XA2')], { catalogue })[0]?.message).toBe('A@1（XA2）的对象编码 XA2 当日已停用。')
  expect(find([sex('XA3')], { catalogue })[0]?.message).toBe('A@1（XA3）的对象编码 XA3 不在国家编码表中。')
  const pair = (partner: string) => a({ kind: 'R25', keys: ['XA1'], partners: [partner] })
  expect(find([pair('XA1')], { catalogue })).toEqual([])
  expect(find([pair('XA2')], { catalogue })[0]).toMatchObject({ code: 'K7', key: 'XA2', message: expect.stringContaining('配对（配套）编码') as string }) // prettier-ignore
  const indicated = (codes: string) => a({ kind: 'R8', keys: ['XA1'], params: { dx_allow: codes } })
  expect(find([indicated('E11|Z99')], { catalogue })[0]).toMatchObject({ code: 'K7', key: 'Z99' })
  expect(find([indicated('Z98|Z99')], { catalogue })[0]).toMatchObject({ code: 'K8' })
  const empty = find([a({ kind: 'R8', keys: ['XA1'], params: { dx_allow: '@NONE' } })])
  expect(empty[0]).toMatchObject({ code: 'K8', points: ['A@1'], witness: null })
})

test('K9: a local point may only be stricter, unless a document allows it; the witness shows whom it lets pass', () => {
  const national = a({ kind: 'R27', keys: ['001'], params: { max: 1 } })
  const local = (max: number) => b({ kind: 'R27', keys: ['001'], params: { max }, area: '4101' })
  const [conflict] = find([national, local(3)])
  expect(conflict).toMatchObject({ code: 'K9', level: 'error' })
  expect(conflict!.witness!.triggered.map(({ psnNos }) => psnNos)).toEqual([['W1', 'W2'], ['W1']])
  expect(find([national, { ...local(3), exemption: '样例文件〔2025〕1号' }]).map(({ code }) => code)).not.toContain(
    'K9',
  )
  expect(find([a({ kind: 'R27', keys: ['001'], params: { max: 3 } }), local(1)])).toEqual([])
})

test('K10: versions of one point must follow each other day by day', () => {
  const old = (effEnd: string | null) => a({ kind: 'R105', keys: ['001'], effEnd: effEnd as Day | null })
  const next = a({ kind: 'R105', keys: ['001'], version: 2, supersedes: 'A', effBegin: '2025-01-01' as Day })
  expect(find([old('2024-12-31'), next])).toEqual([])
  expect(find([old('2024-12-30'), next])[0]?.message).toContain('中间空 1 天')
  expect(find([old('2025-01-01'), next])[0]?.message).toContain('重叠 1 天')
  expect(brief(find([old(null), next]))).toEqual([['K10', 'A@1', 'A@2']])
})

test('K11: points that hit the same lines are told to merge, from twenty hits and above 95 %', () => {
  const points = [a({ kind: 'R13', keys: ['XA1'], params: { modes: 'IPT' } }), b({ kind: 'R45', keys: ['XA1'], params: { min_title: 4 } })] // prettier-ignore
  const overlap = (hitsA: number, hitsB: number, both: number) => find(points, { overlaps: [{ a: 'A@1', b: 'B@1', hitsA, hitsB, both }] }) // prettier-ignore
  expect(brief(overlap(100, 100, 98))).toEqual([['K11', 'A@1', 'B@1']])
  expect(overlap(100, 100, 97)).toEqual([])
  expect(overlap(19, 19, 19)).toEqual([])
})

test('K12: one excess put into money in two ways', () => {
  const points = [a({ kind: 'R27', keys: ['001'], params: { max: 1 } }), b({ kind: 'R31', keys: ['001'], params: { window_days: 60 } })] // prettier-ignore
  expect(find(points)[0]).toMatchObject({ code: 'K12', level: 'warning' })
  expect(find([points[0]!, { ...points[1]!, keys: ['0*'] }])).toEqual([])
})
