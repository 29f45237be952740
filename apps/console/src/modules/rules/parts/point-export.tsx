import { DownloadOutlined } from '@ant-design/icons'
import { downloadUrl, omit } from '@yijian/web-kit'
import { Button } from 'antd'
import { client, type PointListQuery } from '../api.ts'

/** All points of the filter as a workbook; who took it out, when and with what filter stands in it and in the audit trail. */
export function PointExport({ query, total }: { readonly query: PointListQuery; readonly total: number }) {
  return (
    <Button
      icon={<DownloadOutlined />}
      disabled={total === 0}
      onClick={() => {
        downloadUrl(client.url('exportPoints', { query: omit(query, 'page', 'size') }))
      }}
      title="按当前筛选导出全部知识点"
    >
      导出
    </Button>
  )
}
