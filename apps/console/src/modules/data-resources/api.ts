import { dataResourcesEndpoints, Job, type Batch, type Reject, type TableInfo } from '@yijian/contract'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  ClientError,
  endpointQuery,
  errorFromNetwork,
  errorFromResponse,
  type CallInput,
  type OutputOf,
} from '@yijian/web-kit'
import { useState } from 'react'
import { clientFor } from '../../shell/client.ts'
import { putJob } from '../../shell/jobs.ts'

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

export interface UploadProgress {
  readonly sent: number
  readonly total: number
}

/** Sends files with progress; only XMLHttpRequest tells how much of a request has gone out. */
export function useUpload() {
  const queries = useQueryClient()
  const [progress, setProgress] = useState<UploadProgress | null>(null)
  const [request, setRequest] = useState<XMLHttpRequest | null>(null)
  const mutation = useMutation({
    mutationFn: (files: readonly File[]) => {
      const sending = new XMLHttpRequest()
      setRequest(sending)
      return send(sending, files, setProgress)
    },
    onSuccess: (job) => {
      putJob(queries, job)
    },
    onSettled: () => {
      setProgress(null)
      setRequest(null)
    },
  })
  return {
    ...mutation,
    progress,
    cancel: () => {
      request?.abort()
    },
  }
}

function send(
  request: XMLHttpRequest,
  files: readonly File[],
  onProgress: (progress: UploadProgress) => void,
): Promise<Job> {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  return new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => {
      onProgress({ sent: event.loaded, total: event.total })
    }
    request.onload = () => {
      const body = parseBody(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(Job.parse(body))
      else reject(errorFromResponse(request.status, body))
    }
    request.onerror = () => {
      reject(errorFromNetwork())
    }
    request.onabort = () => {
      reject(new ClientError({ kind: 'conflict', code: 'upload.cancelled', message: '已取消上传，没有导入任何行。' }))
    }
    request.open('POST', dataResourcesEndpoints.upload.path)
    request.setRequestHeader('x-requested-with', 'yijian-console')
    request.send(form)
  })
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
