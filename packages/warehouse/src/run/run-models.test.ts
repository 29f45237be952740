import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine } from '../engine/public.ts'
import { EXPORT_COLUMNS, exportFindings, portfolioTotals, readFindingLines } from '../findings/public.ts'
import { readLog } from '../log/public.ts'
import { prepareSnapshot } from '../prepare/prepare-snapshot.ts'
import { latestFindings, readRuns, runFolder, runsDirectory } from './run-file.ts'
import { runModels } from './run-models.ts'
import { recomputeFinding } from './recompute.ts'
import { contentDirectory, openTestWarehouse, type TestWarehouse } from './run.test-helper.ts'

const MODEL = 'frequent-hospitalization'
let warehouse: TestWarehouse

const stay = (id: string, adm: string) => ({
  id,
  psn: id.slice(0, 1),
  inst: 'H1',
  adm,
  dsc: `${adm.slice(0, 8)}10`,
  main: 'J44.900',
  cost: '1000.00',
  fund: '700.00',
  items: [{ code: 'XB01AA', name: '药', chrg: '09', amt: '100.00', cnt: 1, day: adm }],
})
const four = (psn: string) => [1, 2, 3, 4].map((n) => stay(`${psn}${n}`, `2025-0${n}-05`))
const options = () => ({ dataDirectory: warehouse.dataDirectory, contentDirectory, memoryLimit: '1GB', threads: 1 })
const run = (more: Partial<Parameters<typeof runModels>[0]> = {}) =>
  runModels({ ...options(), models: [MODEL], ...more })

