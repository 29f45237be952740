/** Particulars of a person and of the ward, which differ between honest copies and say nothing about the text. */
const PARTICULARS =
  /(?:姓名|性别|年龄|出生日期|民族|婚姻|职业|籍贯|住址|地址|电话|联系人|住院号|病案号|床号|科室|入院日期|入院时间|出院日期|记录日期|记录时间|医师签名)[:：]?[^，。；、\s]{0,20}/g

/** The text without particulars, digits, spaces and punctuation. */
export const normalised = (text: string): string => text.replace(PARTICULARS, '').replace(/[\p{N}\p{P}\p{S}\s]/gu, '')

/** 32-bit hashes of all runs of `size` characters, in the order of the text. */
export function shingleHashes(text: string, size: number): Int32Array {
  const hashes = new Int32Array(Math.max(0, text.length - size + 1))
  for (let start = 0; start < hashes.length; start++) {
    let hash = 0x811c9dc5 | 0
    for (let i = start; i < start + size; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hashes[start] = hash
  }
  return hashes
}

/** Distinct values, ascending. */
export function distinctSorted(values: Int32Array): Int32Array {
  const sorted = Int32Array.from(values).sort()
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])
}

/** Shared values ÷ all values of two ascending sets. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  let [i, j, shared] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] as number, b[j] as number]
    if (x === y) shared++
    if (x <= y) i++
    if (y <= x) j++
  }
  const all = a.length + b.length - shared
  return all === 0 ? 0 : shared / all
}

/** The longest passage of a text all of whose shingles the other set has, cut to `limit` characters. */
export function commonPassage(
  text: string,
  other: ReadonlySet<number>,
  { size, limit }: { size: number; limit: number },
): string {
  const hashes = shingleHashes(text, size)
  let [best, bestStart, run] = [0, 0, 0]
  hashes.forEach((hash, i) => {
    run = other.has(hash) ? run + 1 : 0
    if (run > best) [best, bestStart] = [run, i - run + 1]
  })
  return best === 0 ? '' : text.slice(bestStart, bestStart + Math.min(limit, best + size - 1))
}
