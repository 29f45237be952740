import { describe, expect, it } from 'vitest'
import { diffSchemes } from '../diff/diff-schemes.ts'
import { createFlow } from '../diff/flow.ts'
import { createGrouper } from '../group.ts'
import type { CaseRecord } from '../record.ts'
import { parseScheme } from '../scheme.ts'
import { applyOverlay } from './apply-overlay.ts'
import { parseOverlay } from './overlay-rows.ts'

const base = parseScheme({
  mdc: 'seq,mdc,name,rule\n1,MDCE,呼吸系统,pdx\n',
  adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,EB1,EB1,肺手术,pop(1)\n2,MDCE,ES1,ES1,肺炎,pdx(1)\n',
  drg: 'seq,rule_id,drg,name,split\n1,EB1,EB19,肺手术,else\n2,ES1,ES13,肺炎伴合并症,mcc|cc\n3,ES1,ES15,肺炎,else\n',
  mdc_dx: 'mdc,dx,region\nMDCE,J18.900,\n',
  adrg_dx: 'rule_id,set,dx\nES1,1,J18.900\n',
  adrg_op: 'rule_id,set,op\nEB1,1,32.4900\n',
  cc: 'dx,level,exclusion_table\nE11.900,CC,999\n',
  cc_exclusion: 'pdx,exclusion_table\n',
  op_valid: 'op\n32.4900\n33.2700\n',
})
const HEAD = 'action,at,set,code,value,name,source\n'
const overlay = (rows: string) => applyOverlay(base, parseOverlay(HEAD + rows))
const adult: CaseRecord = { sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx: ['J18.900'], op: [] }

describe('local overlay', () => {
  it('splits an ADRG by age, stay, intensive care, ventilation and department', () => {
    const { tables, findings } = overlay(
      [
        'split,ES1,,ES1A,icu_hours>120 | dept=ICU,重症,甲文第一条',
        'split,ES1,,ES1B,age<17,儿童,甲文第一条',
        'split,ES1,,ES1C,vent_hours>0 & los>=13,长住通气,甲文第一条',
        'split,ES1,,ES1D,transfer & los<5 & !cc,早转,甲文第一条',
        'split,ES1,,ES15,else,其他,甲文第一条',
      ].join('\n'),
    )
    expect(findings).toEqual([])
    const { group } = createGrouper(tables)
    expect(group({ ...adult, icuHours: 121 }).drg).toBe('ES1A')
    expect(group({ ...adult, dept: 'ICU' }).drg).toBe('ES1A')
    expect(group({ ...adult, age: 16 }).drg).toBe('ES1B')
    expect(group({ ...adult, ventHours: 5, los: 13 }).drg).toBe('ES1C')
    expect(group({ ...adult, leaveType: 2, los: 4 }).drg).toBe('ES1D')
    expect(group({ ...adult, leaveType: 2, los: 4, dx: ['J18.900', 'E11.900'] }).drg).toBe('ES15')
    expect(group(adult).drg).toBe('ES15')
  })

  it('adds and removes codes, adds and moves rules, and sets the QY policy', () => {
    const { tables, findings } = overlay(
      [
        'add-mdc-dx,MDCE,,J20.900,,,乙文',
        'add-dx,ES1,1,J20.900,,,乙文',
        'remove-op,EB1,1,32.4900,,,乙文',
        'add-adrg,EC1,MDCE,EC1,anyop(1) & age<17,小儿手术,乙文',
        'add-op,EC1,1,32.4900,,,乙文',
        'split,EC1,,EC19,else,小儿手术,乙文',
        'move-before,EC1,,,ES1,,乙文',
        'cc,none,,E11.900,,,乙文',
        'qy,MDCE,EC1,,any,,乙文',
      ].join('\n'),
    )
    expect(findings).toEqual([])
    const { group } = createGrouper(tables)
    expect(group({ ...adult, dx: ['J20.900', 'E11.900'] }).drg).toBe('ES15')
    expect(group({ ...adult, age: 10, op: ['32.4900'] }).drg).toBe('EC19')
    expect(group({ ...adult, op: ['33.2700'] })).toMatchObject({ drg: 'EQY', status: '歧义病组' })
  })

  it('finds changes in vain, to nothing, and without a source', () => {
    const { findings } = overlay(
      'add-dx,ES1,1,J18.900,,,丙文\nremove-op,EB9,1,32.4900,,,丙文\nremove-op,EB1,1,45.0000,,,丙文\nqy,MDCE,,,main,,\nmove-after,ES1,,,EB1,,丙文\n',
    )
    expect(findings).toEqual([
      { line: 2, message: 'J18.900 本来就在清单内' },
      { line: 3, message: '没有规则 EB9' },
      { line: 4, message: '45.0000 本来就不在清单内' },
      { line: 5, message: '没有写明来源' },
      { line: 6, message: 'ES1 本来就在那里' },
    ])
    expect(() => overlay('shuffle,ES1,,,,,\n')).toThrow('不认识')
  })
})

describe('difference of two schemes', () => {
  const { tables } = overlay(
    'remove-op,EB1,1,32.4900,,,丁文\nadd-op,EB1,1,33.2700,,,丁文\nsplit,ES1,,ES19,else,肺炎,丁文\n',
  )

  it('tells codes, ADRGs and DRGs', () => {
    expect(diffSchemes(base, base)).toEqual({ codes: [], adrgs: [], drgs: [] })
    const diff = diffSchemes(base, tables)
    expect(diff.codes).toEqual([{ list: 'EB1.1 op', added: ['33.2700'], removed: ['32.4900'] }])
    expect(diff.drgs.map(({ code, kind }) => [code, kind])).toEqual([
      ['ES13', 'removed'],
      ['ES15', 'removed'],
      ['ES19', 'added'],
    ])
  })

  it('shows how cases and their money flow, none lost', () => {
    const flow = createFlow(createGrouper(base), createGrouper(tables))
    flow.push(
      new TextEncoder().encode(
        'id,sex,age,age_days,birth_weight,dx,op,cost\n1,1,60,,0,J18.900,,100.50\n2,1,60,,0,J18.900,,0.25\n3,1,60,,0,J18.900,32.4900,7.00\n4,1,,,0,J18.900,,3.00\n5,1,60,,0,Z00.000,,1',
      ),
    )
    expect(flow.end()).toEqual([
      { from: 'ES15', to: 'ES19', cases: 2, fen: 10075n },
      { from: '0000', to: '0000', cases: 1, fen: 100n },
      { from: 'EB19', to: 'ES19', cases: 1, fen: 700n },
      { from: '拒收', to: '拒收', cases: 1, fen: 300n },
    ])
  })
})
