import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine } from '@yijian/warehouse'
import { type MadeCity, hashes, makeCity, openCity, removeCities } from './city.test-helper.ts'

const MODELS = [
  ...[
    'abnormal-similar-cases',
    'checkup-admission',
    'cost-shifting',
    'decomposed-hospitalization',
    'diagnosis-overreach',
    'frequent-hospitalization',
  ],
  ...['group-hospitalization', 'low-standard-admission', 'resource-consumable-benchmark', 'resource-drug-benchmark'],
  ...['resource-rehab-benchmark', 'service-interruption', 'space-time-conflict', 'upcoding'],
]

let city: MadeCity
let honest: MadeCity
let engine: Engine

beforeAll(async () => {
  city = await makeCity({ persons: 20_000, months: 12 })
  honest = await makeCity({ persons: 20_000, months: 12, fraud: false })
  engine = await openCity(city)
})
afterAll(() => {
  engine.close()
  removeCities()
})

const one = async (sql: string, on = engine) => Number(Object.values(await on.row(sql))[0])

describe('truth.csv', () => {
  it('has the agreed columns and values', async () => {
    const columns = (await engine.describe('FROM truth')).map((column) => column.name)
    expect(columns).toEqual(['model_id', 'label', 'subject_type', 'subject_id', 'member_ids', 'note'])
    expect(
      await one(
        "SELECT count(*) FROM truth WHERE label NOT IN ('fraud', 'decoy') OR note IS NULL OR NOT json_valid(member_ids)",
      ),
    ).toBe(0)
    expect(await one('SELECT count(*) - count(DISTINCT (model_id, subject_id)) FROM truth')).toBe(0)
  })

  it('labels frauds and hard negatives for every model', async () => {
    expect(Object.keys(city.report.planted).sort()).toEqual(MODELS)
    for (const [model, planted] of Object.entries(city.report.planted)) {
      expect(planted.fraud, model).toBeGreaterThanOrEqual(5)
      expect(planted.decoy, model).toBeGreaterThanOrEqual(1)
    }
  })

  it('names people, visits and institutions that exist', async () => {
    const missing = (types: string, target: string, key: string) =>
      one(
        `SELECT count(*) FROM truth WHERE subject_type = '${types}' AND subject_id NOT IN (SELECT ${key} FROM ${target})`,
      )
    expect(await missing('person', 'psn_info_b', 'psn_no')).toBe(0)
    expect(await missing('visit', 'mdtrt_d', 'mdtrt_id')).toBe(0)
    expect(
      await one(
        "SELECT count(*) FROM truth WHERE subject_type = 'institution' AND split_part(subject_id, '|', 1) NOT IN (SELECT fixmedins_code FROM fixmedins_b)",
      ),
    ).toBe(0)
    const members =
      "SELECT unnest(from_json(member_ids, '[\"VARCHAR\"]')) AS id FROM truth WHERE subject_type IN ('group', 'visit')"
    expect(
      await one(
        `SELECT count(*) FROM (${members}) WHERE id NOT IN (SELECT psn_no FROM psn_info_b) AND id NOT IN (SELECT mdtrt_id FROM mdtrt_d)`,
      ),
    ).toBe(0)
  })
})

describe('without frauds', () => {
  it('keeps the decoys and the people and labels no fraud', async () => {
    const other = await openCity(honest)
    expect(await one("SELECT count(*) FROM truth WHERE label = 'fraud'", other)).toBe(0)
    const decoys =
      "SELECT string_agg(subject_id, ',' ORDER BY model_id, subject_id) AS list FROM truth WHERE label = 'decoy'"
    expect(await other.row(decoys)).toEqual(await engine.row(decoys))
    expect(hashes(honest)['psn_info_b.parquet']).toBe(hashes(city)['psn_info_b.parquet'])
    expect(honest.report.tables['fee_list_d']).toBeLessThan(city.report.tables['fee_list_d'] ?? 0)
    other.close()
  })
})
