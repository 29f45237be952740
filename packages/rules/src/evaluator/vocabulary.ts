import type { CompiledRelease } from '../compiled.ts'
import { genericOf, isHerb } from '../keys.ts'
import { createDomain, type Domain } from './domain.ts'
import { createMatcher, type Candidates } from './matcher.ts'
import { signaturesOf } from './signatures.ts'

/** All texts a release has met, as integers: interned once, then only numbers are compared. Grows with the data. */
export interface Vocabulary {
  readonly items: Domain
  readonly dx: Domain
  readonly op: Domain
  readonly words: Domain
  readonly candidates: Candidates
  /** By unit: the number of its test. */
  readonly signatures: Int32Array
  /** Number of a row's code; new codes are matched against the release at once. */
  codeOf(text: string): number
  genericOf(code: number): number
  isHerb(code: number): boolean
}

export function createVocabulary(release: CompiledRelease): Vocabulary {
  const items = createDomain(release, 'items')
  const signatures = signaturesOf(release)
  const matcher = createMatcher(release, signatures)
  const generics = new Map<string, number>()
  const genericIds: number[] = []
  const herbs: boolean[] = []
  return {
    items,
    dx: createDomain(release, 'dx'),
    op: createDomain(release, 'op'),
    words: createDomain(release, 'words'),
    candidates: matcher.candidates,
    signatures,
    codeOf(text) {
      const before = items.size
      const id = items.idOf(text)
      if (id < before) return id
      matcher.add(text)
      const generic = genericOf(text)
      if (!generics.has(generic)) generics.set(generic, generics.size)
      genericIds.push(generics.get(generic)!)
      herbs.push(isHerb(text))
      return id
    },
    genericOf: (code) => genericIds[code]!,
    isHerb: (code) => herbs[code]!,
  }
}
