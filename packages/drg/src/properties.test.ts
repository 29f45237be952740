import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrouper } from './group.ts'
import type { CaseRecord } from './record.ts'
import { parseScheme } from './scheme.ts'
import { createTracer } from './trace/trace.ts'
import { createSweeper } from './what-if/sweep.ts'

/** A scheme with all that could depend on order: any and other lists, regions, several operation lists, exclusions, QY, custom splits. */
const grouper = createGrouper(
  parseScheme({
    mdc: 'seq,mdc,name,rule,qy_enabled,qy_after_adrg\n1,MDCZ,多发创伤,pdx & regions>=2,0,\n2,MDCY,特殊感染,anydx & !pdx(@MDCF),0,\n3,MDCE,呼吸系统,pdx,any,EB1\n4,MDCF,循环系统,pdx,0,\n',
    adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCZ,ZB1,ZB1,创伤手术,anyop(1) & anyop(2)\n2,MDCZ,ZZ1,ZZ1,创伤,pdx\n3,MDCY,YR1,YR1,感染,anydx(1) | odx(2)\n4,MDCE,EB1,EB1,肺手术,pop(1) & !oop(2)\n5,MDCE,ES1,ES1,肺炎,pdx(1)\n6,MDCF,FR1,FR1,心病,pdx & rule(ES1) | pdx(1)\n',
    drg: 'seq,rule_id,drg,name,split\n1,ZB1,ZB19,甲,else\n2,ZZ1,ZZ19,乙,else\n3,YR1,YR19,丙,else\n4,EB1,EB13,丁,mcc|cc\n5,EB1,EB15,戊,else\n6,ES1,ES11,己,mcc\n7,ES1,ES13,庚,cc & age<60 | odx(2)\n8,ES1,ES15,辛,else\n9,FR1,FR11,壬,mcc\n10,FR1,FR15,癸,else\n',
    mdc_dx:
      'mdc,dx,region\nMDCZ,S06.000,1\nMDCZ,S27.000,2\nMDCZ,S72.000,3\nMDCY,B20.000,\nMDCE,J18.900,\nMDCE,J96.000,\nMDCF,I50.900,\nMDCF,I21.900,\n',
    adrg_dx:
      'rule_id,set,dx\nYR1,1,B20.000\nYR1,2,A41.900\nES1,1,J18.900\nES1,1,J96.000\nES1,2,E11.900\nFR1,1,I50.900\nFR1,1,I21.900\n',
    adrg_op: 'rule_id,set,op\nZB1,1,01.2400\nZB1,2,34.0400\nEB1,1,32.4900\nEB1,2,34.0400\n',
    cc: 'dx,level,exclusion_table\nE11.900,CC,999\nJ96.000,MCC,3\nI50.900,CC,2\nI21.900,MCC,2\nA41.900,MCC,999\nN17.900,CC,4\n',
    cc_exclusion: 'pdx,exclusion_table\nJ18.900,3\nJ96.000,3\nI50.900,2\nI21.900,2\nS06.000,4\n',
    op_valid: 'op\n01.2400\n32.4900\n34.0400\n33.2700\n',
  }),
)
const CODES = ['S06.000', 'S27.000', 'S72.000', 'B20.000', 'J18.900', 'J96.000', 'I50.900', 'I21.900', 'E11.900', 'A41.900', 'N17.900', 'Q99.900'] // prettier-ignore
const OPERATIONS = ['01.2400', '32.4900', '34.0400', '33.2700', '99.0000']
const record: fc.Arbitrary<CaseRecord> = fc.record({
  sex: fc.constantFrom(1 as const, 2 as const),
  age: fc.integer({ min: 1, max: 99 }),
  ageDays: fc.constant(undefined),
  birthWeight: fc.constant(undefined),
  dx: fc.array(fc.constantFrom(...CODES), { minLength: 1, maxLength: 7 }),
  op: fc.array(fc.constantFrom(...OPERATIONS), { maxLength: 4 }),
})
const shuffled = <T>(list: readonly T[], seeds: readonly number[]): T[] =>
  list.map((value, i) => ({ value, key: seeds[i] ?? 0 })).sort((a, b) => a.key - b.key).map(({ value }) => value) // prettier-ignore
const RUNS = { numRuns: 2000 }

describe('properties of grouping', () => {
  it('does not depend on the order of other diagnoses and other operations', () => {
    fc.assert(
      fc.property(record, fc.array(fc.double({ noNaN: true }), { minLength: 8, maxLength: 8 }), (one, seeds) => {
        const dx = [one.dx[0]!, ...shuffled(one.dx.slice(1), seeds)]
        const op = [...one.op.slice(0, 1), ...shuffled(one.op.slice(1), seeds)]
        expect(grouper.group({ ...one, dx, op })).toBe(grouper.group(one))
      }),
      RUNS,
    )
  })

  it('is never moved by a complication that the main diagnosis excludes', () => {
    const trace = createTracer(grouper)
    // J96.000 stands in a list of main diagnoses only, so as another diagnosis it is nothing but a complication.
    fc.assert(
      fc.property(record, (one) => {
        const withOne = { ...one, dx: [...one.dx, 'J96.000'] }
        const { complications, result } = trace(withOne)
        if (complications.at(-1)?.excluded !== true) return
        expect(complications.at(-1)).toMatchObject({ effective: false, deciding: null })
        expect(grouper.group(one)).toBe(result)
      }),
      RUNS,
    )
    expect(trace({ sex: 1, age: 50, ageDays: undefined, birthWeight: undefined, dx: ['J18.900', 'J96.000'], op: [] }).complications[0]?.excluded).toBe(true) // prettier-ignore
  })

  it('sweeps as regrouping each edited record would, and leaves nothing behind', () => {
    const sweep = createSweeper(grouper)
    const { results } = grouper.scheme
    const swapped = <T>(list: readonly T[], i: number): T[] => list.with(0, list[i]!).with(i, list[0]!)
    fc.assert(
      fc.property(record, (one) => {
        const changes = sweep(grouper.code(one))
        const base = grouper.group(one)
        expect(results[changes.base]).toBe(base)
        const found = Array.from({ length: changes.count }, (_, i) => `${changes.kind[i]} ${changes.position[i]} ${results[changes.result[i]!]!.drg}`) // prettier-ignore
        const expected = [
          ...one.dx.map((code, i) => [0, i, code === 'Q99.900' ? base : grouper.group({ ...one, dx: swapped(one.dx, i) })] as const), // prettier-ignore
          ...one.op.map((code, i) => [1, i, code === '99.0000' ? base : grouper.group({ ...one, op: swapped(one.op, i) })] as const), // prettier-ignore
          ...one.dx.map((code, i) => [2, i, i === 0 || !COMPLICATIONS.has(code) ? base : grouper.group({ ...one, dx: one.dx.toSpliced(i, 1) })] as const), // prettier-ignore
        ]
        expect(found).toEqual(expected.filter(([, , result]) => result !== base).map(([kind, i, { drg }]) => `${kind} ${i} ${drg}`)) // prettier-ignore
      }),
      RUNS,
    )
  })

  it('agrees with its own trace', () => {
    const trace = createTracer(grouper)
    fc.assert(
      fc.property(record, (one) => {
        const { hit, result } = trace(one)
        expect(hit?.adrg ?? '00').toBe(result.adrg)
        expect(result).toBe(grouper.group(one))
      }),
      RUNS,
    )
  })
})

const COMPLICATIONS = new Set(['E11.900', 'J96.000', 'I50.900', 'I21.900', 'A41.900', 'N17.900'])
