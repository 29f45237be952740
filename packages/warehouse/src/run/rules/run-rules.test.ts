import { join } from 'node:path'
import { type KnowledgePoint, pointOf, releaseOf } from '@yijian/rules'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine, quoteLiteral, type Row } from '../../engine/public.ts'
import { portfolioTotals } from '../../findings/portfolio.ts'
import { recomputeFinding } from '../recompute.ts'
import { latestFindings, runFolder } from '../run-file.ts'
import { contentDirectory, openTestWarehouse, type TestWarehouse } from '../run.test-helper.ts'
import { runRules } from './run-rules.ts'
import type { RuleRunOptions } from './scan-into.ts'

let warehouse: TestWarehouse
const stay = { inst: 'H1', main: 'I63.900', cost: '1000.00', fund: '500.00', inscp_amt: '1000.00' }
const drug = (day: string, amt: string, more = {}) => ({ code: 'XB01AA01', name: '样例药', chrg: '09', amt, inscp: amt, cnt: 1, day, ...more }) // prettier-ignore
beforeAll(async () => {
  warehouse = openTestWarehouse()
  await warehouse.deliver({
    stays: [
      // Four pieces in two days of one stay, at most one a day: two hits, and the same lines are hit by a second rule.
      { ...stay, psn: 'A', id: 'A1', adm: '2025-01-05', dsc: '2025-01-10', items: [drug('2025-01-06', '100.00'), drug('2025-01-06', '60.00'), drug('2025-01-07', '40.00'), drug('2025-01-07', '40.00')] }, // prettier-ignore
      { ...stay, psn: 'A', id: 'A2', adm: '2025-01-13', dsc: '2025-01-18', items: [drug('2025-01-14', '30.00')] },
      { ...stay, psn: 'B', id: 'B1', adm: '2025-02-05', dsc: '2025-02-10', items: [drug('2025-02-06', '80.00'), drug('2025-02-06', '80.00', { cnt: 2 })] }, // prettier-ignore
      { ...stay, psn: 'C', id: 'C1', adm: '2025-02-05', dsc: '2025-02-10' },
    ],
  })
})
afterAll(() => warehouse.remove())

const POINTS: readonly KnowledgePoint[] = [
  pointOf({ kpId: 'K27', kind: 'R27', name: '样例药每日限1', keys: ['XB01*'], params: { max: 1, per: 'day' } }),
  pointOf({ kpId: 'K71', kind: 'R71', name: '脑梗死禁用样例药', keys: ['XB01AA01'], params: { dx_deny: 'I63' } }),
  pointOf({ kpId: 'K49', kind: 'R49', name: '7日内再入院', keys: ['visit:IPT'], partners: ['visit:IPT'] }),
  pointOf({ kpId: 'K9', kind: 'R9', keys: ['XB01*'], params: { max_days: 7 } }),
  pointOf({ kpId: 'K12', kind: 'R12', keys: ['XB01*'], params: {} }),
]
const release = releaseOf(POINTS)

const run = (more: Partial<RuleRunOptions> = {}) =>
  runRules({ dataDirectory: warehouse.dataDirectory, contentDirectory, release, title: '样例规则集', threads: 1, memoryLimit: '1GB', ...more }) // prettier-ignore

/** Rows of a run's files, those of every rule, without what says when it was run. */
async function read(runId: string, files: string): Promise<readonly Row[]> {
  const engine = await openEngine({ threads: 1 })
  try {
    const path = quoteLiteral(join(runFolder(warehouse.dataDirectory, runId), files))
    const rows = await engine.rows(`SELECT * FROM read_parquet(${path}, union_by_name = true) ORDER BY ALL`)
    return rows.map(({ run_id: _id, snapshot: _snapshot, as_of: _as, ...row }) => row)
  } finally {
    engine.close()
  }
}
const findingsOf = (runId: string) => read(runId, 'findings-*.parquet')
const brief = (rows: readonly Row[]) => rows.map((row) => [row['model_id'], row['subject_id'], row['level'], row['amt_total'], row['amt_fund']]).sort() // prettier-ignore

