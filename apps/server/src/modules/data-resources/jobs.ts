import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobDefinition } from '../../platform/jobs/definition.ts'
import type { Platform } from '../../platform/module.ts'
import type { ImportOutcome, ImportPayload } from './upload.ts'

/** The same delivery twice is the same batch, so that an import may be begun again after a crash. */
export function importJob({ workers, events, settings }: Platform): JobDefinition {
  return {
    kind: 'import',
    lane: 'heavy',
    maxAttempts: 3,
    run: async ({ payload, signal, report }) => {
      const input = payload as ImportPayload
      const result = (await workers.run('import', input, { signal, report })) as ImportOutcome
      events.publish({ type: 'data', kind: 'batches' })
      await rm(join(settings.dataDirectory, input.folder), { recursive: true, force: true })
      return { batchId: result.batch, message: messageOf(result) }
    },
  }
}

function messageOf({ batch, refused }: ImportOutcome): string {
  const taken = batch === null ? '没有新的数据，仓库未变化' : '导入完成'
  return refused.length === 0 ? taken : `${taken}；未收下 ${refused.length} 个文件：${refused.join('；')}`
}
