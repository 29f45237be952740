import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatRatio } from '@yijian/drg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentDirectory } from '../../paths.ts'
import { openSchemes } from './scheme-versions.ts'

const demo = join(contentDirectory, 'drg-schemes/demo')
let root: string
const at = (name: string) => join(root, name)

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'yijian-versions-'))
  cpSync(demo, at('later'), { recursive: true })
  writeFileSync(at('later/scheme.csv'), 'key,value\nid,later\nname,新版\nversion,2\nvalid_from,2025-07-01\n')
  writeFileSync(at('later/weights.csv'), 'drg,weight\nES19,9.5\n')
  overlay('split', '2025-10-01')
  overlay('whole')
  overlay('early', '2024-01-01')
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** Takes a code out of the list of valid operations: the scheme is another one. */
function overlay(name: string, from?: string): void {
  mkdirSync(at(name))
  writeFileSync(
    at(`${name}/changes.csv`),
    'action,at,set,code,value,name,source\nremove-valid-op,,,36.0700,,,样例文件\n',
  )
  if (from !== undefined)
    writeFileSync(at(`${name}/scheme.csv`), `key,value\nid,${name}\nname,细化\nversion,3\nvalid_from,${from}\n`)
}

const open = (schemes: string[], overlays: string[] = []) => openSchemes({ schemes, overlays, weights: undefined })

describe('schemes by day of discharge', () => {
  it('are one folder a version, and overlays on the version of their first day, in whatever order they are given', () => {
    for (const schemes of [
      [demo, at('later')],
      [at('later'), demo],
    ]) {
      const { versionAt, scheme } = open(schemes, [at('split')])
      const idOn = (day: string) => versionAt!(day).grouper.scheme.plan.meta.id
      const days = ['2019-12-31', '2020-01-01', '2025-06-30', '2025-07-01', '2025-09-30', '2025-10-01', '2030-01-01']
      expect(days.map(idOn)).toEqual(['demo', 'demo', 'demo', 'later', 'later', 'split', 'split'])
      expect([...versionAt!('2025-10-01').weights].map(([drg, weight]) => [drg, formatRatio(weight)])).toEqual([
        ['ES19', '9.5'],
      ])
      expect(scheme).toBe(
        '示范分组方案 demo 1.0（2020-01-01 起出院）；新版 later 2（2025-07-01 起出院）；细化 split 3（2025-10-01 起出院）',
      )
    }
    expect(open([demo], [at('split')]).schemeHash).not.toBe(open([demo]).schemeHash)
  })

  it('an overlay without a first day takes the place of the scheme', () => {
    const { versionAt, scheme, schemeHash } = open([demo], [at('whole')])
    expect([versionAt, scheme]).toEqual([undefined, '示范分组方案 demo 1.0'])
    expect(schemeHash).not.toBe(open([demo]).schemeHash)
  })

  it('names what cannot be put in order', () => {
    expect(() => open([demo, demo])).toThrow('启用日期（valid_from）相同')
    expect(() => open([at('later')], [at('early')])).toThrow('早于分组方案')
    expect(() => open([demo, at('later')], [at('whole')])).toThrow('须写明启用日期')
  })
})
