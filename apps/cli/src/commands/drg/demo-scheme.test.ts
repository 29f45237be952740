import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGrouper, groupCsv, lintScheme, parseWeightTable } from '@yijian/drg'
import { synthesizeCity } from '@yijian/synthetic-city'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentDirectory } from '../../paths.ts'
import { loadScheme, weightsText } from './scheme-folder.ts'

const folder = join(contentDirectory, 'drg-schemes/demo')
type Row = Readonly<Record<string, string>>

describe('demonstration scheme', () => {
  let city: string
  beforeAll(async () => {
    city = mkdtempSync(join(tmpdir(), 'yijian-drg-'))
    await synthesizeCity({ directory: city, persons: 4000, months: 12, seed: 5, format: 'csv', fraud: true })
  }, 120_000)
  afterAll(() => {
    rmSync(city, { recursive: true, force: true })
  })

  it('is clean to the lint, with its weights', () => {
    const weights = parseWeightTable(weightsText(folder))
    const { tables } = loadScheme(folder)
    expect(lintScheme(tables, { weights })).toEqual([])
    expect(tables.drg.filter(({ drg }) => !weights.has(drg))).toEqual([])
  })

  it('groups at least 95 % of the stays of the synthetic city', () => {
    const cases = casesOf(city)
    const { counts } = groupCsv(createGrouper(loadScheme(folder).tables), new TextEncoder().encode(cases))
    expect(counts.read).toBeGreaterThan(300)
    expect(counts.grouped / counts.read).toBeGreaterThan(0.95)
    expect(counts.grouped + counts.ambiguous + counts.ungrouped + counts.rejected).toBe(counts.read)
  })
})

/** The inpatient stays of a delivery as a case file. */
function casesOf(city: string): string {
  const persons = new Map(rows(city, 'psn_info_b').map((row) => [row['psn_no'], row]))
  const codes = (table: string, column: string) => {
    const byVisit = new Map<string, string[]>()
    for (const row of rows(city, table))
      byVisit.set(row['mdtrt_id']!, [...(byVisit.get(row['mdtrt_id']!) ?? []), row[column]!])
    return byVisit
  }
  const diagnoses = codes('setl_diag_list_d', 'diag_code')
  const operations = codes('setl_oprn_d', 'oprn_oprt_code')
  const stays = rows(city, 'mdtrt_d').filter((row) => row['dscg_way'] !== '')
  const lines = stays.map((stay) => {
    const { gend = '', brdy = '' } = persons.get(stay['psn_no']) ?? {}
    const days = Math.floor((Date.parse(stay['begntime']!.slice(0, 10)) - Date.parse(brdy)) / 86_400_000)
    const los = (Date.parse(stay['endtime']!.slice(0, 10)) - Date.parse(stay['begntime']!.slice(0, 10))) / 86_400_000
    const id = stay['mdtrt_id']!
    const dx = diagnoses.get(id)?.join('|') ?? ''
    return [
      id,
      gend,
      Math.floor(days / 365.25),
      days,
      '',
      los,
      stay['dscg_way'],
      dx,
      operations.get(id)?.join('|') ?? '',
    ].join(',')
  })
  return ['id,sex,age,age_days,birth_weight,los,leave_type,dx,op', ...lines].join('\n')
}

/** Rows of all parts of a table; the city writes no line ends inside cells. */
function rows(city: string, table: string): Row[] {
  const parts = readdirSync(city).filter((name) => name.toLowerCase().startsWith(table) && name.endsWith('.csv'))
  return parts.flatMap((part) => {
    const [head = '', ...lines] = readFileSync(join(city, part), 'utf8').trim().split('\n')
    const columns = head.split(',')
    return lines.map((line) => {
      const cells = line.split(',').map((cell) => cell.replace(/^"|"$/g, ''))
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
    })
  })
}
