import { describe, expect, it } from 'vitest'
import { lintScheme } from './lint.ts'
import { parseScheme } from './scheme.ts'

const files = {
  mdc: 'seq,mdc,name,rule\n1,MDCE,呼吸系统,pdx\n',
  adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,EB1,EB1,肺手术,pop(1)\n2,MDCE,ES1,ES1,肺炎,pdx(1)\n',
  drg: 'seq,rule_id,drg,name,split\n1,EB1,EB19,肺手术,else\n2,ES1,ES13,肺炎伴合并症,mcc|cc\n3,ES1,ES15,肺炎,else\n',
  mdc_dx: 'mdc,dx,region\nMDCE,J18.900,\n',
  adrg_dx: 'rule_id,set,dx\nES1,1,J18.900\n',
  adrg_op: 'rule_id,set,op\nEB1,1,32.4900\n',
  cc: 'dx,level,exclusion_table\nE11.900,CC,999\n',
  cc_exclusion: 'pdx,exclusion_table\n',
  op_valid: 'op\n',
}
const kinds = (changes: Partial<typeof files>) =>
  lintScheme(parseScheme({ ...files, ...changes })).map(({ kind, at }) => `${kind} ${at}`)

describe('lint of a scheme', () => {
  it('finds nothing in a sound one', () => {
    expect(kinds({})).toEqual([])
  })

  it('names emptied lists, and the rules that nothing can reach behind an always-true one', () => {
    expect(kinds({ adrg_op: 'rule_id,set,op\n' })).toContain('empty-list EB1')
    const adrg = 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,EB1,EB1,肺手术,true\n2,MDCE,ES1,ES1,肺炎,pdx(1)\n'
    expect(kinds({ adrg })).toEqual(expect.arrayContaining(['always-true EB1', 'shadowed ES1']))
  })

  it('names a rule whose list an earlier rule covers', () => {
    const adrg = `${files.adrg}3,MDCE,ET1,ET1,肺炎二,pdx(1)\n`
    const drg = `${files.drg}4,ET1,ET19,肺炎二,else\n`
    expect(kinds({ adrg, drg, adrg_dx: `${files.adrg_dx}ET1,1,J18.900\n` })).toEqual(['shadowed ET1'])
  })

  it('names entries outside their MDC and main diagnoses without a medical group', () => {
    expect(kinds({ adrg_dx: `${files.adrg_dx}ES1,1,K80.100\n` })).toEqual(['outside-mdc ES1'])
    expect(kinds({ mdc_dx: `${files.mdc_dx}MDCE,J20.900,\n` })).toEqual(['no-medical-group MDCE'])
  })

  it('names splits out of order, without a rest, doubled, and rules without any', () => {
    const base = 'seq,rule_id,drg,name,split\n1,EB1,EB19,肺手术,else\n'
    expect(kinds({ drg: `${base}2,ES1,ES13,甲,mcc|cc\n3,ES1,ES11,乙,mcc\n4,ES1,ES15,丙,else\n` })).toEqual([
      'split-order ES1',
    ])
    expect(kinds({ drg: `${base}2,ES1,ES13,甲,mcc|cc\n` })).toEqual(['no-else ES1'])
    expect(kinds({ drg: `${base}2,ES1,EB19,甲,else\n` })).toEqual(['duplicate-drg EB19'])
    expect(kinds({ drg: base })).toEqual(['no-drg ES1'])
  })

  it('names a complication whose exclusion table excludes nothing', () => {
    expect(kinds({ cc: 'dx,level,exclusion_table\nE11.900,CC,7\n' })).toEqual(['exclusion-table-unused 7'])
  })
})
