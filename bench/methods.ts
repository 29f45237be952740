import { METHODS, type Column } from '@yijian/methods'
import { loadavg } from 'node:os'

type Columns = Readonly<Record<string, Column>>

interface Figure {
  readonly method: string
  readonly rows: number
  readonly cpuSeconds: number
  readonly rowsPerSecond: number
}

/** Prints rows per CPU second of the methods that see large tables; `scale` 1 is the size of a large city. */
export function benchMethods(scale = 0.2): readonly Figure[] {
  console.log(`methods (scale ${scale}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')})`) // prettier-ignore
  const embedding = stayItems(Math.round(500_000 * scale))
  const figures = [
    measure('communities', coAdmissions(Math.round(1_000_000 * scale))),
    measure('fixed-effects-regression', stays(Math.round(1_000_000 * scale)), { x: 'x0,x1,x2,x3,x4,x5,x6,x7' }),
    measure('mann-whitney-each', samples(Math.round(5_000_000 * scale))),
    measure('tfidf-embedding', embedding.long),
    measure('density-clustering', byHospital(embedding)),
  ]
  for (const { method, rows, cpuSeconds, rowsPerSecond } of figures) {
    const unit = method === 'communities' ? 'edges' : 'rows'
    const speed = Math.round(rowsPerSecond).toLocaleString('en')
    console.log(
      `  ${method.padEnd(26)} ${rows.toLocaleString('en').padStart(12)} ${unit}  ${cpuSeconds.toFixed(2)} CPU s  ${speed} ${unit}/s`,
    )
  }
  return figures
}

function run(id: string, columns: Columns, options: Record<string, string> = {}): Columns {
  const length = Object.values(columns)[0]?.length ?? 0
  const method = METHODS[id]
  if (!method) throw new Error(`no method ${id}`)
  return method.run({ length, columns }, options, { check: () => undefined }).columns
}

function measure(method: string, columns: Columns, options: Record<string, string> = {}): Figure {
  const rows = Object.values(columns)[0]?.length ?? 0
  const before = process.cpuUsage()
  run(method, columns, options)
  const { user, system } = process.cpuUsage(before)
  const cpuSeconds = (user + system) / 1e6
  return { method, rows, cpuSeconds, rowsPerSecond: rows / cpuSeconds }
}

/** Deterministic uniform numbers. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) | 0
    return (state >>> 0) / 4294967296
  }
}

function numbers(count: number, value: (row: number) => number): Float64Array {
  return new Float64Array(count).map((_, row) => value(row))
}

function integers(count: number, value: (row: number) => number): Int32Array {
  return new Int32Array(count).map((_, row) => value(row))
}

/** Nine ties in ten inside circles of fifty persons, the rest anywhere. */
function coAdmissions(edges: number): Columns {
  const random = uniform(1)
  const persons = Math.ceil(edges / 10)
  const circle = integers(edges, () => Math.floor((random() * persons) / 50))
  const inCircle = (row: number): number => (circle[row] as number) * 50 + Math.floor(random() * 50)
  const source = Array.from(circle, (_, row) => `P${inCircle(row)}`)
  const target = Array.from(circle, (_, row) => `P${random() < 0.9 ? inCircle(row) : Math.floor(random() * persons)}`)
  return { source, target, weight: numbers(edges, () => 1 + Math.floor(random() * 5)) }
}

function stays(count: number): Columns {
  const random = uniform(2)
  const x = Array.from({ length: 8 }, (_, j) => [`x${j}`, numbers(count, () => (random() < 0.3 ? 1 : 0))] as const)
  const grp = integers(count, () => Math.floor(random() * 300))
  const y = numbers(count, (row) => (grp[row] as number) / 100 + random())
  return { id: integers(count, (row) => row), grp, y, ...Object.fromEntries(x) }
}

function samples(count: number): Columns {
  const random = uniform(3)
  const pool = integers(count, () => Math.floor(random() * 500))
  const unit = integers(count, () => Math.floor(random() * 60))
  return { pool, unit, x: numbers(count, () => Math.round(random() * 1e4) / 100) }
}

interface StayItems {
  readonly long: Columns
  /** Institution × disease of each stay. */
  readonly hospital: Int32Array
}

/** Thirty items a stay: half from what every disease uses, half its own; 60 diseases, 100 institutions, both skewed. */
function stayItems(count: number): StayItems {
  const random = uniform(4)
  const rows = count * 30
  const skewed = (limit: number): number => Math.floor(random() * random() * limit)
  const disease = integers(count, () => skewed(60))
  const hospital = disease.map((code) => code * 100 + skewed(100))
  const id = integers(rows, (row) => Math.floor(row / 30))
  const grp = id.map((stay) => disease[stay] as number)
  const item = grp.map((code) => (random() < 0.5 ? skewed(300) : 300 + code * 25 + skewed(40)))
  return { long: { id, grp, item, amount: numbers(rows, () => Math.exp(3 + 2 * random())) }, hospital }
}

function byHospital({ long, hospital }: StayItems): Columns {
  const { id, vector } = run('tfidf-embedding', long) as { id: Int32Array; vector: string[] }
  return { id, grp: id.map((stay) => hospital[stay] as number), vector }
}
