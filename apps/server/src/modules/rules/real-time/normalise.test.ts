import type { Day } from '@yijian/kernel'
import { describe, expect, it } from 'vitest'
import { LIMITS, normalise } from './normalise.ts'

const TODAY = '2026-03-15' as Day
const ORDER = { rx_id: 'A', rxno: 'R1', hilist_code: 'XA01', hilist_name: '甲药', cnt: 2, pric: 10, sumamt: 20, ownpay_amt: 5, drord_begn_date: '2026-03-02 09:30:00', drord_dr_codg: 'D1', drord_dept_name: '内科', drord_dr_profttl: '3', curr_drord_flag: '1' } // prettier-ignore
const ENCOUNTER = { mdtrt_id: 'M1', medins_id: 'H1', medins_name: '示例医院', medins_admdvs: '410102', medins_lv: '02', adm_date: '2026-03-01 08:00:00', dscg_date: '2026-03-09 10:00:00', dscg_main_dise_codg: 'I10.x00', fsi_diagnose_dtos: [{ dise_codg: 'E11.900', dias_srt_no: 1 }], dr_codg: 'D1', med_mdtrt_type: '2', med_type: '21', insutype: '310', matn_stas: '0', fsi_order_dtos: [ORDER] } // prettier-ignore
const PATIENT = { patn_id: 'P1', gend: '1', brdy: '1970-05-20', curr_mdtrt_id: 'M1', fsi_encounter_dtos: [ENCOUNTER] }
const data = (patient: object = {}, more: object = {}) => ({ syscode: 'HIS', task_id: 'T1', trig_scen: '5', patient_dtos: [{ ...PATIENT, ...patient }], ...more }) // prettier-ignore
const encounter = (more: object) => data({ fsi_encounter_dtos: [{ ...ENCOUNTER, ...more }] })
const order = (more: object) => encounter({ fsi_order_dtos: [{ ...ORDER, ...more }] })
const read = (body: unknown, infno: '3101' | '3102' = '3101') => normalise(body, infno, TODAY)
const patientOf = (body: unknown) => read(body).patients[0]!
const lineOf = (body: unknown) => patientOf(body).lines[0]!
const plain = read({ infno: '3101', input: { data: data() } })

describe('the plain request', () => {
  it('becomes claims', () => {
    const patient = plain.patients[0]!
    expect(plain).toMatchObject({ stage: 'B', taskId: 'T1', scene: 5, ruleIds: null, notes: [] })
    expect(patient.person).toMatchObject({ psnNo: 'P1', gend: 1, brdy: '1970-05-20', pregnant: false })
    expect(patient.current).toMatchObject({ mdtrtId: 'M1', mode: 'IPT', tier: 3, adm: '2026-03-01', dsc: '2026-03-09', inst: 'H1', dx: ['I10.x00', 'E11.900'], ops: [] }) // prettier-ignore
    expect(patient.lines[0]).toMatchObject({ sn: 'M1/A', code: 'XA01', qty: 20_000, price: 1000n, amt: 2000n, inscp: 1500n, time: '2026-03-02 09:30:00', title: 3, dept: '内科', rx: 'R1' }) // prettier-ignore
    expect([...patient.judged]).toEqual(['M1/A'])
  })
})

