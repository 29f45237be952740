import { DeleteOutlined, InboxOutlined } from '@ant-design/icons'
import { formatBytes } from '@yijian/web-kit'
import { Button } from 'antd'
import { useRef, useState } from 'react'

const ACCEPT = '.csv,.gz,.parquet'

interface Props {
  readonly files: readonly File[]
  readonly onFiles: (files: readonly File[]) => void
  readonly disabled: boolean
  /** Name of the hidden field, for those who cannot see the area. */
  readonly label: string
  readonly slim?: boolean
}

/** Table files to upload: dropped or chosen, listed, taken out again. A file of the same name replaces the one before. */
export function PickFiles({ files, onFiles, disabled, label, slim = false }: Props) {
  return (
    <>
      <DropArea
        disabled={disabled}
        label={label}
        slim={slim}
        onFiles={(added) => {
          onFiles([...files.filter((file) => !added.some((other) => other.name === file.name)), ...added])
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
              disabled={disabled}
              onClick={() => {
                onFiles(files.filter((other) => other !== file))
              }}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

function DropArea({ disabled, label, slim, onFiles }: Required<Omit<Props, 'files'>>) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <div
      className={slim ? 'drop-area drop-area-slim' : 'drop-area'}
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
        {...(slim ? { size: 'small' as const } : {})}
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
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
