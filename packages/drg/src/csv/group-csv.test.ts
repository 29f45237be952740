import { describe, expect, it } from 'vitest'
import { createGrouper } from '../group.ts'
import { createCsvGrouper, groupCsv, type CsvOptions } from './group-csv.ts'
import { parseScheme } from '../scheme.ts'

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
    scheme: 'key,value\nid,test\nvalid_from,2025-01-01\nvalid_to,2025-12-31\n',
    map_dx: 'from,to\nB99.900,J18.900\nJ18.900,A00.000\n',
  }),
)
const group = (text: string, options: CsvOptions = {}) => {
  const { output, counts } = groupCsv(grouper, new TextEncoder().encode(text), options)
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
    expect(counts).toMatchObject({ read: 2, grouped: 2, ungrouped: 0, rejected: 0 })
  })

  it('loses no case: read = grouped + ungrouped + rejected, each with its reason', () => {
    const { lines, counts } = group(
      [
        `${HEADER},cost,dscg_date`,
        '1,1,,,0,,J18.900,,5.00,2025-03-01',
        '2,1,-3,,0,,J18.900,,5.00,2025-03-01',
        '3,1,60,,0,,A01.000,,5.00,2025-03-01',
        '4,1,60,,0,,,,5.00,2025-03-01',
        '5,9,60,,0,,J18.900,,5.00,2025-03-01',
        '6,1,60,,0,,J18.900,,5.00,2025-03-01',
        '6,1,60,,0,,J18.900,,5.00,2025-03-01',
        '7,1,60,,0,,J18.900,,-5.00,2025-03-01',
        '8,1,60,,0,,J18.900,,5.00,2024-12-31',
        '9,1,60,,0,,J18.900,,5.00,2025-02-30',
        '10,1,60,,0,,J18.900,,5.00,',
        '11,1,60',
        ',1,60,,0,,J18.900,,5.00,2025-03-01',
        '12,1,60,7,0,,J18.900,,5.00,2025-03-01',
        '13,1,0,7,3.2,,J18.900,,5.00,2025-03-01',
        '14,1,0,,3200,,J18.900,,5.00,2025-03-01',
      ].join('\n'),
    )
    expect(counts).toMatchObject({ read: 16, grouped: 1, ambiguous: 0, ungrouped: 1, rejected: 14 })
    expect(lines.slice(1).map((line) => line.split(',').at(-1))).toEqual([
      '缺少年龄',
      '数值看不懂',
      '主要诊断编码不在分组方案内',
      '缺少主要诊断',
      '缺少性别',
      '',
      '病例号重复',
      '费用为负',
      '出院日期不在分组方案的有效期内',
      '出院日期看不懂',
      '缺少出院日期',
      '列数与表头不符',
      '缺少病例号',
      '年龄与日龄矛盾',
      '出生体重不像以克为单位',
      '不足一岁而缺少日龄',
    ])
  })

  it('reads quoted cells, codes written otherwise and a file that comes in pieces', () => {
    const parts: Uint8Array[] = []
    const csv = createCsvGrouper(grouper, (part) => parts.push(part.slice()))
    const bytes = new TextEncoder().encode(
      `${HEADER}\n1,男,"６0",,0,"一,\n二",ｊ18.900 |e11.900,\n2,2,60,,0,,"J18.900|E11.900",\n`,
    )
    for (let at = 0; at < bytes.length; at += 7) csv.push(bytes.subarray(at, at + 7))
    csv.end()
    const text = parts.map((part) => new TextDecoder().decode(part)).join('')
    expect(text.match(/,MDCE,ES1,ES13,分组成功,\n/g)).toHaveLength(2)
    expect(csv.counts).toMatchObject({ read: 2, grouped: 2 })
  })

  it('gives the same result wherever the file is cut: in a row, a character, a quoted cell or a line ending', () => {
    const rows = [
      '1,1,60,,0,"一,""二""\r\n三",J18.900|E11.900,',
      '2,2,60,,0,备注，长,"J18.900|E11.900|B99.900x001",45.1300|45.1300x006',
      '2,2,60,,0,,J18.900,',
      '',
      '10,1,60,,0,,J18.900|A00.0|j18.900,',
      '11,1,60,,0,,J18.900',
    ]
    const bytes = new TextEncoder().encode(`${HEADER}\r\n${rows.join('\r\n')}`)
    const whole = groupCsv(grouper, bytes)
    expect([...whole.counts.reasons]).toEqual([
      ['病例号重复', 1],
      ['列数与表头不符', 1],
    ])
    expect(whole.counts).toMatchObject({ read: 5, grouped: 3 })
    for (let cut = 1; cut < bytes.length; cut++) {
      const parts: Uint8Array[] = []
      const csv = createCsvGrouper(grouper, (part) => parts.push(part.slice()))
      csv.push(bytes.subarray(0, cut))
      csv.push(bytes.subarray(cut))
      csv.end()
      expect(Buffer.concat(parts).equals(whole.output)).toBe(true)
    }
  })

  it('tells every id that comes twice, among thousands that differ in any place or length', () => {
    const ids = Array.from({ length: 9000 }, (_, i) => `${'A'.repeat(i % 7)}${i}${i % 3 === 0 ? 'x' : ''}`)
    const rows = [...ids, ...ids.toReversed()].map((id) => `${id},1,60,,0,,J18.900,`)
    const { counts } = group([HEADER, ...rows].join('\n'))
    expect(counts).toMatchObject({ read: 18_000, grouped: 9000, rejected: 9000 })
  })

  it('reads cost and day written plainly or otherwise alike', () => {
    const row = (id: number, cost: string, day: string) => `${id},1,60,,0,,J18.900,,${cost},${day}`
    const { lines } = group(
      [
        `${HEADER},cost,dscg_date`,
        ...['5', '5.1', '5.10', '５.１0', '5.100', '-0.00'].map((cost, i) => row(i, cost, '2025-12-31')),
        ...['5.', '.5', '5.123', '5.1.2', '1e3'].map((cost, i) => row(10 + i, cost, '2025-01-28')),
        ...['2025-01-01', '20250131', '2025/02/28', '2025-03-01T10:00:00'].map((day, i) => row(20 + i, '5', day)),
        ...['2025-13-01', '2025-00-10', '2025-02-29', '2025-1-01'].map((day, i) => row(30 + i, '5', day)),
      ].join('\n'),
    )
    const reasons = lines.slice(1).map((line) => line.split(',').at(-1))
    const of = (count: number, reason: string) => Array.from({ length: count }, () => reason)
    expect(reasons).toEqual([...of(6, ''), ...of(5, '数值看不懂'), ...of(4, ''), ...of(4, '出院日期看不懂')])
  })

  it('converts 国临版 codes once, and only when the file says so', () => {
    const rows = `${HEADER},code_system\n1,1,60,,0,,B99.900,,国临版\n2,1,60,,0,,B99.900,,医保版\n3,1,60,,0,,J18.900,,国临版\n`
    const { lines } = group(rows)
    expect(lines.slice(1).map((line) => line.split(',').at(-3))).toEqual(['ES15', '0000', '0000'])
    expect(() => group(rows, { codeSystem: '国临版' })).not.toThrow()
  })

  it('names the missing column', () => {
    expect(() => group('id,sex\n1,1\n')).toThrow('缺少列 age')
  })
})
