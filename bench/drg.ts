import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createGrouper, groupCsv, parseScheme, SCHEME_FILES, type SchemeFile } from '@yijian/drg'

const folder = resolve(
  process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../shared/data'),
  'chs-drg-1.1',
)
const REPEATS = 60

/** Cases per CPU second of the grouper on the public scheme (targets: CSV to CSV ≥ 360,000, pre-coded ≥ 1.5 million). */
export function benchDrg(): void {
  if (!existsSync(folder)) {
    console.log('skipped: the public scheme CHS-DRG 1.1 is not beside the project')
    return
  }
  const files = Object.fromEntries(SCHEME_FILES.map((file) => [file, readText(file)])) as Record<SchemeFile, string>
  const start = performance.now()
  const grouper = createGrouper(parseScheme(files))
  console.log(`scheme read and compiled in ${(performance.now() - start).toFixed(0)} ms`)
  const [header = '', ...lines] = readText('golden').trim().split('\n')
  const csv = new TextEncoder().encode([header, ...Array.from({ length: REPEATS }, () => lines).flat()].join('\n'))
  const coded = lines.map((line) => {
    const cells = line.split(',')
    const record = { sex: cells[1] === '1' ? 1 : 2, age: Number(cells[2]), ageDays: Number(cells[3]), birthWeight: Number(cells[4]) || undefined } as const // prettier-ignore
    return grouper.code({ ...record, dx: cells[8]?.split('|') ?? [], op: cells[9] ? cells[9].split('|') : [] })
  })
  for (let round = 0; round < 3; round++) {
    perSecond('CSV to CSV', lines.length * REPEATS, () => groupCsv(grouper, csv))
    perSecond('pre-coded ', lines.length * REPEATS, () => {
      for (let i = 0; i < REPEATS; i++) for (const record of coded) grouper.groupCoded(record)
    })
  }
}

function perSecond(what: string, cases: number, work: () => unknown): void {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  console.log(`${what} ${Math.round(cases / ((user + system) / 1e6)).toLocaleString()} cases per CPU second`)
}

function readText(name: string): string {
  const plain = resolve(folder, `${name}.csv`)
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8')
}
