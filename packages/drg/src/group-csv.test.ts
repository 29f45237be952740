import { describe, expect, it } from 'vitest'
import { createGrouper } from './group.ts'
import { groupCsv } from './group-csv.ts'
import { parseScheme } from './scheme.ts'

const grouper = createGrouper(
  parseScheme({
    mdc: 'seq,mdc,name,rule\n1,MDCE,呼吸系统,pdx\n',
    adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,ES1,ES1,肺炎,pdx(1)\n',
    drg: 'seq,rule_id,drg,name,split\n1,ES1,ES13,肺炎伴合并症,mcc|cc\n2,ES1,ES15,肺炎,else\n',
    mdc_dx: 'mdc,dx,region\nMDCE,J18.900,\n',
    adrg_dx: 'rule_id,set,dx\nES1,1,J18.900\n',
    adrg_op: 'rule_id,set,op\n',
    cc: 'dx,level,exclusion_table\nE11.900,CC,7\n',
    cc_exclusion: 'pdx,exclusion_table\n',
    op_valid: 'op\n',
  }),
)
const group = (text: string) => {
  const { output, counts } = groupCsv(grouper, new TextEncoder().encode(text))
  return { lines: new TextDecoder().decode(output).trim().split('\n'), counts }
}
const HEADER = 'id,sex,age,age_days,birth_weight,note,dx,op'

describe('grouping a case file', () => {
  it('appends the result to each row, whatever the line ending, the byte order mark and a missing last newline', () => {
    const { lines, counts } = group(`\uFEFF${HEADER}\r\n1,1,60,,0,备注,J18.900|E11.900,\r\n2,2,60,,0,,J18.900,45.1300`)
    expect(lines).toEqual([
      `${HEADER},mdc,adrg,drg,status,reason`,
      '1,1,60,,0,备注,J18.900|E11.900,,MDCE,ES1,ES13,分组成功,',
      '2,2,60,,0,,J18.900,45.1300,MDCE,ES1,ES15,分组成功,',
    ])
    expect(counts).toEqual({ read: 2, grouped: 2, ungrouped: 0, incomplete: 0 })
  })

  it('loses no case: read = grouped + ungrouped + incomplete', () => {
    const { lines, counts } = group(
      `${HEADER}\n1,1,,,0,,J18.900,\n2,1,-3,,0,,J18.900,\n3,1,60,,0,,A00.000,\n4,1,60,,0,,,\n5,9,60,,0,,J18.900,\n6,1,60,,0,,J18.900,\n`,
    )
    expect(counts).toEqual({ read: 6, grouped: 1, ungrouped: 1, incomplete: 4 })
    expect(lines.slice(1).map((line) => line.split(',').at(-1))).toEqual([
      '缺少年龄',
      '缺少年龄',
      '不符合任何病组的入组条件',
      '缺少主要诊断',
      '缺少性别',
      '',
    ])
  })

  it('names the missing column and the line with too few cells', () => {
    expect(() => group('id,sex\n1,1\n')).toThrow('缺少列 age')
    expect(() => group(`${HEADER}\n1,1,60\n`)).toThrow('第 2 行应有 8 列，实有 3 列')
  })
})
