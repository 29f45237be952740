import { gatherIntegers, gatherNumbers, groupRows, sortedSum } from './order.ts'

export interface LongTable {
  readonly groups: { readonly codes: Int32Array; readonly size: number }
  readonly ids: { readonly codes: Int32Array; readonly size: number }
  readonly items: { readonly codes: Int32Array; readonly size: number }
  readonly amounts: Float64Array
}

/**
 * A long table as sparse rows, one per group and id, both ascending; the items of a row ascend and repeats are added up.
 * Rows of group g are `groupStarts[g] … groupStarts[g + 1] − 1`; items of row r are at `starts[r] … starts[r + 1] − 1`.
 */
export interface LongRows {
  readonly groupStarts: Int32Array
  readonly groups: Int32Array
  readonly ids: Int32Array
  readonly starts: Int32Array
  readonly items: Int32Array
  readonly amounts: Float64Array
}

/** A missing amount counts as nothing, but its row (the id) stays. */
export function longRows({ groups, ids, items, amounts }: LongTable): LongRows {
  const byItem = groupRows(items.codes, items.size).rows
  const byId = groupRows(ids.codes, ids.size, byItem).rows
  const { rows: order, starts: cells } = groupRows(groups.codes, groups.size, byId)
  const itemOf = gatherIntegers(items.codes, order)
  const idOf = gatherIntegers(ids.codes, order)
  const amountOf = gatherNumbers(amounts, order).map((amount) => amount || 0)
  const rowGroups: number[] = []
  const rowIds: number[] = []
  const starts: number[] = [0]
  const groupStarts = new Int32Array(groups.size + 1)
  let at = 0
  for (let group = 0; group < groups.size; group++) {
    const last = cells[group + 1] as number
    for (let i = cells[group] as number; i < last;) {
      const id = idOf[i] as number
      for (; i < last && idOf[i] === id; at++) {
        const from = i
        const item = itemOf[i] as number
        while (i < last && idOf[i] === id && itemOf[i] === item) i++
        itemOf[at] = item
        amountOf[at] = i === from + 1 ? (amountOf[from] as number) : sortedSum(amountOf.slice(from, i))
      }
      rowGroups.push(group)
      rowIds.push(id)
      starts.push(at)
    }
    groupStarts[group + 1] = rowIds.length
  }
  return {
    ...{
      groupStarts,
      groups: Int32Array.from(rowGroups),
      ids: Int32Array.from(rowIds),
      starts: Int32Array.from(starts),
    },
    ...{ items: itemOf.slice(0, at), amounts: amountOf.slice(0, at) },
  }
}
