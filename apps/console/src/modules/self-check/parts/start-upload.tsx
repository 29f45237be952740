import { DeleteOutlined, InboxOutlined } from '@ant-design/icons'
import { UPLOAD_KEEP_DAYS } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import { formatBytes, Section, toClientError } from '@yijian/web-kit'
import { Alert, Button, Progress } from 'antd'
import { useRef, useState } from 'react'
import { useUploadCheck } from '../upload.ts'

interface Props {
  readonly fixmedinsCode: string | undefined
  readonly busy: boolean
}

/** Over files of the institution's own, apart from the city's data. */
export function StartUpload({ fixmedinsCode, busy }: Props) {
  const [files, setFiles] = useState<readonly File[]>([])
  const upload = useUploadCheck()
  const navigate = useNavigate()
  const sending = upload.isPending
  return (
    <Section title="上传文件自查" note="未结算的费用，或想先自己核对时">
      <p className="yj-secondary">
        国家标准表的 CSV 或 Parquet，文件名以表名开头（如 <code>setl_d.csv</code>、<code>fee_list_d.csv</code>
        ）。只收本机构的行； 与全市数据分开存放，{UPLOAD_KEEP_DAYS} 天后自动删除。
      </p>
      <DropFiles
        disabled={sending}
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
              disabled={sending}
              onClick={() => {
                setFiles(files.filter((other) => other !== file))
              }}
            />
          </li>
        ))}
      </ul>
      {upload.error ? <Alert type="error" showIcon title={toClientError(upload.error).message} /> : null}
      {upload.progress === null ? null : (
        <Progress
          percent={Math.floor((100 * upload.progress.sent) / Math.max(1, upload.progress.total))}
          status="active"
        />
      )}
      <div className="yj-row">
        <Button
          disabled={files.length === 0 || busy}
          loading={sending}
          onClick={() => {
            upload.mutate(
              { files, fixmedinsCode },
              { onSuccess: (check) => void navigate({ to: `/self-check/checks/${check.checkId}` }) },
            )
          }}
        >
          {files.length === 0 ? '上传并自查' : `上传 ${files.length} 个文件并自查`}
        </Button>
        {sending ? <Button onClick={upload.cancel}>取消上传</Button> : null}
      </div>
    </Section>
  )
}

function DropFiles({ disabled, onFiles }: { readonly disabled: boolean; readonly onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <div
      className="drop-area drop-area-slim"
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
        size="small"
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
        accept=".csv,.gz,.parquet"
        aria-label="选择要自查的文件"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
