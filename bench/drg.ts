import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  createGrouper,
  createSweeper,
  createTracer,
  groupCsv,
  grouperOf,
  OPTIONAL_SCHEME_FILES,
  parseScheme,
  readImage,
  SCHEME_FILES,
  writeImage,
  type CaseRecord,
  type Grouper,
  type SchemeTexts,
} from '@yijian/drg'

const folder = resolve(
  process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../shared/data'),
  'chs-drg-1.1',
)
const cli = resolve(import.meta.dirname, '../apps/cli/src/main.ts')
const REPEATS = 60
const ROUNDS = 6
const MILLION = 1_000_000

/**
 * The grouper on the public scheme, in CPU time: CSV to CSV (target ≥ 360,000 cases a second), pre-coded (≥ 1.5 million), one case
 * with its trace (≤ 0.2 ms), start-up from the image (≤ 150 ms), 10⁶ cases × 30 what-ifs (≤ 60 s on two cores); the command from file
 * to file over 10⁶ cases (≤ 300 MB). Pre-coded cases are measured before and after the others: what ran before must not matter.
 */
export function benchDrg(): void {
  if (!existsSync(folder)) {
    console.log('skipped: the public scheme CHS-DRG 1.1 is not beside the project')
    return
  }
  const files = Object.fromEntries([...SCHEME_FILES, ...OPTIONAL_SCHEME_FILES].filter(exists).map((file) => [file, readText(file)])) as unknown as SchemeTexts // prettier-ignore
  const compiled = seconds(() => createGrouper(parseScheme(files)))
  console.log(`scheme read and compiled in ${Math.round(compiled.cpu * 1000)} ms`)
  const image = writeImage(compiled.result.scheme.plan)
  const loaded = seconds(() => grouperOf(readImage(image.slice())))
  console.log(`start-up from the image (${(image.length / 1e6).toFixed(1)} MB) ${Math.round(loaded.cpu * 1000)} ms`)
  const grouper = loaded.result
  const [header = '', ...lines] = readText('golden').trim().split('\n')
  const records = lines.map(recordOf)
  benchCoded(grouper, records, 'first')
  benchCsv(grouper, header, lines)
  benchCoded(grouper, records, 'after CSV')
  benchTrace(grouper, records)
  benchWhatIf(grouper, records)
  benchCoded(grouper, records, 'last')
  benchCommand(header, lines)
}

function benchCsv(grouper: Grouper, header: string, lines: readonly string[]): void {
  const rows = Array.from({ length: REPEATS }, (_, round) => lines.map((line) => `${round}${line}`)).flat()
  const csv = new TextEncoder().encode([header, ...rows].join('\n'))
  report('CSV to CSV', rows.length, () => groupCsv(grouper, csv))
}

function benchCoded(grouper: Grouper, records: readonly CaseRecord[], when: string): void {
  const coded = records.map((record) => grouper.code(record))
  // Called often, as by its callers. The rate of one loop over everything depends on when the engine replaces the loop while it runs:
  // one process of nine showed 1.1 million a second first and 2.4 million later.
  const groupAll = () => coded.forEach((record) => grouper.groupNumber(record))
  report(`pre-coded (${when})`, coded.length * REPEATS, () => {
    for (let i = 0; i < REPEATS; i++) groupAll()
  })
}

function benchTrace(grouper: Grouper, records: readonly CaseRecord[]): void {
  const trace = createTracer(grouper)
  const { cpu } = seconds(() => records.forEach((record) => trace(record)))
  console.log(`one case with full trace ${((cpu / records.length) * 1000).toFixed(3)} ms`)
}

/** Whole cases are swept; the figure is for as many what-ifs as 30 a case would be. */
function benchWhatIf(grouper: Grouper, records: readonly CaseRecord[]): void {
  const sweep = createSweeper(grouper)
  const coded = records.map((record) => grouper.code(record))
  let tried = 0
  const { cpu } = seconds(() => {
    for (let i = 0; i < REPEATS; i++) for (const record of coded) tried = sweep(record).tried
  })
  const perSecond = tried / cpu
  console.log(
    `what-ifs ${format(perSecond)} per CPU second: 30 million in ${(30e6 / perSecond).toFixed(0)} CPU seconds`,
  )
}

/** The command as a user runs it, with the image in the cache: time and memory of its own process. */
function benchCommand(header: string, lines: readonly string[]): void {
  const directory = mkdtempSync(join(tmpdir(), 'yijian-bench-drg-'))
  const [small, large] = [join(directory, 'small.csv'), join(directory, 'large.csv')]
  writeCases(small, [header, ...lines.slice(0, 1)])
  writeCases(large, [header], { lines, rounds: MILLION / lines.length })
  const env = { ...process.env, YIJIAN_CACHE: join(directory, 'cache') }
  const run = (file: string) => spawnSync(process.execPath, ['--import', USAGE, cli, 'drg', 'group', file, '--scheme', folder, '--out', join(directory, 'out.csv')], { env, encoding: 'utf8' }) // prettier-ignore
  run(small)
  const { stdout, stderr } = run(large)
  rmSync(directory, { recursive: true })
  const [cpu, rss] = (/usage (\S+) (\S+)/.exec(stderr) ?? []).slice(1).map(Number)
  if (cpu === undefined || rss === undefined) throw new Error(`drg group: ${stdout}${stderr}`)
  console.log(
    `drg group over ${format(MILLION)} cases, file to file: ${cpu.toFixed(1)} CPU seconds, at most ${Math.round(rss)} MB`,
  )
}

/** Makes a process say what it used when it ends. */
const USAGE = `data:text/javascript,${encodeURIComponent("process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); console.error('usage', (userCPUTime + systemCPUTime) / 1e6, maxRSS / 1e3) })")}`

function writeCases(
  path: string,
  head: readonly string[],
  more?: { readonly lines: readonly string[]; readonly rounds: number },
): void {
  const file = openSync(path, 'w')
  writeSync(file, `${head.join('\n')}\n`)
  for (let round = 0; round < (more?.rounds ?? 0); round++) writeSync(file, `${more!.lines.map((line) => `${round}${line}`).join('\n')}\n`) // prettier-ignore
  closeSync(file)
}

function recordOf(line: string): CaseRecord {
  const cells = line.split(',')
  const [, sex, age, ageDays, weight] = cells
  const facts = { sex: sex === '1' ? 1 : 2, age: Number(age), ageDays: Number(ageDays), birthWeight: Number(weight) || undefined } as const // prettier-ignore
  return { ...facts, dx: cells[8]?.split('|') ?? [], op: cells[9] ? cells[9].split('|') : [] }
}

/** The best and the middle of some rounds: neighbours on the machine slow single rounds down. */
function report(what: string, cases: number, work: () => unknown): void {
  const rates = Array.from({ length: ROUNDS }, () => cases / seconds(work).cpu).sort((a, b) => b - a)
  console.log(`${what} ${format(rates[0]!)} cases per CPU second at best, ${format(rates[ROUNDS >> 1]!)} in the middle`)
}

function seconds<T>(work: () => T): { readonly cpu: number; readonly result: T } {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1e6, result }
}

function format(rate: number): string {
  return Math.round(rate).toLocaleString('en')
}

function exists(name: string): boolean {
  return existsSync(resolve(folder, `${name}.csv`)) || existsSync(resolve(folder, `${name}.csv.gz`))
}

function readText(name: string): string {
  const plain = resolve(folder, `${name}.csv`)
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8')
}
