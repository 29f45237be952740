import { join } from 'node:path'
import { ONE, type Grouper } from '@yijian/drg'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Session } from '../engine/public.ts'
import { readSchemeFolder, schemeFolders, type SchemeFolder } from './scheme-folder.ts'

/** A scheme ready to group by. Weights and rates as plain numbers: models compare, they do not pay. */
export interface ShelvedScheme {
  readonly id: string
  readonly hash: string
  readonly grouper: Grouper
  readonly weights: ReadonlyMap<string, number>
  readonly names: ReadonlyMap<string, string>
  /** Rate of a demonstration scheme, where all funds pay the same; others are paid by what was delivered. */
  readonly rate: number | undefined
}

/** Grouping schemes by day of discharge. */
export interface SchemeShelf {
  /** The scheme in force on a day `YYYY-MM-DD`; undefined when there is none. */
  findInForce(day: string): ShelvedScheme | undefined
  /** Schemes that were asked for, by id. */
  used(): readonly { readonly id: string; readonly hash: string }[]
}

export const NO_SCHEMES: SchemeShelf = { findInForce: () => undefined, used: () => [] }

/**
 * The site's own schemes (`DATA/drg-schemes`) before those of the content. A demonstration scheme groups demonstration data only:
 * elsewhere, what was delivered without a group and has no scheme stays without one.
 */
export function siteSchemes(options: {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly demonstration: boolean
}): SchemeShelf {
  const roots = [join(options.dataDirectory, 'drg-schemes'), join(options.contentDirectory, 'drg-schemes')]
  return schemeShelf(roots, options)
}

/** Whether all institutions lie in the synthetic city: 99 is no division of the country. */
export async function isDemonstration(session: Pick<Session, 'row'>): Promise<boolean> {
  const row = await session.row(
    `SELECT COALESCE(bool_and(starts_with(admdvs, '99')), FALSE) AS made_up FROM institution WHERE admdvs IS NOT NULL`,
  )
  return row['made_up'] === true
}

/** Reads the schemes when the first day is asked for, without those for demonstration unless they are wanted. A root's schemes hide those of the roots after it on the days they cover. */
export function schemeShelf(roots: readonly string[], { demonstration } = { demonstration: true }): SchemeShelf {
  let shelves: readonly (readonly SchemeFolder[])[] | undefined
  const opened = new Map<SchemeFolder, ShelvedScheme>()
  const byDay = new Map<string, ShelvedScheme | undefined>()
  const find = (day: string): ShelvedScheme | undefined => {
    shelves ??= roots.map((root) => schemeFolders([root]).map(readSchemeFolder).filter(({ tables }) => demonstration || !tables.meta.demonstration)) // prettier-ignore
    const folder = shelves.map((shelf) => latestInForce(shelf, day)).find((found) => found !== undefined)
    if (!folder) return undefined
    const known = opened.get(folder) ?? openScheme(folder)
    opened.set(folder, known)
    return known
  }
  return {
    findInForce: (day) => {
      if (!byDay.has(day)) byDay.set(day, find(day))
      return byDay.get(day)
    },
    used: () => [...opened.values()].map(({ id, hash }) => ({ id, hash })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

function latestInForce(shelf: readonly SchemeFolder[], day: string): SchemeFolder | undefined {
  const inForce = shelf.filter(
    ({ tables: { meta } }) => (meta.validFrom === '' || meta.validFrom <= day) && (meta.validTo === '' || day <= meta.validTo), // prettier-ignore
  )
  const start = ({ tables: { meta } }: SchemeFolder) => `${meta.validFrom}|${meta.id}`
  return inForce.sort((a, b) => (start(a) < start(b) ? 1 : -1))[0]
}

function openScheme(folder: SchemeFolder): ShelvedScheme {
  const { meta, drg } = folder.tables
  return {
    id: meta.id === '' ? folder.hash : meta.id,
    hash: folder.hash,
    grouper: folder.grouper(),
    weights: new Map([...folder.weights].map(([group, weight]) => [group, Number(weight) / Number(ONE)])),
    names: new Map(drg.map((row) => [row.drg, row.name])),
    rate: meta.demonstration ? onlyRate(folder.parameters) : undefined,
  }
}

const FixedRates = z.object({ rates: z.object({ method: z.literal('fixed'), rates: z.array(z.object({ rate: z.number() })) }) }) // prettier-ignore

/** The rate of `payment.yaml` when it is one for all. */
function onlyRate(parameters: string | null): number | undefined {
  const read = FixedRates.safeParse(parse(parameters ?? ''))
  const rates = new Set((read.data?.rates.rates ?? []).map(({ rate }) => rate))
  return rates.size === 1 ? [...rates][0] : undefined
}
