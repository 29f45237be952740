import { join, resolve } from 'node:path'
import { checkModels, loadModels } from '@yijian/warehouse'
import { describe, expect, it } from 'vitest'

const contentDirectory = resolve(import.meta.dirname, '../../content')

/** Declares the catalogue check of every second model folder, so that two workers share the catalogue. */
export function checkShare(share: 0 | 1): void {
  const models = loadModels(contentDirectory).models.filter((_, index) => index % 2 === share)
  describe('every model folder passes the catalogue check', () => {
    for (const { definition, folder } of models) {
      it(`${definition.code} ${definition.id}`, { timeout: 300_000 }, async () => {
        const report = await checkModels({ contentDirectory, folders: [join(folder)] })
        expect(report.models.flatMap((model) => model.errors)).toEqual([])
        expect(report.models.map((model) => model.id)).toEqual([definition.id])
        expect(report.models[0]?.cases).toBeGreaterThan(2)
      })
    }
  })
}
