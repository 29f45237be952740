import { existsSync } from 'node:fs'
import { AppError } from '@yijian/kernel'
import { openEngine, quoteLiteral, type Session } from '../engine/public.ts'
import { latestFindings } from '../run/public.ts'
import { evaluateFindings, parseTruth, type EvaluatedFinding, type ModelEvaluation } from './evaluate.ts'

/** Measures the latest published findings of a data folder against a truth file. */
export async function evaluateData(options: {
  readonly dataDirectory: string
  readonly truthFile: string
}): Promise<readonly ModelEvaluation[]> {
  if (!existsSync(options.truthFile))
    throw new AppError('missing', 'truth.missing', `真值文件不存在：${options.truthFile}`)
  const engine = await openEngine({ memoryLimit: '1GB', threads: 1 })
  try {
    const source = `read_csv(${quoteLiteral(options.truthFile)}, header = true, all_varchar = true)`
    const truth = parseTruth(await engine.rows(`SELECT * FROM ${source}`))
    const findings: EvaluatedFinding[] = []
    for (const { path } of latestFindings(options.dataDirectory)) findings.push(...(await readFindings(engine, path)))
    return evaluateFindings(findings, truth)
  } finally {
    engine.close()
  }
}

async function readFindings(session: Session, path: string): Promise<EvaluatedFinding[]> {
  const rows = await session.rows(
    `SELECT model_id, subject_type, subject_id, to_json(member_ids) AS member_ids, level, excluded_by
     FROM read_parquet(${quoteLiteral(path)})`,
  )
  return rows.map((row) => ({
    modelId: String(row['model_id']),
    subjectType: String(row['subject_type']),
    subjectId: String(row['subject_id']),
    memberIds: JSON.parse(String(row['member_ids'] ?? '[]')) as string[],
    level: String(row['level']),
    excludedBy: row['excluded_by'] === null ? null : String(row['excluded_by']),
  }))
}
