import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPreparationBench, type PreparationBench } from './prepare.test-helper.ts'

let bench: PreparationBench
beforeAll(async () => {
  bench = await openPreparationBench()
})
afterAll(() => bench.close())

const stay = {
  psn: 'P1',
  inst: 'H1',
  adm: '2025-03-01',
  dsc: '2025-03-10',
  main: 'I63.900',
  cost: '5000.00',
  fund: '3500.00',
}
const item = { code: 'XB01AA', name: '样例药', chrg: '09', amt: '100.00', cnt: 2, day: '2025-03-02' }
const counts = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await bench.rows('SELECT reason, n FROM prep_count WHERE n > 0')).map((r) => [
      String(r['reason']),
      Number(r['n']),
    ]),
  )

describe('validity', () => {
  it('leaves invalid settlements and lines out, counts and lists them', async () => {
    await bench.prepare({
      stays: [
        { ...stay, id: 'a', items: [item, { ...item, vali_flag: '0', amt: '900.00' }] },
        { ...stay, id: 'b', psn: 'P2', vali_flag: '0' },
      ],
    })
    expect(await bench.rows('SELECT stay_key, cost, line_amt FROM stay')).toEqual([
      { stay_key: 'a', cost: '5000.00', line_amt: '100.00' },
    ])
    expect(await counts()).toMatchObject({ 'setl-invalid': 1, 'mdtrt-invalid': 1, 'line-invalid': 1 })
    expect(await bench.rows(`SELECT key FROM prep_excluded WHERE reason = 'setl-invalid'`)).toEqual([{ key: 'b' }])
  })

  it('leaves unsettled lines out', async () => {
    await bench.prepare({ stays: [{ ...stay, id: 'a', items: [item, { ...item, setl_id: null }] }] })
    expect(await bench.rows('SELECT line_amt FROM stay')).toEqual([{ line_amt: '100.00' }])
    expect(await counts()).toMatchObject({ 'line-unsettled': 1 })
  })

  it('keeps supplementary reimbursement, but not in the cost of the stay', async () => {
    await bench.prepare({
      stays: [{ ...stay, id: 'a' }],
      setl_d: [
        {
          setl_id: 'a3',
          mdtrt_id: 'a',
          psn_no: 'P1',
          fixmedins_code: 'H1',
          med_type: '21',
          begndate: '2025-03-01',
          enddate: '2025-03-10',
          setl_time: '2025-04-01 10:00:00',
          setl_type: '3',
          medfee_sumamt: 700,
          fund_pay_sumamt: 700,
        },
      ],
    })
    expect(await bench.rows('SELECT cost, fund, n_setl FROM stay')).toEqual([
      { cost: '5000.00', fund: '3500.00', n_setl: 1 },
    ])
    expect(await bench.rows('SELECT setl_id, stay_id FROM settlement ORDER BY setl_id')).toEqual([
      { setl_id: 'a', stay_id: 1 },
      { setl_id: 'a3', stay_id: null },
    ])
  })
})

