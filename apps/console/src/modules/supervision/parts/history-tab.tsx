import type { FindingDetail } from '@yijian/contract'
import { EmptyState, formatMoment } from '@yijian/web-kit'
import { StatusTag } from './status-tag.tsx'

/** Everything that was concluded about the finding, newest first. */
export function HistoryTab({ detail }: { readonly detail: FindingDetail }) {
  if (detail.labels.length === 0) {
    return (
      <EmptyState compact title="还没有核实记录">
        核查后点“登记核实结论”，结论会进入模型准确率，并保留在这里。
      </EmptyState>
    )
  }
  const newest = [...detail.labels].sort((a, b) => (a.at < b.at ? 1 : -1))
  return (
    <ol className="history">
      {newest.map((label) => (
        <li key={label.at + label.by}>
          <div className="yj-row">
            <StatusTag status={label.status} />
            <strong>{label.by}</strong>
            <span className="yj-muted yj-num">{formatMoment(label.at)}</span>
          </div>
          <p>{label.note}</p>
        </li>
      ))}
    </ol>
  )
}
