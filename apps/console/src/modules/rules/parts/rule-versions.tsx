import type { RuleKindDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatCount, formatMoment } from '@yijian/web-kit'
import { releaseHref } from '../search.ts'

/** In which releases the points of this rule changed. */
export function RuleVersions({ kind }: { readonly kind: RuleKindDetail }) {
  if (kind.versions.length === 0)
    return (
      <EmptyState compact title="还没有进入任何规则集">
        知识点发布后，这里列出各规则集中的变化。
      </EmptyState>
    )
  return (
    <table className="yj-plain-table" aria-label="规则版本">
      <thead>
        <tr>
          <th>规则集</th>
          <th>时间</th>
          <th className="yj-right">知识点</th>
          <th className="yj-right">新增</th>
          <th className="yj-right">变更</th>
          <th className="yj-right">移除</th>
        </tr>
      </thead>
      <tbody>
        {kind.versions.map((version) => (
          <tr key={version.releaseId}>
            <td>
              <Link to={releaseHref(version.releaseId)}>{version.releaseId}</Link>
            </td>
            <td className="yj-num">{formatMoment(version.at)}</td>
            <td className="yj-right yj-num">{formatCount(version.points)}</td>
            <td className="yj-right yj-num">{formatCount(version.added)}</td>
            <td className="yj-right yj-num">{formatCount(version.changed)}</td>
            <td className="yj-right yj-num">{formatCount(version.removed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