describe('what real clients send means the same', () => {
  const camel = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(camel)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), camel(inner)])) // prettier-ignore
  }
  const short = JSON.parse(JSON.stringify(camel(data())).replaceAll('fsiEncounterDtos', 'encounterDtos').replaceAll('fsiOrderDtos', 'orderDtos').replaceAll('fsiDiagnoseDtos', 'diagnoseDtos')) as unknown // prettier-ignore
  const stringly = JSON.parse(JSON.stringify(data()).replace(/:(\d+)(?=[,}])/g, ':"$1"')) as unknown
  it.each([
    ['input.data', { input: { data: data() } }],
    ['input alone', { input: data() }],
    ['data alone', { data: data() }],
    ['no envelope', data()],
    ['input as a JSON text', { input: JSON.stringify({ data: data() }) }],
    ['data as a list of one', { input: { data: [data()] } }],
    ['a JSON text of it all', JSON.stringify({ input: { data: data() } })],
    ['patient_dtos as an object', { input: { data: { ...data(), patient_dtos: PATIENT } } }],
    ['fsi_encounter_dtos as an object', data({ fsi_encounter_dtos: ENCOUNTER })],
    ['fsi_order_dtos as an object', encounter({ fsi_order_dtos: ORDER })],
    ['camelCase', { input: { data: camel(data()) } }],
    ['camelCase with the short names', { input: { data: short } }],
    ['numbers as strings', stringly],
    ['operations ""', encounter({ fsi_operation_dtos: '' })],
    ['operations null', encounter({ fsi_operation_dtos: null })],
    ['hospital data ""', data({ fsi_his_data_dto: '' })],
    ['rule_ids null', data({}, { rule_ids: null })],
    ['rule_ids ""', data({}, { rule_ids: '' })],
    ['rule_ids {}', data({}, { rule_ids: {} })],
    ['rule_ids beside a scene', data({}, { rule_ids: ['R25'] })],
    ['compact moments', order({ drord_begn_date: '20260302093000' })],
    ['blanks around codes', order({ hilist_code: ' XA01 ' })],
    ['amounts with two decimals', order({ sumamt: '20.00', ownpay_amt: '5.0', pric: ' 10.00' })],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual(plain)
  })
})

describe('values', () => {
  it.each([['', null], ['-', null], [null, null], [undefined, null], ['abc', null], [1e300, null], ['1,234.50', 123_450n], ['0', 0n], [0.1, 10n], [1.005, 101n], ['-3', -300n]])('amount %j is %s fen', (raw, fen) => {
    expect(lineOf(order({ pric: raw })).price).toBe(fen)
  }) // prettier-ignore

  it('in-scope money: total less own payment; own payment not given is an estimate; 丙类 is self-paid', () => {
    expect(lineOf(order({ ownpay_amt: '' })).inscp).toBe(2000n)
    expect(patientOf(order({ ownpay_amt: '-' })).lineInfo.get('M1/A')?.estimated).toBe(true)
    expect(lineOf(order({ ownpay_amt: null, hilist_lv: '03' })).inscp).toBe(0n)
    expect(lineOf(order({ ownpay_amt: 20 })).inscp).toBe(0n)
    expect(lineOf(order({ sumamt: '', cnt: '1.5' })).amt).toBe(1500n)
  })

  it('dscg_date equal to adm_date is a visit that is not over', () => {
    expect(patientOf(encounter({ dscg_date: ENCOUNTER.adm_date })).current.dsc).toBeNull()
    expect(patientOf(encounter({ dscg_date: '' })).current.dsc).toBeNull()
  })

  it('diagnoses are ordered main first, then by number from 0', () => {
    const fsi_diagnose_dtos = [{ dise_codg: 'C', dias_srt_no: '1' }, { dise_codg: 'B', dias_srt_no: '0' }, { dise_codg: 'A', dias_srt_no: 2, maindise_flag: '1' }] // prettier-ignore
    expect(patientOf(encounter({ dscg_main_dise_codg: '', fsi_diagnose_dtos })).current.dx).toEqual(['A', 'B', 'C'])
  })

  it.each([['01', 3], ['04', 3], ['05', 2], ['07', 2], ['08', 1], ['10', 1], ['11', 0], ['3', 3], [2, 2], ['1', 1], [9, 1], ['三级甲等', 3], ['', null], ['99', null], ['A', null]])('level %j is tier %s', (medins_lv, tier) => {
    expect(patientOf(encounter({ medins_lv })).current.tier).toBe(tier)
  }) // prettier-ignore

  it.each([['1', '11', 'OPT'], ['1', '13', 'EMERG'], ['1', '14', 'OPSP'], ['2', '21', 'IPT'], ['2', '52', 'IPT'], ['3', '41', 'PHA'], ['', '', null], ['4', '', 'OTH']])('visit type %s with %s is %s', (med_mdtrt_type, med_type, mode) => {
    expect(patientOf(encounter({ med_mdtrt_type, med_type })).current.mode).toBe(mode)
  }) // prettier-ignore

  it('codes of departments and institution types say nothing to points that name them', () => {
    expect(lineOf(order({ drord_dept_name: 'A03' })).dept).toBeNull()
    expect(patientOf(encounter({ medins_type: 'A1' })).current.hospType).toBeNull()
  })

  it.each([['6', '3101', 'D'], ['9', '3101', 'D'], ['5', '3101', 'B'], ['23', '3101', 'B'], ['', '3101', 'B'], ['2', '3102', 'D'], ['23', '3102', 'D']] as const)('scene %s of %s is stage %s', (trig_scen, infno, stage) => {
    expect(read(data({}, { trig_scen }), infno).stage).toBe(stage)
  }) // prettier-ignore

  it('rule ids count only without a scene, and only ours', () => {
    expect(read(data({}, { trig_scen: '23', rule_ids: ['R25', '3101'] })).ruleIds).toEqual(new Set(['R25']))
    expect(read(data({}, { trig_scen: '', rule_ids: ['3101'] })).ruleIds).toBeNull()
    expect(read(data({}, { trig_scen: '', rule_ids: 'R25' })).ruleIds).toEqual(new Set(['R25']))
  })
})