describe('refunds', () => {
  it('drops a settlement refunded in full, with its lines', async () => {
    await bench.prepare({
      stays: [
        { ...stay, id: 'a', items: [item], refunded: true },
        { ...stay, id: 'b', psn: 'P2' },
      ],
    })
    expect(await bench.rows('SELECT stay_key FROM stay')).toEqual([{ stay_key: 'b' }])
    expect(await bench.rows('SELECT COUNT(*) AS n FROM stay_item')).toEqual([{ n: 0n }])
    expect(await counts()).toMatchObject({ refunded: 1 })
  })

  it('nets a partial refund: settlement money and the line taken back', async () => {
    await bench.prepare({
      stays: [{ ...stay, id: 'a', items: [item, { ...item, code: 'XC02', amt: '40.00' }] }],
      setl_d: [
        {
          setl_id: 'a-r',
          init_setl_id: 'a',
          refd_setl_flag: '1',
          mdtrt_id: 'a',
          psn_no: 'P1',
          fixmedins_code: 'H1',
          med_type: '21',
          begndate: '2025-03-01',
          enddate: '2025-03-10',
          setl_time: '2025-03-20 10:00:00',
          medfee_sumamt: -40,
          fund_pay_sumamt: -30,
          hifp_pay: -30,
        },
      ],
      fee_list_d: [
        {
          feedetl_sn: 'a-2-r',
          init_feedetl_sn: 'a-2',
          setl_id: 'a-r',
          mdtrt_id: 'a',
          psn_no: 'P1',
          fixmedins_code: 'H1',
          fee_ocur_time: '2025-03-20 10:00:00',
          med_list_codg: 'XC02',
          list_type: '101',
          med_chrgitm_type: '09',
          cnt: -2,
          det_item_fee_sumamt: -40,
          inscp_amt: -40,
        },
      ],
    })
    expect(await bench.rows('SELECT cost, fund, line_amt, setl_ids, n_setl FROM stay')).toEqual([
      { cost: '4960.00', fund: '3470.00', line_amt: '100.00', setl_ids: ['a'], n_setl: 1 },
    ])
    expect(await bench.rows('SELECT setl_id, setl_ids FROM settlement')).toEqual([
      { setl_id: 'a', setl_ids: ['a', 'a-r'] },
    ])
    expect(
      await bench.rows('SELECT i.item_code, s.cnt, s.amt FROM stay_item s JOIN item i ON i.item_id = s.item_id'),
    ).toEqual([{ item_code: 'XB01AA', cnt: '2.0000', amt: '100.00' }])
  })

  it('nets a refund of a refund chain over two steps', async () => {
    const row = {
      mdtrt_id: 'a',
      psn_no: 'P1',
      fixmedins_code: 'H1',
      med_type: '21',
      begndate: '2025-03-01',
      enddate: '2025-03-10',
      fund_pay_sumamt: 0,
    }
    await bench.prepare({
      stays: [{ ...stay, id: 'a' }],
      setl_d: [
        {
          ...row,
          setl_id: 'r1',
          init_setl_id: 'a',
          refd_setl_flag: '1',
          setl_time: '2025-03-20 10:00:00',
          medfee_sumamt: -5000,
        },
        { ...row, setl_id: 'c1', init_setl_id: 'r1', setl_time: '2025-03-21 10:00:00', medfee_sumamt: 4800 },
      ],
    })
    expect(await bench.rows('SELECT cost FROM stay')).toEqual([{ cost: '4800.00' }])
  })

  it('matches a refund that names no original by visit and amount, and drops one that matches nothing', async () => {
    const row = {
      psn_no: 'P1',
      fixmedins_code: 'H1',
      med_type: '21',
      begndate: '2025-03-01',
      enddate: '2025-03-10',
      setl_time: '2025-03-20 10:00:00',
      refd_setl_flag: '1',
    }
    await bench.prepare({
      stays: [
        { ...stay, id: 'a' },
        { ...stay, id: 'b', psn: 'P2' },
      ],
      setl_d: [
        { ...row, setl_id: 'r1', mdtrt_id: 'a', medfee_sumamt: -5000, fund_pay_sumamt: -3500 },
        { ...row, setl_id: 'r2', mdtrt_id: 'b', psn_no: 'P2', medfee_sumamt: -77, fund_pay_sumamt: -50 },
      ],
    })
    expect(await bench.rows('SELECT stay_key, cost FROM stay')).toEqual([{ stay_key: 'b', cost: '5000.00' }])
    expect(await counts()).toMatchObject({ refunded: 1, negative: 1 })
  })

  it('nets a reversal inside one settlement, but not lines of another day', async () => {
    await bench.prepare({
      stays: [
        {
          ...stay,
          id: 'a',
          items: [item, { ...item, cnt: -2, amt: '-100.00' }, { ...item, day: '2025-03-03', amt: '60.00' }],
        },
      ],
    })
    expect(await bench.rows('SELECT day, n_lines, amt FROM stay_day')).toEqual([
      { day: '2025-03-03', n_lines: 1, amt: '60.00' },
    ])
  })
})

describe('length of stay and age', () => {
  it.each([
    { los_mode: 'exclusive', adm: '2025-03-01', dsc: '2025-03-10', los: 9 },
    { los_mode: 'exclusive', adm: '2025-03-01', dsc: '2025-03-01', los: 1 },
    { los_mode: 'inclusive', adm: '2025-03-01', dsc: '2025-03-10', los: 10 },
    { los_mode: 'inclusive', adm: '2025-03-01', dsc: '2025-03-01', los: 1 },
  ] as const)('los_mode $los_mode, $adm to $dsc is $los days', async ({ los_mode, adm, dsc, los }) => {
    await bench.prepare({ stays: [{ ...stay, id: 'a', adm, dsc }] }, { settings: { los_mode } })
    expect(await bench.rows('SELECT los FROM stay')).toEqual([{ los }])
  })

  it.each([
    ['1985-03-01', 40, null],
    ['1985-03-02', 39, null],
    ['2025-02-10', 0, 19],
    ['2024-03-02', 0, 364],
  ] as const)('born %s, admitted 2025-03-01: %i years', async (brdy, age, age_days) => {
    await bench.prepare({ stays: [{ ...stay, id: 'a' }], psn_info_b: [{ psn_no: 'P1', brdy }] })
    expect(await bench.rows('SELECT age, age_days FROM stay')).toEqual([{ age, age_days }])
  })
})

