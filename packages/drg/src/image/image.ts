import { AppError } from '@yijian/kernel'
import type { CodeIndex } from '../code-index.ts'
import { CODE_FORMS, tableOf, type CodeForm } from '../code-table.ts'
import type { SchemePlan } from '../scheme-plan.ts'

/** Raised whenever the layout or the meaning of an image changes: an older image is then made again. */
export const IMAGE_VERSION = 2
const MAGIC = `drg-scheme-${IMAGE_VERSION}\n`.padEnd(16, ' ')

type Head = Pick<SchemePlan, 'meta' | 'mdcs' | 'rules' | 'exclusionTables' | 'dictionaries'> & {
  /** Codes of other forms of diagnoses, operations and the two maps. */
  readonly others: readonly (readonly string[])[]
  /** Lengths of the arrays that follow, in words. */
  readonly lengths: readonly number[]
}

/** A compiled scheme as bytes: a head in JSON, then its arrays as they are in memory. For the machine that wrote it (byte order). */
export function writeImage(plan: SchemePlan): Uint8Array {
  const { meta, mdcs, rules, exclusionTables, dictionaries } = plan
  const tables = [plan.dx.table, plan.op.table, plan.dxMap, plan.opMap]
  const arrays = [
    ...tables.map((table) => table.pairs),
    ...[plan.dx, plan.op].flatMap((index) => [index.bits, index.ranges, index.slots]),
  ]
  const head: Head = {
    meta,
    mdcs,
    rules,
    exclusionTables,
    dictionaries,
    others: tables.map((table) => table.others),
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
  const { others, lengths, ...rest } = JSON.parse(new TextDecoder().decode(text)) as Head
  let at = align(MAGIC.length + 4 + length)
  const total = lengths.reduce((sum, words) => sum + words * 4, at)
  if (total !== image.length) throw new AppError('invalid', 'drg.image', '分组方案映像不完整')
  const arrays = lengths.map((words) => {
    const array = new Int32Array(image.buffer, image.byteOffset + at, words)
    at += words * 4
    return array
  })
  const table = (number: number, form: CodeForm) => tableOf(form, arrays[number]!, others[number]!)
  const index = (number: number, first: number, form: CodeForm): CodeIndex => ({
    table: table(number, form),
    bits: arrays[first]!,
    ranges: arrays[first + 1]!,
    slots: arrays[first + 2]!,
  })
  const { dx, op } = CODE_FORMS
  return { ...rest, dx: index(0, 4, dx), op: index(1, 7, op), dxMap: table(2, dx), opMap: table(3, op) }
}

function align(at: number): number {
  return (at + 3) & ~3
}
