import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256, shortHash } from './hash.ts'

it.each([0, 1, 54, 55, 56, 63, 64, 65, 1000, 5000])('gives the standard digest of %i characters, ASCII or Chinese', (length) => {
  for (const text of ['x'.repeat(length), '医'.repeat(length), `x${'鉴'.repeat(length)}`])
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
}) // prettier-ignore

it('digests parts like the text they make', () => {
  for (const parts of [['R1', 'KP-1', '', '2025-03-01'], ['医', '鉴', 'x'.repeat(60)], ['x'.repeat(900), '鉴'.repeat(900), 'y'.repeat(900)]])
    expect(shortHash(parts)).toBe(sha256(parts.join('|')).slice(0, 32))
}) // prettier-ignore
