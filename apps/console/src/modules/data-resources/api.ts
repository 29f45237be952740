import { dataResourcesEndpoints, Job, type Batch, type Reject, type TableInfo } from '@yijian/contract'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpointQuery, type CallInput, type OutputOf } from '@yijian/web-kit'
import { clientFor } from '../../shell/client.ts'
import { putJob } from '../../shell/jobs.ts'
import { useFileUpload } from '../../shell/send-files.ts'

export const client = clientFor(dataResourcesEndpoints)
type Inputs = { [K in keyof typeof dataResourcesEndpoints]: CallInput<(typeof dataResourcesEndpoints)[K]> }
export type BatchData = OutputOf<typeof Batch>
export type RejectRow = OutputOf<typeof Reject>
export type Table = OutputOf<typeof TableInfo>

export function useBatches(query: Inputs['listBatches']['query']) {
  return useQuery({ ...endpointQuery(client, 'listBatches', { query }), placeholderData: keepPreviousData })
}

export function useBatch(batchId: string) {
  return useQuery(endpointQuery(client, 'getBatch', { params: { batchId } }))
}

export function useRejects(input: Inputs['listRejects']) {
  return useQuery({ ...endpointQuery(client, 'listRejects', input), placeholderData: keepPreviousData })
}

export function useTables() {
  return useQuery(endpointQuery(client, 'listTables', {}))
}

export function usePreparation() {
  return useQuery(endpointQuery(client, 'preparation', {}))
}

export function useExcluded(query: Inputs['listExcluded']['query'], enabled: boolean) {
  return useQuery({ ...endpointQuery(client, 'listExcluded', { query }), enabled, placeholderData: keepPreviousData })
}

/** Sends files with progress. */
export function useUpload() {
  const queries = useQueryClient()
  return useFileUpload({
    sending: (files: readonly File[]) => ({
      url: dataResourcesEndpoints.upload.path,
      files,
      cancelled: '已取消上传，没有导入任何行。',
    }),
    read: (body) => Job.parse(body),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}