describe('episodes', () => {
  const first = { ...stay, id: 'a', adm: '2024-12-20', dsc: '2024-12-31' }
  const second = { ...stay, id: 'b', adm: '2024-12-31', dsc: '2025-01-09', cost: '1000.00', fund: '700.00' }
  const stays = () =>
    bench.rows('SELECT stay_key, mdtrt_ids, adm, dsc, los, cost, n_setl, interim FROM stay ORDER BY stay_key')
  const merged = [
    {
      stay_key: 'a',
      mdtrt_ids: ['a', 'b'],
      adm: '2024-12-20',
      dsc: '2025-01-09',
      los: 20,
      cost: '6000.00',
      n_setl: 2,
      interim: true,
    },
  ]

  it('merges the settlements of one visit', async () => {
    await bench.prepare({
      stays: [{ ...stay, id: 'a' }],
      setl_d: [
        {
          setl_id: 'a2',
          mdtrt_id: 'a',
          psn_no: 'P1',
          fixmedins_code: 'H1',
          med_type: '21',
          begndate: '2025-03-05',
          enddate: '2025-03-10',
          setl_time: '2025-03-10 12:00:00',
          medfee_sumamt: 250.5,
          fund_pay_sumamt: 200,
        },
      ],
    })
    expect(await bench.rows('SELECT cost, fund, setl_ids, interim FROM stay')).toEqual([
      { cost: '5250.50', fund: '3700.00', setl_ids: ['a', 'a2'], interim: true },
    ])
  })

  it('merges over the turn of the year when the person stayed in hospital', async () => {
    await bench.prepare({ stays: [{ ...first, inhosp_stas: '1' }, second] })
    expect(await stays()).toEqual(merged)
  })

  it('merges 31 December with 1 January of the next day', async () => {
    await bench.prepare({
      stays: [
        { ...first, inhosp_stas: '1' },
        { ...second, adm: '2025-01-01' },
      ],
    })
    expect(await stays()).toEqual(merged)
  })

  it('merges a cross-year visit by its flag and a mid-stay settlement by its flag', async () => {
    await bench.prepare({ stays: [{ ...first, ars_year_ipt_flag: '1' }, second] })
    expect(await stays()).toEqual(merged)
    await bench.prepare({
      stays: [
        { ...stay, id: 'a', dsc: '2025-03-05', mid_setl_flag: '1' },
        { ...stay, id: 'b', adm: '2025-03-05', dsc: '2025-03-10', cost: '1000.00' },
      ],
    })
    expect(await bench.rows('SELECT mdtrt_ids, cost, los FROM stay')).toEqual([
      { mdtrt_ids: ['a', 'b'], cost: '6000.00', los: 9 },
    ])
  })

  it('does not merge without a sign, with a gap, or between institutions', async () => {
    await bench.prepare({ stays: [first, second] })
    expect(await stays()).toHaveLength(2)
    await bench.prepare({
      stays: [
        { ...stay, id: 'a', mid_setl_flag: '1' },
        { ...stay, id: 'b', adm: '2025-03-11', dsc: '2025-03-12' },
      ],
    })
    expect(await stays()).toHaveLength(2)
    await bench.prepare({
      stays: [
        { ...first, inhosp_stas: '1' },
        { ...second, inst: 'H2' },
      ],
    })
    expect(await stays()).toHaveLength(2)
  })

  it('takes the admission from the first part and discharge and diagnosis from the last', async () => {
    await bench.prepare({
      stays: [
        { ...first, inhosp_stas: '1', adm_way: '1', dscg_way: '9', main: 'R50.900', dept: '急诊科' },
        { ...second, adm_way: '9', dscg_way: '1', main: 'J18.900', dept: '呼吸科' },
      ],
    })
    expect(
      await bench.rows('SELECT adm_way, dscg_way, main_code, main3, chapter, dept, dsc_dept, n_second_diag FROM stay'),
    ).toEqual([
      {
        adm_way: '1',
        dscg_way: '1',
        main_code: 'J18.900',
        main3: 'J18',
        chapter: 'J00-J99',
        dept: '急诊科',
        dsc_dept: '呼吸科',
        n_second_diag: 1,
      },
    ])
  })
})

