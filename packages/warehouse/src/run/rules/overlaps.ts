import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LEAST_SHARED_HITS } from '@yijian/rules'
import { cellText, openEngine, quoteLiteral } from '../../engine/public.ts'
import { readRuns, runFolder } from '../run-file.ts'

/** Two points of a release by their ids in it, and on how many rows each and both of them hit. */
export interface SharedHits {
  readonly a: string
  readonly b: string
  readonly hitsA: number
  readonly hitsB: number
  readonly both: number
}

/** Points that hit the same rows in the last scan of history (K11); none before there was one. */
export async function sharedHits(
  dataDirectory: string,
  { memoryLimit, threads }: { readonly memoryLimit: string; readonly threads: number },
): Promise<SharedHits[]> {
  const run = readRuns(dataDirectory).find(({ kind }) => kind === 'rules')
  if (!run) return []
  const [hits, rows] = ['hit', 'hit_row'].map((name) => join(runFolder(dataDirectory, run.run_id), `${name}.parquet`))
  if (!hits || !rows || !existsSync(hits) || !existsSync(rows)) return []
  const engine = await openEngine({ memoryLimit, threads })
  try {
    const found = await engine.rows(`
      WITH hit_on AS (SELECT DISTINCT h.kp_id, r.mdtrt_id, r.sn FROM read_parquet(${quoteLiteral(rows)}) r
          JOIN read_parquet(${quoteLiteral(hits)}) h ON h.n = r.n WHERE r.role = 1),
        own AS (SELECT kp_id, COUNT(*) AS n FROM hit_on GROUP BY kp_id),
        pair AS (SELECT x.kp_id AS a, y.kp_id AS b, COUNT(*) AS n FROM hit_on x
          JOIN hit_on y ON y.sn = x.sn AND y.mdtrt_id = x.mdtrt_id AND y.kp_id > x.kp_id GROUP BY x.kp_id, y.kp_id HAVING COUNT(*) >= ${LEAST_SHARED_HITS})
      SELECT p.a, p.b, CAST(p.n AS DOUBLE) AS shared, CAST(x.n AS DOUBLE) AS hits_a, CAST(y.n AS DOUBLE) AS hits_b
      FROM pair p JOIN own x ON x.kp_id = p.a JOIN own y ON y.kp_id = p.b ORDER BY p.a, p.b`)
    return found.map((row) => ({
      a: cellText(row['a']) ?? '',
      b: cellText(row['b']) ?? '',
      hitsA: Number(row['hits_a']),
      hitsB: Number(row['hits_b']),
      both: Number(row['shared']),
    }))
  } finally {
    engine.close()
  }
}
