import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parseCsv } from '../library/csv.ts'
import { draftPoint, readLibrary } from '../library/read-library.ts'
import { shippedFolders } from '../library/shipped.test-helper.ts'
import { readStarter } from '../library/starter.ts'
import type { KnowledgePoint } from '../knowledge.ts'
import { findConflicts } from './detect.ts'
import { createJudge } from './judge-alone.ts'
import { viewsOf } from './view.ts'
import { witnessOf } from './witness.ts'

const folder = process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data')
const national = resolve(folder, 'nhsa-two-libraries/knowledge_points.csv.gz')
if (!existsSync(national)) console.warn('SKIPPED: the national knowledge points are not beside the project')

/** Points for which no claim could be made that they hit. */
function dead(points: readonly KnowledgePoint[]): string[] {
  const { views, members, failed } = viewsOf(points, [])
  const judge = createJudge([])
  const silent = views.filter((view) => !witnessOf('K7', [view], { judge, members, key: null }))
  return [...failed.keys(), ...silent.map((view) => view.ref)]
}

describe('the library we ship', () => {
  const points = readStarter(shippedFolders(), '2026-01-01T00:00:00Z').points.map(({ point }) => point)
  test('contradicts itself nowhere; two points are stricter on purpose than the broader one of their rule', () => {
    const found = findConflicts({ points, sets: [] }).map((conflict) => [conflict.code, ...conflict.points])
    expect(found).toEqual([
      ['K3', 'YJ-R41-1@1', 'YJ-R41-2@1'],
      ['K3', 'YJ-R43-1@1', 'YJ-R43-3@1'],
    ])
  })
  test('has no point that no claim could hit', () => {
    expect(dead(points)).toEqual([])
  })
})

describe.skipIf(!existsSync(national))('the national points', () => {
  const rows = existsSync(national) ? parseCsv(gunzipSync(readFileSync(national)).toString('utf8')) : []
  const points = readLibrary({ file: 'knowledge_points.csv', rows }).points.filter((point) => point.reason === null).map(draftPoint) // prettier-ignore
  test('every executable one is hit by a claim made for it', () => {
    expect(dead(points)).toEqual([])
  })
  test('their conflicts are few, and each can be seen', () => {
    const conflicts = findConflicts({ points, sets: [] })
    for (const { code, message } of conflicts) console.log(code, message)
    expect(conflicts.length).toBeLessThan(20)
    expect(conflicts.every(({ witness }) => witness !== null)).toBe(true)
  })
})
