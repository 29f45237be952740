import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine } from '@yijian/warehouse'
import { type MadeCity, makeCity, openCity, removeCities } from './city.test-helper.ts'

let city: MadeCity
let engine: Engine

beforeAll(async () => {
  city = await makeCity({ persons: 12_000, months: 24 })
  engine = await openCity(city)
})
afterAll(() => {
  engine.close()
  removeCities()
})

const one = async (sql: string) => Number(Object.values(await engine.row(sql))[0])

describe('money', () => {
  it('adds up: every settlement is the sum of its lines, to the fen', async () => {
    const sums =
      'SELECT setl_id, sum(det_item_fee_sumamt) AS fee, sum(fulamt_ownpay_amt) AS own, sum(inscp_amt) AS inscp FROM fee_list_d GROUP BY setl_id'
    const wrong = `SELECT count(*) FROM setl_d AS s LEFT JOIN (${sums}) AS l USING (setl_id) WHERE l.fee IS NULL OR s.medfee_sumamt <> l.fee OR s.fulamt_ownpay_amt <> l.own OR s.inscp_amt <> l.inscp`
    expect(await one(wrong)).toBe(0)
  })

  it('splits into own pay, first pay and scope, into fund and patient', async () => {
    expect(
      await one(
        'SELECT count(*) FROM setl_d WHERE medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt',
      ),
    ).toBe(0)
    expect(
      await one(
        'SELECT count(*) FROM setl_d WHERE medfee_sumamt <> fund_pay_sumamt + psn_pay OR psn_pay <> acct_pay + psn_cash_pay',
      ),
    ).toBe(0)
    expect(await one('SELECT count(*) FROM setl_d WHERE fund_pay_sumamt <> hifp_pay + hifmi_pay + maf_pay')).toBe(0)
    expect(
      await one(
        "SELECT count(*) FROM setl_d WHERE refd_setl_flag = '0' AND (fund_pay_sumamt < 0 OR fund_pay_sumamt > inscp_amt OR psn_cash_pay < 0 OR medfee_sumamt <= 0)",
      ),
    ).toBe(0)
    expect(
      await one('SELECT count(*) FROM fee_list_d WHERE det_item_fee_sumamt <> CAST(cnt * pric AS DECIMAL(16, 2))'),
    ).toBe(0)
  })

  it('refunds about one in a hundred, never more than was paid', async () => {
    const share = await one("SELECT count(*) FILTER (refd_setl_flag = '1') / count(*) FROM setl_d")
    expect(share).toBeGreaterThan(0.004)
    expect(share).toBeLessThan(0.02)
    expect(
      await one(
        "SELECT count(*) FROM setl_d AS r JOIN setl_d AS s ON s.setl_id = r.init_setl_id WHERE r.refd_setl_flag = '1' AND (-r.medfee_sumamt > s.medfee_sumamt OR -r.fund_pay_sumamt > s.fund_pay_sumamt OR r.setl_time <= s.setl_time)",
      ),
    ).toBe(0)
  })
})

