import type { CompiledRelease } from '../compiled.ts'
import type { SetDomain } from '../params.ts'

/** Texts of one kind as small integers, each with a bit per code set that holds it. */
export interface Domain {
  /** The number of the text, given on first sight. */
  idOf(text: string): number
  textOf(id: number): string
  readonly size: number
  /** `setNo` is the release's number of a set of this domain. */
  has(id: number, setNo: number): boolean
}

/** The sets of one domain by prefix (or whole word), ready to mark new texts. */
export function createDomain(release: CompiledRelease, domain: SetDomain): Domain {
  const sets = release.sets.map((set, number) => ({ ...set, number })).filter((set) => set.domain === domain)
  const width = Math.max(1, (sets.length + 31) >> 5)
  const bitOf = new Int32Array(release.sets.length).fill(-1)
  const byText = new Map<string, number[]>()
  const lengths = new Set<number>()
  for (const [bit, set] of sets.entries()) {
    bitOf[set.number] = bit
    for (const member of set.members) {
      const bits = byText.get(member)
      if (bits) bits.push(bit)
      else byText.set(member, [bit])
      lengths.add(member.length)
    }
  }
  const ids = new Map<string, number>()
  const texts: string[] = []
  let bits = new Uint32Array(width * 64)

  function add(text: string): number {
    const id = texts.push(text) - 1
    ids.set(text, id)
    if ((id + 1) * width > bits.length) bits = grown(bits)
    const parts = domain === 'words' ? [text] : prefixes(text, lengths)
    for (const part of parts)
      for (const bit of byText.get(part) ?? []) bits[id * width + (bit >> 5)]! |= 1 << (bit & 31)
    return id
  }
  return {
    idOf: (text) => ids.get(text) ?? add(text),
    textOf: (id) => texts[id] ?? '',
    get size() {
      return texts.length
    },
    has: (id, setNo) => {
      const bit = bitOf[setNo]!
      return ((bits[id * width + (bit >> 5)]! >>> (bit & 31)) & 1) === 1
    },
  }
}

export function prefixes(text: string, lengths: ReadonlySet<number>): string[] {
  const parts: string[] = []
  for (const length of lengths) if (length <= text.length) parts.push(text.slice(0, length))
  return parts
}

function grown(bits: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(bits.length * 2)
  larger.set(bits)
  return larger
}
