import type { CheckDetail } from '@yijian/contract'
import { downloadUrl, formatCount, formatMoment } from '@yijian/web-kit'
import { Alert, Button } from 'antd'
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
      <table className="yj-plain-table" aria-label="按表统计">
        <thead>
          <tr>
            <th>表</th>
            <th className="yj-right">读取</th>
            <th className="yj-right">接收</th>
            <th className="yj-right">拒收</th>
            <th className="yj-right">其中其他机构</th>
            <th>拒收记录</th>
          </tr>
        </thead>
        <tbody>
          {reading.tables.map((table) => (
            <tr key={table.table}>
              <td>
                {table.label} <code className="yj-muted">{table.table}</code>
              </td>
              <td className="yj-right yj-num">{formatCount(table.read)}</td>
              <td className="yj-right yj-num">{formatCount(table.accepted)}</td>
              <td className="yj-right yj-num">{formatCount(table.rejected)}</td>
              <td className="yj-right yj-num">{formatCount(table.foreign)}</td>
              <td>
                {table.rejected === 0 || reading.removed ? (
                  <span className="yj-muted">—</span>
                ) : (
                  <Button
                    size="small"
                    onClick={() => {
                      downloadUrl(
                        client.url('checkRejects', { params: { checkId: check.checkId, table: table.table } }),
                      )
                    }}
                  >
                    下载（文件、行号、原因）
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
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
