import { AppError } from '@yijian/kernel'
import { readState } from '@yijian/warehouse'
import type { Access } from '../../../platform/access/scope.ts'
import type { SelfCheckContext } from './context.ts'

/** What the city's warehouse knows of an institution. */
export interface Place {
  readonly fixmedinsCode: string
  readonly fixmedinsName: string
  readonly admdvs: string | null
  /** Service dates of its settlements; null: none. */
  readonly from: string | null
  readonly to: string | null
}
export interface PlacesQuestion {
  readonly codes: readonly string[]
}

const known = new WeakMap<SelfCheckContext, { key: string; places: readonly Place[] }>()

/** 本机构: those of the account. Read from the city's data, never from what an institution uploads: the region decides who sees it. */
export async function placesOf(context: SelfCheckContext, access: Access): Promise<readonly Place[]> {
  const codes = ownCodes(access)
  const { dataDirectory } = context.platform.settings
  const key = `${readState(dataDirectory).snapshot ?? ''}/${codes.join()}`
  const before = known.get(context)
  if (before?.key === key) return before.places
  const found = (await context.platform.reader.read('self-check.places', { codes })) as Place[]
  const places = codes.map((code) => found.find(({ fixmedinsCode }) => fixmedinsCode === code) ?? unknownPlace(code))
  known.set(context, { key, places })
  return places
}

function unknownPlace(fixmedinsCode: string): Place {
  return { fixmedinsCode, fixmedinsName: fixmedinsCode, admdvs: null, from: null, to: null }
}

function ownCodes({ scope }: Access): readonly string[] {
  return scope.kind === 'institution' ? scope.fixmedinsCodes : []
}

/** The institution a check is for: the one named, which must be the account's, or the account's only one. */
export async function placeFor(context: SelfCheckContext, access: Access, code: string | undefined): Promise<Place> {
  const places = await placesOf(context, access)
  const place = code === undefined ? (places.length === 1 ? places[0] : undefined) : places.find(({ fixmedinsCode }) => fixmedinsCode === code) // prettier-ignore
  if (!place) {
    throw code === undefined
      ? new AppError('invalid', 'self-check.institution', '请选择要自查的机构')
      : new AppError('missing', 'self-check.institution', '机构不存在，或不是本账号的机构')
  }
  return place
}
