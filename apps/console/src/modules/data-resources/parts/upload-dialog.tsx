import { DeleteOutlined, InboxOutlined } from '@ant-design/icons'
import { formatBytes, toClientError } from '@yijian/web-kit'
import { Alert, App, Button, Modal, Progress } from 'antd'
import { useRef, useState } from 'react'
import { useUpload } from '../api.ts'

const ACCEPT = '.csv,.gz,.parquet'

/** Files go up with progress; the import itself is a job that outlives this dialog. */
export function UploadDialog({ onClose }: { readonly onClose: () => void }) {
  const [files, setFiles] = useState<readonly File[]>([])
  const upload = useUpload()
  const { message } = App.useApp()
  const busy = upload.isPending
  return (
    <Modal
      open
      width={560}
      title="上传并导入"
      okText={files.length === 0 ? '上传' : `上传 ${files.length} 个文件`}
      cancelText={busy ? '取消上传' : '关闭'}
      okButtonProps={{ disabled: files.length === 0 }}
      confirmLoading={busy}
      mask={{ closable: !busy }}
      onCancel={() => {
        if (busy) upload.cancel()
        else onClose()
      }}
      onOk={() => {
        upload.mutate(files, {
          onSuccess: () => {
            message.success('文件已收到，正在校验和导入，进度在右上角“任务”')
            onClose()
          },
        })
      }}
    >
      <p className="yj-secondary" style={{ marginBottom: 12 }}>
        文件名以表名开头，如 <code>setl_d.csv</code>、<code>fee_list_d_202512.csv.gz</code>
        ；表头为国家标准列名。同一文件传两次不会重复导入。
      </p>
      {upload.error ? (
        <Alert type="error" showIcon title={toClientError(upload.error).message} style={{ marginBottom: 12 }} />
      ) : null}
      <DropArea
        disabled={busy}
        onFiles={(added) => {
          setFiles([...files.filter((file) => !added.some((other) => other.name === file.name)), ...added])
        }}
      />
      <ul className="upload-list">
        {files.map((file) => (
          <li key={file.name}>
            <span className="yj-ellipsis">{file.name}</span>
            <span className="yj-muted yj-num">{formatBytes(file.size)}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={`移除 ${file.name}`}
              disabled={busy}
              onClick={() => {
                setFiles(files.filter((other) => other !== file))
              }}
            />
          </li>
        ))}
      </ul>
      {upload.progress === null ? null : (
        <div role="status">
          <Progress
            percent={Math.floor((100 * upload.progress.sent) / Math.max(1, upload.progress.total))}
            status="active"
          />
          <p className="yj-muted yj-small">
            已上传 {formatBytes(upload.progress.sent)} / {formatBytes(upload.progress.total)}
            ，上传完成前请不要关闭页面。
          </p>
        </div>
      )}
    </Modal>
  )
}

interface DropProps {
  readonly disabled: boolean
  readonly onFiles: (files: File[]) => void
}

function DropArea({ disabled, onFiles }: DropProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <div
      className="drop-area"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => {
        setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!disabled) onFiles([...event.dataTransfer.files])
      }}
    >
      <InboxOutlined />
      <span>把文件拖到这里，或</span>
      <Button
        disabled={disabled}
        onClick={() => {
          input.current?.click()
        }}
      >
        选择文件
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        aria-label="选择要导入的文件"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
