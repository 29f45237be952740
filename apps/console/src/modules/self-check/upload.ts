import { CheckFile, CheckRow } from '@yijian/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ClientError, errorFromNetwork, errorFromResponse } from '@yijian/web-kit'
import { useState } from 'react'
import { client } from './api.ts'

export interface UploadProgress {
  readonly sent: number
  readonly total: number
}

/** Files for a check of their own, with progress. */
export function useUploadCheck() {
  const queries = useQueryClient()
  const [progress, setProgress] = useState<UploadProgress | null>(null)
  const [request, setRequest] = useState<XMLHttpRequest | null>(null)
  const mutation = useMutation({
    mutationFn: async ({ files, fixmedinsCode }: { files: readonly File[]; fixmedinsCode: string | undefined }) => {
      const sending = new XMLHttpRequest()
      setRequest(sending)
      const url = client.url('uploadCheck', { query: fixmedinsCode === undefined ? {} : { fixmedinsCode } })
      return CheckRow.parse(await send(sending, { url, files, onProgress: setProgress }))
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['selfCheckHome'] }),
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

/** One attachment. */
export function useAddFile(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, kindId }: { file: File; kindId: string | undefined }) => {
      const url = client.url('addCheckFile', { params: { checkId }, query: kindId === undefined ? {} : { kindId } })
      return CheckFile.parse(await send(new XMLHttpRequest(), { url, files: [file], onProgress: () => undefined }))
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['getCheck'] }),
  })
}

interface Sending {
  readonly url: string
  readonly files: readonly File[]
  readonly onProgress: (progress: UploadProgress) => void
}

/** Only XMLHttpRequest tells how much of a request has gone out. */
function send(request: XMLHttpRequest, { url, files, onProgress }: Sending): Promise<unknown> {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  return new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => {
      onProgress({ sent: event.loaded, total: event.total })
    }
    request.onload = () => {
      const body = parseBody(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(body)
      else reject(errorFromResponse(request.status, body))
    }
    request.onerror = () => {
      reject(errorFromNetwork())
    }
    request.onabort = () => {
      reject(new ClientError({ kind: 'conflict', code: 'upload.cancelled', message: '已取消上传，没有保存任何文件。' }))
    }
    request.open('POST', url)
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
