import { FilePdfOutlined, FileWordOutlined } from '@ant-design/icons'
import { downloadUrl } from '@yijian/web-kit'
import { Button } from 'antd'
import { client } from '../api.ts'

export function FileButtons({ period, small = false }: { readonly period: string; readonly small?: boolean }) {
  const save = (format: 'docx' | 'pdf') => () => {
    downloadUrl(client.url('fundReportFile', { params: { period }, query: { format } }))
  }
  const size = small ? 'small' : 'middle'
  return (
    <span className="yj-row" style={{ gap: 6, flexWrap: 'nowrap' }}>
      <Button size={size} icon={<FileWordOutlined />} onClick={save('docx')}>
        Word
      </Button>
      <Button size={size} icon={<FilePdfOutlined />} onClick={save('pdf')}>
        PDF
      </Button>
    </span>
  )
}