/** A copy of the model under another id, with one step replaced. */
function brokenModel(id: string, sql: string): string {
  const folder = join(warehouse.scratch, 'models', id)
  mkdirSync(join(warehouse.scratch, 'models'), { recursive: true })
  cpSync(join(contentDirectory, 'models', MODEL), folder, { recursive: true })
  const path = join(folder, 'model.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace(`id: ${MODEL}`, `id: ${id}`))
  writeFileSync(join(folder, '20-span.sql'), sql)
  return folder
}

beforeAll(async () => {
  warehouse = openTestWarehouse()
  await warehouse.deliver({ stays: [...four('A'), ...four('B'), stay('C1', '2025-01-05')] })
})
afterAll(() => warehouse.remove())

describe('a run', () => {
  it('is dated to the latest settlement, counts findings and is the same when repeated', async () => {
    const first = await run()
    const second = await run()
    expect(first.as_of).toBe('2025-04-10')
    expect(first.models).toMatchObject([
      { model_id: MODEL, state: 'succeeded', findings: 2, excluded: 0, amount_fund: '1400.00', error: null },
    ])
    const engine = await openEngine()
    const ids = async (runId: string) =>
      engine.rows(
        `SELECT finding_id, subject_id, score, level, amt_total, amt_fund, explain_zh FROM '${join(runFolder(warehouse.dataDirectory, runId), `findings-${MODEL}.parquet`)}' ORDER BY 1`,
      )
    expect(await ids(second.run_id)).toEqual(await ids(first.run_id))
    const visits = await engine.rows(
      `SELECT mdtrt_id, kind, amt_fund FROM '${join(runFolder(warehouse.dataDirectory, first.run_id), 'finding_visit.parquet')}' WHERE psn_no = 'A' ORDER BY 1`,
    )
    expect(visits).toEqual(['A1', 'A2', 'A3', 'A4'].map((mdtrt_id) => ({ mdtrt_id, kind: 'stay', amt_fund: '175.00' })))
    engine.close()
  })

  it('prepares a snapshot once', async () => {
    const before = readLog(warehouse.dataDirectory).filter((entry) => entry.kind === 'prepare').length
    const prepared = await prepareSnapshot(options())
    expect(readLog(warehouse.dataDirectory).filter((entry) => entry.kind === 'prepare')).toHaveLength(before)
    expect(prepared.rows).toMatchObject({ stay: 9, settlement: 9, person: 3 })
  })

  it('takes parameters, and refuses unknown or impossible ones as the failure of that model', async () => {
    const strict = await run({ parameters: { [MODEL]: { half_year_limit: 4 } } })
    expect(strict.models).toMatchObject([{ findings: 0, parameters: { half_year_limit: 4 } }])
    const odd = await run({ parameters: { [MODEL]: { half_year_limit: 0 } } })
    expect(odd.models[0]?.error).toBe('参数 half_year_limit（半年内允许的住院次数（超过才提示））不得小于 1')
  })

  it('keeps going when a model fails, and says which step failed and why', async () => {
    const folders = [brokenModel('broken-model', 'SELECT pid, no_such_column FROM episode')]
    const result = await run({ models: ['broken-model', MODEL], modelFolders: folders })
    expect(result.models.map((model) => [model.model_id, model.state, model.findings])).toEqual([
      ['broken-model', 'failed', 0],
      [MODEL, 'succeeded', 2],
    ])
    expect(result.models[0]?.error).toMatch(/^broken-model 的步骤 span失败：.*no_such_column/)
    expect(
      readdirSync(runFolder(warehouse.dataDirectory, result.run_id)).filter((name) => name.includes('broken-model')),
    ).toEqual([])
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const before = readRuns(warehouse.dataDirectory).length
    const folders = readdirSync(runsDirectory(warehouse.dataDirectory)).length
    const controller = new AbortController()
    const cancelledAt: string[] = []
    const running = run({
      signal: controller.signal,
      onProgress: ({ phase, label }) => {
        if (phase === 'model' && cancelledAt.length === 0) {
          cancelledAt.push(label)
          controller.abort()
        }
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(cancelledAt).toHaveLength(1)
    expect(readRuns(warehouse.dataDirectory)).toHaveLength(before)
    expect(readdirSync(runsDirectory(warehouse.dataDirectory))).toHaveLength(folders)
  })

  it('reports progress that only goes forward', async () => {
    const seen: number[] = []
    await run({ onProgress: ({ done }) => seen.push(done) })
    expect(seen.length).toBeGreaterThan(8)
    expect([...seen].sort((a, b) => a - b)).toEqual(seen)
    expect(seen.at(-1)).toBeLessThanOrEqual(1)
  })
})

describe('published findings', () => {
  it.each(['csv', 'jsonl', 'parquet'])('are exported as %s with exactly the agreed columns', async (ending) => {
    await run()
    const out = join(warehouse.scratch, `findings.${ending}`)
    expect(await exportFindings({ dataDirectory: warehouse.dataDirectory, out, models: [MODEL] })).toBe(2)
    const engine = await openEngine()
    const reader =
      ending === 'csv'
        ? `read_csv('${out}', all_varchar = true)`
        : ending === 'jsonl'
          ? `read_json('${out}')`
          : `read_parquet('${out}')`
    expect((await engine.describe(`SELECT * FROM ${reader}`)).map((column) => column.name)).toEqual([...EXPORT_COLUMNS])
    const [row] = await engine.rows(
      `SELECT CAST(mdtrt_ids AS VARCHAR) AS ids, CAST(amt_fund AS DECIMAL(16,2)) AS amt FROM ${reader} ORDER BY subject_id`,
    )
    expect(row).toEqual({ ids: ending === 'jsonl' ? '[A1, A2, A3, A4]' : '["A1","A2","A3","A4"]', amt: '700.00' })
    engine.close()
  })

  it('name their lines as delivered', async () => {
    const [published] = latestFindings(warehouse.dataDirectory)
    const engine = await openEngine()
    const [row] = await engine.rows(`SELECT finding_id FROM '${published?.path}' WHERE subject_id = 'A'`)
    const page = await readFindingLines(engine, {
      ...options(),
      runId: published?.runId ?? '',
      findingId: String(row?.['finding_id']),
      modelId: MODEL,
      page: 2,
      size: 3,
    })
    expect(page.total).toBe(4)
    expect(page.rows).toMatchObject([{ feedetl_sn: 'A4-1', setl_id: 'A4', amt: '100.00', marked: false }])
    engine.close()
  })

  it('count a visit once in the portfolio', async () => {
    expect(await portfolioTotals(warehouse.dataDirectory)).toEqual({ amtFund: '1400.00', amtFundGross: '1400.00' })
  })

  it('can be derived again: the same on their own snapshot, gone when later data took the stay back', async () => {
    const result = await run()
    const engine = await openEngine()
    const path = join(runFolder(warehouse.dataDirectory, result.run_id), `findings-${MODEL}.parquet`)
    const [row] = await engine.rows(`SELECT finding_id FROM '${path}' WHERE subject_id = 'B'`)
    engine.close()
    const target = { ...options(), runId: result.run_id, findingId: String(row?.['finding_id']) }
    expect(await recomputeFinding(target)).toMatchObject({
      holds: true,
      recorded: { verdict: 'same', differences: [] },
    })
    await warehouse.deliver({
      setl_d: [
        {
          setl_id: 'B4-r',
          init_setl_id: 'B4',
          refd_setl_flag: '1',
          mdtrt_id: 'B4',
          psn_no: 'B',
          fixmedins_code: 'H1',
          med_type: '21',
          begndate: '2025-04-05',
          enddate: '2025-04-10',
          setl_time: '2025-05-01 10:00:00',
          medfee_sumamt: '-1000.00',
          fund_pay_sumamt: '-700.00',
        },
      ],
      fixmedins_b: [{ fixmedins_code: 'H1' }],
      mdtrt_d: [
        {
          mdtrt_id: 'B4',
          psn_no: 'B',
          fixmedins_code: 'H1',
          med_type: '21',
          begntime: '2025-04-05 09:00:00',
          endtime: '2025-04-10 10:00:00',
          dscg_maindiag_code: 'J44.900',
          inhosp_stas: '0',
          vali_flag: '1',
        },
      ],
    })
    const again = await recomputeFinding(target)
    expect(again).toMatchObject({ holds: true, recorded: { verdict: 'same' }, current: { verdict: 'gone' } })
    expect(again.message).toBe('按记录的数据与参数：结果完全一致，疑点成立；按最新数据：不再成立')
  })
})

it('a run folder without a log entry is nothing, and is swept when its owner is gone', async () => {
  const orphan = runFolder(warehouse.dataDirectory, 'r20250101T000000-deadbeef')
  mkdirSync(orphan)
  writeFileSync(join(orphan, 'owner'), '999999999')
  expect(readRuns(warehouse.dataDirectory).map((r) => r.run_id)).not.toContain('r20250101T000000-deadbeef')
  await run()
  expect(existsSync(orphan)).toBe(false)
})

it('keeps the newest preparations, and makes an older one again when it is asked for', async () => {
  const first = await prepareSnapshot({ ...options(), snapshot: 's1' })
  for (const day of ['11', '12', '13', '14']) {
    await warehouse.deliver({ stays: [stay(`D${day}`, `2025-03-${day}`)] })
    await prepareSnapshot(options())
  }
  const standing = readdirSync(join(warehouse.dataDirectory, 'warehouse', 'dwd'))
  expect(standing).toHaveLength(4)
  expect(existsSync(join(warehouse.dataDirectory, first.folder))).toBe(false)
  const again = await prepareSnapshot({ ...options(), snapshot: 's1' })
  expect(again).toMatchObject({ snapshot: 's1', rows: first.rows, counts: first.counts })
})
