import { readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rawRecord, recordAt, type Segment } from './records.ts'

const SEGMENTS_PER_GROUP = 4

/** Segments on disk that the engine reads in one statement; they become one part. */
export interface SegmentGroup {
  readonly paths: readonly string[]
  readonly rows: number
  readonly multiline: boolean
  readonly firstLine: number
  /** The raw record that begins on a line of the delivered file. */
  record(line: number): string
  /** The line of the record at an offset of one of the files. */
  lineAt(path: string, offset: number): number
  remove(): void
}

interface StoredSegment extends Pick<Segment, 'rows' | 'lines' | 'starts' | 'multiline'> {
  readonly path: string
}

interface SegmentFiles {
  /** Stores a segment; returns the group when it is full. */
  add(segment: Segment): Promise<SegmentGroup | undefined>
  finish(): SegmentGroup | undefined
  /** Removes what is left of an unfinished group. */
  remove(): void
}

export function openSegmentFiles(directory: string): SegmentFiles {
  let count = 0
  let stored: StoredSegment[] = []
  const take = () => {
    const group = stored.length > 0 ? toGroup(stored) : undefined
    stored = []
    return group
  }
  return {
    add: async ({ bytes, rows, lines, starts, multiline }) => {
      if (rows === 0) return undefined
      const path = join(directory, `segment-${++count}.csv`)
      stored.push({ path, rows, lines, starts, multiline })
      await writeFile(path, bytes)
      return stored.length === SEGMENTS_PER_GROUP ? take() : undefined
    },
    finish: take,
    remove: () => stored.forEach(({ path }) => rmSync(path, { force: true })),
  }
}

function toGroup(segments: readonly StoredSegment[]): SegmentGroup {
  const loaded = new Map<string, Buffer>()
  const bytesOf = (path: string) => {
    const bytes = loaded.get(path) ?? readFileSync(path)
    return loaded.set(path, bytes) && bytes
  }
  return {
    paths: segments.map(({ path }) => path),
    rows: segments.reduce((sum, { rows }) => sum + rows, 0),
    multiline: segments.some(({ multiline }) => multiline),
    firstLine: segments[0]?.lines[0] ?? 0,
    record: (line) => {
      const segment = segments.find(({ lines }) => line <= (lines.at(-1) ?? 0))
      if (!segment) throw new RangeError(`no record on line ${line}`)
      return rawRecord({ ...segment, bytes: bytesOf(segment.path) }, recordAt(segment, line))
    },
    lineAt: (path, offset) => {
      const segment = segments.find((other) => other.path === path)
      return segment?.lines[lastAtOrBefore(segment.starts, offset)] ?? 0
    },
    remove: () => {
      loaded.clear()
      for (const { path } of segments) rmSync(path, { force: true })
    },
  }
}

function lastAtOrBefore(starts: Uint32Array, offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
