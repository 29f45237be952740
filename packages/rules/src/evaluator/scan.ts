import type { CompiledRelease } from '../compiled.ts'
import { compileForm } from './forms/compile-form.ts'
import { ENTRY, FROM_DAY, POINT, RULE, TEST, TO_DAY, UNIT, WEIGHT } from './matcher.ts'
import { createScene, parameterColumns, setScene, type Scene, type TestContext } from './read.ts'
import type { ClaimTable } from './table.ts'
import { compileTest, type Test, type Truth } from './test.ts'
import type { Vocabulary } from './vocabulary.ts'
import { NOW, type Finish, type HitDraft, type Work } from './work.ts'

export interface ScanSink {
  hit(unit: number, draft: HitDraft): void
  open(unit: number, count: number): void
  failed(unit: number, error: string): void
}

export interface Scan {
  readonly scene: Scene
  /** With `now` only judges that a row marked `NOW` is in; rows of its visit are marked `BESIDE`, others (0) are looked at across visits. */
  run(table: ClaimTable, sink: ScanSink, now?: Uint8Array): void
}

/** How a unit takes rows in. */
interface UnitCode {
  readonly test: Test | Truth
  readonly finish: Finish
  /** Rows where the test is unknown are counted at once (single rows) instead of being passed on. */
  readonly single: boolean
  /** Rows where the test is false are passed on too. */
  readonly takesAll: boolean
}

/** Rows a person has for a unit are chained through these pools; they are emptied, not freed, between persons. */
interface Pools {
  head: Int32Array
  tail: Int32Array
  row: Int32Array
  point: Int32Array
  truth: Uint8Array
  next: Int32Array
  used: number
  /** By unit: the person has a row for it that is judged now. */
  live: Uint8Array
  touched: Int32Array
  touchedCount: number
  now: Uint8Array | undefined
}

export function createScan(release: CompiledRelease, vocabulary: Vocabulary): Scan {
  const scene = createScene()
  const context: TestContext = { scene, vocabulary, ...parameterColumns(release) }
  const codes = unitCodes(release, context)
  const finishes = Array.from(vocabulary.signatures, (signature) => codes[signature]!.finish)
  const pools = createPools(release.units.length)
  let sink: ScanSink
  const work: Work = {
    scene,
    context,
    unit: 0,
    rows: new Int32Array(256),
    points: new Int32Array(256),
    truths: new Uint8Array(256),
    n: 0,
    partners: new Int32Array(256),
    m: 0,
    now: undefined,
    emit: (draft) => sink.hit(work.unit, draft),
    open: (count) => sink.open(work.unit, count),
  }
  const take = createTake({ codes, candidates: vocabulary.candidates, pools, scene })
  return {
    scene,
    run(table, into, now) {
      sink = into
      setScene(scene, table)
      pools.now = now
      work.now = now
      for (let person = 0; person < table.persons; person++) {
        scene.person = person
        take(table.personStart[person]!, table.personStart[person + 1]!, sink)
        if (pools.touchedCount > 0) finishPerson({ pools, finishes, work, sink })
      }
    },
  }
}

/** By number of the test. */
function unitCodes(release: CompiledRelease, context: TestContext): UnitCode[] {
  const codes: UnitCode[] = []
  for (const [u, unit] of release.units.entries()) {
    const { plan } = unit.shape
    codes[context.vocabulary.signatures[u]!] ??= {
      test: compileTest(plan.where, unit, context),
      finish: compileForm(plan, context),
      single: plan.form === 'each',
      takesAll: plan.form === 'whole',
    }
  }
  return codes
}

interface TakeOptions {
  readonly codes: readonly UnitCode[]
  readonly candidates: Vocabulary['candidates']
  readonly pools: Pools
  readonly scene: Scene
}

