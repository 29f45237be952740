import { maskNumber } from '../../../platform/masking.ts'
import type { FindingRecord } from '../schema.ts'

/** Masks the numbers of one finding wherever they stand; two numbers never get the same mask, or a graph would merge persons. */
export interface Masker {
  number(text: string): string
  nullable(text: string | null): string | null
  text(text: string): string
  /** Any value of an evidence table. */
  cell<T>(value: T): T | string
}

export function createMasker(numbers: Iterable<string | null>): Masker {
  const masks = new Map<string, string>()
  const taken = new Set<string>()
  const present = [...new Set(numbers)].filter((number): number is string => number !== null && number !== '').sort()
  for (const number of present) {
    let mask = maskNumber(number)
    for (let n = 2; taken.has(mask); n++) mask = `${maskNumber(number)}·${n}`
    taken.add(mask)
    masks.set(number, mask)
  }
  const longestFirst = [...masks].sort(([a], [b]) => b.length - a.length)
  const number = (text: string) => masks.get(text) ?? maskNumber(text)
  const text = (sentence: string) => longestFirst.reduce((masked, [from, to]) => masked.replaceAll(from, to), sentence)
  return {
    number,
    nullable: (value) => (value === null ? null : number(value)),
    text,
    cell: (value) => (typeof value === 'string' ? text(value) : value),
  }
}

/** The personal numbers a finding names outside its visits. A group's members are persons unless they are visits. */
export function numbersOf(
  finding: Pick<FindingRecord, 'psn_no' | 'related_psn_nos' | 'subject_type' | 'subject_id'> &
    Partial<Pick<FindingRecord, 'member_ids' | 'mdtrt_ids' | 'setl_ids'>>,
): (string | null)[] {
  const visits = new Set([...(finding.mdtrt_ids ?? []), ...(finding.setl_ids ?? [])])
  const mayBePersons = finding.subject_type === 'group' || finding.subject_type === 'person'
  const members = mayBePersons ? (finding.member_ids ?? []).filter((id) => !visits.has(id)) : []
  const subject = finding.subject_type === 'person' ? [finding.subject_id] : []
  return [finding.psn_no, ...finding.related_psn_nos, ...members, ...subject]
}
