import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine } from '@yijian/warehouse'
import { makeCity, openCity, removeCities } from './city.test-helper.ts'

let engine: Engine

beforeAll(async () => {
  engine = await openCity(await makeCity({ persons: 12_000, months: 12, fraud: false, seed: 3 }))
  await engine.run(`CREATE TABLE stay AS SELECT s.*, m.dscg_maindiag_code AS code, m.begntime, enddate - begndate AS los, CASE WHEN s.hosp_lv <= '04' THEN '3' WHEN s.hosp_lv <= '07' THEN '2' ELSE '1' END AS tier
    FROM setl_d AS s JOIN mdtrt_d AS m USING (mdtrt_id) WHERE s.setl_id IN (SELECT setl_id FROM setl_list_b) AND mid_setl_flag = '0' AND m.ars_year_ipt_flag = '0'`)
})
afterAll(() => {
  engine.close()
  removeCities()
})

const one = async (sql: string) => Number(Object.values(await engine.row(sql))[0])

describe('a city of 12,000 persons in a year', () => {
  it('has stays, clinic visits, chronic visits and pharmacy purchases in ordinary proportion', async () => {
    const share = (where: string) => one(`SELECT count(*) FILTER (${where}) / count(*) FROM setl_d`)
    expect(await share('setl_id IN (SELECT setl_id FROM setl_list_b)')).toBeGreaterThan(0.07)
    expect(await share('setl_id IN (SELECT setl_id FROM setl_list_b)')).toBeLessThan(0.15)
    expect(await share("med_type LIKE '11%'")).toBeGreaterThan(0.3)
    expect(await share("med_type LIKE '14%'")).toBeGreaterThan(0.05)
    expect(await share("med_type IN ('41', '9929')")).toBeGreaterThan(0.25)
  })

  it('charges more in higher grades and pays a smaller part', async () => {
    const cost = (tier: string) => one(`SELECT avg(medfee_sumamt) FROM stay WHERE tier = '${tier}' AND clr_way <> '50'`)
    expect(await cost('3')).toBeGreaterThan(await cost('2'))
    expect(await cost('2')).toBeGreaterThan(await cost('1'))
    const ratio = (tier: string) =>
      one(`SELECT sum(fund_pay_sumamt) / sum(medfee_sumamt) FROM stay WHERE tier = '${tier}'`)
    expect(await ratio('3')).toBeLessThan(await ratio('2'))
    expect(await ratio('2')).toBeLessThan(await ratio('1'))
  })

  it('keeps people in hospital for about a week, more in winter', async () => {
    expect(await one("SELECT quantile_cont(los, 0.5) FROM stay WHERE clr_way <> '50'")).toBeGreaterThanOrEqual(7)
    expect(await one("SELECT quantile_cont(los, 0.5) FROM stay WHERE clr_way <> '50'")).toBeLessThanOrEqual(9)
    const chest = (months: string) =>
      one(`SELECT count(*) FROM stay WHERE code LIKE 'J%' AND month(begndate) IN (${months})`)
    expect(await chest('11, 12, 1')).toBeGreaterThan(await chest('5, 6, 7'))
  })

  it('spreads the bill over drugs, materials, examinations and services', async () => {
    const share = (types: string) =>
      one(
        `SELECT sum(det_item_fee_sumamt) FILTER (med_chrgitm_type IN (${types})) / sum(det_item_fee_sumamt) FROM fee_list_d WHERE setl_id IN (SELECT setl_id FROM stay)`,
      )
    for (const types of ["'09', '10', '11'", "'08'", "'03', '04'", "'01', '02', '05', '06', '07'"])
      expect(await share(types), types).toBeGreaterThan(0.09)
  })

  it('is skewed: a few diseases make most of the stays, at least forty occur', async () => {
    expect(await one('SELECT count(DISTINCT left(code, 3)) FROM stay')).toBeGreaterThanOrEqual(40)
    expect(
      await one(
        'SELECT sum(n) FILTER (place <= 5) / sum(n) FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS place FROM stay GROUP BY left(code, 3))',
      ),
    ).toBeGreaterThan(0.35)
  })

  it('has true outliers', async () => {
    expect(
      await one(
        "SELECT max(medfee_sumamt) / quantile_cont(medfee_sumamt, 0.5) FROM stay WHERE code LIKE 'I63%' AND tier = '2'",
      ),
    ).toBeGreaterThan(1.7)
  })
})

describe('the background', () => {
  const background = "substr(mdtrt_id, 13) < '0501'"

  it('serves people every day of a stay', async () => {
    const served = `SELECT mdtrt_id, count(DISTINCT CAST(fee_ocur_time AS DATE)) AS days FROM fee_list_d WHERE med_chrgitm_type NOT IN ('01', '02', '07') AND cnt > 0 GROUP BY mdtrt_id`
    expect(
      await one(
        `SELECT count(*) FROM stay JOIN (${served}) USING (mdtrt_id) WHERE ${background} AND init_setl_id IS NULL AND split_part(setl_id, mdtrt_id, 2) = '1' AND days < los`,
      ),
    ).toBe(0)
  })

  it('sends nobody to a clinic while in hospital', async () => {
    expect(
      await one(
        `SELECT count(*) FROM stay AS s JOIN setl_d AS v ON v.psn_no = s.psn_no AND v.setl_id NOT IN (SELECT setl_id FROM setl_list_b) AND v.refd_setl_flag = '0' AND v.begndate BETWEEN s.begndate AND s.enddate WHERE substr(s.mdtrt_id, 13) < '0501'`,
      ),
    ).toBe(0)
  })

  it('readmits nobody for the same illness within ninety days', async () => {
    expect(
      await one(
        `SELECT count(*) FROM stay AS a JOIN stay AS b ON b.psn_no = a.psn_no AND b.mdtrt_id <> a.mdtrt_id AND left(b.code, 3) = left(a.code, 3) AND b.begndate - a.enddate BETWEEN 0 AND 90 WHERE substr(a.mdtrt_id, 13) < '0501'`,
      ),
    ).toBe(0)
  })
})
