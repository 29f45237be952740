import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError } from '@yijian/kernel'
import type { JobDefinition } from '../../platform/jobs/definition.ts'
import { checkFolder, RESULT_FILE, type ScanInput, type ScannedHit, type ScanOutput } from './scan.ts'
import type { SelfCheckContext } from './service/context.ts'
import type { ScanPayload } from './service/start.ts'
import { insertEvent } from './store/checks.ts'
import { refreshAmounts } from './store/figures.ts'
import { clearHits, insertHits, setReady } from './store/load.ts'

const PORTION = 500

/** 自查: the scan in a process of its own, then its hits into the store at once; a scan begun again starts clean. */
export function selfCheckJob(context: SelfCheckContext): JobDefinition {
  const { workers, settings } = context.platform
  return {
    kind: 'self-check',
    lane: 'heavy',
    maxAttempts: 2,
    run: async ({ payload, signal, report }) => {
      const { checkId, releaseId, ...scope } = payload as ScanPayload
      const rules = await context.release(releaseId)
      if (!rules) throw new AppError('missing', 'rules.release', '自查所用的规则集已不存在，请重新发起')
      const folder = checkFolder(checkId)
      const input: ScanInput = { ...scope, checkId, folder, release: rules }
      const done = (await workers.run('self-check', input, { signal, report })) as ScanOutput
      signal.throwIfAborted()
      report({ step: '保存筛查结果', progress: 0.97 })
      const file = join(settings.dataDirectory, folder, RESULT_FILE)
      await load(context, { checkId, file, done })
      if (scope.source === 'settled') await rm(join(settings.dataDirectory, folder), { recursive: true, force: true })
      else await rm(file, { force: true })
      return { message: `筛查完成：命中 ${done.hits} 条`, to: `/self-check/checks/${checkId}` }
    },
  }
}

/** One transaction: the check has all its hits, or none. */
async function load(
  { db, platform }: SelfCheckContext,
  { checkId, file, done }: { checkId: string; file: string; done: ScanOutput },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await clearHits(tx, checkId)
    if (!(await setReady(tx, checkId, done))) throw new AppError('missing', 'self-check.missing', '自查单已被删除')
    for await (const hits of portions(file)) await insertHits(tx, checkId, hits)
    await refreshAmounts(tx, checkId)
    const text = `筛查完成：命中 ${done.hits} 条，就诊 ${done.scanned.visits} 次，费用明细 ${done.scanned.lines} 行`
    await insertEvent(tx, {
      checkId,
      at: platform.clock.now(),
      by: { username: '系统', displayName: '系统' },
      side: 'institution',
      text,
    })
  })
}

async function* portions(file: string): AsyncGenerator<ScannedHit[]> {
  let portion: ScannedHit[] = []
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line === '') continue
    portion.push(JSON.parse(line) as ScannedHit)
    if (portion.length < PORTION) continue
    yield portion
    portion = []
  }
  if (portion.length > 0) yield portion
}
