import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { CompiledRelease, Evaluation } from '@yijian/rules'
import { openEngine } from '../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../log/public.ts'
import { mountPrepared } from '../prepare/mount.ts'
import { type PrepareOptions, prepareSnapshot } from '../prepare/prepare-snapshot.ts'
import { loadTables } from '../tables/public.ts'
import { relatePrepared } from './prepared-relations.ts'
import { scanRules } from './scan.ts'

export interface HistoryScan extends Evaluation {
  readonly snapshot: string
}

/** 事后: a release over the prepared history of the latest snapshot (or the named one), which is prepared first when it is not. */
export async function scanHistory(options: PrepareOptions, release: CompiledRelease): Promise<HistoryScan> {
  const { dataDirectory, contentDirectory } = options
  const prepared = await prepareSnapshot(options)
  ensureDirectory(tmpDirectory(dataDirectory))
  const engine = await openEngine({
    memoryLimit: options.memoryLimit ?? '5GB',
    threads: options.threads ?? 2,
    tempDirectory: join(tmpDirectory(dataDirectory), `${process.pid}-rules-${randomBytes(6).toString('hex')}`),
  })
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    await relatePrepared(engine)
    return { ...(await scanRules(engine, release)), snapshot: prepared.snapshot }
  } finally {
    engine.close()
  }
}
