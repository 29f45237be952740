import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery } from '@yijian/warehouse'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contentDirectory } from '../../paths.ts'

const bin = fileURLToPath(new URL('../../../bin/yijian.mjs', import.meta.url))
const scheme = join(contentDirectory, 'drg-schemes/demo')
let root: string
const at = (...parts: string[]) => join(root, ...parts)

function drg(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [bin, 'drg', ...args, '--data', at('data'), '--scheme', scheme], { encoding: 'utf8', timeout: 60_000 }) // prettier-ignore
  return { code: run.status, out: run.stdout, err: run.stderr }
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'yijian-settle-'))
  await synthesizeCity({ directory: at('city'), persons: 2000, months: 12, seed: 3, format: 'csv', fraud: false })
  await importDelivery({ directory: at('city'), dataDirectory: at('data'), contentDirectory })
}, 120_000)
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

it('weighs the stays of a snapshot; the table serves as weights', () => {
  const run = drg('weights', '--out', at('weights.csv'))
  expect(run).toMatchObject({ code: 0, err: '' })
  expect(run.out).toMatch(/病例 [\d,]+ = 入组 [\d,]+ \+ 歧义病组（QY） \d+ \+ 无法入组 \d+ \+ 拒收 \d+/)
  expect(run.out).toMatch(/裁剪后 [\d,]+ 例：RIV 费用 0\.\d{4}/)
  const settled = drg('settle', '--month', monthOf(), '--weights', at('weights.csv'), '--out', at('own'))
  expect(settled).toMatchObject({ code: 0, err: '' })
})

it('settles a month and its year; the same again is the same to the byte', () => {
  const month = monthOf()
  const run = (out: string) => drg('settle', '--month', month, '--year', month.slice(0, 4), '--out', at(out))
  const [first, second] = [run('one'), run('two')]
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out.match(/核对：病例合计 = 机构合计 = 报表，一分不差/g)).toHaveLength(2)
  expect(second.out.replaceAll(at('two'), at('one'))).toBe(first.out)
  const files = (readdirSync(at('one'), { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name))
  expect(files.length).toBeGreaterThan(12)
  for (const name of files) expect(readFileSync(at('one', name)).equals(readFileSync(at('two', name)))).toBe(true)
})

it('says what is wrong in one line', () => {
  writeFileSync(at('wrong.yaml'), readFileSync(join(scheme, 'payment.yaml'), 'utf8').replace('low: 0.4', 'low: much'))
  expect(drg('settle', '--month', '2025-01', '--parameters', at('wrong.yaml'), '--out', at('x'))).toMatchObject({ code: 1, err: expect.stringContaining('low 应为最多八位小数的数：much') as string }) // prettier-ignore
  expect(drg('settle', '--month', '2025-13', '--out', at('x'))).toMatchObject({ code: 2, err: '错误：--month 应为 YYYY-MM：2025-13\n' }) // prettier-ignore
  expect(drg('settle', '--out', at('x'))).toMatchObject({ code: 2 })
  writeFileSync(at('options.json'), '{"trim": {"method": "guess"}}')
  expect(drg('weights', '--options', at('options.json'))).toMatchObject({ code: 1, err: expect.stringContaining('trim.method') as string }) // prettier-ignore
})

/** A month of the city with discharges: the one in the middle. */
function monthOf(): string {
  const [head = '', ...lines] = readFileSync(at('city', 'mdtrt_d.csv'), 'utf8').trim().split('\n')
  const [end, way] = ['endtime', 'dscg_way'].map((name) => head.split(',').indexOf(name))
  const months = lines.map((line) => line.split(',')).filter((cells) => cells[way!] !== '').map((cells) => cells[end!]!.slice(0, 7)) // prettier-ignore
  return months.toSorted()[months.length >> 1]!
}
