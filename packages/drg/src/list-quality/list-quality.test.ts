import { describe, expect, test } from 'vitest'
import { formatRatio, parseRatio } from '../payment/ratio.ts'
import { checkList, QUALITY_RULES, type CheckedList } from './check-list.ts'
import { LIST_DICTIONARIES } from './dictionaries.ts'
import { LIST_FIELDS, type Form, type Node } from './fields.ts'
import { recheck } from './recheck.ts'
import type { QualityContext } from './rule.ts'
import { listScore, SCORE_POLICY, scoreLists } from './score.ts'
import { parseDuration, parseHundredths, parseMoment, type SettlementList, type WireRow } from './settlement-list.ts'

const CONTEXT: QualityContext = {
  dictionaries: new Map([...LIST_DICTIONARIES, ...['ntly', 'patn_rlts', 'dscg_caty', 'adm_caty', 'naty', 'hi_type', 'hi_setl_lv', 'days_rinp_flag_31', 'fund_pay_type', 'anst_way', 'scs_cutd_ward_type', 'bld_cat'].map((id) => [id, new Set(['1', '2', 'A03', '310100'])] as const)]), // prettier-ignore
  diagnoses: new Set(['I63.900', 'I10.x00', 'S06.000', 'O80.000', 'N40.x00', 'R51.x00', 'Z51.100', 'Z00.000', 'V01.000', 'P22.000']), // prettier-ignore
  operations: new Set(['96.7200', '36.0600']),
  greyCodes: new Set(['I10.x00']),
  uploadDays: 10,
}

const SETLINFO: WireRow = {
  mdtrt_id: 'm1', setl_id: 's1', fixmedins_name: '样例医院', fixmedins_code: 'H1', medcasno: 'c1', dcla_time: '2025-06-20 10:00:00', psn_name: '甲', gend: '1',
  brdy: '1960-05-01', age: '65', ntly: '1', naty: '1', patn_cert_type: '01', certno: 'x', prfs: '80', coner_name: '乙', patn_rlts: '1', coner_addr: '某地', coner_tel: '1',
  hi_type: '1', insuplc: '990101', ipt_med_type: '1', adm_way: '2', trt_type: '10', adm_time: '2025-06-01 08:00:00', adm_caty: 'A03', dscg_time: '2025-06-11 10:00:00', dscg_caty: 'A03',
  act_ipt_days: '10', diag_code_cnt: '2', oprn_oprt_code_cnt: '1', lv1_nurscare_days: '3', dscg_way: '1', bill_code: 'b', bill_no: 'b1', biz_sn: 'z1', days_rinp_flag_31: '1', chfpdr_code: 'd1',
  setl_begn_date: '2025-06-01', setl_end_date: '2025-06-11', psn_selfpay: '800.00', psn_ownpay: '200.00', acct_pay: '300', psn_cashpay: '700', hi_paymtd: '4', hsorg: 'o', hsorg_opter: 'p', medins_fill_dept: 'q', medins_fill_psn: 'r',
} // prettier-ignore
const MAIN: WireRow = { diag_type: '1', diag_code: 'I63.900', diag_name: '脑梗死', adm_cond_type: '1', maindiag_flag: '1' } // prettier-ignore
const OTHER: WireRow = { ...MAIN, diag_code: 'S06.000', diag_name: '其他', maindiag_flag: '0' }
const OPERATION: WireRow = { oprn_oprt_type: '1', oprn_oprt_name: '支架', oprn_oprt_code: '36.0600', oprn_oprt_date: '2025-06-03', anst_way: '1', anst_dr_code: 'a1', oper_dr_name: '丙', oper_dr_code: 'd2' } // prettier-ignore
const ITEM: WireRow = { med_chrgitm: '03', amt: '5000.00', claa_sumfee: '3000', clab_amt: '1500.00', fulamt_ownpay_amt: '200.0', oth_amt: '300' } // prettier-ignore
const PAY: WireRow = { fund_pay_type: '310100', fund_payamt: '4000.00' }

interface Change {
  readonly set?: WireRow
  readonly nodes?: Partial<Record<Node, readonly WireRow[] | undefined>>
  readonly form?: Form
}

