import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Day } from '@yijian/kernel'
import { synthesizeCity } from '@yijian/synthetic-city'
import { backtest, explainHistory, importDelivery, loadTables, mountPrepared, openEngine, prepareSnapshot, relatePrepared, scanHistory, scanRules, type Engine, type ExplainedHit, type HistoryScan, type RelationScope } from '@yijian/warehouse' // prettier-ignore
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentDirectory } from '../../paths.ts'
import { openHitFile } from './hit-file.ts'
import { readPoints, releaseOfPoints } from './library.ts'

const bin = fileURLToPath(new URL('../../../bin/yijian.mjs', import.meta.url))
const { points } = readPoints(undefined)
const library = releaseOfPoints(points)
/** Several ranges of persons, through files. */
const SMALL = { sizes: { rowsPerRange: 20_000, linesInMemory: 0 } }

let root: string
let engine: Engine
let data: { dataDirectory: string; contentDirectory: string }

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'yijian-scan-'))
  data = { dataDirectory: join(root, 'data'), contentDirectory }
  await synthesizeCity({ directory: join(root, 'city'), persons: 1000, months: 12, seed: 5, format: 'parquet', fraud: true }) // prettier-ignore
  await importDelivery({ directory: join(root, 'city'), ...data })
  engine = await openEngine({ threads: 2 })
  const prepared = await prepareSnapshot(data)
  await mountPrepared(engine, { ...data, tables: loadTables(contentDirectory), prepared })
}, 120_000)
afterAll(() => {
  engine.close()
  rmSync(root, { recursive: true, force: true })
})

async function bySql(release = library, scope: RelationScope = {}) {
  await relatePrepared(engine, scope)
  return scanRules(engine, release)
}

