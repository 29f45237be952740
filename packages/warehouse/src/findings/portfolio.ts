import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { cellText, openEngine, quoteList } from '../engine/public.ts'
import { findingFiles } from './export.ts'

export interface PortfolioTotals {
  /** Decimal text in yuan. A visit that several findings name counts once, with its largest amount. */
  readonly amtFund: string
  /** The same summed finding by finding, for comparison. */
  readonly amtFundGross: string
}

/** 涉疑基金合计 over the latest findings of each model (§2.8): no visit's money is counted twice. */
export async function portfolioTotals(dataDirectory: string, models?: readonly string[]): Promise<PortfolioTotals> {
  const files = findingFiles(dataDirectory, undefined, models)
  const visits = [...new Set(files.map((file) => join(dirname(file), 'finding_visit.parquet')))].filter((path) =>
    existsSync(path),
  )
  if (files.length === 0) return { amtFund: '0.00', amtFundGross: '0.00' }
  const engine = await openEngine({ memoryLimit: '1GB' })
  try {
    const row = await engine.row(portfolioSql(quoteList(files), visits.length === 0 ? undefined : quoteList(visits)))
    return { amtFund: cellText(row['net']) ?? '0.00', amtFundGross: cellText(row['gross']) ?? '0.00' }
  } finally {
    engine.close()
  }
}

/**
 * Findings without any visit row (an institution's item) count by themselves. Models count a visit with their largest amount; rules
 * with the sum of `amt_once`, their lines counted once; of the two the larger.
 */
function portfolioSql(findings: string, visits: string | undefined): string {
  const visit = visits ?? `[]`
  const source =
    visits === undefined
      ? `SELECT NULL AS finding_id, NULL AS mdtrt_id, NULL AS fixmedins_code, CAST(0 AS DECIMAL(16,2)) AS amt_fund, CAST(0 AS DECIMAL(16,2)) AS amt_once WHERE FALSE`
      : `SELECT finding_id, mdtrt_id, fixmedins_code, amt_fund, amt_once FROM (
          SELECT CAST(NULL AS DECIMAL(16,2)) AS amt_once WHERE FALSE UNION ALL BY NAME SELECT * FROM read_parquet(${visit}, union_by_name = true))`
  return `WITH finding AS (SELECT finding_id, amt_fund FROM read_parquet(${findings}) WHERE excluded_by IS NULL AND level <> '观察'),
  part AS (SELECT v.* FROM (${source}) v JOIN finding f ON f.finding_id = v.finding_id WHERE v.amt_fund IS NOT NULL),
  once AS (SELECT GREATEST(COALESCE(MAX(amt_fund) FILTER (amt_once IS NULL), 0), COALESCE(SUM(amt_once), 0)) AS amt FROM part GROUP BY mdtrt_id, fixmedins_code),
  alone AS (SELECT f.amt_fund AS amt FROM finding f WHERE NOT EXISTS (SELECT 1 FROM part p WHERE p.finding_id = f.finding_id))
  SELECT CAST((SELECT COALESCE(SUM(amt), 0) FROM once) + (SELECT COALESCE(SUM(amt), 0) FROM alone) AS DECIMAL(18,2)) AS net,
    CAST((SELECT COALESCE(SUM(amt_fund), 0) FROM finding) AS DECIMAL(18,2)) AS gross`
}
