import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseCsv } from '../library/csv.ts'
import { draftPoint, readLibrary } from '../library/read-library.ts'
import { readStarter } from '../library/starter.ts'
import type { KnowledgePoint } from '../knowledge.ts'
import { findConflicts } from './detect.ts'
import { createJudge } from './judge-alone.ts'
import { viewsOf } from './view.ts'
import { witnessOf } from './witness.ts'

const root = resolve(import.meta.dirname, '../../../../content/knowledge/rules')
const folder = process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data')
const national = resolve(folder, 'nhsa-two-libraries/knowledge_points.csv.gz')
if (!existsSync(national)) console.warn('SKIPPED: the national knowledge points are not beside the project')

function starter(): KnowledgePoint[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const read = (name: string, file: string) => readFileSync(resolve(root, name, file), 'utf8')
  const { points } = readStarter(folders.map(({ name }) => ({ folder: name, csv: read(name, 'points.csv'), source: parse(read(name, 'source.yaml')) as unknown })), '2026-01-01T00:00:00Z') // prettier-ignore
  return points.map(({ point }) => point)
}

/** Points for which no claim could be made that they hit. */
function dead(points: readonly KnowledgePoint[]): string[] {
  const { views, members, failed } = viewsOf(points, [])
  const judge = createJudge([])
  const silent = views.filter((view) => !witnessOf('K7', [view], { judge, members, key: null }))
  return [...failed.keys(), ...silent.map((view) => view.ref)]
}

describe('the library we ship', () => {
  const points = starter()
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
