import type { Day } from '@yijian/kernel'
import type { BatchEvaluator, BatchResult, ClaimFeed, CompiledRelease, Found } from '@yijian/rules'
import { type Session, throwIfCancelled } from '../engine/public.ts'
import { dayNumber } from './days.ts'
import type { HistoryCounts, HistoryOptions } from './history.ts'
import { openHistory, type OpenHistory } from './open-history.ts'
import { prepareBucket, readBucket, readNumbers, type Bucket, type BucketOptions } from './read-bucket.ts'

/** Hits of one release over some persons; what they say of their rows holds until the handler returns. */
export interface Finding {
  readonly found: readonly Found[]
  readonly result: BatchResult
  readonly feed: ClaimFeed
  readonly words: readonly string[]
  readonly institutionNames: ReadonlyMap<string, string>
  /** First day of the period; −∞ when there is none. */
  readonly from: number
}

export interface Walk {
  readonly snapshot: string
  readonly counts: HistoryCounts
  /** First and last service day of the scope. */
  readonly period: { readonly from: Day; readonly to: Day }
  readonly institutionNames: ReadonlyMap<string, string>
  /** One for each release. */
  readonly evaluators: readonly BatchEvaluator[]
}

export interface WalkOptions {
  readonly history: HistoryOptions
  readonly releases: readonly CompiledRelease[]
  /** Called for every range of persons with the hits of each release. */
  readonly onFound: (findings: readonly Finding[]) => void | Promise<void>
}

/** Judges the whole history person range by person range; the next range is read while one is judged. */
export async function walkHistory({ history, releases, onFound }: WalkOptions): Promise<Walk> {
  const open = await openHistory(history, releases)
  try {
    const from = history.from === undefined ? -Infinity : dayNumber(history.from)
    await walkRanges(open, { history, onFound, from })
    const { prepared, counts, period, institutionNames, evaluators } = open
    return { snapshot: prepared.snapshot, counts, period, institutionNames, evaluators }
  } finally {
    open.close()
  }
}

/** Ranges read ahead of the one being judged: the engine works while judging keeps this thread. */
const AHEAD = 2

interface RangesWalk extends Pick<WalkOptions, 'history' | 'onFound'> {
  readonly from: number
}

async function walkRanges(open: OpenHistory, { history, onFound, from }: RangesWalk): Promise<void> {
  const { ranges } = open.lines
  const readers: Session[] = []
  const reading: Promise<Bucket>[] = []
  try {
    for (let n = 0; n <= AHEAD; n++) readers.push(await open.engine.openSession())
    for (let range = 0; range < ranges.length; range++) {
      for (let ahead = reading.length; ahead <= range + AHEAD && ahead < ranges.length; ahead++)
        reading.push(startReading(open, { session: readers[ahead % readers.length]!, range: ahead, history }))
      const bucket = await reading[range]!
      reading[range] = NOTHING
      throwIfCancelled(history.signal)
      const done = 0.4 + (0.6 * range) / ranges.length
      history.onProgress?.({ label: `逐人判定 ${range + 1}/${ranges.length}`, done })
      await onFound(await judgeBucket({ open, bucket, session: readers[range % readers.length]!, from, signal: history.signal })) // prettier-ignore
    }
  } finally {
    await Promise.allSettled(reading)
    for (const session of readers) session.close()
  }
}

/** In the place of a bucket that was judged, so that its columns can go. */
const NOTHING = Promise.resolve(undefined as never)

interface Reading {
  readonly session: Session
  readonly range: number
  readonly history: HistoryOptions
}

function startReading({ lines, linesOnly }: OpenHistory, { session, range, history }: Reading): Promise<Bucket> {
  const options: BucketOptions = { lines, range, linesOnly, signal: history.signal }
  const bucket = prepareBucket(session, options).then(() => readBucket(session, options))
  bucket.catch(() => undefined)
  return bucket
}

interface Judging {
  readonly open: OpenHistory
  readonly bucket: Bucket
  readonly session: Session
  readonly from: number
  readonly signal: AbortSignal | undefined
}

async function judgeBucket({ open, bucket, session, from, signal }: Judging): Promise<Finding[]> {
  const findings: Finding[] = []
  const places = new Set<number>()
  for (const evaluator of open.evaluators) {
    const result = evaluator.evaluate(bucket.feed)
    const { day } = bucket.feed
    const found = from === -Infinity ? result.found : result.found.filter(({ draft }) => draft.violating.some((row) => day[row]! >= from)) // prettier-ignore
    for (const { draft } of found)
      for (const rows of [draft.violating, draft.involved]) for (const row of rows) places.add(row)
    findings.push({
      found,
      result,
      feed: bucket.feed,
      words: open.words,
      institutionNames: open.institutionNames,
      from,
    })
  }
  const texts = await rowTexts({ open, bucket, session, from, signal }, [...places])
  for (const { result } of findings)
    for (const [row, { sn, name }] of texts) {
      result.table.sn[row] = sn
      result.table.name[row] = name
    }
  return findings
}

/** Numbers and names of some rows: those of fee lines come from the engine. */
async function rowTexts({ open, bucket, session, signal }: Judging, rows: readonly number[]) {
  const { feed, place } = bucket
  const texts = new Map<number, { readonly sn: string; readonly name: string }>()
  const byPlace = new Map<number, number>()
  for (const row of rows) {
    const { text, name } = open.codes[feed.code[row]!]!
    if (place[row]! >= 0) byPlace.set(place[row]!, row)
    else if (feed.src[row] === 1) texts.set(row, { sn: `visit:${feed.mdtrtId[feed.visit[row]!]!}`, name: '就诊' })
    else
      texts.set(row, {
        sn: `${text.slice(0, 3)}${feed.mdtrtId[feed.visit[row]!]!}:${text.slice(3)}`,
        name: name.slice(3),
      })
  }
  if (byPlace.size === 0) return texts
  const numbers = await readNumbers(session, Int32Array.from(byPlace.keys()), signal)
  for (let i = 0; i < numbers.length; i++) {
    const row = byPlace.get(numbers.place[i]!)!
    texts.set(row, { sn: numbers.sn[i]!, name: open.codes[feed.code[row]!]!.name })
  }
  return texts
}
