import { AppError } from '@yijian/kernel'
import type { SchemeSource } from '../../../workers/drg-task.ts'
import { approvedSplits } from '../store/simulations.ts'
import type { DrgContext } from './context.ts'

/** The scheme of the parameters, then its approved local versions by first day of discharge. */
export async function versionsOf(context: DrgContext, schemeId: string): Promise<SchemeSource[]> {
  const own = await approvedSplits(context.db, schemeId)
  const later = own.map(({ result_scheme, valid_from }) => ({ ...sourceOf(context, result_scheme ?? ''), from: valid_from })) // prettier-ignore
  return [sourceOf(context, schemeId), ...later]
}

export function sourceOf({ schemes }: DrgContext, schemeId: string): SchemeSource {
  return { schemeId, from: null, directory: schemes.directoryOf(schemeId) }
}

/** The version for the discharges of a month: versions begin on the first of a month. */
export function schemeAt<T extends { readonly from: string | null }>(versions: readonly T[], month: string): T {
  const found = versions.findLast(({ from }) => from === null || from <= `${month}-01`)
  if (!found) throw new AppError('missing', 'drg.scheme', '没有这个分组方案')
  return found
}
