import { AppError } from '@yijian/kernel'
import type { CodeIndex } from '../code-index.ts'
import { tableOf, type CodeTable } from '../code-table.ts'
import type { SchemePlan } from '../scheme-plan.ts'

/** Raised whenever the layout or the meaning of an image changes: an older image is then made again. */
export const IMAGE_VERSION = 1
const MAGIC = `drg-scheme-${IMAGE_VERSION}\n`.padEnd(16, ' ')

type Head = Pick<SchemePlan, 'meta' | 'mdcs' | 'rules' | 'exclusionTables' | 'dictionaries'> & {
  readonly tables: readonly { readonly long: readonly (readonly [string, number])[]; readonly prefixes: readonly (readonly [string, number])[] }[] // prettier-ignore
  /** Lengths of the arrays that follow, in words. */
  readonly lengths: readonly number[]
}

/** A compiled scheme as bytes: a head in JSON, then its arrays as they are in memory. For the machine that wrote it (byte order). */
export function writeImage(plan: SchemePlan): Uint8Array {
  const { meta, mdcs, rules, exclusionTables, dictionaries } = plan
  const tables = [plan.dx.table, plan.op.table, plan.dxMap, plan.opMap]
  const arrays = [...tables.map((table) => table.words), ...[plan.dx, plan.op].flatMap((index) => [index.slots, index.otherOffset, index.otherSlots])] // prettier-ignore
  const head: Head = {
    meta,
    mdcs,
    rules,
    exclusionTables,
    dictionaries,
    tables: tables.map(({ long, prefixes }) => ({ long: [...long], prefixes: [...prefixes] })),
    lengths: arrays.map((array) => array.length),
  }
  const text = new TextEncoder().encode(JSON.stringify(head))
  const start = align(MAGIC.length + 4 + text.length)
  const image = new Uint8Array(start + arrays.reduce((sum, array) => sum + array.byteLength, 0))
  image.set(new TextEncoder().encode(MAGIC))
  new DataView(image.buffer).setUint32(MAGIC.length, text.length)
  image.set(text, MAGIC.length + 4)
  let at = start
  for (const array of arrays) {
    image.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += array.byteLength
  }
  return image
}

/** Reads an image without copying its arrays. Throws `drg.image` for anything that is not one of this version. */
export function readImage(source: Uint8Array): SchemePlan {
  // Arrays of words need bytes that begin at a multiple of four.
  const image = source.byteOffset % 4 === 0 ? source : source.slice()
  const magic = new TextDecoder().decode(image.subarray(0, MAGIC.length))
  if (magic !== MAGIC) throw new AppError('invalid', 'drg.image', '不是本版本的分组方案映像')
  const length = new DataView(image.buffer, image.byteOffset).getUint32(MAGIC.length)
  const text = image.subarray(MAGIC.length + 4, MAGIC.length + 4 + length)
  const { tables, lengths, ...rest } = JSON.parse(new TextDecoder().decode(text)) as Head
  let at = align(MAGIC.length + 4 + length)
  const total = lengths.reduce((sum, words) => sum + words * 4, at)
  if (total !== image.length) throw new AppError('invalid', 'drg.image', '分组方案映像不完整')
  const arrays = lengths.map((words) => {
    const array = new Int32Array(image.buffer, image.byteOffset + at, words)
    at += words * 4
    return array
  })
  const [dx, op, dxMap, opMap] = tables.map((table, i) => tableOf(arrays[i]!, table)) as [CodeTable, CodeTable, CodeTable, CodeTable] // prettier-ignore
  const index = (table: CodeTable, first: number): CodeIndex => ({
    table,
    slots: arrays[first]!,
    otherOffset: arrays[first + 1]!,
    otherSlots: arrays[first + 2]!,
  })
  return { ...rest, dx: index(dx, 4), op: index(op, 7), dxMap, opMap }
}

function align(at: number): number {
  return (at + 3) & ~3
}
