import { UPLOAD_KEEP_DAYS } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import { Section, toClientError } from '@yijian/web-kit'
import { Alert, Button, Progress } from 'antd'
import { useState } from 'react'
import { PickFiles } from '../../../shell/pick-files.tsx'
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
      <PickFiles files={files} onFiles={setFiles} disabled={sending} label="选择要自查的文件" slim />
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
