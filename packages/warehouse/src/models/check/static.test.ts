import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { loadComponents, loadModel } from '../load-models.ts'
import { staticProblems } from './static.ts'

const contentDirectory = resolve(import.meta.dirname, '../../../../../content')

it('names a column whose dictionary does not exist', () => {
  const model = loadModel(join(contentDirectory, 'models', 'group-hospitalization'))
  const components = loadComponents(contentDirectory)
  expect(staticProblems(model, { components, dictionaries: new Set(['gend']) })).toEqual([])
  expect(staticProblems(model, { components, dictionaries: new Set() })).toMatchObject([
    { file: 'model.yaml', message: '列 gend 的字典 gend 不存在' },
  ])
})