describe('keys and references', () => {
  it('are unique', async () => {
    const keys = {
      psn_info_b: 'psn_no',
      mdtrt_d: 'mdtrt_id',
      setl_d: 'setl_id',
      fee_list_d: 'feedetl_sn',
      setl_list_b: 'setl_id',
      fixmedins_b: 'fixmedins_code',
      dr_b: 'dr_code',
      order_d: 'rx_drord_no',
      setl_diag_list_d: '(mdtrt_id, diag_srt_no)',
      setl_oprn_d: '(mdtrt_id, oprn_srt_no)',
      inv_d: '(fixmedins_code, med_list_codg, biz_date)',
      psn_opsp_reg_d: '(psn_no, opsp_dise_code, begndate)',
    }
    for (const [table, key] of Object.entries(keys))
      expect(await one(`SELECT count(*) - count(DISTINCT ${key}) FROM ${table}`), table).toBe(0)
  })

  it('resolve', async () => {
    const references = [
      ['setl_d', 'mdtrt_id', 'mdtrt_d'],
      ['setl_d', 'psn_no', 'psn_info_b'],
      ['setl_d', 'fixmedins_code', 'fixmedins_b'],
      ['fee_list_d', 'setl_id', 'setl_d'],
      ['fee_list_d', 'mdtrt_id', 'mdtrt_d'],
      ['setl_list_b', 'setl_id', 'setl_d'],
      ['setl_diag_list_d', 'mdtrt_id', 'mdtrt_d'],
      ['setl_oprn_d', 'mdtrt_id', 'mdtrt_d'],
      ['order_d', 'mdtrt_id', 'mdtrt_d'],
      ['psn_opsp_reg_d', 'psn_no', 'psn_info_b'],
    ]
    for (const [table, key, target] of references)
      expect(
        await one(
          `SELECT count(*) FROM ${table} AS t WHERE NOT EXISTS (SELECT 1 FROM ${target} AS x WHERE x.${key} = t.${key})`,
        ),
        `${table}.${key}`,
      ).toBe(0)
    const catalogue =
      '(SELECT med_list_codg FROM wm_tcmpat_b UNION SELECT med_list_codg FROM trt_serv_b UNION SELECT med_list_codg FROM mcs_b)'
    expect(await one(`SELECT count(*) FROM fee_list_d WHERE med_list_codg NOT IN ${catalogue}`)).toBe(0)
  })
})

describe('diagnoses', () => {
  it('all have a name', async () => {
    expect(await one('SELECT count(*) FROM setl_diag_list_d')).toBeGreaterThan(1000)
    expect(await one('SELECT count(*) FROM setl_diag_list_d WHERE diag_name IS NULL')).toBe(0)
  })
})

describe('dates', () => {
  it('are in order and inside the period', async () => {
    const { start, end } = city.report.period
    expect(
      await one('SELECT count(*) FROM setl_d WHERE enddate < begndate OR CAST(setl_time AS DATE) < begndate'),
    ).toBe(0)
    expect(
      await one(
        `SELECT count(*) FROM setl_d WHERE begndate < DATE '${start}' OR CAST(setl_time AS DATE) > DATE '${end}'`,
      ),
    ).toBe(0)
    expect(await one('SELECT count(*) FROM mdtrt_d WHERE endtime < begntime')).toBe(0)
    expect(
      await one(
        'SELECT count(*) FROM fee_list_d AS f JOIN mdtrt_d AS m USING (mdtrt_id) WHERE CAST(f.fee_ocur_time AS DATE) < CAST(m.begntime AS DATE) OR CAST(f.fee_ocur_time AS DATE) > CAST(m.endtime AS DATE)',
      ),
    ).toBe(0)
    expect(
      await one(
        'SELECT count(*) FROM mdtrt_d AS m JOIN psn_info_b AS p USING (psn_no) WHERE p.brdy > CAST(m.begntime AS DATE)',
      ),
    ).toBe(0)
  })
})

describe('people', () => {
  it('are numbers and hashes only, some with two numbers', async () => {
    expect(
      await one(
        "SELECT count(*) FROM psn_info_b WHERE NOT regexp_matches(psn_no, '^[0-9]{14}$') OR NOT regexp_matches(certno_hash, '^[0-9a-f]{32}$') OR NOT regexp_matches(tel_hash, '^[0-9a-f]{32}$')",
      ),
    ).toBe(0)
    expect(await one('SELECT count(*) - count(DISTINCT certno_hash) FROM psn_info_b')).toBeGreaterThan(0)
  })

  it('live in households of one to five and in both sexes', async () => {
    expect(
      await one('SELECT max(n) FROM (SELECT count(DISTINCT certno_hash) AS n FROM psn_info_b GROUP BY hsh_no)'),
    ).toBeLessThanOrEqual(5)
    expect(await one("SELECT avg(CASE gend WHEN '1' THEN 1 ELSE 0 END) FROM psn_info_b")).toBeCloseTo(0.5, 1)
  })
})
