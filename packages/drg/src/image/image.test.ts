import { describe, expect, it } from 'vitest'
import { createGrouper, grouperOf } from '../group.ts'
import { parseScheme } from '../scheme.ts'
import { readImage, writeImage } from './image.ts'

const grouper = createGrouper(
  parseScheme({
    mdc: 'seq,mdc,name,rule\n1,MDCE,呼吸系统,pdx\n',
    adrg: 'seq,mdc,rule_id,adrg,name,rule\n1,MDCE,ES1,ES1,肺炎,pdx(1)\n',
    drg: 'seq,rule_id,drg,name,split\n1,ES1,ES13,肺炎伴他病,odx(2) | mcc\n2,ES1,ES15,肺炎,else\n',
    mdc_dx: 'mdc,dx,region\nMDCE,J18%,\nMDCE,B06.801+J17.1*,\n',
    adrg_dx: 'rule_id,set,dx\nES1,1,J18%\nES1,1,B06.801+J17.1*\nES1,2,I50.900\n',
    adrg_op: 'rule_id,set,op\n',
    cc: 'dx,level,exclusion_table\nE11.900,MCC,7\n',
    cc_exclusion: 'pdx,exclusion_table\nJ18%,7\n',
    op_valid: 'op\n',
    scheme: 'key,value\nid,s\nvalid_from,2025-01-01\n',
  }),
)

describe('image of a scheme', () => {
  it('groups as the scheme it was made from', () => {
    const image = writeImage(grouper.scheme.plan)
    const moved = new Uint8Array(image.length + 1)
    moved.set(image, 1)
    for (const bytes of [image, moved.subarray(1)]) {
      const again = grouperOf(readImage(bytes))
      for (const dx of [
        ['J18.900'],
        ['J18.900', 'I50.900'],
        ['J18.900', 'E11.900'],
        ['B06.801+J17.1*', 'E11.900'],
        ['I50.900'],
      ]) {
        const record = { sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx, op: [] } as const
        expect(again.group(record)).toEqual(grouper.group(record))
      }
      expect(again.scheme.validFrom).toBe(20250101)
    }
  })

  it('groups by prefix, long codes and lists of other diagnoses', () => {
    const drg = (...dx: string[]) => grouper.group({ sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx, op: [] }).drg // prettier-ignore
    expect(drg('J18.999')).toBe('ES15')
    expect(drg('J18.999', 'I50.900')).toBe('ES13')
    expect(drg('J18.900', 'E11.900')).toBe('ES15')
    expect(drg('B06.801†J17.1*', 'E11.900')).toBe('ES13')
  })

  it('refuses other bytes and half an image', () => {
    const image = writeImage(grouper.scheme.plan)
    expect(() => readImage(image.subarray(0, image.length - 4))).toThrow('不完整')
    expect(() => readImage(new Uint8Array(100))).toThrow('映像')
  })
})
