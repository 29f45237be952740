import type { CheckDetail } from '@yijian/contract'
import { downloadUrl, formatCount, formatMoment } from '@yijian/web-kit'
import { Alert, Button } from 'antd'
import { TableCounts } from '../../../shell/table-counts.tsx'
import { client } from '../api.ts'

const STATUSES: Readonly<Record<string, string>> = {
  imported: '已读取',
  'already-imported': '与另一个文件内容相同',
  refused: '整个文件未收',
  ignored: '未用到',
}

/** What was read of the own files, what was refused and why. */
export function Reading({ check }: { readonly check: CheckDetail }) {
  const { reading } = check
  if (reading === null) return null
  const foreign = reading.tables.reduce((sum, table) => sum + table.foreign, 0)
  return (
    <div className="yj-stack">
      {foreign > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`文件中有 ${formatCount(foreign)} 行是其他机构的记录，已拒收，没有参与筛查`}
        />
      ) : null}
      <TableCounts
        tables={reading.tables}
        columns={[
          { title: '读取', of: ({ read }) => read },
          { title: '接收', of: ({ accepted }) => accepted },
          { title: '拒收', of: ({ rejected }) => rejected },
          { title: '其中其他机构', of: ({ foreign: other }) => other },
        ]}
        rejects={({ table }) =>
          reading.removed ? (
            <span className="yj-muted">—</span>
          ) : (
            <Button
              size="small"
              onClick={() => {
                downloadUrl(client.url('checkRejects', { params: { checkId: check.checkId, table } }))
              }}
            >
              下载（文件、行号、原因）
            </Button>
          )
        }
      />
      <table className="yj-plain-table" aria-label="文件">
        <thead>
          <tr>
            <th>文件</th>
            <th>结果</th>
            <th>原因</th>
          </tr>
        </thead>
        <tbody>
          {reading.files.map((file) => (
            <tr key={file.file}>
              <td>
                <code>{file.file}</code>
              </td>
              <td>{STATUSES[file.status] ?? file.status}</td>
              <td>{file.reason ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="yj-muted yj-small">
        {reading.removed
          ? '上传的文件已按期删除。'
          : `上传的文件与全市数据分开存放，${formatMoment(reading.keepUntil)} 后自动删除；筛查结果保留。`}
      </p>
    </div>
  )
}
