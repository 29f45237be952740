import { DeleteOutlined, PaperClipOutlined, UploadOutlined } from '@ant-design/icons'
import type { CheckDetail, CheckFile } from '@yijian/contract'
import { downloadUrl, formatBytes, formatMoment, toClientError } from '@yijian/web-kit'
import { App, Button } from 'antd'
import { useRef } from 'react'
import { client, useRemoveFile } from '../api.ts'
import { useAddFile } from '../upload.ts'

/** 附件: proofs of what was done; sent with the report. */
export function Attachments({ check, editable }: { readonly check: CheckDetail; readonly editable: boolean }) {
  const add = useAddFile(check.checkId)
  const remove = useRemoveFile(check.checkId)
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const complain = (error: unknown) => {
    message.error(toClientError(error).message)
  }
  return (
    <section className="attachments" aria-label="附件">
      <div className="yj-row">
        <strong>附件</strong>
        <span className="yj-muted yj-small">PDF、Word、Excel、OFD、图片等，每个不超过 20 MB；随报告一并提交</span>
        {editable ? (
          <Button
            size="small"
            icon={<UploadOutlined />}
            loading={add.isPending}
            onClick={() => {
              input.current?.click()
            }}
          >
            添加附件
          </Button>
        ) : null}
        <input
          ref={input}
          type="file"
          hidden
          aria-label="选择附件"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) add.mutate({ file, kindId: undefined }, { onError: complain })
            event.target.value = ''
          }}
        />
      </div>
      <FileList
        files={check.files}
        onOpen={(fileId) => {
          downloadUrl(client.url('getCheckFile', { params: { checkId: check.checkId, fileId } }))
        }}
        {...(editable
          ? {
              onRemove: (fileId: string) => {
                remove.mutate(fileId, { onError: complain })
              },
            }
          : {})}
      />
    </section>
  )
}

interface ListProps {
  readonly files: readonly CheckFile[]
  readonly onOpen: (fileId: string) => void
  readonly onRemove?: (fileId: string) => void
}

export function FileList({ files, onOpen, onRemove }: ListProps) {
  if (files.length === 0) return <p className="yj-muted yj-small">没有附件</p>
  return (
    <ul className="file-list">
      {files.map((file) => (
        <li key={file.fileId}>
          <PaperClipOutlined />
          <button
            type="button"
            className="link-button yj-ellipsis"
            onClick={() => {
              onOpen(file.fileId)
            }}
          >
            {file.name}
          </button>
          <span className="yj-muted yj-small yj-num">
            {formatBytes(file.bytes)} · {file.by} · {formatMoment(file.at)}
          </span>
          {onRemove ? (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={`移除附件 ${file.name}`}
              onClick={() => {
                onRemove(file.fileId)
              }}
            />
          ) : null}
        </li>
      ))}
    </ul>
  )
}
