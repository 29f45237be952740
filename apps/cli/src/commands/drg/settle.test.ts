import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { synthesizeCity } from '@yijian/synthetic-city'
import { importDelivery } from '@yijian/warehouse'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { UsageError } from '../../command.ts'
import { contentDirectory } from '../../paths.ts'
import { drgCommand } from '../drg.ts'
import { loadScheme } from './scheme-folder.ts'

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

it('groups each case by the version in force on its day of discharge', () => {
  const rows = (out: string) => {
    const [head = '', ...lines] = readFileSync(at(out, `${month} 月结算`, '病例.csv'), 'utf8').replace('\uFEFF', '').trim().split('\r\n') // prettier-ignore
    const [id, day, drg, weight] = ['病例号', '出院日期', 'DRG', '权重'].map((name) => head.split(',').indexOf(name)) as [number, number, number, number] // prettier-ignore
    return lines.map((line) => line.split(',')).map((cells) => ({ id: cells[id]!, day: cells[day]!, drg: cells[drg]!, weight: cells[weight]! })) // prettier-ignore
  }
  const month = monthOf()
  const before = new Map(rows('one').map((row) => [row.id, row]))
  const days = [...before.values()].filter(({ weight }) => weight !== '').map(({ day }) => day).sort() // prettier-ignore
  const from = days[days.length >> 1]!
  expect(days[0]! < from).toBe(true)
  // From that day each group's last letter is another, and all of them weigh 2.
  const renamed = new Map(groupsOf().map((row) => [row.drg, `${row.drg.slice(0, 3)}${'ABCDE'[Number(row.drg.at(3)) >> 1] ?? 'F'}`])) // prettier-ignore
  mkdirSync(at('overlay'))
  const line = (cells: readonly string[]) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`
  writeFileSync(at('overlay', 'changes.csv'), `action,at,set,code,value,name,source\n${groupsOf().map((row) => line(['split', row.ruleId, '', renamed.get(row.drg)!, row.split, row.name, '样例文件'])).join('')}`) // prettier-ignore
  writeFileSync(at('overlay', 'scheme.csv'), `key,value\nid,local\nname,本地细化\nversion,2\nvalid_from,${from}\n`)
  writeFileSync(at('overlay', 'weights.csv'), `drg,weight\n${[...renamed.values()].map((code) => `${code},2.0000\n`).join('')}`) // prettier-ignore
  const run = drg('settle', '--month', month, '--out', at('versions'), '--overlay', at('overlay'))
  expect(run).toMatchObject({ code: 0, err: '' })
  expect(run.out).toContain(`本地细化 local 2（${from} 起出院）`)
  const after = rows('versions')
  expect(after.map(({ id }) => id)).toEqual([...before.keys()])
  for (const row of after) {
    const old = before.get(row.id)!
    const isNew = row.day >= from && renamed.has(old.drg)
    expect(row).toEqual(isNew ? { ...old, drg: renamed.get(old.drg), weight: old.weight === '' ? '' : '2' } : old)
  }
})

/** Groups of the demonstration scheme. */
function groupsOf() {
  return loadScheme(scheme).tables.drg
}

it('says what is wrong in one line', async () => {
  const run = (...args: string[]) => drgCommand.run([...args, '--data', at('data'), '--scheme', scheme])
  writeFileSync(at('wrong.yaml'), readFileSync(join(scheme, 'payment.yaml'), 'utf8').replace('low: 0.4', 'low: much'))
  await expect(run('settle', '--month', '2025-01', '--parameters', at('wrong.yaml'), '--out', at('x'))).rejects.toThrow('low 应为最多八位小数的数：much') // prettier-ignore
  await expect(run('settle', '--out', at('x'))).rejects.toThrow(UsageError)
  writeFileSync(at('options.json'), '{"trim": {"method": "guess"}}')
  await expect(run('weights', '--options', at('options.json'))).rejects.toThrow('trim.method')
  expect(drg('settle', '--month', '2025-13', '--out', at('x'))).toMatchObject({ code: 2, err: '错误：--month 应为 YYYY-MM：2025-13\n' }) // prettier-ignore
})

/** A month of the city with discharges: the one in the middle. */
function monthOf(): string {
  const [head = '', ...lines] = readFileSync(at('city', 'mdtrt_d.csv'), 'utf8').trim().split('\n')
  const [end, way] = ['endtime', 'dscg_way'].map((name) => head.split(',').indexOf(name))
  const months = lines.map((line) => line.split(',')).filter((cells) => cells[way!] !== '').map((cells) => cells[end!]!.slice(0, 7)) // prettier-ignore
  return months.toSorted()[months.length >> 1]!
}