describe('history judged in columns', () => {
  it('gives what the SQL reading gives: hits, amounts, rows, and what could not be told', async () => {
    const sql = await bySql()
    expect(sql.hits.length).toBeGreaterThan(100)
    expect(new Set(sql.hits.map((hit) => hit.kind)).size).toBeGreaterThan(10)
    for (const sizes of [{}, SMALL]) {
      const scan = await scanHistory({ ...data, ...sizes }, library)
      expect(scan.hits).toEqual(sql.hits)
      expect([...scan.cannotTell].sort()).toEqual([...sql.cannotTell].sort())
      expect(scan.failed).toEqual(sql.failed)
    }
  }, 60_000)

  it('of one institution up to a day: nothing else exists', async () => {
    const [{ inst }] = (await engine.rows('SELECT fixmedins_code AS inst FROM stay GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 1')) as unknown as [{ inst: string }] // prettier-ignore
    const scope = { institutions: [inst], to: '2025-03-31' as Day }
    const some = releaseOfPoints(points, ['R46', 'R52', 'R53', 'R79', 'R27', 'R49', 'R12', 'R35'])
    const sql = await bySql(some, scope)
    expect(sql.hits.length).toBeGreaterThan(5)
    const scan = await scanHistory({ ...data, ...SMALL, ...scope }, some)
    expect(scan.hits).toEqual(sql.hits)
    expect([...scan.cannotTell].sort()).toEqual([...sql.cannotTell].sort())
    const { visits } = await engine.row('SELECT COUNT(*) AS visits FROM rule_visit')
    expect(scan.counts.visits).toBe(Number(visits))
  }, 60_000)

  it('from a day on counts hits of the period; what was before is history', async () => {
    const all: ExplainedHit[] = []
    await explainHistory(data, library, (hits) => void all.push(...hits))
    const from = '2025-04-01'
    const wanted = all.filter((hit) => hit.lines.some((line) => line.role === 'violating' && line.day >= from))
    const { hits } = await scanHistory({ ...data, from: from as Day }, library)
    expect(hits.map((hit) => hit.jrId)).toEqual(wanted.map((hit) => hit.jrId).sort())
    expect(hits.length).toBeLessThan(all.length)
    for (const hit of all) expect(hit.message).not.toMatch(/undefined|NaN|\{/)
  }, 60_000)

  it('of some persons', async () => {
    const { hits } = await scanHistory(data, library)
    const persons = [...new Set(hits.map((hit) => hit.psnNo))].slice(0, 3)
    const some = await scanHistory({ ...data, persons }, library)
    expect(some.hits).toEqual(hits.filter((hit) => persons.includes(hit.psnNo)))
    expect(some.counts.persons).toBe(3)
  }, 60_000)
})

it('backtests a draft beside the rule in force', async () => {
  const kinds = ['R46', 'R52', 'R49']
  const draft = releaseOfPoints(points, kinds)
  const live = releaseOfPoints(points.filter((_, at) => at % 2 === 0), kinds) // prettier-ignore
  const period = { from: '2024-09-01' as Day, to: '2025-05-31' as Day }
  const report = await backtest({ ...data, ...SMALL, ...period, draft, live })
  const [ofDraft, ofLive] = [await scanHistory({ ...data, ...period }, draft), await scanHistory({ ...data, ...period }, live)] // prettier-ignore
  const ids = (scan: HistoryScan) => new Set(scan.hits.map((hit) => hit.jrId))
  const idsOnlyIn = (scan: HistoryScan, other: ReadonlySet<string>) =>
    scan.hits.filter((hit) => !other.has(hit.jrId)).length
  expect([report.draft.hits, report.live?.hits]).toEqual([ofDraft.hits.length, ofLive.hits.length])
  expect(report.draft.amountFen).toBe(String(ofDraft.hits.reduce((sum, hit) => sum + hit.amount, 0n)))
  expect(report.added).toBe(idsOnlyIn(ofDraft, ids(ofLive)))
  expect(report.removed).toBe(idsOnlyIn(ofLive, ids(ofDraft)))
  expect(report.months.reduce((sum, month) => sum + month.hits, 0)).toBe(report.draft.hits)
  expect(report.months.every(({ month }) => month >= '2024-09' && month <= '2025-05')).toBe(true)
  expect(report.samples.length).toBe(Math.min(100, report.draft.hits))
  expect(report.samples.every((sample) => ids(ofDraft).has(sample.jrId) && sample.lines.length > 0)).toBe(true)
  expect((await backtest({ ...data, ...period, draft, live })).samples).toEqual(report.samples)
}, 60_000)

describe('yijian rules', () => {
  const yijian = (...args: string[]) =>
    spawnSync(process.execPath, [bin, 'rules', ...args, '--data', data.dataDirectory], { encoding: 'utf8', timeout: 60_000 }) // prettier-ignore

  it('scan writes every hit as csv, jsonl or parquet', async () => {
    const release = releaseOfPoints(points, ['R53'])
    const { hits } = await scanHistory(data, release)
    const run = yijian('scan', '--only', 'R53', '--out', join(root, 'hits.parquet'))
    expect(run).toMatchObject({ status: 0, stderr: '' })
    for (const name of ['hits.csv', 'hits.jsonl']) {
      const file = openHitFile(join(root, name))
      await explainHistory(data, release, (found) => file.write(found))
      await file.close()
    }
    for (const name of ['hits.csv', 'hits.jsonl', 'hits.parquet']) {
      const [row] = await engine.rows(`SELECT COUNT(*) AS n, COUNT(DISTINCT jr_id) AS ids, CAST(SUM(CAST(vola_amt AS DECIMAL(16,2))) * 100 AS BIGINT) AS amount FROM '${join(root, name)}'`) // prettier-ignore
      expect([row!['n'], row!['ids']]).toEqual([BigInt(hits.length), BigInt(hits.length)])
      expect(row!['amount']).toBe(hits.reduce((sum, hit) => sum + hit.amount, 0n))
    }
    expect(readFileSync(join(root, 'hits.csv'), 'utf8')).toMatch(/^jr_id,rule_id/)
    expect(() => openHitFile('hits.txt')).toThrow('扩展名')
  }, 60_000)

  it('backtest says hits, money, institutions and months', () => {
    const { stdout } = yijian('backtest', 'R53', '--from', '2025-01-01')
    expect(stdout).toMatch(/R53 2025-01-01 至 \d{4}-\d\d-\d\d：[\d,]+ 人/)
    expect(stdout).toMatch(/命中 [1-9][\d,]* 条/)
    expect(stdout).toMatch(/2025-0\d {2}\d+ 条/)
  }, 60_000)
})
