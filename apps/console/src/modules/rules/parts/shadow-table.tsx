import type { ShadowRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, EmptyState, formatCount, formatNumber } from '@yijian/web-kit'
import { ruleHref } from '../search.ts'

const rate = (value: number | null): string => (value === null ? '—' : formatNumber(value, 2))

/** 影子运行: what points in trial would have said in live traffic, beside what their backtest says. */
export function ShadowTable({ rows }: { readonly rows: readonly ShadowRow[] }) {
  if (rows.length === 0)
    return (
      <EmptyState compact title="没有试运行的知识点">
        论证通过的知识点在试运行期间与真实调用并行判定，不向医师显示，计数列在这里。
      </EmptyState>
    )
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label="影子运行">
        <thead>
          <tr>
            <th>知识点</th>
            <th style={{ textAlign: 'right' }}>调用</th>
            <th style={{ textAlign: 'right' }}>医嘱行</th>
            <th style={{ textAlign: 'right' }}>命中</th>
            <th style={{ textAlign: 'right' }}>每千行</th>
            <th style={{ textAlign: 'right' }}>回测每千行</th>
            <th style={{ textAlign: 'right' }}>金额（元）</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.kpId}@${row.version}`}>
              <td>
                <span className="yj-cell-2">
                  <Link to={ruleHref(row.kindId, { tab: 'points', status: 'trial', open: row.kpId })}>{row.name}</Link>
                  <small>
                    {row.kindId} {row.kindName} · 第 {row.version} 版
                  </small>
                </span>
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.calls)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.lines)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.hits)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {rate(row.rate)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {rate(row.expected)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                <Amount value={row.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
