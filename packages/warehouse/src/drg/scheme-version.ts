import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  applyOverlay,
  formatRatio,
  parseOverlay,
  type OverlayFinding,
  type Ratio,
  type SchemeTables,
} from '@yijian/drg'
import { writeFresh } from './fresh-folder.ts'
import type { SchemeFolder } from './scheme-folder.ts'

/** A group of a rule as it is to be split, in order; the first whose condition holds wins. */
export interface SplitRow {
  readonly drg: string
  readonly name: string
  /** A rule of the scheme language, or `else`. */
  readonly split: string
}

/** `changes.csv` of an overlay that gives a rule these groups. */
export function splitChanges(ruleId: string, rows: readonly SplitRow[], source: string): string {
  const lines = rows.map(({ drg, name, split }) => ['split', ruleId, '', drg, split, name, source])
  return csv([['action', 'at', 'set', 'code', 'value', 'name', 'source'], ...lines])
}

/** The scheme with the overlay, and what is wrong with it; throws `invalid` where a condition cannot be read. */
export function withOverlay(
  base: SchemeTables,
  changes: string,
): { readonly tables: SchemeTables; readonly findings: readonly OverlayFinding[] } {
  return applyOverlay(base, parseOverlay(changes))
}

export interface SchemeVersionText {
  readonly id: string
  readonly version: string
  /** First day of discharge. */
  readonly validFrom: string
  readonly source: string
  readonly changes: string
  readonly weights: ReadonlyMap<string, Ratio>
}

/** Writes the base with the overlay as a scheme folder of its own: the same files, but for its groups, weights and dates. */
export async function writeSchemeVersion(base: SchemeFolder, target: string, text: SchemeVersionText): Promise<void> {
  const { tables } = withOverlay(base.tables, text.changes)
  const { meta } = tables
  const own = /^(drg|scheme)\.csv(\.gz)?$|^(weights\.csv|payment\.yaml|changes\.csv|README\.md)$/
  const written = [
    ['id', text.id],
    ['name', meta.name],
    ['version', text.version],
    ['valid_from', text.validFrom],
    ['valid_to', meta.validTo],
    ['source', text.source],
    ['day_surgery_without_cc', meta.daySurgeryWithoutCc ? '1' : '0'],
    ['demonstration', meta.demonstration ? '1' : '0'],
  ]
  const weights = [...text.weights].sort(([a], [b]) => (a < b ? -1 : 1))
  await writeFresh(target, (folder) => {
    for (const name of readdirSync(base.directory)) if (!own.test(name) && /\.csv(\.gz)?$/.test(name)) copyFileSync(join(base.directory, name), join(folder, name)) // prettier-ignore
    const write = (name: string, rows: readonly (readonly string[])[]) => {
      writeFileSync(join(folder, name), csv(rows))
    }
    write('scheme.csv', [['key', 'value'], ...written])
    write('drg.csv', [['seq', 'rule_id', 'drg', 'name', 'split'], ...tables.drg.map((row) => [String(row.seq), row.ruleId, row.drg, row.name, row.split])]) // prettier-ignore
    write('weights.csv', [['drg', 'weight'], ...weights.map(([drg, weight]) => [drg, formatRatio(weight, 4)])])
    writeFileSync(join(folder, 'changes.csv'), text.changes)
  })
}

function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => `${row.map((text) => cell(text.replace(/[\r\n]+/g, ' '))).join(',')}\n`).join('')
}
