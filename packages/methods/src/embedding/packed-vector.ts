/**
 * A unit vector as text, four characters a component (24 bits, step 1.2e-7): small enough to travel through a table.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0))
const VALUES = new Uint8Array(128)
CODES.forEach((code, value) => (VALUES[code] = value))
const HALF = 2 ** 23

/** Components within [−1, 1]. */
export function packVector(vector: Float64Array): string {
  const bytes = new Uint8Array(vector.length * 4)
  for (let i = 0; i < vector.length; i++) {
    const value = Math.min(2 * HALF - 1, Math.max(0, Math.round((vector[i] as number) * HALF) + HALF))
    for (let part = 0; part < 4; part++) bytes[4 * i + part] = CODES[(value >> (18 - 6 * part)) & 63] as number
  }
  return String.fromCharCode.apply(undefined, bytes as unknown as number[])
}

/** Writes the components into `into` from `at`; what the text does not have stays as it is. */
export function unpackVector(text: string, into: Float64Array, at: number): void {
  for (let i = 0; i < packedLength(text); i++) {
    let value = 0
    for (let part = 0; part < 4; part++) value = (value << 6) | (VALUES[text.charCodeAt(4 * i + part) & 127] as number)
    into[at + i] = (value - HALF) / HALF
  }
}

export function packedLength(text: string): number {
  return text.length >> 2
}
