import { CaseReader, PIECE, type CaseOptions } from '../csv/case-reader.ts'
import type { Grouper } from '../group.ts'

/** Cases that go from a group of one scheme to a group of another. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly cases: number
  /** Cost of these cases in fen; cases without a cost add nothing. */
  readonly fen: bigint
}

/**
 * Groups the cases of a file in both schemes: how many go from which DRG to which, with their cost. Every case is in one cell; one
 * that a scheme refuses or cannot group is in its `拒收` or `0000`.
 */
export function createFlow(a: Grouper, b: Grouper, options: CaseOptions = {}) {
  const readers = [new CaseReader(a, options), new CaseReader(b, options)] as const
  const width = b.scheme.results.length
  const cells = new Map<number, { cases: number; fen: number }>()
  const work = (last: boolean) => {
    const [ra, rb] = readers
    while (ra.next(last) && rb.next(last)) {
      const from = ra.rejected >= 0 ? ra.rejected : a.groupNumber(ra.record)
      const to = rb.rejected >= 0 ? rb.rejected : b.groupNumber(rb.record)
      const cell = cells.get(from * width + to) ?? { cases: 0, fen: 0 }
      cell.cases++
      if (ra.fen > 0) cell.fen += ra.fen
      cells.set(from * width + to, cell)
    }
  }
  return {
    push(bytes: Uint8Array): void {
      for (let at = 0; at < bytes.length; at += PIECE) {
        for (const reader of readers) reader.feed(bytes.subarray(at, at + PIECE))
        work(false)
      }
    },
    /** Cells with cases, the most first. */
    end(): readonly Flow[] {
      work(true)
      const merged = new Map<string, Flow>()
      for (const [key, { cases, fen }] of cells) {
        const from = nameOf(a, Math.floor(key / width))
        const to = nameOf(b, key % width)
        const before = merged.get(`${from}>${to}`)
        merged.set(`${from}>${to}`, { from, to, cases: cases + (before?.cases ?? 0), fen: BigInt(fen) + (before?.fen ?? 0n) }) // prettier-ignore
      }
      return [...merged.values()].sort((x, y) => y.cases - x.cases || (x.from + x.to < y.from + y.to ? -1 : 1))
    },
  }
}

function nameOf({ scheme }: Grouper, result: number): string {
  const { status, drg } = scheme.results[result]!
  return status === '拒收' ? '拒收' : drg
}
