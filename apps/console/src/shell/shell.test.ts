import { describe, expect, it } from 'vitest'
import { safeNext } from './safe-next.ts'

describe('where a sign-in leads', () => {
  it.each([
    ['/findings?level=%E9%AB%98', '/findings?level=%E9%AB%98'],
    [undefined, '/'],
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/sign-in?next=/', '/'],
    [7, '/'],
  ])('%s → %s', (next, target) => {
    expect(safeNext(next)).toBe(target)
  })
})
