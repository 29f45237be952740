import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, AppError, type Day } from '@yijian/kernel'
import { compileRelease, findConflicts, findKind, makeRelease, type CompiledRelease, type Conflict, type KnowledgePoint } from '@yijian/rules' // prettier-ignore
import { backtest, cellText, openEngine, quoteList, quoteLiteral, readCodeTables, readPreparation, sharedHits, type BacktestReport } from '@yijian/warehouse' // prettier-ignore
import type { BacktestPayload, BacktestResult, ConflictTask, ConflictTaskResult } from '../modules/rules/public.ts'
import { engineMemory } from './memory.ts'
import type { TaskContext } from './task-context.ts'

/** K1…K12 over the whole library. Claims leave as text, because money is whole numbers that JSON has not. */
export async function checkConflicts({ points }: ConflictTask, context: TaskContext): Promise<ConflictTaskResult> {
  const { dataDirectory, threads, report } = context
  report({ step: '正在读取编码表和历史命中', progress: null })
  const shared = await sharedHits(dataDirectory, { threads, memoryLimit: engineMemory(context) })
  const overlaps = shared.map(({ a, b, ...hits }) => ({ ...hits, a: versionIn(a), b: versionIn(b) }))
  report({ step: `正在检查 ${points.length} 个知识点`, progress: null })
  const began = performance.now()
  const found = findConflicts({ points, sets: [], catalogue: readCodeTables(dataDirectory), overlaps })
  return { conflicts: found.map(plain), tookMs: Math.round(performance.now() - began) }
}

/** A point of a release as conflicts name it: its first version stands there without a number. */
const versionIn = (released: string): string => (/@\d+$/.test(released) ? released : `${released}@1`)

function plain({ witness, ...conflict }: Conflict): ConflictTaskResult['conflicts'][number] {
  const claims = witness === null ? null : JSON.stringify(witness.claims, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) // prettier-ignore
  return { ...conflict, points: [...conflict.points], claims }
}

/** A version against the one in force over prepared history: the last twelve months unless said otherwise. */
export async function runBacktest(payload: BacktestPayload, context: TaskContext): Promise<BacktestResult> {
  const { dataDirectory, contentDirectory, threads, signal, report } = context
  const range = rangeOf(payload, dataDirectory)
  const inPeriod = (point: KnowledgePoint): CompiledRelease => {
    const kind = findKind(point.kind)
    if (!kind) throw new AppError('missing', 'rules.kind', '规则种类不存在')
    const rules = [{ kind: kind.id, version: 1, severity: null, stages: null }]
    // As if it had been law in the whole period: both versions judge the same days, under one id.
    const law = { effBegin: '1970-01-01' as Day, effEnd: null, area: null, retractedAt: null, kpId: payload.draft.kpId }
    return compileRelease(makeRelease({ rules, points: [{ ...point, ...law }], sets: [] }), [kind])
  }
  const done = await backtest({
    dataDirectory,
    contentDirectory,
    threads,
    memoryLimit: engineMemory(context),
    draft: inPeriod(payload.draft),
    ...(payload.live ? { live: inPeriod(payload.live) } : {}),
    ...range,
    ...(payload.institutions.length > 0 ? { institutions: payload.institutions } : {}),
    signal,
    onProgress: ({ label, done: share }) => report({ step: label, progress: share }),
  })
  return { report: done, names: await namesOf(done, dataDirectory) }
}

function rangeOf({ from, to }: BacktestPayload, dataDirectory: string): { from?: Day; to?: Day } {
  if (from !== undefined || to !== undefined)
    return { ...(from === undefined ? {} : { from: from as Day }), ...(to === undefined ? {} : { to: to as Day }) }
  const last = readPreparation(dataDirectory)?.as_of
  if (!last) return {}
  return { from: addDays(`${Number(last.slice(0, 4)) - 1}${last.slice(4)}` as Day, 1), to: last as Day }
}

async function namesOf(
  { institutions, samples }: BacktestReport,
  dataDirectory: string,
): Promise<Record<string, string>> {
  const names = Object.fromEntries(
    institutions.map(({ fixmedinsCode, fixmedinsName }) => [fixmedinsCode, fixmedinsName]),
  )
  const missing = [...new Set(samples.map(({ fixmedinsCode }) => fixmedinsCode))].filter((code) => !(code in names))
  const prepared = readPreparation(dataDirectory)
  const file = prepared ? join(dataDirectory, prepared.folder, 'institution.parquet') : ''
  if (missing.length === 0 || !existsSync(file)) return names
  const engine = await openEngine({ memoryLimit: '256MB', threads: 1 })
  try {
    const rows = await engine.rows(`SELECT fixmedins_code, fixmedins_name FROM read_parquet(${quoteLiteral(file)}) WHERE fixmedins_code IN (${quoteList(missing).slice(1, -1)})`) // prettier-ignore
    for (const row of rows) names[cellText(row['fixmedins_code']) ?? ''] = cellText(row['fixmedins_name']) ?? ''
  } finally {
    engine.close()
  }
  return names
}
