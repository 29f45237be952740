import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(resolve(root, file)))
const source = tracked.filter((file) => /^(packages|apps|content)\/.*\.(ts|tsx|sql|yaml)$/.test(file))
const text = source.map((file) => readFileSync(resolve(root, file), 'utf8')).join('\n')

describe('glossary', () => {
  const identifiers = [...readFileSync(resolve(root, 'GLOSSARY.md'), 'utf8').matchAll(/\| `([A-Za-z0-9_]+)` \|/g)].map(
    (match) => match[1] as string,
  )

  it('names at least a dozen identifiers', () => {
    expect(identifiers.length).toBeGreaterThan(12)
  })

  it.each(identifiers)('%s is a word of the source', (identifier) => {
    expect(new RegExp(`\\b${identifier}\\b`).test(text)).toBe(true)
  })
})

describe('the tree', () => {
  it('has none of the folders that hide things without a name', () => {
    const nameless = /(^|\/)(utils|common|helpers|shared|types)\//
    expect(tracked.filter((file) => nameless.test(file))).toEqual([])
  })

  it('holds no absolute path of a developer machine and no registry host', () => {
    const own = resolve(import.meta.dirname, 'words.test.ts')
    const offenders = tracked.filter((file) => {
      if (resolve(root, file) === own || /\.(png|ico|woff2?)$/.test(file)) return false
      return /\/work\/(main|shared)|\/home\/[a-z]+\/|registry\.npmjs/.test(readFileSync(resolve(root, file), 'utf8'))
    })
    expect(offenders).toEqual([])
  })
})
