import type { Parameter } from '../contract.ts'

type Value = Parameter['current']

/** Only what differs from the present values. */
export function changedValues(
  parameters: readonly Parameter[],
  values: Readonly<Record<string, Value | null>>,
): Record<string, Value> {
  const changed: Record<string, Value> = {}
  for (const parameter of parameters) {
    const value = values[parameter.id]
    if (value !== undefined && value !== null && value !== parameter.current) changed[parameter.id] = value
  }
  return changed
}
