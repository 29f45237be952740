import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createGrouper } from './group.ts'
import { parseScheme, SCHEME_FILES, splitLine, type SchemeFile } from './scheme.ts'

const shared = resolve(process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'))
const folder = resolve(shared, 'chs-drg-1.1')

function readText(name: string): string {
  const plain = resolve(folder, `${name}.csv`)
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8')
}

describe.skipIf(!existsSync(folder))(
  'CHS-DRG 1.1, 5,000 golden cases (needs the public scheme beside the project)',
  () => {
    const scheme = parseScheme(
      Object.fromEntries(SCHEME_FILES.map((file) => [file, readText(file)])) as Record<SchemeFile, string>,
    )
    const grouper = createGrouper(scheme)
    const [head = '', ...lines] = readText('golden').trim().split(/\r?\n/)
    const columns = splitLine(head)
    const cases = lines.map((line) => {
      const cells = splitLine(line)
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
    })
    const group = (row: Record<string, string>, dx = (row['dx'] ?? '').split('|')) =>
      grouper.group({
        sex: row['sex'] === '1' ? 1 : 2,
        age: Number(row['age']),
        ageDays: Number(row['age_days']),
        birthWeight: row['birth_weight'] === '0' ? undefined : Number(row['birth_weight']),
        dx,
        op: row['op'] ? row['op'].split('|') : [],
      })

    it('agrees in MDC, ADRG, DRG and status', () => {
      const differing = cases.filter((row) => {
        const { mdc, adrg, drg, status } = group(row)
        return mdc !== row['mdc'] || adrg !== row['adrg'] || drg !== row['drg'] || status !== row['status']
      })
      expect(differing).toEqual([])
      expect(cases).toHaveLength(5000)
    })

    it('does not depend on the order of the other diagnoses', () => {
      for (const row of cases) {
        const [main = '', ...others] = (row['dx'] ?? '').split('|')
        expect(group(row, [main, ...others.reverse()])).toEqual(group(row))
      }
    })
  },
)
