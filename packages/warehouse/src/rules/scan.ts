import type { CompiledRelease, Evaluation, Hit, ScanSql, ShapeSql } from '@yijian/rules'
import { scanSql } from '@yijian/rules'
import { cellCount, type Row, type Session } from '../engine/public.ts'

/** What a scan needs of a session. */
export type RuleSession = Pick<Session, 'run' | 'rows'>

/** Reads history by the release's SQL, one pass per shape, over the `rule_*` relations of the session. Same result as the evaluator. */
export async function scanRules(session: RuleSession, release: CompiledRelease): Promise<Evaluation> {
  return scanStatements(session, release, scanSql(release))
}

/** The same with statements at hand (tests break them on purpose). */
export async function scanStatements(
  session: RuleSession,
  release: CompiledRelease,
  sql: ScanSql,
): Promise<Evaluation> {
  for (const statement of sql.setup) await session.run(statement)
  const hits: Hit[] = []
  const cannotTell = new Map<string, number>()
  const failed = new Map(release.failed)
  for (const shape of sql.shapes) {
    const result = await scanShape(session, shape).catch((error: unknown) => String(error))
    if (typeof result === 'string') {
      for (const unit of release.units) if (unit.shapeId === shape.shapeId) failed.set(unit.kind.id, result)
      continue
    }
    hits.push(...result.hits)
    for (const [unit, n] of result.open) {
      const { id } = release.units[unit]!.kind
      cannotTell.set(id, (cannotTell.get(id) ?? 0) + n)
    }
  }
  return { hits: hits.sort((a, b) => (a.jrId < b.jrId ? -1 : a.jrId > b.jrId ? 1 : 0)), cannotTell, failed }
}

async function scanShape(session: RuleSession, { setup, hits, open }: ShapeSql) {
  for (const statement of setup) await session.run(statement)
  const found = (await session.rows(hits)).map(hitOf)
  const left = (await session.rows(open)).map((row) => [cellCount(row['unit']), cellCount(row['n'])] as const)
  return { hits: found, open: left }
}

function hitOf(row: Row): Hit {
  const texts = (name: string) => row[name] as readonly string[]
  const amounts = row['v_amount'] as readonly bigint[]
  const number = (name: string) => (row[name] === null ? null : Number(row[name]))
  return {
    jrId: row['jr_id'] as string,
    kind: row['kind'] as Hit['kind'],
    kpId: row['kp_id'] as string,
    psnNo: row['psn_no'] as string,
    mdtrtId: row['mdtrt_id'] as string,
    window: row['win'] as string,
    severity: row['severity'] as Hit['severity'],
    violating: texts('v_sn').map((sn, i) => ({ sn, mdtrtId: texts('v_mdtrt')[i]!, amount: amounts[i]! })),
    involved: texts('i_sn').map((sn, i) => ({ sn, mdtrtId: texts('i_mdtrt')[i]! })),
    amount: row['amount'] as bigint,
    amountStatus: row['coded'] === true ? 3 : 1,
    actual: number('actual'),
    limit: number('lim'),
  }
}
