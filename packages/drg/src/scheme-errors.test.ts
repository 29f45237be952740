import { describe, expect, it } from 'vitest'
import { createGrouper } from './group.ts'
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
  op_valid: 'op\n32.4900\n',
}
type Changes = Partial<typeof files> & { readonly icd_dx?: string; readonly scheme?: string }
const compile = (changes: Changes) => createGrouper(parseScheme({ ...files, ...changes }))
const codeOf = (changes: Changes): unknown => {
  try {
    compile(changes)
    return 'compiled'
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const rules = (...rows: string[]) => ({
  adrg: `seq,mdc,rule_id,adrg,name,rule\n${rows.map((rule, i) => `${i + 1},MDCE,${['EB1', 'ES1', 'ET1'][i]},${['EB1', 'ES1', 'ET1'][i]},组,${rule}`).join('\n')}\n`,
})
const kinds = (changes: Changes, weights?: ReadonlyMap<string, number>) =>
  lintScheme(parseScheme({ ...files, ...changes }), weights ? { weights } : {}).map(({ kind, at }) => `${kind} ${at}`)

describe('a scheme that cannot be', () => {
  it('gets a named error', () => {
    expect(codeOf({})).toBe('compiled')
    expect(codeOf(rules('rule(ES1)', 'pdx(1) & rule(EB1)'))).toBe('drg.scheme.cycle')
    expect(codeOf(rules('rule(EB1)', 'pdx(1)'))).toBe('drg.scheme.cycle')
    expect(codeOf(rules('rule(EX9)', 'pdx(1)'))).toBe('drg.scheme.reference')
    expect(codeOf(rules('pop(EX9.1)', 'pdx(1)'))).toBe('drg.scheme.reference')
    expect(codeOf(rules('pdx(@MDCQ)', 'pdx(1)'))).toBe('drg.scheme.reference')
    expect(codeOf({ adrg_dx: `${files.adrg_dx}EX9,1,J18.900\n` })).toBe('drg.scheme.reference')
    expect(codeOf({ adrg: `${files.adrg}3,MDCE,ES1,ES1,又,pdx(1)\n` })).toBe('drg.scheme.duplicate')
    expect(codeOf({ mdc: 'seq,mdc,name,rule,qy_enabled,qy_after_adrg\n1,MDCE,呼吸系统,pdx,any,EX9\n' })).toBe('drg.scheme.reference') // prettier-ignore
    expect(codeOf({ scheme: 'key,value\nvalid_from,2025\n' })).toBe('drg.scheme.date')
    expect(codeOf(rules('pop(1) & wizard', 'pdx(1)'))).toBe('drg.rule.syntax')
  })

  it('is told by the lint too, all of it at once', () => {
    expect(kinds(rules('rule(ES1)', 'pdx(1) & rule(EB1)'))).toEqual(expect.arrayContaining(['cycle EB1', 'cycle ES1']))
    expect(kinds(rules('pop(EX9.1)', 'pdx(1)'))).toContain('broken-reference EB1')
    expect(kinds(rules('pop(1) & wizard', 'pdx(1)'))).toContain('rule-syntax EB1')
  })
})

describe('lint', () => {
  it('finds rules that an earlier, wider rule leaves nothing to', () => {
    const drg = `${files.drg}4,ET1,ET19,组,else\n`
    expect(kinds({ ...rules('pop(1)', 'pdx(1)', 'pdx(ES1.1) & age<17'), drg })).toEqual(['shadowed ET1'])
    expect(kinds({ ...rules('pop_valid', 'pdx(1)', 'pop(EB1.1) & sex=1'), drg })).toEqual(['shadowed ET1'])
    expect(kinds({ ...rules('age<17 & pop(1)', 'pdx(1)', 'pop(EB1.1) & age<14'), drg })).toEqual(['shadowed ET1'])
    expect(kinds({ ...rules('age<17 & pop(1)', 'pdx(1)', 'pop(EB1.1) & age<18'), drg })).toEqual([])
  })

  it('finds rules whose main diagnoses are all outside their MDC, and splits that a wider one hides', () => {
    expect(kinds({ adrg_dx: 'rule_id,set,dx\nES1,1,K80.100\n' })).toContain('unreachable ES1')
    const drg = 'seq,rule_id,drg,name,split\n1,EB1,EB19,肺手术,else\n2,ES1,ES1A,甲,age<17\n3,ES1,ES1B,乙,age<14 & los>5\n4,ES1,ES15,肺炎,else\n' // prettier-ignore
    expect(kinds({ drg })).toEqual(['split-order ES1'])
  })

  it('finds weights that fall where the cases get severer, and codes that its dictionary does not have', () => {
    expect(kinds({}, new Map([['ES13', 9000], ['ES15', 9001]]))).toEqual(['split-weight ES15']) // prettier-ignore
    expect(kinds({}, new Map([['ES13', 9001], ['ES15', 9000]]))).toEqual([]) // prettier-ignore
    expect(kinds({ icd_dx: 'dx,name\nJ18.900,肺炎\n' })).toEqual(['unknown-code cc'])
    expect(kinds({ cc: 'dx,level,exclusion_table\nE11.900,CC,999\nE11.900,MCC,999\n' })).toEqual(['two-levels cc'])
  })
})
