import { formatYuan } from '@yijian/kernel'
import { codeOf } from '../code-table.ts'
import { CaseReader, PIECE } from '../csv/case-reader.ts'
import type { Grouper } from '../group.ts'
import { priceList, type Pricing } from './pricing.ts'
import { createSweeper, SWEEPS } from './sweep.ts'

/** Sweeps a case file that comes in pieces; a line for each change: `id,sweep,code,drg_from,drg_to,weight_from,weight_to,yuan`. */
export function createBulkWhatIf(grouper: Grouper, pricing: Pricing) {
  const reader = new CaseReader(grouper)
  const sweeper = createSweeper(grouper)
  const prices = priceList(grouper.scheme, pricing)
  const { results, plan } = grouper.scheme
  const encoder = new TextEncoder()
  let lines: string[] = ['id,sweep,code,drg_from,drg_to,weight_from,weight_to,yuan\n']
  let [cases, changes, tried] = [0, 0, 0]
  /** What a pair of results looks like, made once. */
  const tails = new Map<number, string>()
  const tailOf = (from: number, to: number): string => {
    const known = tails.get(from * results.length + to)
    if (known !== undefined) return known
    const weight = (result: number) => (prices.weight[result]! < 0 ? '' : (prices.weight[result]! / 10_000).toFixed(4))
    const priced = prices.fen[from]! >= 0 && prices.fen[to]! >= 0
    const yuan = priced ? formatYuan(BigInt(prices.fen[to]! - prices.fen[from]!)) : ''
    const tail = `${results[from]!.drg},${results[to]!.drg},${weight(from)},${weight(to)},${yuan}\n`
    tails.set(from * results.length + to, tail)
    return tail
  }
  const work = (last: boolean): readonly Uint8Array[] => {
    while (reader.next(last)) {
      cases++
      if (reader.rejected >= 0) continue
      const found = sweeper(reader.record)
      tried = found.tried
      changes += found.count
      const id = found.count > 0 ? reader.text('id') : ''
      for (let i = 0; i < found.count; i++) {
        const operation = found.kind[i] === 1
        const ids = operation ? reader.record.op : reader.record.dx
        const code = codeOf(operation ? plan.op.table : plan.dx.table, ids[found.position[i]!]!)
        lines.push(`${id},${SWEEPS[found.kind[i]!]},${code},${tailOf(found.base, found.result[i]!)}`)
      }
    }
    const part = encoder.encode(lines.join(''))
    lines = []
    return part.length === 0 ? [] : [part]
  }
  return {
    push(bytes: Uint8Array): readonly Uint8Array[] {
      const parts: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += PIECE) {
        reader.feed(bytes.subarray(at, at + PIECE))
        parts.push(...work(false))
      }
      return parts
    },
    end: () => work(true),
    counts: () => ({ cases, tried, changes }),
  }
}
