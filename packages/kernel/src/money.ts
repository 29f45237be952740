import { AppError } from './errors.ts'

/** 金额: an amount of money in whole fen (分). Never a float. `DECIMAL(16,2)` in SQL, a decimal string in yuan on the wire. */
export type Fen = bigint & { readonly __unit: 'fen' }

const YUAN = /^(-?)(\d{1,14})(?:\.(\d{1,2}))?$/

/** Parses a decimal string in yuan ("12.3", "-0.05", "1200") into fen. Throws `invalid` for anything else. */
export function parseYuan(text: string): Fen {
  const match = YUAN.exec(text)
  if (!match) throw new AppError('invalid', 'money.invalid', `金额格式不正确：${text}`)
  const [, sign, whole = '0', fraction = ''] = match
  const fen = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0') || '0')
  return (sign === '-' ? -fen : fen) as Fen
}

/** Fen → decimal string in yuan with two decimals, the form used on the wire and in exports. */
export function formatYuan(fen: bigint): string {
  const abs = fen < 0n ? -fen : fen
  return `${fen < 0n ? '-' : ''}${abs / 100n}.${(abs % 100n).toString().padStart(2, '0')}`
}

/** 四舍五入: n / d rounded half away from zero. The only place where money is rounded in TypeScript. */
export function divideRounded(n: bigint, d: bigint): bigint {
  if (d === 0n) throw new AppError('invalid', 'money.divide-by-zero', '除数不能为零')
  const negative = n < 0n !== d < 0n
  const num = n < 0n ? -n : n
  const den = d < 0n ? -d : d
  const rounded = (num * 2n + den) / (den * 2n)
  return negative ? -rounded : rounded
}