/** A clean list of form 4101, changed. A node set to undefined was not delivered. */
function makeList({ set = {}, nodes = {}, form = '4101' }: Change = {}): SettlementList {
  const all = { setlinfo: [{ ...SETLINFO, ...set }], diseinfo: [MAIN, OTHER], oprninfo: [OPERATION], icuinfo: [], bldinfo: [], opspdiseinfo: [], payinfo: [PAY], iteminfo: [ITEM], ...nodes } // prettier-ignore
  const given = Object.fromEntries(Object.entries(all).filter(([, rows]) => rows !== undefined))
  return { id: 'L1', hospital: 'H1', form, nodes: given }
}

function outcomes(change: Change = {}, context = CONTEXT): string[] {
  return checkList(makeList(change), context).findings.map(({ rule, outcome, row }) => `${rule.id}${outcome === 'fail' ? '' : ' ?'}${row > 0 ? ` #${row}` : ''}`) // prettier-ignore
}

describe('rules as data', () => {
  test('the field table holds 125 items, 100 of form 4101 and 86 of 4101A', () => {
    expect(LIST_FIELDS).toHaveLength(125)
    const of = (form: Form) => LIST_FIELDS.filter(({ forms, node }) => (forms === 'both' || forms === form) && (form === '4101A' || !['opspdiseinfo', 'diseinfo', 'icuinfo'].includes(node))) // prettier-ignore
    expect([of('4101').length, of('4101A').length]).toEqual([100, 86])
  })

  test('ids are unique, fields exist, messages are Chinese, and content never says 违规', () => {
    expect(new Set(QUALITY_RULES.map(({ id }) => id)).size).toBe(QUALITY_RULES.length)
    const fields = new Set(LIST_FIELDS.map(({ node, field }) => `${node}.${field}`))
    for (const rule of QUALITY_RULES) {
      expect(fields).toContain(`${rule.node}.${rule.field}`)
      expect(rule.message).toMatch(/[\u4e00-\u9fff]{3}/)
      expect(rule.message).not.toContain('违规')
    }
    expect(QUALITY_RULES.length).toBeGreaterThan(190)
  })

  test('every code list named is a field that is coded', () => {
    const coded = LIST_FIELDS.filter((one) => one.coded).map(({ field }) => field)
    for (const id of LIST_DICTIONARIES.keys()) expect(coded).toContain(id)
  })
})

describe('reading the wire', () => {
  test('moments, durations and amounts, or null', () => {
    expect(parseMoment('2025-06-01')).toBe(parseMoment('2025-06-01 00:00:00'))
    expect(['2025-02-30', '2025-13-01', '2025/06/01', '', '2025-06-01 25:00:00'].map(parseMoment)).toEqual([null, null, null, null, null]) // prettier-ignore
    expect(parseDuration('1/13/24')).toBe(1440 + 13 * 60 + 24)
    expect(['1/24/00', '1/0/60', '13:24', '-1/0/0'].map(parseDuration)).toEqual([null, null, null, null])
    expect([parseHundredths('12.5'), parseHundredths('-0.05'), parseHundredths('1.500'), parseHundredths('1.005')]).toEqual([1250n, -5n, 150n, null]) // prettier-ignore
  })
})

describe('checking a list', () => {
  test('a clean list has no finding', () => {
    expect(outcomes()).toEqual([])
  })

  test.each<[string, Change, string[]]>([
    ['blank, null, dash and absent are all missing', { set: { medcasno: '', bill_no: null, biz_sn: '-', prfs: undefined } }, ['C-setlinfo.medcasno', 'C-setlinfo.prfs', 'C-setlinfo.bill_no', 'C-setlinfo.biz_sn']], // prettier-ignore
    ['a number that is none; too many decimals', { set: { psn_cashpay: '七百' } }, ['T-setlinfo.psn_cashpay', 'P037 ?']], // prettier-ignore
    ['a text that is too long', { set: { psn_name: '甲'.repeat(51) } }, ['L-setlinfo.psn_name']],
    ['exactly the longest text', { set: { psn_name: '甲'.repeat(50) } }, []],
    ['a code outside its list', { set: { adm_way: '7' } }, ['D-setlinfo.adm_way']],
    [
      'no main diagnosis',
      { nodes: { diseinfo: [{ ...MAIN, maindiag_flag: '0' }, OTHER] } },
      ['N001', 'C016 ?', 'C017 ?'],
    ],
    [
      'two main diagnoses',
      { nodes: { diseinfo: [MAIN, { ...OTHER, maindiag_flag: '1' }] } },
      ['N001', 'C016 ?', 'C017 ?'],
    ],
    ['diagnosis not in the library', { nodes: { diseinfo: [MAIN, { ...OTHER, diag_code: 'I63.901' }] } }, ['N005 #1']], // prettier-ignore
    ['diagnosis with a bad format', { nodes: { diseinfo: [MAIN, { ...OTHER, diag_code: 'i639' }] } }, ['N003 #1', 'N005 #1']], // prettier-ignore
    ['Chinese-medicine diagnosis is not held to ICD', { nodes: { diseinfo: [MAIN, { ...OTHER, diag_type: '2', diag_code: 'A07.01.01' }] } }, []], // prettier-ignore
    ['grey code as other diagnosis', { nodes: { diseinfo: [MAIN, { ...OTHER, diag_code: 'I10.x00' }] } }, ['N007 #1']],
    ['grey code as main diagnosis', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'I10.x00' }, OTHER] } }, ['N007', 'N009']], // prettier-ignore
    ['external cause as main diagnosis', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'V01.000' }, OTHER] } }, ['N010']],
    ['Z code as main diagnosis', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'Z00.000' }, OTHER] } }, ['N011']],
    ['chemotherapy (Z51) may be main', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'Z51.100' }, OTHER] } }, []],
    ['symptom as main diagnosis', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'R51.x00' }, OTHER] } }, ['N012']],
    ['repeated diagnosis', { nodes: { diseinfo: [MAIN, { ...MAIN, maindiag_flag: '0' }] } }, ['N013 #1']],
    ['discharge before admission', { set: { dscg_time: '2025-05-31 10:00:00' } }, ['P001', 'P005', 'P013', 'P017', 'S001']], // prettier-ignore
    ['days of the stay', { set: { act_ipt_days: '9' } }, ['P005']],
    ['a stay of one day counts 1', { set: { adm_time: '2025-06-11 08:00:00', act_ipt_days: '1', lv1_nurscare_days: '1' }, nodes: { oprninfo: [{ ...OPERATION, oprn_oprt_date: '2025-06-11' }] } }, []], // prettier-ignore
    ['age two years off', { set: { age: '67' } }, ['P006']],
    ['counts', { set: { diag_code_cnt: '3', oprn_oprt_code_cnt: '0' } }, ['P011', 'P012']],
    ['nursing days over the stay', { set: { spga_nurscare_days: '9' } }, ['P013']],
    ['nursing days exactly days + 1', { set: { spga_nurscare_days: '8' } }, []],
    ['ventilator longer than the stay', { set: { vent_used_dura: '11/0/1' } }, ['P014']],
    ['declared 10 days after discharge', { set: { dcla_time: '2025-06-21 23:59:59' } }, []],
    ['declared 11 days after discharge', { set: { dcla_time: '2025-06-22 00:00:00' } }, ['S001']],
    ['transfer without receiver', { set: { dscg_way: '2' } }, ['C012', 'C013']],
    ['receiver without transfer', { set: { acp_medins_name: '某院' } }, ['P027']],
    ['planned readmission without purpose', { set: { days_rinp_flag_31: '2' } }, ['C015']],
    ['head injury without coma durations', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'S06.000' }, { ...OTHER, diag_code: 'I63.900' }] } }, ['C016', 'C017']], // prettier-ignore
    ['ventilation without duration', { nodes: { oprninfo: [{ ...OPERATION, oprn_oprt_code: '96.7200' }] } }, ['C018']],
    ['operation outside the stay', { nodes: { oprninfo: [{ ...OPERATION, oprn_oprt_date: '2025-06-12' }] } }, ['P017']],
    ['male with a female disease', { nodes: { diseinfo: [MAIN, { ...OTHER, diag_code: 'O80.000' }] } }, ['P029 #1', 'P032 #1']], // prettier-ignore
    ['female with a male disease', { set: { gend: '2' }, nodes: { diseinfo: [MAIN, { ...OTHER, diag_code: 'N40.x00' }] } }, ['P030 #1']], // prettier-ignore
    ['perinatal main diagnosis of an adult', { nodes: { diseinfo: [{ ...MAIN, diag_code: 'P22.000' }, OTHER] } }, ['P033']], // prettier-ignore
    ['newborn without weights', { set: { age: '', nwb_age: '5', brdy: '2025-05-27' } }, ['C009', 'C010', 'C011']],
    ['newborn weight not in tens', { set: { age: '', nwb_age: '5', brdy: '2025-05-27', nwb_adm_type: '1', nwb_bir_wt: '2505', nwb_adm_wt: '2500' } }, ['D-setlinfo.nwb_adm_type ?', 'N014']], // prettier-ignore
    ['item parts do not add up', { nodes: { iteminfo: [{ ...ITEM, oth_amt: '300.01' }] } }, ['P035']],
    ['items against payments', { nodes: { payinfo: [{ ...PAY, fund_payamt: '3999.99' }] } }, ['P036']],
    ['account + cash against own part', { set: { psn_cashpay: '700.01' } }, ['P037']],
    ['own expense against items', { set: { psn_ownpay: '199', psn_selfpay: '801' } }, ['P038']],
    ['negative fund payment', { nodes: { payinfo: [{ ...PAY, fund_payamt: '-1' }] } }, ['P036', 'P040']],
    ['ICU before admission, exit before entry, wrong duration', { nodes: { icuinfo: [{ scs_cutd_ward_type: '1', scs_cutd_inpool_time: '2025-05-31 08:00:00', scs_cutd_exit_time: '2025-05-30 08:00:00', scs_cutd_sum_dura: '1/0/0' }] } }, ['P023', 'P024', 'P026']], // prettier-ignore
  ])('%s', (_, change, expected) => {
    expect(outcomes(change).toSorted()).toEqual(expected.toSorted())
  })

  test('operation and anaesthesia times of form 4101A', () => {
    const times = { oprn_oprt_begntime: '2025-06-03 10:00:00', oprn_oprt_endtime: '2025-06-03 09:00:00', anst_begntime: '2025-06-03 09:30:00', anst_endtime: '2025-06-03 09:20:00' } // prettier-ignore
    const found = outcomes({ form: '4101A', set: { psn_no: 'p', resp_nurs_code: 'n' }, nodes: { oprninfo: [{ ...OPERATION, ...times }] } }) // prettier-ignore
    expect(found).toEqual(['P019', 'P021', 'P022'])
  })
})

