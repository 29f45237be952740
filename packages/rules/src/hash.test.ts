import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256 } from './hash.ts'

it.each([0, 1, 54, 55, 56, 63, 64, 65, 1000, 5000])('gives the standard digest of %i characters, ASCII or Chinese', (length) => {
  for (const text of ['x'.repeat(length), '医'.repeat(length), `x${'鉴'.repeat(length)}`])
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
}) // prettier-ignore
