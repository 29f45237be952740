import { PurposeDialog } from '@yijian/web-kit'
import { Button } from 'antd'
import { useState } from 'react'
import { client } from '../api.ts'

const PURPOSES = ['退回医疗机构更正', '核对接口问题'] as const

/** Rejected rows hold whole persons' numbers: they are handed out for a purpose, which is recorded. */
export function RejectDownload({ batchId, table }: { readonly batchId: string; readonly table: string }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="small"
        onClick={() => {
          setAsking(true)
        }}
      >
        下载 CSV
      </Button>
      <PurposeDialog
        title="下载拒收记录"
        okText="下载并记录"
        purposes={PURPOSES}
        open={asking}
        busy={false}
        onCancel={() => {
          setAsking(false)
        }}
        onConfirm={(purpose) => {
          setAsking(false)
          window.location.assign(client.url('downloadRejects', { params: { batchId, table }, query: { purpose } }))
        }}
      />
    </>
  )
}
