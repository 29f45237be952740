import { formatBytes, toClientError } from '@yijian/web-kit'
import { Alert, App, Modal, Progress } from 'antd'
import { useState } from 'react'
import { PickFiles } from '../../../shell/pick-files.tsx'
import { useUpload } from '../api.ts'

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
      <PickFiles files={files} onFiles={setFiles} disabled={busy} label="选择要导入的文件" />
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
