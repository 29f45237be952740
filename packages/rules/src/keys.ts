import { AppError } from '@yijian/kernel'
import type { Source } from './fields.ts'

/** A key of a knowledge point as a pattern over the code texts of rows. */
export interface PatternKey {
  readonly source: Source
  readonly text: string
  readonly exact: boolean
}

const PREFIXES: Readonly<Record<string, Source>> = {
  visit: 'visit',
  dx: 'dx',
  op: 'op',
  ratio: 'aggregate',
  stock: 'aggregate',
}

/** `XA01…` exact, `XB01*` prefix, `dx:A51*` of another source. Throws `invalid`. */
export function parseKey(key: string): PatternKey {
  const exact = !key.endsWith('*')
  const text = exact ? key : key.slice(0, -1)
  if (!/^[\w.:+\-\u4e00-\u9fff]+$/.test(text)) throw new AppError('invalid', 'rules.key', `对象编码格式不正确：${key}`)
  return { source: sourceOf(text), text, exact }
}

export function sourceOf(text: string): Source {
  const colon = text.indexOf(':')
  return colon < 0 ? 'line' : (PREFIXES[text.slice(0, colon)] ?? 'line')
}

/** Longer wins; of equal length an exact key wins over a prefix. */
export function weightOf(key: PatternKey): number {
  return key.text.length * 2 + (key.exact ? 1 : 0)
}

/** 通用名: the first 14 characters of a drug code; other codes stand for themselves. */
export function genericOf(code: string): string {
  return /^[XZ]/.test(code) ? code.slice(0, 14) : code
}

export function isHerb(code: string): boolean {
  return code.startsWith('T')
}
