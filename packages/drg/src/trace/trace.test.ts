import { describe, expect, it } from 'vitest'
import { createGrouper } from '../group.ts'
import type { CaseRecord } from '../record.ts'
import { parseScheme } from '../scheme.ts'
import { createTracer } from './trace.ts'

/** Two MDCs; surgery that needs two lists; a split by severity with one excluding main diagnosis. */
const scheme = parseScheme({
  mdc: 'seq,mdc,name,rule\n1,MDCN,女性生殖系统,pdx & sex=2\n2,MDCE,呼吸系统,pdx\n',
  adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,EB1,EB1,肺手术,pop(1) & anyop(2)\n2,MDCE,ES1,ES1,肺炎,pdx(1)\n3,MDCN,NR1,NR1,炎症,pdx\n',
  drg: 'seq,rule_id,drg,name,split\n1,EB1,EB19,肺手术,else\n2,ES1,ES11,肺炎伴严重合并症,mcc\n3,ES1,ES13,肺炎伴合并症,mcc|cc\n4,ES1,ES15,肺炎,else\n5,NR1,NR15,炎症,else\n',
  mdc_dx: 'mdc,dx,region\nMDCE,J18.900,\nMDCN,N73.900,\n',
  adrg_dx: 'rule_id,set,dx\nES1,1,J18.900\n',
  adrg_op: 'rule_id,set,op\nEB1,1,32.4900\nEB1,2,34.0400\n',
  cc: 'dx,level,exclusion_table\nE11.900,CC,7\nJ96.000,MCC,3\nI10.x00,CC,999\n',
  cc_exclusion: 'pdx,exclusion_table\nJ18.900,3\n',
  op_valid: 'op\n32.4900\n',
  icd_dx: 'dx,name\nJ18.900,肺炎\nE11.900,糖尿病\nJ96.000,呼衰\nI10.x00,高血压\nN73.900,盆腔炎\nP59.900,黄疸\n',
  map_dx: 'from,to\nJ18.000,J18.900\n',
})
const trace = createTracer(createGrouper(scheme))
const adult: CaseRecord = { sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx: ['J18.900'], op: [] }

describe('trace of a case', () => {
  it('tells which MDCs were tried and why not, and the rule and codes that hit', () => {
    const { mdcs, hit } = trace({ ...adult, op: ['32.4900'] })
    expect(mdcs.map(({ mdc, verdict, failed }) => [mdc, verdict, failed])).toEqual([
      ['MDCN', 'passed', ['主要诊断在清单 @MDCN 内', '女性']],
      ['MDCE', 'taken', []],
    ])
    expect(mdcs[1]?.tried).toMatchObject([
      { ruleId: 'EB1', hits: [{ codes: ['32.4900'] }], failed: ['任一手术在清单 EB1.2 内'] },
    ])
    expect(hit).toMatchObject({ ruleId: 'ES1', rule: 'pdx(1)', hits: [{ codes: ['J18.900'] }], drgName: '肺炎' })
  })

  it('lists every complication: excluded by which table, effective, deciding', () => {
    const { complications, severity } = trace({ ...adult, dx: ['J18.900', 'J96.000', 'E11.900', 'I10.x00'] })
    expect(severity).toBe(1)
    expect(complications).toEqual([
      { code: 'J96.000', level: 'MCC', exclusionTable: '3', excluded: true, effective: false, deciding: null },
      { code: 'E11.900', level: 'CC', exclusionTable: '7', excluded: false, effective: true, deciding: 'shared' },
      { code: 'I10.x00', level: 'CC', exclusionTable: null, excluded: false, effective: true, deciding: 'shared' },
    ])
    expect(trace({ ...adult, dx: ['J18.900', 'E11.900'] }).complications[0]?.deciding).toBe('sole')
  })

  it('says what would move the case one group up or down', () => {
    expect(trace({ ...adult, dx: ['J18.900', 'J96.000', 'E11.900'] }).moves).toMatchObject([
      { direction: 'up', drg: 'ES11', codes: ['J96.000'] },
      { direction: 'down', drg: 'ES15', codes: ['E11.900'] },
    ])
  })

  it('finds problems of the codes apart from grouping', () => {
    const kinds = (record: Partial<CaseRecord>) => trace({ ...adult, ...record }).quality.map(({ kind }) => kind)
    expect(kinds({ dx: ['j18.900', 'E11.900', 'E11.900'] })).toEqual(['written-otherwise', 'repeated-code'])
    expect(kinds({ dx: ['J18.900', 'Q99.999'] })).toEqual(['unknown-diagnosis'])
    expect(kinds({ dx: ['P59.900'] })).toEqual(['main-not-listed'])
    expect(kinds({ dx: ['N73.900'] })).toEqual(['main-conflict'])
  })

  it('keeps the conversion of 国临版 codes in sight', () => {
    const { input, result } = trace({ ...adult, dx: ['J18.000'] }, '国临版')
    expect(input.dx).toEqual([{ given: 'J18.000', code: 'J18.900', converted: true }])
    expect(result.drg).toBe('ES15')
    expect(trace({ ...adult, dx: ['J18.000'] }).result.status).toBe('无法入组')
  })

  it('traces a refused case as refused', () => {
    expect(trace({ ...adult, age: undefined })).toMatchObject({
      result: { reasonCode: 'missing-age' },
      mdcs: [],
      hit: null,
    })
  })
})
