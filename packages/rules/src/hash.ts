/** SHA-256 of a text (UTF-8) as lower-case hex: the same digest every SQL engine and every host computes. */
export function sha256(text: string): string {
  start()
  put(text)
  finish()
  return hex(8)
}

/** The first half of `sha256(parts.join('|'))`, without making that text. */
export function shortHash(parts: readonly string[]): string {
  start()
  for (let i = 0; i < parts.length; i++) {
    if (i > 0) bytes[length++] = BAR
    put(parts[i]!)
  }
  finish()
  return hex(4)
}

const BAR = '|'.charCodeAt(0)
const { START, ROUND } = constants()
const schedule = new Int32Array(64)
const state = new Int32Array(8)
const encoder = new TextEncoder()
/** Code of each of the sixteen digits. */
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const HALF = new Array<number>(32).fill(0)
const WHOLE = new Array<number>(64).fill(0)
let bytes = new Uint8Array(1024)
let length = 0

function start(): void {
  length = 0
}

/** Adds a text to the message in `bytes`; room is left for one more byte and the padding. */
function put(text: string): void {
  const most = length + text.length * 3 + 74
  if (most > bytes.length) {
    const larger = new Uint8Array(most * 2)
    larger.set(bytes)
    bytes = larger
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) {
      length += encoder.encodeInto(text.slice(i), bytes.subarray(length)).written
      return
    }
    bytes[length++] = unit
  }
}

/** Pads the message and digests it into `state`. */
function finish(): void {
  const padded = (((length + 8) >> 6) + 1) << 6
  bytes.fill(0, length, padded)
  bytes[length] = 0x80
  const bits = length * 8
  for (let i = 1; i <= 6; i++) bytes[padded - i] = Math.floor(bits / 2 ** (8 * (i - 1))) & 255
  state.set(START)
  for (let at = 0; at < padded; at += 64) compress(at)
}

/** The first `words` words of the digest, as one flat text: joined digit by digit it would be a chain that every reader has to flatten. */
function hex(words: number): string {
  const digits = words === 4 ? HALF : WHOLE
  for (let i = 0, at = 0; i < words; i++)
    for (let shift = 28; shift >= 0; shift -= 4) digits[at++] = DIGITS[(state[i]! >>> shift) & 15]!
  return String.fromCharCode.apply(null, digits)
}

function compress(offset: number): void {
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