describe('cannot tell', () => {
  test('what the form does not carry is unknown, never blank', () => {
    const bare = { gend: undefined, age: undefined, brdy: undefined, psn_no: 'p', resp_nurs_code: 'n' }
    const times = { oprn_oprt_begntime: '2025-06-03 10:00:00', anst_begntime: '2025-06-03 09:30:00', anst_endtime: '2025-06-03 12:20:00', oprn_oprt_date: undefined } // prettier-ignore
    const found = outcomes({ form: '4101A', set: bare, nodes: { oprninfo: [{ ...OPERATION, ...times }], payinfo: undefined, iteminfo: undefined } }) // prettier-ignore
    expect(found.filter((id) => !id.includes('?'))).toEqual([])
    expect(found).toEqual(expect.arrayContaining(['P002 ?', 'P029 ?', 'P030 ?', 'P035 ?', 'N016 ?']))
  })

  test('a code library, a code list or a node that is not there', () => {
    const poor: QualityContext = { dictionaries: LIST_DICTIONARIES, operations: CONTEXT.operations!, uploadDays: 10 }
    const found = outcomes({ nodes: { icuinfo: undefined } }, poor)
    expect(found).toEqual(expect.arrayContaining(['N005 ?', 'N005 ? #1', 'N007 ?', 'D-setlinfo.ntly ?', 'P025 ?']))
    expect(found.every((id) => id.includes('?'))).toBe(true)
  })

  test('a comparison with a blank or unreadable moment', () => {
    expect(outcomes({ set: { adm_time: '' } })).toEqual(expect.arrayContaining(['C001', 'P001 ?', 'P005 ?']))
    expect(outcomes({ set: { adm_time: '6 月 1 日' } })).toEqual(expect.arrayContaining(['T-setlinfo.adm_time', 'P001 ?'])) // prettier-ignore
  })

  test('a list without diagnoses fails', () => {
    expect(outcomes({ nodes: { diseinfo: undefined } })).toContain('N001')
  })
})

