/**
 * Inpatient diseases of the city: what brings people into hospital, how long they stay and what they are given.
 *
 * A pack line is `[tiers:]mode[quantity][@probability] item/alternative/…`, where mode is
 * `D` every day · `C<part>` the first part of the stay, daily · `O<day>` once, on that day · `R<step>` every so many days ·
 * `P` on the day of the operation. `x<quantity>` may have a fraction, which is then met on average.
 * Alternatives are equally likely; a name may be repeated to weigh more.
 */
export interface Disease {
  readonly id: string
  readonly name: string
  /** ICD-10 医保版 codes, the first the commonest. */
  readonly codes: readonly string[]
  readonly dept: string
  /** Share of the stays of grade 3, 2 and 1 hospitals; 0 = not treated there. */
  readonly weights: readonly [number, number, number]
  /** Median length of stay by grade. */
  readonly los: readonly [number, number, number]
  readonly ages: keyof typeof AGE_PROFILES
  readonly sex?: '1' | '2'
  readonly season?: 'winter' | 'summer'
  readonly operation?: {
    readonly code: string
    readonly share: number
    readonly day: number
    readonly tiers?: string
    readonly block?: boolean
  }
  readonly emergency?: number
  readonly pack: readonly string[]
  readonly secondary?: readonly string[]
  /** `main` is in the general mix; `other` only follows another stay; `special` only where a scheme or case asks for it. */
  readonly role: 'main' | 'other' | 'special'
}

/** Weights of the age bands 0–6, 7–17, 18–44, 45–64, 65–79, 80+. */
export const AGE_PROFILES = {
  all: [1, 1, 1, 1, 1, 1],
  child: [6, 4, 0.6, 0.5, 0.6, 0.6],
  adult: [0, 0.2, 1, 1.2, 1, 0.6],
  middle: [0, 0, 0.7, 1.5, 1.4, 0.8],
  elder: [0, 0, 0.1, 1, 2, 2.2],
  young: [0, 0, 1, 0, 0, 0],
  newborn: [1, 0, 0, 0, 0, 0],
} as const
