import type { CompiledRelease } from '@yijian/rules'

/** Units of a release that name a code, on either side, and look at rows together; those that judge each row alone are left out. */
export type UnitsOf = (code: string) => readonly number[]

const KEPT = 100_000
const made = new WeakMap<CompiledRelease, UnitsOf>()

export function unitsOfRelease(release: CompiledRelease): UnitsOf {
  const known = made.get(release)
  if (known) return known
  const units = indexKeys(release)
  made.set(release, units)
  return units
}

function indexKeys({ keys, units: all }: CompiledRelease): UnitsOf {
  const exact = new Map<string, number[]>()
  const prefix = new Map<string, number[]>()
  for (const { text, exact: isExact, unit } of keys) {
    if (all[unit]?.shape.plan.form === 'each') continue
    const index = isExact ? exact : prefix
    const units = index.get(text)
    if (units) units.push(unit)
    else index.set(text, [unit])
  }
  const lengths = [...new Set([...prefix.keys()].map(({ length }) => length))]
  const seen = new Map<string, readonly number[]>()
  return (code) => {
    const known = seen.get(code)
    if (known) return known
    const found = [...(exact.get(code) ?? [])]
    for (const length of lengths) if (length <= code.length) found.push(...(prefix.get(code.slice(0, length)) ?? []))
    if (seen.size >= KEPT) seen.clear()
    seen.set(code, found)
    return found
  }
}