describe('scores', () => {
  const check = (id: string, change: Change, hospital = 'H1'): CheckedList => checkList({ ...makeList(change), id, hospital }, CONTEXT) // prettier-ignore

  test('100 less deductions: one missing field 3, two conformity errors 10, one plausibility warning 2', () => {
    const checked = check('1', { set: { medcasno: '', adm_way: '7', dscg_way: '8', acp_medins_name: '', psn_cashpay: '700.01' } }) // prettier-ignore
    expect(formatRatio(listScore(checked))).toBe('85')
  })

  test('a kind costs no more than its limit: nineteen missing fields 30', () => {
    const blank = Object.fromEntries(Object.keys(SETLINFO).slice(0, 19).map((field) => [field, ''])) // prettier-ignore
    const one = check('1', { set: blank })
    expect(one.findings.filter(({ rule, outcome }) => rule.kind === 'completeness' && outcome === 'fail').length).toBeGreaterThan(10) // prettier-ignore
    const others = { ...SCORE_POLICY.most, conformity: parseRatio('0'), plausibility: parseRatio('0'), timeliness: parseRatio('0') } // prettier-ignore
    expect(formatRatio(listScore(one, { ...SCORE_POLICY, most: others }))).toBe('70')
  })

  test('by hospital and department, with what could not be told', () => {
    const checked = [
      check('1', {}),
      check('2', { set: { medcasno: '' } }),
      check('3', { set: { dscg_caty: '1', adm_way: '7' } }),
      check('4', { set: { ntly: '' }, nodes: { icuinfo: undefined } }, 'H2'),
    ]
    const scores = scoreLists(checked)
    expect(scores.map(({ hospital, department, lists, passed, score }) => [hospital, department, lists, passed, formatRatio(score)])).toEqual([
      ['H1', '', 3, 1, '97.33333333'],
      ['H1', '1', 1, 0, '95'],
      ['H1', 'A03', 2, 1, '98.5'],
      ['H2', '', 1, 0, '97'],
      ['H2', 'A03', 1, 0, '97'],
    ]) // prettier-ignore
    expect(scores[0]!.kinds.completeness).toMatchObject({ failed: 1, cannotTell: 0, deducted: parseRatio('1') })
    expect(scores[3]!.kinds.completeness.cannotTell).toBeGreaterThan(0)
    expect(scores[0]!.worst.map(({ ruleId }) => ruleId)).toEqual(['C-setlinfo.medcasno', 'D-setlinfo.adm_way'])
    expect(scoreLists(checked.toReversed())).toEqual(scores)
  })
})

