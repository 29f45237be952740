import { getDisease } from '../knowledge/world.ts'
import { type Institution } from '../places/institutions.ts'
import { type Random } from '../random.ts'
import { type CaseBook } from './case-book.ts'

/** Diseases of the general mix that need no operation, with departments of their own, by where they are treated. */
export const QUIET = {
  first: ['M54', 'E11', 'J44', 'G45', 'H81', 'M47', 'I63', 'M51', 'K52'],
  second: ['M54', 'E11', 'J44', 'G45', 'H81', 'M47', 'I63', 'M51', 'J18', 'I50'],
  third: ['M54', 'E11', 'J44', 'G45', 'H81', 'M51', 'I63', 'J18', 'I50'],
} as const

/** Hospitals of grade 2 and 1, the ordinary scene of most schemes. */
export function lowerHospital(book: CaseBook, random: Random): Institution {
  return random.pick(random.chance(0.55) ? book.pools.second : book.pools.first)
}

export const quietDisease = (random: Random, at: Institution) =>
  random.pick(at.tier === '3' ? QUIET.third : at.tier === '2' ? QUIET.second : QUIET.first)

/** As many diseases as asked for, no two of one department side by side, none twice within four. */
export function mixedDiseases(random: Random, count: number): string[] {
  const pool = ['M54', 'E11', 'J44', 'G45', 'M51', 'I63', 'K52', 'I10', 'M47', 'J18', 'H81']
  const chosen: string[] = []
  while (chosen.length < count) {
    const fit = pool.filter(
      (id) =>
        !chosen.slice(-5).includes(id) &&
        (chosen.length === 0 || getDisease(id).dept !== getDisease(chosen.at(-1) ?? id).dept),
    )
    chosen.push(random.pick(fit))
  }
  return chosen
}

/** Another hospital of the same grade. */
export function otherOf(random: Random, list: readonly Institution[], not: Institution): Institution {
  return random.pick(list.filter((one) => one.iid !== not.iid))
}

/** Kilometres between two institutions (great circle). */
export function distanceKm(a: Institution, b: Institution): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lng - a.lng) * rad) / 2) ** 2
  return 12742 * Math.asin(Math.sqrt(h))
}
