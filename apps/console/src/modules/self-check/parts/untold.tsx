import type { CheckDetail } from '@yijian/contract'
import { EmptyState, formatCount } from '@yijian/web-kit'
import { Alert } from 'antd'

/** What the rules could not say: never shown as “no problem”. */
export function Untold({ check }: { readonly check: Pick<CheckDetail, 'cannotTell' | 'failed'> }) {
  if (check.cannotTell.length === 0 && check.failed.length === 0) {
    return (
      <EmptyState compact title="所有规则都能判断">
        没有因数据缺失或规则出错而未能判断的情形。
      </EmptyState>
    )
  }
  return (
    <div className="yj-stack">
      {check.failed.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={`${check.failed.length} 条规则没有执行成功，不代表没有问题`}
          description={
            <ul className="failed-rules">
              {check.failed.map(({ id, name, reason }) => (
                <li key={id}>
                  {name} <code className="yj-muted">{id}</code> <span className="yj-ellipsis yj-muted">{reason}</span>
                </li>
              ))}
            </ul>
          }
        />
      )}
      <p className="yj-secondary">下列规则所需的数据没有上传或为空，无法判断的行不作命中，也不代表符合规定。</p>
      <table className="yj-plain-table" aria-label="未能判断的规则">
        <thead>
          <tr>
            <th>规则</th>
            <th className="yj-right">无法判断（处）</th>
          </tr>
        </thead>
        <tbody>
          {check.cannotTell.map(({ kindId, name, n }) => (
            <tr key={kindId}>
              <td>
                {name} <code className="yj-muted">{kindId}</code>
              </td>
              <td className="yj-right yj-num">{formatCount(n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
