import { CheckFile, CheckRow } from '@yijian/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendFiles, useFileUpload } from '../../shell/send-files.ts'
import { client } from './api.ts'

interface NewCheck {
  readonly files: readonly File[]
  readonly fixmedinsCode: string | undefined
}

/** Files for a check of their own, with progress. */
export function useUploadCheck() {
  const queries = useQueryClient()
  return useFileUpload({
    sending: ({ files, fixmedinsCode }: NewCheck) => ({
      url: client.url('uploadCheck', { query: fixmedinsCode === undefined ? {} : { fixmedinsCode } }),
      files,
      cancelled: '已取消上传，没有保存任何文件。',
    }),
    read: (body) => CheckRow.parse(body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['selfCheckHome'] }),
  })
}

/** One attachment. */
export function useAddFile(checkId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, kindId }: { file: File; kindId: string | undefined }) => {
      const url = client.url('addCheckFile', { params: { checkId }, query: kindId === undefined ? {} : { kindId } })
      return CheckFile.parse(await sendFiles({ url, files: [file] }))
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['getCheck'] }),
  })
}