describe('recheck after correction', () => {
  const check = (change: Change) => checkList(makeList(change), CONTEXT)
  const ids = (findings: readonly { rule: { id: string } }[]) => findings.map(({ rule }) => rule.id)

  test('fixed, remaining, added; accepted when no error is left', () => {
    const before = check({ set: { medcasno: '', psn_cashpay: '700.01', adm_way: '7' } })
    const after = check({ set: { psn_cashpay: '700.01', dscg_way: '8' } })
    const found = recheck(before, after)
    expect([ids(found.fixed), ids(found.remaining), ids(found.added), found.accepted]).toEqual([
      ['C-setlinfo.medcasno', 'D-setlinfo.adm_way'],
      ['P037'],
      ['D-setlinfo.dscg_way'],
      false,
    ])
    expect(recheck(before, check({ set: { psn_cashpay: '700.01' } })).accepted).toBe(true)
  })

  test('taking data away does not fix a failure', () => {
    const found = recheck(check({ set: { act_ipt_days: '9' } }), check({ set: { act_ipt_days: '9', adm_time: '' } }))
    expect([ids(found.fixed), ids(found.hidden), found.accepted]).toEqual([[], ['P005'], false])
  })

  test('two different lists are refused', () => {
    const one = check({})
    expect(() => recheck(one, { ...one, list: { ...one.list, id: 'L2' } })).toThrow('同一份清单')
  })
})
