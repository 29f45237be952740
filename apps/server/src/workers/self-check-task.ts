import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { compileRelease, findKind, RULE_KINDS } from '@yijian/rules'
import { explainHistory, openEngine, type HistoryOptions, type HistorySummary, type Session } from '@yijian/warehouse'
import { RESULT_FILE, type ScanInput, type ScannedHit, type ScanOutput } from '../modules/self-check/public.ts'
import { engineMemory } from './memory.ts'
import { readOwnFiles } from './self-check-files.ts'
import { toScannedHit } from './self-check-hit.ts'
import { departmentNames, visitDepartments } from './self-check-places.ts'
import type { TaskContext } from './task-context.ts'

/** Reading the files takes about this part of a check of own files. */
const READ_SHARE = 0.4

/** 自查: scans one institution's rows, and no others, by a release; hits go to the result file one by one. */
export async function runSelfCheck(input: ScanInput, context: TaskContext): Promise<ScanOutput> {
  const { contentDirectory, threads, signal, report } = context
  const folder = join(context.dataDirectory, input.folder)
  const isUpload = input.source === 'upload'
  const share = isUpload ? READ_SHARE : 0
  const reportRead = (step: string, done: number) => report({ step, progress: done * share })
  const own = isUpload ? await readOwnFiles(input, { ...context, folder, report: reportRead }) : null
  await mkdir(folder, { recursive: true })
  const found = await scan(input, {
    dataDirectory: isUpload ? join(folder, 'data') : context.dataDirectory,
    contentDirectory,
    institutions: [input.fixmedinsCode],
    ...(input.from === null ? {} : { from: input.from }),
    ...(input.to === null ? {} : { to: input.to }),
    threads,
    memoryLimit: engineMemory(context),
    signal,
    onProgress: ({ label, done }) => report({ step: label, progress: share + (1 - share) * 0.95 * done }),
    file: join(folder, RESULT_FILE),
  })
  const named = new Map(input.release.points.map(({ kpId, name }) => [kpId, name]))
  const nameOf = (id: string) => findKind(id)?.name ?? named.get(id) ?? id
  return {
    snapshot: found.snapshot,
    scanned: found.counts,
    cannotTell: [...found.cannotTell].map(([kindId, n]) => ({ kindId, name: nameOf(kindId), n })),
    failed: [...found.failed].map(([id, reason]) => ({ id, name: nameOf(id), reason })),
    reading: own?.reading ?? null,
    from: own?.from ?? null,
    to: own?.to ?? null,
    hits: found.hits,
  }
}

/** The scan itself, with what words of hits need beside it. */
async function scan(
  { release, fixmedinsCode }: ScanInput,
  options: HistoryOptions & { readonly file: string },
): Promise<HistorySummary & { readonly hits: number }> {
  const { dataDirectory, contentDirectory, file } = options
  const points = new Map(release.points.map((point) => [point.kpId, point]))
  return withSession(async (session) => {
    const names = await departmentNames(session, { dataDirectory, contentDirectory, fixmedinsCode })
    const out = openResult(file)
    const summary = await explainHistory(options, compileRelease(release, RULE_KINDS), async (hits) => {
      const bare = hits
        .filter(({ dept }) => !dept)
        .map(({ mdtrtId, violating }) => mdtrtId || (violating[0]?.mdtrtId ?? ''))
      const visits = await visitDepartments(session, { dataDirectory, contentDirectory, mdtrtIds: [...new Set(bare)] })
      for (const hit of hits) await out.write(toScannedHit(hit, { points, names, visits }))
    })
    return { ...summary, hits: await out.close() }
  })
}

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const engine = await openEngine({ memoryLimit: '512MB', threads: 1 })
  try {
    return await work(engine)
  } finally {
    engine.close()
  }
}

/** One JSON text a line; waits when the disk is slower than the scan. */
function openResult(path: string) {
  const stream: WriteStream = createWriteStream(path)
  let hits = 0
  return {
    write: async (hit: ScannedHit) => {
      hits++
      if (!stream.write(`${JSON.stringify(hit)}\n`)) await once(stream, 'drain')
    },
    close: async () => {
      stream.end()
      await once(stream, 'close')
      return hits
    },
  }
}