describe('one person, several numbers', () => {
  it('is one person, known by the number used last; the stay keeps its own number', async () => {
    await bench.prepare({
      psn_info_b: [
        { psn_no: 'P1', certno_hash: 'c', hsh_no: 'h1', gend: '2' },
        { psn_no: 'P2', certno_hash: 'c', gend: '2' },
        { psn_no: 'P3', certno_hash: 'd' },
      ],
      stays: [
        { ...stay, id: 'a' },
        { ...stay, id: 'b', psn: 'P2', adm: '2025-05-01', dsc: '2025-05-03' },
        { ...stay, id: 'c', psn: 'P3' },
      ],
    })
    expect(await bench.rows('SELECT psn_no, all_psn_nos, hsh_no FROM person ORDER BY psn_no')).toEqual([
      { psn_no: 'P2', all_psn_nos: ['P2', 'P1'], hsh_no: 'h1' },
      { psn_no: 'P3', all_psn_nos: ['P3'], hsh_no: null },
    ])
    expect(await bench.rows('SELECT stay_key, psn_no, pid FROM stay ORDER BY stay_key')).toEqual([
      { stay_key: 'a', psn_no: 'P1', pid: 1 },
      { stay_key: 'b', psn_no: 'P2', pid: 1 },
      { stay_key: 'c', psn_no: 'P3', pid: 2 },
    ])
    expect(await counts()).toMatchObject({ 'same-person': 1 })
  })

  it('never merges people without a certificate', async () => {
    await bench.prepare({
      psn_info_b: [{ psn_no: 'P1' }, { psn_no: 'P2', certno_hash: '' }],
      stays: [{ ...stay, id: 'a' }],
    })
    expect(await bench.rows('SELECT COUNT(*) AS n FROM person')).toEqual([{ n: 2n }])
  })
})

describe('aggregates of the fee lines', () => {
  it('adds up by stay and item, by day, by institution and month', async () => {
    const bed = { code: '110900001', name: '床位费', chrg: '01', amt: '40.00', cnt: 1 }
    await bench.prepare({
      stays: [
        {
          ...stay,
          id: 'a',
          adm: '2025-03-31',
          dsc: '2025-04-03',
          items: [
            { ...bed, day: '2025-03-31' },
            { ...bed, day: '2025-04-01' },
            { ...item, day: '2025-04-01' },
          ],
        },
      ],
      visits: [{ id: 'v', psn: 'P1', inst: 'H1', at: '2025-04-20 09:30:00', items: [{ ...item, day: '2025-04-20' }] }],
    })
    expect(
      await bench.rows(
        'SELECT i.item_code, s.chrg, s.amt, s.cnt FROM stay_item s JOIN item i ON i.item_id = s.item_id ORDER BY 1',
      ),
    ).toEqual([
      { item_code: '110900001', chrg: '01', amt: '80.00', cnt: '2.0000' },
      { item_code: 'XB01AA', chrg: '09', amt: '100.00', cnt: '2.0000' },
    ])
    expect(await bench.rows('SELECT amt FROM opt_item')).toEqual([{ amt: '100.00' }])
    expect(await bench.rows('SELECT day, n_lines, n_service, amt, amt_daily FROM stay_day ORDER BY day')).toEqual([
      { day: '2025-03-31', n_lines: 1, n_service: 0, amt: '40.00', amt_daily: '40.00' },
      { day: '2025-04-01', n_lines: 2, n_service: 1, amt: '140.00', amt_daily: '40.00' },
    ])
    expect(
      await bench.rows(`SELECT month, ipt, cnt, amt, n_visits, n_days, n_lines FROM inst_month_item m JOIN item i ON i.item_id = m.item_id
      WHERE item_code = '110900001' ORDER BY month`),
    ).toEqual([
      { month: '2025-03-01', ipt: true, cnt: '1.0000', amt: '40.00', n_visits: 1, n_days: 1, n_lines: 1n },
      { month: '2025-04-01', ipt: true, cnt: '1.0000', amt: '40.00', n_visits: 0, n_days: 1, n_lines: 1n },
    ])
    expect(await bench.rows('SELECT month, n_days FROM inst_open_day ORDER BY month')).toEqual([
      { month: '2025-03-01', n_days: 1 },
      { month: '2025-04-01', n_days: 2 },
    ])
    expect(await bench.rows('SELECT cat_medical, cat_drug, amt_bed, top_minute_share FROM stay')).toEqual([
      { cat_medical: '80.00', cat_drug: '100.00', amt_bed: '80.00', top_minute_share: 2 / 3 },
    ])
  })

  it('gives the full lines the same sums as the compact ones', async () => {
    await bench.prepare({
      stays: [
        { ...stay, id: 'a', items: [item, { ...item, code: 'XC02', bilg_dr_code: 'D1' }] },
        { ...stay, id: 'b', psn: 'P2', items: [item], refunded: true },
      ],
    })
    expect(await bench.rows('SELECT feedetl_sn, cnt, amt FROM fee_line ORDER BY feedetl_sn')).toEqual([
      { feedetl_sn: 'a-1', cnt: '2.0000', amt: '100.00' },
      { feedetl_sn: 'a-2', cnt: '2.0000', amt: '100.00' },
    ])
  })
})

