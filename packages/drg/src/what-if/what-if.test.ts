import { describe, expect, it } from 'vitest'
import { createGrouper } from '../group.ts'
import type { CaseRecord } from '../record.ts'
import { parseScheme } from '../scheme.ts'
import { parseWeightTable } from './pricing.ts'
import { createSweeper } from './sweep.ts'
import { createWhatIf } from './what-if.ts'

const grouper = createGrouper(
  parseScheme({
    mdc: 'seq,mdc,name,rule\n1,MDCE,呼吸系统,pdx\n2,MDCF,循环系统,pdx\n',
    adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,EB1,EB1,肺手术,pop(1)\n2,MDCE,ES1,ES1,肺炎,pdx(1)\n3,MDCF,FR1,FR1,心衰,pdx(1)\n',
    drg: 'seq,rule_id,drg,name,split\n1,EB1,EB19,肺手术,else\n2,ES1,ES13,肺炎伴合并症,mcc|cc\n3,ES1,ES15,肺炎,else\n4,FR1,FR19,心衰,else\n',
    mdc_dx: 'mdc,dx,region\nMDCE,J18.900,\nMDCE,J18.901,\nMDCF,I50.900,\nMDCF,I50.100,\n',
    adrg_dx: 'rule_id,set,dx\nES1,1,J18.900\nES1,1,J18.901\nFR1,1,I50.900\nFR1,1,I50.100\n',
    adrg_op: 'rule_id,set,op\nEB1,1,32.4900\n',
    cc: 'dx,level,exclusion_table\nI50.900,CC,999\n',
    cc_exclusion: 'pdx,exclusion_table\n',
    op_valid: 'op\n32.4900\n',
  }),
)
const weights = parseWeightTable('drg,weight\nES13,0.8123\nES15,0.5\nFR19,1.05\nEB19,3.2\n')
const whatIf = createWhatIf(grouper, { weights, rateFen: 1_000_050n })
const record: CaseRecord = { sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx: ['J18.900', 'I50.900', 'J18.901', 'R05.x00'], op: ['99.0000', '32.4900'] } // prettier-ignore

describe('what-if', () => {
  it('regroups any edit, with weight and money to the fen', () => {
    const change = whatIf.edit(record, { op: ['32.4900'] })
    // 3.2 × 10,000.50 = 32,001.60; 0.8123 × 10,000.50 = 8,123.406 → 8,123.41
    expect(change).toMatchObject({ from: { drg: 'ES13' }, to: { drg: 'EB19' }, weightFrom: 8123, weightTo: 32000 })
    expect(change.fen).toBe(3_200_160n - 812_341n)
  })

  it('sweeps main diagnosis, main operation and complications, and tells only what changes', () => {
    expect(whatIf.sweep(record).map(({ sweep, code, to }) => [sweep, code, to.drg])).toEqual([
      ['main-operation', '32.4900', 'EB19'],
      ['main-diagnosis', 'I50.900', 'FR19'],
      ['drop-complication', 'I50.900', 'ES15'],
    ])
  })

  it('has no money where a group has no weight', () => {
    const bare = createWhatIf(grouper, { weights: new Map(), rateFen: 100n })
    expect(bare.edit(record, { op: ['32.4900'] })).toMatchObject({ weightTo: null, fen: null })
  })

  it('leaves the record as it was and tries codes that set off the same only once', () => {
    const coded = grouper.code({ ...record, dx: ['J18.900', 'I50.100', 'I50.100', 'J18.901'] })
    const before = [...coded.dx]
    const changes = createSweeper(grouper)(coded)
    expect([...coded.dx]).toEqual(before)
    // Two alike diagnoses, one equal to the main one, one operation: two groupings.
    expect(changes).toMatchObject({ count: 3, grouped: 2, tried: 4 })
  })
})

describe('weight table', () => {
  it('refuses what it cannot read exactly', () => {
    expect(() => parseWeightTable('drg,weight\nES15,0.12345\n')).toThrow('权重看不懂')
    expect(() => parseWeightTable('drg\nES15\n')).toThrow('应有列')
  })
})
