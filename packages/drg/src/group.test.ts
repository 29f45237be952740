import { describe, expect, it } from 'vitest'
import { createGrouper } from './group.ts'
import { normaliseCode, type CaseRecord } from './record.ts'
import { parseRule } from './rule-parser.ts'
import { parseScheme } from './scheme.ts'

/** Two MDCs, one newborn rule, one split by severity, one code that its main diagnosis excludes. */
const scheme = parseScheme({
  mdc: 'seq,mdc,name,rule\n1,MDCP,新生儿,pdx & age=0\n2,MDCE,呼吸系统,pdx\n',
  adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCP,PS1,PS1,极低体重,weight>0 & weight<1500 & age_days<=28\n2,MDCE,ES1,ES1,肺炎,pdx(1)\n',
  drg: 'seq,rule_id,drg,name,split\n1,PS1,PS19,极低体重,else\n2,ES1,ES11,肺炎伴严重合并症,mcc\n3,ES1,ES13,肺炎伴合并症,mcc|cc\n4,ES1,ES15,肺炎,else\n',
  mdc_dx: 'mdc,dx,region\nMDCP,P22.000,\nMDCE,J18.900,\n',
  adrg_dx: 'rule_id,set,dx\nES1,1,J18.900\n',
  adrg_op: 'rule_id,set,op\n',
  cc: 'dx,level,exclusion_table\nE11.900,CC,7\nJ96.000,MCC,3\nI10.x00,CC,999\n',
  cc_exclusion: 'pdx,exclusion_table\nJ18.900,3\n',
  op_valid: 'op\n',
})
const { group } = createGrouper(scheme)
const adult: CaseRecord = { sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx: ['J18.900'], op: [] }

describe('grouping', () => {
  it('takes the first split that holds', () => {
    expect(group(adult).drg).toBe('ES15')
    expect(group({ ...adult, dx: ['J18.900', 'E11.900'] }).drg).toBe('ES13')
  })

  it('ignores a complication that the main diagnosis excludes, and never one of table 999', () => {
    expect(group({ ...adult, dx: ['J18.900', 'J96.000'] }).drg).toBe('ES15')
    expect(group({ ...adult, dx: ['J18.900', 'J96.000', 'I10.x00'] }).drg).toBe('ES13')
  })

  it('never takes a missing age, day-age or weight for zero', () => {
    expect(group({ ...adult, age: undefined })).toMatchObject({ status: '拒收', reason: '缺少年龄' })
    expect(group({ ...adult, age: 0 })).toMatchObject({ status: '拒收', reason: '不足一岁而缺少日龄' })
    const newborn: CaseRecord = { ...adult, age: 0, ageDays: 5, dx: ['P22.000'] }
    expect(group(newborn).status).toBe('无法入组')
    expect(group({ ...newborn, birthWeight: 1200 }).drg).toBe('PS19')
  })

  it('does not carry anything from one case to the next', () => {
    const alone = group(adult)
    group({ ...adult, dx: ['J18.900', 'J96.000', 'I10.x00'] })
    expect(group(adult)).toEqual(alone)
  })
})

describe('rule language', () => {
  it('binds & closer than |', () => {
    expect(parseRule('pdx(1) | pop(1) & anyop(2)')).toEqual({
      kind: 'or',
      parts: [
        { kind: 'list', term: 'pdx', set: '1' },
        {
          kind: 'and',
          parts: [
            { kind: 'list', term: 'pop', set: '1' },
            { kind: 'list', term: 'anyop', set: '2' },
          ],
        },
      ],
    })
  })

  it('names what it cannot read', () => {
    expect(() => parseRule('pdx(1) & magic')).toThrow(/看不懂/)
    expect(() => parseRule('(pdx(1)')).toThrow(/写法有误/)
  })
})

describe('codes', () => {
  it('come out the same from full-width, lower-case and padded writing', () => {
    expect(normaliseCode(' ｊ18.900 ')).toBe('J18.900')
    expect(normaliseCode('I10.X00')).toBe('I10.x00')
    expect(normaliseCode('B06.801†J17.1*')).toBe('B06.801+J17.1*')
  })
})