/** The hot loop: every row of a person against the entries of its code. A miss allocates nothing. */
function createTake({ codes, candidates, pools, scene }: TakeOptions) {
  return (from: number, to: number, sink: ScanSink): void => {
    const { start, data } = candidates
    const { code, row } = scene.table
    const { day: days } = row
    const { now } = pools
    for (let r = from; r < to; r++) {
      const c = code[r]!
      const end = start[c + 1]! * ENTRY
      let lastRule = -1
      let lastWeight = 0
      for (let e = start[c]! * ENTRY; e < end; e += ENTRY) {
        const unit = data[e + UNIT]!
        const point = data[e + POINT]!
        if (point < 0) {
          push(pools, unit * 2 + 1, r)
          continue
        }
        const day = days[r]!
        if (day < data[e + FROM_DAY]! || day > data[e + TO_DAY]!) continue
        if (data[e + RULE] === lastRule && data[e + WEIGHT]! < lastWeight) continue
        lastRule = data[e + RULE]!
        lastWeight = data[e + WEIGHT]!
        const { test, single, takesAll } = codes[data[e + TEST]!]!
        if (single && now !== undefined && now[r] === 0) continue
        const truth = typeof test === 'number' ? test : test(r, unit)
        if (truth === 0 && !takesAll) continue
        if (truth === 2 && single) {
          sink.open(unit, 1)
          continue
        }
        const slot = unit * 2
        if (pools.head[slot]! >= 0 && pools.row[pools.tail[slot]!] === r) continue
        push(pools, slot, r)
        pools.point[pools.used - 1] = point
        pools.truth[pools.used - 1] = truth
      }
    }
  }
}

function push(pools: Pools, slot: number, row: number): void {
  if (pools.used === pools.row.length) enlarge(pools)
  const at = pools.used++
  pools.row[at] = row
  pools.next[at] = -1
  if (pools.head[slot]! < 0) {
    pools.head[slot] = at
    const unit = slot >> 1
    if (pools.head[slot ^ 1]! < 0) pools.touched[pools.touchedCount++] = unit
  } else pools.next[pools.tail[slot]!] = at
  pools.tail[slot] = at
  if (pools.now === undefined || pools.now[row] === NOW) pools.live[slot >> 1] = 1
}

interface FinishOptions {
  readonly pools: Pools
  readonly finishes: readonly Finish[]
  readonly work: Work
  readonly sink: ScanSink
}

function finishPerson({ pools, finishes, work, sink }: FinishOptions): void {
  for (let i = 0; i < pools.touchedCount; i++) {
    const unit = pools.touched[i]!
    if (pools.head[unit * 2]! >= 0 && pools.live[unit] === 1) {
      gather(pools, work, unit)
      try {
        finishes[unit]!(work)
      } catch (error) {
        sink.failed(unit, error instanceof Error ? error.message : String(error))
      }
    }
    pools.head[unit * 2] = -1
    pools.head[unit * 2 + 1] = -1
    pools.live[unit] = 0
  }
  pools.touchedCount = 0
  pools.used = 0
}

function gather(pools: Pools, work: Work, unit: number): void {
  work.unit = unit
  work.n = 0
  for (let at = pools.head[unit * 2]!; at >= 0; at = pools.next[at]!) {
    if (work.n === work.rows.length) enlargeWork(work)
    work.rows[work.n] = pools.row[at]!
    work.points[work.n] = pools.point[at]!
    work.truths[work.n++] = pools.truth[at]!
  }
  work.m = 0
  for (let at = pools.head[unit * 2 + 1]!; at >= 0; at = pools.next[at]!) {
    if (work.m === work.partners.length) work.partners = larger(work.partners)
    work.partners[work.m++] = pools.row[at]!
  }
}

function createPools(units: number): Pools {
  const size = 4096
  return {
    head: new Int32Array(units * 2).fill(-1),
    tail: new Int32Array(units * 2),
    row: new Int32Array(size),
    point: new Int32Array(size),
    truth: new Uint8Array(size),
    next: new Int32Array(size),
    used: 0,
    live: new Uint8Array(units),
    now: undefined,
    touched: new Int32Array(units),
    touchedCount: 0,
  }
}

function enlarge(pools: Pools): void {
  pools.row = larger(pools.row)
  pools.point = larger(pools.point)
  pools.next = larger(pools.next)
  const truth = new Uint8Array(pools.row.length)
  truth.set(pools.truth)
  pools.truth = truth
}

function enlargeWork(work: Work): void {
  work.rows = larger(work.rows)
  work.points = larger(work.points)
  const truths = new Uint8Array(work.rows.length)
  truths.set(work.truths)
  work.truths = truths
}

function larger(column: Int32Array): Int32Array {
  const grown = new Int32Array(column.length * 2)
  grown.set(column)
  return grown
}
