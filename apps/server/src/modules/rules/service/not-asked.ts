import { findKind, type CompiledRelease } from '@yijian/rules'
import type { AuditRequest } from '../real-time/normalise.ts'

const TRACE = 'stock:trace:'
const releases = new WeakMap<CompiledRelease, ReadonlyMap<string, readonly string[]>>()

/**
 * Rules of this stage that look at figures of the whole institution (T17, T18), which no request carries: by rule, how many lines they
 * would have asked about. They cannot tell; a scan of history can.
 */
export function notAsked(
  release: CompiledRelease,
  { stage, patients }: Pick<AuditRequest, 'stage' | 'patients'>,
): ReadonlyMap<string, number> {
  const open = new Map<string, number>()
  for (const [kind, prefixes] of tracedBy(release)) {
    if (!findKind(kind)?.stages.includes(stage)) continue
    const isAsked = (code: string) => prefixes.some((prefix) => code.startsWith(prefix))
    const n = patients.reduce((sum, { lines, judged }) => sum + lines.filter(({ sn, code }) => judged.has(sn) && isAsked(code)).length, 0) // prettier-ignore
    if (n > 0) open.set(kind, n)
  }
  return open
}

/** Beginnings of codes whose stock some rule looks at. */
function tracedBy(release: CompiledRelease): ReadonlyMap<string, readonly string[]> {
  const known = releases.get(release)
  if (known) return known
  const found = new Map<string, string[]>()
  for (const { text, unit } of release.keys) {
    if (!text.startsWith(TRACE)) continue
    const { id } = release.units[unit]!.kind
    found.set(id, [...(found.get(id) ?? []), text.slice(TRACE.length)])
  }
  releases.set(release, found)
  return found
}
