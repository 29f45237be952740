import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseWeightTable, type Grouper } from '@yijian/drg'
import { schemeHash, settlementHash, versionsByDay, weightRatios, type DatedVersion, type Policy, type SettlementBasis, type VersionAt } from '@yijian/warehouse' // prettier-ignore
import { UsageError } from '../../command.ts'
import { loadGrouper, overlayFrom, weightsText } from './scheme-folder.ts'

interface Given {
  readonly schemes: readonly string[]
  readonly overlays: readonly string[]
  /** In place of the weights of every version. */
  readonly weights: string | undefined
}

export interface OpenSchemes
  extends Pick<Policy, 'weights' | 'versionAt'>, Pick<SettlementBasis, 'scheme' | 'schemeHash'> {
  /** The scheme, or which of its versions holds on a day of discharge. */
  readonly by: Grouper | VersionAt
  readonly weightText: string
}

interface Opened extends DatedVersion {
  readonly weightText: string
}

/**
 * Schemes by day of discharge: those given, and each overlay on the scheme in force on the overlay's own first day. An overlay
 * without a first day, or with that of its scheme, takes the place of the scheme.
 */
export function openSchemes({ schemes, overlays, weights }: Given): OpenSchemes {
  const versions = new Map<string, Opened>()
  const bases = schemes.map((path) => ({ path, opened: openVersion(path, undefined, weights) }))
  for (const { path, opened } of bases) {
    if (versions.has(opened.from ?? '')) throw new UsageError(`两个分组方案的启用日期（valid_from）相同：${path}`)
    versions.set(opened.from ?? '', opened)
  }
  const ordered = bases.toSorted((a, b) => earlier(a.opened, b.opened))
  for (const overlay of overlays) {
    const from = overlayFrom(overlay)
    const base = from === undefined ? onlyOne(ordered, overlay) : ordered.findLast(({ opened }) => (opened.from ?? '') <= from) // prettier-ignore
    if (!base) throw new UsageError(`本地细化 ${overlay} 的启用日期早于分组方案`)
    versions.set(from ?? base.opened.from ?? '', { ...openVersion(base.path, overlay, weights), from: from ?? base.opened.from }) // prettier-ignore
  }
  const [first, ...later] = [...versions.values()].sort(earlier)
  if (!first) throw new UsageError('缺少 --scheme')
  return described([first, ...later])
}

function described(versions: readonly [Opened, ...Opened[]]): OpenSchemes {
  const [first, ...later] = versions
  const { weights, grouper } = first
  const weightText = versions.map((one) => one.weightText).join('\n')
  if (later.length === 0) return { by: grouper, weights, weightText, scheme: nameOf(first), schemeHash: schemeHash(grouper) } // prettier-ignore
  const versionAt = versionsByDay(versions)
  const scheme = versions.map((one) => `${nameOf(one)}${one.from === null ? '' : `（${one.from} 起出院）`}`).join('；')
  const hashes = versions.map((one) => `${one.from ?? ''} ${schemeHash(one.grouper)}\n`)
  return { by: versionAt, versionAt, weights, weightText, scheme, schemeHash: settlementHash(hashes.join('')) }
}

function openVersion(path: string, overlay: string | undefined, weights: string | undefined): Opened {
  const grouper = loadGrouper(path, overlay)
  const own = overlay !== undefined && existsSync(join(overlay, 'weights.csv')) ? overlay : path
  const weightText = weightsText(own, weights)
  return { from: grouper.scheme.plan.meta.validFrom || null, grouper, weights: weightRatios(parseWeightTable(weightText)), weightText } // prettier-ignore
}

function onlyOne<T>(bases: readonly T[], overlay: string): T | undefined {
  if (bases.length > 1) throw new UsageError(`有几个分组方案时，本地细化 ${overlay} 的 scheme.csv 须写明启用日期（valid_from）`) // prettier-ignore
  return bases[0]
}

const earlier = (a: DatedVersion, b: DatedVersion): number => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)

function nameOf({ grouper }: Opened): string {
  const { id, name, version } = grouper.scheme.plan.meta
  return `${name} ${id} ${version}`
}