describe('a release over history', () => {
  it('makes one finding of a rule and a visit, with money of lines counted once and the fund’s share of it', async () => {
    const made = await run()
    expect(made).toMatchObject({ kind: 'rules', rules: { release_hash: release.hash, hits: 7, held_back: 0, carried: null } }) // prettier-ignore
    const findings = await findingsOf(made.run_id)
    expect(brief(findings)).toEqual([
      ['rule:R27', 'A1', '高', '120.00', '60.00'],
      ['rule:R27', 'B1', '高', '106.67', '53.34'],
      ['rule:R49', 'A2', '中', '1000.00', '500.00'],
      ['rule:R71', 'A1', '中', '240.00', '120.00'],
      ['rule:R71', 'A2', '中', '30.00', '15.00'],
      ['rule:R71', 'B1', '中', '160.00', '80.00'],
    ])
    expect(findings.find((row) => row['subject_id'] === 'A1' && row['model_id'] === 'rule:R27')).toMatchObject({
      psn_no: 'A',
      fixmedins_code: 'H1',
      model_version: expect.stringContaining('样例规则集') as unknown,
      member_ids: [expect.stringMatching(/^J-/), expect.stringMatching(/^J-/)] as unknown[],
      explain_zh: expect.stringContaining('本次就诊同类命中共 2 处') as unknown,
      against_zh: expect.stringContaining('记账') as unknown,
    })
    const visits = await read(made.run_id, 'finding_visit.parquet')
    const ofA1 = visits.filter((row) => row['mdtrt_id'] === 'A1' && row['amt_fund'] !== '0.00')
    expect(ofA1.map((row) => row['amt_fund']).sort()).toEqual(['120.00', '60.00'])
    // Both rules hit the same lines: together they are 120, not 180. A line counts where it weighs most, else with the graver rule.
    expect(ofA1.map((row) => row['amt_once']).sort()).toEqual(['50.00', '70.00'])
    expect(await portfolioTotals(warehouse.dataDirectory)).toEqual({ amtFund: '700.00', amtFundGross: '828.34' })
    const models = made.models.map((model) => [model.model_id, model.findings, model.cannot_tell.map(({ reason }) => reason.slice(0, 4))]) // prettier-ignore
    expect(models).toContainEqual(['rule:R9', 0, ['所需数据']])
    expect(models).toContainEqual(['rule:R12', 0, ['知识点“']])
    expect(latestFindings(warehouse.dataDirectory).map(({ modelId }) => modelId)).toContain('rule:R71')
  })

  it('gives people the gravest findings up to the limit, and counts the others', async () => {
    const made = await run({ limits: { perRule: 2, inAll: 4 } })
    expect(made.rules).toMatchObject({ held_back: 2, held_back_fund: '95.00' })
    expect(brief(await findingsOf(made.run_id)).map(([model, visit]) => `${String(model)} ${String(visit)}`)).toEqual([
      'rule:R27 A1',
      'rule:R27 B1',
      'rule:R49 A2',
      'rule:R71 A1',
    ])
    expect(await read(made.run_id, 'held-*.parquet')).toHaveLength(2)
  })

  it('scans after new data only whom it touches, and finds what a full scan finds', async () => {
    await run()
    await warehouse.deliver({
      stays: [{ ...stay, psn: 'B', id: 'B2', adm: '2025-02-14', dsc: '2025-02-20', items: [drug('2025-02-15', '20.00')] }], // prettier-ignore
    })
    const part = await run()
    const whole = await run({ full: true })
    expect(part.rules.carried).toMatchObject({ rescanned_persons: 1, hits: 5 })
    expect(whole.rules.carried).toBeNull()
    for (const files of [
      'findings-*.parquet',
      'finding_visit.parquet',
      'finding_line.parquet',
      'detail-*-hits.parquet',
      'detail-*-rows.parquet',
    ])
      // prettier-ignore
      expect(await read(part.run_id, files)).toEqual(await read(whole.run_id, files))
    const said = (made: typeof part) => made.models.map(({ model_id, findings, cannot_tell, amount_fund }) => ({ model_id, findings, cannot_tell, amount_fund })) // prettier-ignore
    expect(said(part)).toEqual(said(whole))
    expect(brief(await findingsOf(part.run_id))).toContainEqual(['rule:R49', 'B2', '中', '1000.00', '500.00'])
  })

  it('derives a finding again from its own row, and says when newer data takes it back', async () => {
    const made = await run({ full: true })
    const finding = (await findingsOf(made.run_id)).find((row) => row['model_id'] === 'rule:R49' && row['subject_id'] === 'A2') // prettier-ignore
    const options = { dataDirectory: warehouse.dataDirectory, contentDirectory, runId: made.run_id, findingId: String(finding?.['finding_id']) } // prettier-ignore
    expect(await recomputeFinding(options)).toMatchObject({ holds: true, recorded: { verdict: 'same' } })
    await warehouse.deliver({ stays: [{ ...stay, psn: 'A', id: 'A2', adm: '2025-03-13', dsc: '2025-03-18' }] })
    expect(await recomputeFinding(options)).toMatchObject({
      holds: true,
      recorded: { verdict: 'same' },
      current: { verdict: 'gone' },
      message: expect.stringContaining('不再成立') as unknown,
    })
  })
})
