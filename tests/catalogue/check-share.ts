import { resolve } from 'node:path'
import { loadModels, type ModelChecker, openModelCheck } from '@yijian/warehouse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const contentDirectory = resolve(import.meta.dirname, '../../content')

/** Declares the catalogue check of every second model folder, so that two workers share the catalogue. */
export function checkShare(share: 0 | 1): void {
  const models = loadModels(contentDirectory).models.filter((_, index) => index % 2 === share)
  describe('every model folder passes the catalogue check', () => {
    let checker: ModelChecker
    beforeAll(async () => {
      checker = await openModelCheck({ contentDirectory })
    })
    afterAll(() => checker.close())
    for (const { definition, folder } of models) {
      it(`${definition.code} ${definition.id}`, { timeout: 300_000 }, async () => {
        const { id, errors, cases, passed } = await checker.check(folder)
        expect({ id, errors, passed }).toEqual({ id: definition.id, errors: [], passed: cases })
        expect(cases).toBeGreaterThan(2)
      })
    }
  })
}
