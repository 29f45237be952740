import { ClientError, errorFromNetwork, errorFromResponse } from '@yijian/web-kit'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

export interface UploadProgress {
  readonly sent: number
  readonly total: number
}

export interface Sending {
  readonly url: string
  readonly files: readonly File[]
  /** What is told when the upload is cancelled. */
  readonly cancelled?: string
  readonly onProgress?: (progress: UploadProgress) => void
}

/** Sends files to an endpoint; only XMLHttpRequest tells how much of a request has gone out. Answers the body as it came. */
export function sendFiles(
  { url, files, cancelled = '已取消上传', onProgress }: Sending,
  request = new XMLHttpRequest(),
): Promise<unknown> {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  return new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => {
      onProgress?.({ sent: event.loaded, total: event.total })
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
      reject(new ClientError({ kind: 'conflict', code: 'upload.cancelled', message: cancelled }))
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

interface UploadOptions<I, O> {
  readonly sending: (input: I) => Omit<Sending, 'onProgress'>
  readonly read: (body: unknown) => O
  readonly onSuccess: (output: O) => unknown
}

/** An upload with progress that can be cancelled. */
export function useFileUpload<I, O>({ sending, read, onSuccess }: UploadOptions<I, O>) {
  const [progress, setProgress] = useState<UploadProgress | null>(null)
  const [request, setRequest] = useState<XMLHttpRequest | null>(null)
  const mutation = useMutation({
    mutationFn: async (input: I) => {
      const made = new XMLHttpRequest()
      setRequest(made)
      return read(await sendFiles({ ...sending(input), onProgress: setProgress }, made))
    },
    onSuccess,
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