describe('missing data', () => {
  it('makes stays of visits when no settlements were delivered; money is unknown, not zero', async () => {
    await bench.prepare(
      { stays: [{ ...stay, id: 'a' }] },
      { change: (rows) => new Map([...rows].filter(([table]) => table !== 'setl_d' && table !== 'setl_list_b')) },
    )
    expect(await bench.rows('SELECT stay_key, cost, fund, los, has_lines, line_amt, setl_ids FROM stay')).toEqual([
      { stay_key: 'a', cost: null, fund: null, los: 9, has_lines: false, line_amt: null, setl_ids: null },
    ])
  })

  it('counts stays whose dates are missing or reversed', async () => {
    await bench.prepare({ stays: [{ ...stay, id: 'a', begntime: '2025-03-20 09:00:00' }] })
    expect(await bench.rows('SELECT COUNT(*) AS n FROM stay')).toEqual([{ n: 0n }])
    expect(await counts()).toMatchObject({ 'no-dates': 1 })
  })
})

describe('exclusion flags of a stay', () => {
  const flags = [
    'onco',
    'uremia',
    'transfer',
    'emerg',
    'death',
    'matern',
    'newb',
    'psych',
    'rehab',
    'day',
    'hospice',
    'ama',
    'trauma',
    'opsp',
  ]
  it.each([
    ['onco', { diags: ['Z51.100'] }, {}],
    ['onco', { main: 'C50.900', items: [{ ...item, code: 'XL01XA' }] }, {}],
    ['uremia', { diags: ['N18.500'] }, {}],
    ['uremia', { items: [{ ...item, code: '311000006', name: '血液透析', chrg: '05' }] }, {}],
    ['transfer', { dscg_way: '2' }, {}],
    ['emerg', { adm_way: '1' }, {}],
    ['emerg', { scs_cutd_sum_dura: '6' }, {}],
    ['emerg', { items: [{ ...item, code: '120200001', name: '大抢救', chrg: '05' }] }, {}],
    ['death', { dscg_way: '5' }, {}],
    ['matern', { main: 'O80.000' }, {}],
    ['newb', { main: 'P07.300' }, { psn_info_b: [{ psn_no: 'P1', brdy: '2025-02-20' }] }],
    ['psych', { main: 'F20.900' }, { fixmedins_b: [{ fixmedins_code: 'H1', hosp_type: '精神专科医院' }] }],
    ['rehab', { med_type: '2105' }, {}],
    ['day', { med_type: '28' }, {}],
    ['hospice', { med_type: '2114' }, {}],
    ['ama', { dscg_way: '4', dsc: '2025-03-03' }, {}],
    ['trauma', { main: 'S72.000' }, {}],
    [
      'opsp',
      {},
      {
        psn_opsp_reg_d: [
          {
            psn_no: 'P1',
            opsp_dise_code: 'M00500',
            opsp_dise_name: '恶性肿瘤门诊治疗',
            begndate: '2025-01-01',
            enddate: '2025-12-31',
          },
        ],
      },
    ],
  ])('%s alone for %o', async (flag, change, further) => {
    await bench.prepare({ stays: [{ ...stay, id: 'a', ...change }], ...further })
    const [row] = await bench.rows(`SELECT ${flags.map((f) => `ex_${f}`).join(', ')} FROM stay`)
    expect(flags.filter((f) => row?.[`ex_${f}`] === true)).toEqual([flag])
  })

  it('none for an ordinary stay, a critical code alone included', async () => {
    await bench.prepare({ stays: [{ ...stay, id: 'a', main: 'I63.900' }] })
    const [row] = await bench.rows(`SELECT ${flags.map((f) => `ex_${f}`).join(', ')} FROM stay`)
    expect(Object.values(row ?? {})).toEqual(flags.map(() => false))
  })
})
