import { finding, type LintFinding } from './lint-findings.ts'
import type { SchemeTables } from './scheme.ts'

export function lintExclusions(tables: SchemeTables): LintFinding[] {
  const used = new Set(tables.ccExclusion.map((row) => row.exclusionTable))
  const tablesOfCc = new Set(tables.cc.map((row) => row.exclusionTable).filter((table) => table !== '999'))
  const unused = [...tablesOfCc].filter((table) => !used.has(table)).sort()
  const codesOf = (table: string) => tables.cc.filter((row) => row.exclusionTable === table).map((row) => row.dx)
  return [
    ...unused.map((table) => finding('exclusion-table-unused', table, codesOf(table))),
    ...repeated(
      'cc',
      tables.cc.map((row) => row.dx),
    ),
    ...repeated(
      'cc_exclusion',
      tables.ccExclusion.map((row) => row.pdx),
    ),
  ]
}

function repeated(table: string, codes: readonly string[]): LintFinding[] {
  const seen = new Set<string>()
  const twice = codes.filter((code) => seen.size === seen.add(code).size)
  return twice.length > 0 ? [finding('two-levels', table, twice)] : []
}

/** Codes of the lists that the scheme's own dictionaries do not have. Prefixes stand for whatever begins so. */
export function lintCodes(tables: SchemeTables): LintFinding[] {
  const dx = new Set(tables.icdDx.map((row) => row.code))
  const op = new Set(tables.icdOp.map((row) => row.code))
  const unknown = (table: string, codes: readonly string[], known: ReadonlySet<string>) => {
    const missing =
      known.size === 0 ? [] : [...new Set(codes)].filter((code) => !code.endsWith('%') && !known.has(code))
    return missing.length > 0 ? [finding('unknown-code', table, missing)] : []
  }
  return [
    ...unknown(
      'mdc_dx',
      tables.mdcDx.map((row) => row.dx),
      dx,
    ),
    ...unknown(
      'adrg_dx',
      tables.adrgDx.map((row) => row.dx),
      dx,
    ),
    ...unknown(
      'adrg_op',
      tables.adrgOp.map((row) => row.op),
      op,
    ),
    ...unknown(
      'cc',
      tables.cc.map((row) => row.dx),
      dx,
    ),
    ...unknown('op_valid', tables.opValid, op),
  ]
}
