/** SHA-256 of a text (UTF-8) as lower-case hex: the same digest every SQL engine and every host computes. */
export function sha256(text: string): string {
  const bytes = padded(text)
  const state = Int32Array.from(START)
  for (let at = 0; at < bytes.length; at += 64) compress(state, bytes, at)
  let hex = ''
  for (const word of state) hex += (word >>> 0).toString(16).padStart(8, '0')
  return hex
}

const { START, ROUND } = constants()
const schedule = new Int32Array(64)
const encoder = new TextEncoder()

function padded(text: string): Uint8Array {
  const source = encoder.encode(text)
  const bytes = new Uint8Array((((source.length + 8) >> 6) + 1) << 6)
  bytes.set(source)
  bytes[source.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setUint32(bytes.length - 8, Math.floor(source.length / 0x20000000))
  view.setUint32(bytes.length - 4, (source.length << 3) >>> 0)
  return bytes
}

function compress(state: Int32Array, bytes: Uint8Array, offset: number): void {
  const w = schedule
  for (let i = 0; i < 16; i++) {
    const at = offset + i * 4
    w[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  }
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15]!
    const b = w[i - 2]!
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}

function turn(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by))
}

/** Fractions of square roots (start) and cube roots (rounds) of the first primes. */
function constants() {
  const start = new Int32Array(8)
  const round = new Int32Array(64)
  for (let n = 2, found = 0; found < 64; n++) {
    if (!isPrime(n)) continue
    if (found < 8) start[found] = (Math.sqrt(n) * 0x100000000) | 0
    round[found++] = (Math.cbrt(n) * 0x100000000) | 0
  }
  return { START: start, ROUND: round }
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
}
