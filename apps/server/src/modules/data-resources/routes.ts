import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { dataResourcesEndpoints } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { route, type Route } from '../../platform/http/route.ts'
import type { Platform } from '../../platform/module.ts'
import { getBatch, listExcluded, listRejects, listTables, pageOfBatches, preparation } from './service.ts'
import { receiveUpload } from './upload.ts'

export function dataResourcesRoutes(platform: Platform): Route[] {
  const e = dataResourcesEndpoints
  return [
    route(e.listBatches, ({ query }) => pageOfBatches(platform, query)),
    route(e.getBatch, ({ params }) => getBatch(platform, params.batchId)),
    route(e.listRejects, ({ params, query }) => listRejects(platform, { ...query, ...params })),
    route(e.downloadRejects, async ({ params, query, principal, reply }) => {
      const batch = await getBatch(platform, params.batchId)
      const file = rejectsFile(platform, batch.batchId, params.table)
      await platform.audit.record({
        actor: principal.username,
        action: 'data.rejects',
        subject: batch.batchId,
        details: { table: params.table, purpose: query.purpose },
      })
      const name = `rejects-${batch.batchId}-${params.table}.csv`
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type('text/csv; charset=utf-8')
        .serializer((value: unknown) => value as string)
        .send(createReadStream(file))
    }),
    route(e.upload, ({ principal, request }) => receiveUpload(platform, principal, request)),
    route(e.listTables, async () => listTables(platform)),
    route(e.preparation, () => preparation(platform)),
    route(e.listExcluded, ({ query }) => listExcluded(platform, query)),
  ]
}

/** Only a plain table name becomes part of a path. */
function rejectsFile({ settings }: Platform, batchId: string, table: string): string {
  const file = join(settings.dataDirectory, 'rejects', batchId, `${table}.csv`)
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(table) || !existsSync(file)) {
    throw new AppError('missing', 'rejects.missing', '该表没有拒收记录')
  }
  return file
}
