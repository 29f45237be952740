import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { cellCount, cellText, quoteIdent, quoteLiteral, type Session } from '../engine/public.ts'
import { finishSql, type RunFacts } from '../findings/finish.ts'
import type { ModelDefinition } from '../models/definition.ts'
import type { ModelRun } from './run-file.ts'

const DETAIL_ROWS = 200

export interface FindingTarget {
  readonly session: Session
  readonly folder: string
  readonly run: RunFacts
  readonly signal?: AbortSignal
}

type Outcome = Pick<ModelRun, 'findings' | 'excluded' | 'cannot_tell' | 'amount_fund'>

/** Turns the model's step tables (current schema) into the files of the run: findings, details. Returns the counts. */
export async function writeFindings(target: FindingTarget, model: ModelDefinition): Promise<Outcome> {
  await createFinished(target, model)
  const { session, signal } = target
  await session.run(
    `COPY (SELECT * FROM finished ORDER BY finding_id) TO ${file(target, `findings-${model.id}`)} (FORMAT parquet, COMPRESSION zstd)`,
    signal,
  )
  for (const detail of model.details) await writeDetail(target, model, detail)
  return outcome(session, model)
}

/** Step table `finding` with ids, scores and sentences as table `finished`. Throws when findings cannot be told apart. */
export async function createFinished({ session, run, signal }: FindingTarget, model: ModelDefinition): Promise<void> {
  const available = (await session.describe('SELECT * FROM finding')).map((column) => column.name)
  await session.run(`CREATE OR REPLACE TABLE finished AS ${finishSql(model, { available, run })}`, signal)
  const odd = await session.row(
    'SELECT COUNT(*) - COUNT(DISTINCT finding_id) AS twice, COUNT(*) - COUNT(subject_id) AS nameless FROM finished',
  )
  if (cellCount(odd['nameless']) > 0)
    throw new AppError('invalid', 'finding.subject', `有 ${cellCount(odd['nameless'])} 条疑点没有 subject_id`)
  if (cellCount(odd['twice']) > 0)
    throw new AppError(
      'invalid',
      'finding.twice',
      `有 ${cellCount(odd['twice'])} 条疑点编号重复：同一对象、同一组就诊出现了两次`,
    )
}

const file = ({ folder }: FindingTarget, name: string): string => quoteLiteral(join(folder, `${name}.parquet`))

async function writeDetail(
  target: FindingTarget,
  model: ModelDefinition,
  detail: ModelDefinition['details'][number],
): Promise<void> {
  const { session, signal } = target
  const available = new Set(
    (await session.describe(`SELECT * FROM ${quoteIdent(detail.table)}`)).map((column) => column.name),
  )
  const columns = detail.columns.map((c) => `d.${quoteIdent(c.name)}`)
  const bySubtype = available.has('subtype') ? ' AND f.subtype IS NOT DISTINCT FROM d.subtype' : ''
  const order = detail.columns.map((c) => `d.${quoteIdent(c.name)}`).join(', ')
  await session.run(
    `COPY (
      SELECT f.finding_id, CAST(row_number() OVER (PARTITION BY f.finding_id ORDER BY ${order}) AS INTEGER) AS row_no, ${columns.join(', ')}
      FROM ${quoteIdent(detail.table)} d JOIN finished f ON f.subject_id = d.subject_id${bySubtype}
      QUALIFY row_no <= ${DETAIL_ROWS} ORDER BY f.finding_id, row_no
    ) TO ${file(target, `detail-${model.id}-${detail.table}`)} (FORMAT parquet, COMPRESSION zstd)`,
    signal,
  )
}

async function outcome(session: Session, model: ModelDefinition): Promise<Outcome> {
  const counted =
    await session.row(`SELECT COUNT(*) FILTER (WHERE excluded_by IS NULL) AS findings, COUNT(*) FILTER (WHERE excluded_by IS NOT NULL) AS excluded,
    CAST(COALESCE(SUM(amt_fund) FILTER (WHERE excluded_by IS NULL), 0) AS DECIMAL(18,2)) AS amount FROM finished`)
  const said = model.steps.some((step) => step.table === 'cannot_tell')
    ? await session.rows('SELECT reason, n FROM cannot_tell ORDER BY reason')
    : []
  return {
    findings: cellCount(counted['findings']),
    excluded: cellCount(counted['excluded']),
    cannot_tell: said.map((row) => ({ reason: cellText(row['reason']) ?? '', n: cellCount(row['n']) })),
    amount_fund: cellText(counted['amount']) ?? '0.00',
  }
}
