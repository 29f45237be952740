import { AGE_PROFILES } from '../knowledge/diseases.ts'
import { ALL_DISEASES, NUMBERED_COMPLAINTS } from '../knowledge/world.ts'
import { DISTRICTS, type Institution } from '../places/institutions.ts'
import { type Cells } from './load-rows.ts'

/** Spreads `slots` over weighted entries, largest remainders first, so that shares are met exactly. */
export function spread<T>(entries: readonly { readonly value: T; readonly weight: number }[], slots: number): T[] {
  const total = entries.reduce((sum, entry) => sum + entry.weight, 0)
  const parts = entries.map((entry, index) => ({ ...entry, index, exact: (entry.weight / total) * slots }))
  const counts = parts.map((part) => Math.floor(part.exact))
  let left = slots - counts.reduce((sum, count) => sum + count, 0)
  for (const part of [...parts].sort((a, b) => (b.exact % 1) - (a.exact % 1) || a.index - b.index))
    if (left-- > 0) counts[part.index] = (counts[part.index] ?? 0) + 1
  return parts.flatMap((part) => Array.from({ length: counts[part.index] ?? 0 }, () => part.value))
}

const seasonal = (season: string | undefined, now: number) =>
  season === 'winter' ? (now === 1 ? 1.35 : 0.85) : season === 'summer' ? (now === 2 ? 1.45 : 0.85) : 1
export const cells = <T>(list: readonly T[], make: (value: T, slot: number) => Cells): Cells[] => list.map(make)

export function diseasePicks(): Cells[] {
  const rows: Cells[] = []
  for (const tier of [1, 2, 3])
    for (let band = 0; band < 6; band++)
      for (const gend of ['1', '2'])
        for (let season = 0; season < 3; season++) {
          const entries = ALL_DISEASES.filter(
            (disease) => disease.role === 'main' && (disease.sex === undefined || disease.sex === gend),
          ).map((disease) => ({
            value: disease.did,
            weight:
              (disease.weights[3 - tier] ?? 0) *
              (AGE_PROFILES[disease.ages][band] ?? 0) *
              seasonal(disease.season, season),
          }))
          rows.push(...cells(spread(entries, 500), (did, slot) => ({ tier, band, gend, season, slot, did })))
        }
  return rows
}

export function complaintPicks(): Cells[] {
  const rows: Cells[] = []
  for (let band = 0; band < 6; band++)
    for (const gend of ['1', '2'])
      for (let season = 0; season < 3; season++) {
        const entries = NUMBERED_COMPLAINTS.filter((one) => one.sex === undefined || one.sex === gend).map((one) => ({
          value: one.cid,
          weight: one.weight * (AGE_PROFILES[one.ages][band] ?? 0) * seasonal(one.season, season),
        }))
        rows.push(...cells(spread(entries, 200), (cid, slot) => ({ band, gend, season, slot, cid })))
      }
  return rows
}

export function hospitalPicks(institutions: readonly Institution[]): Cells[] {
  const rows: Cells[] = []
  for (const tier of [1, 2, 3])
    for (let district = 0; district < DISTRICTS.length; district++) {
      const fit = institutions.filter(
        (one) => one.tier === String(tier) && (one.specialty === 'general' || one.specialty === 'tcm'),
      )
      const entries = fit.map((one) => ({
        value: one.iid,
        weight: tier === 3 ? 1 : one.district === district ? 1.6 : 1,
      }))
      rows.push(...cells(spread(entries, 200), (iid, slot) => ({ tier, district, slot, iid })))
    }
  return rows
}

export function pharmacyPicks(institutions: readonly Institution[]): Cells[] {
  return DISTRICTS.flatMap((_, district) => {
    const entries = institutions
      .filter((one) => one.specialty === 'pharmacy')
      .map((one) => ({ value: one.iid, weight: one.district === district ? 40 : 0.3 }))
    return cells(spread(entries, 60), (iid, slot) => ({ district, slot, iid }))
  })
}

const HOMES = { C34: 'oncology', H25: 'eye', F20: 'psychiatry', I69: 'rehabilitation' } as const

export function homes(institutions: readonly Institution[]): Cells[] {
  return Object.entries(HOMES).flatMap(([id, specialty]) => {
    const entries = institutions
      .filter((one) => one.specialty === specialty)
      .map((one) => ({ value: one.iid, weight: 1 }))
    return cells(spread(entries, 12), (iid, slot) => ({ id, slot, iid }))
  })
}
