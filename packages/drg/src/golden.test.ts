import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGrouper, type Grouper } from './group.ts'
import { lintScheme } from './lint.ts'
import { parseScheme, SCHEME_FILES, splitLine, type SchemeFile } from './scheme.ts'

const shared = resolve(process.env['YIJIAN_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'))
const folder = resolve(shared, 'chs-drg-1.1')

function readText(name: string, from = folder): string {
  const plain = resolve(from, `${name}.csv`)
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8')
}

function readScheme(from: string): Record<SchemeFile, string> {
  return Object.fromEntries(SCHEME_FILES.map((file) => [file, readText(file, from)])) as Record<SchemeFile, string>
}

type Row = Readonly<Record<string, string>>

function readCases(): Row[] {
  const [head = '', ...lines] = readText('golden').trim().split(/\r?\n/)
  const columns = splitLine(head)
  return lines.map((line) => {
    const cells = splitLine(line)
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
  })
}

describe.skipIf(!existsSync(folder))(
  'CHS-DRG 1.1, 5,000 golden cases (needs the public scheme beside the project)',
  () => {
    let grouper: Grouper
    let cases: Row[]
    beforeAll(() => {
      grouper = createGrouper(parseScheme(readScheme(folder)))
      cases = readCases()
    })
    const group = (row: Row, dx = (row['dx'] ?? '').split('|')) =>
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

const xian = resolve(shared, 'chs-drg-1.0r-xian')

describe.skipIf(!existsSync(xian))("the scheme named for Xi'an (needs the public scheme beside the project)", () => {
  let files: Record<SchemeFile, string>
  beforeAll(() => {
    files = readScheme(xian)
  })

  it('loads and groups', () => {
    const { group, scheme } = createGrouper(parseScheme(files))
    expect(scheme.rules).toHaveLength(377)
    expect(group({ sex: 1, age: 60, ageDays: undefined, birthWeight: undefined, dx: ['J18.900'], op: [] })).toMatchObject({ mdc: 'MDCE', status: '分组成功' }) // prettier-ignore
  })

  it('shows the lint what is wrong when lists were emptied and rules lost, as in a grouper in use', () => {
    const emptied = new Set(['PB1', 'WB1', 'WR1', 'YC1', 'YR1', 'YR2'])
    const without = (text: string) => text.split('\n').filter((line) => !emptied.has(line.split(',')[0] ?? '')).join('\n') // prettier-ignore
    const lists = { ...files, adrg_dx: without(files.adrg_dx), adrg_op: without(files.adrg_op) }
    const found = lintScheme(parseScheme(lists)).map(({ kind, at }) => `${kind} ${at}`)
    expect(found).toEqual(expect.arrayContaining([...emptied].map((rule) => `empty-list ${rule}`)))
    // The rules as they were then run: newborn only, or always true.
    const adrg = files.adrg
      .split('\n')
      .map((line) =>
        line
          .replace(/^((?:[^,]*,){2}PB1,(?:[^,]*,){2})[^,]*/, '$1age_days<=28')
          .replace(/^((?:[^,]*,){2}(?:WB1|YC1),(?:[^,]*,){2})[^,]*/, '$1true'),
      ) // prettier-ignore
      .join('\n')
    const lost = lintScheme(parseScheme({ ...lists, adrg })).map(({ kind, at }) => `${kind} ${at}`)
    expect(lost).toEqual(expect.arrayContaining(['shadowed PC1', 'shadowed PJ1', 'always-true WB1', 'shadowed WZ1', 'always-true YC1'])) // prettier-ignore
  })
})
