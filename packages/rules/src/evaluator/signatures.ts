import { alikeKey, type CompiledRelease } from '../compiled.ts'

/** Units that share a test have one number: parts of a condition that the unit's own parameters decide are folded away. */
export function signaturesOf({ units }: CompiledRelease): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(units, (unit) => {
    const key = alikeKey(unit)
    const known = numbers.get(key)
    if (known === undefined) numbers.set(key, numbers.size)
    return known ?? numbers.size - 1
  })
}