describe('lines judged now', () => {
  const two = (first: object, second: object) => encounter({ fsi_order_dtos: [{ ...ORDER, ...first }, { ...ORDER, rx_id: 'B', ...second }] }) // prettier-ignore
  it('are those marked; all when none is; the whole encounter before settlement', () => {
    expect([...patientOf(two({}, { curr_drord_flag: '0' })).judged]).toEqual(['M1/A'])
    expect([...patientOf(two({ curr_drord_flag: '' }, { curr_drord_flag: null })).judged]).toEqual(['M1/A', 'M1/B'])
    expect([...read(two({}, { curr_drord_flag: '0' }), '3102').patients[0]!.judged]).toEqual(['M1/A', 'M1/B'])
  })

  it('keep apart when a client numbers all of them alike, and are left out without a code', () => {
    expect(patientOf(two({}, { rx_id: 'A' })).lines.map(({ sn }) => sn)).toEqual(['M1/A', 'M1/A#1'])
    const read2 = read(two({}, { hilist_code: '-' }))
    expect(read2.patients[0]!.lines).toHaveLength(1)
    expect(read2.notes).toEqual(['部分明细没有医保目录编码，未参与判定'])
  })

  it('are of the current encounter; the others are history', () => {
    const patient = patientOf(data({ fsi_encounter_dtos: [{ ...ENCOUNTER, mdtrt_id: 'M0' }, ENCOUNTER] }))
    expect(patient.encounters.map(({ mdtrtId }) => mdtrtId)).toEqual(['M1', 'M0'])
    expect([...patient.judged]).toEqual(['M1/A'])
  })
})

describe('what is not a request', () => {
  it.each([
    [null, '报文应为 JSON 对象'],
    [[], '报文应为 JSON 对象'],
    [7, '报文应为 JSON 对象'],
    ['{', '报文不是有效的 JSON'],
    [{}, '缺少参保人信息'],
    [{ input: { data: { patient_dtos: 'x' } } }, '缺少参保人信息'],
    [data({ patn_id: '' }), '缺少参保人标识'],
    [data({ fsi_encounter_dtos: '' }), '缺少就诊信息'],
    [data({ curr_mdtrt_id: '', fsi_encounter_dtos: { ...ENCOUNTER, mdtrt_id: null } }), '缺少就诊标识'],
    [encounter({ medins_id: {} }), '缺少医疗机构标识'],
    [encounter({ fsi_order_dtos: new Array(LIMITS.lines + 1).fill(ORDER) }), '超过 20000 行'],
    [{ patient_dtos: new Array(50).fill(PATIENT) }, '超过 20 名'],
  ])('is refused in words %#', (body, words) => {
    expect(() => read(body)).toThrow(words)
  })

  it('never makes the reader fail: any type in any place is read or refused', () => {
    const odd = [null, '', '-', 0, -1, 1e308, true, [], {}, [[]], [{}], '\u0000', '\ud800', "'; DROP TABLE x; --", { length: 9 }, 'x'.repeat(10_000)] // prettier-ignore
    for (const value of odd) {
      for (const name of Object.keys(ORDER)) if (name !== 'hilist_code') expect(lineOf(order({ [name]: value })).code).toBe('XA01') // prettier-ignore
      for (const name of Object.keys(ENCOUNTER)) {
        try {
          read(encounter({ [name]: value }))
        } catch (error) {
          expect(error).toMatchObject({ kind: 'invalid' })
        }
      }
    }
  })
})
