import { Link } from '@tanstack/react-router'
import { formatAgo, formatCount, formatPercent, Tag } from '@yijian/web-kit'
import type { Model } from '../contract.ts'

/** From verified findings; without any it is unknown, not zero. */
export function PrecisionText({ model }: { readonly model: Pick<Model, 'precision' | 'labelled'> }) {
  if (model.precision === null)
    return (
      <span className="yj-muted" title="核实后才能计算">
        待核实
      </span>
    )
  return (
    <span title={`已核实 ${model.labelled} 条，其中属实的占比`}>
      {formatPercent(model.precision, 0)} <small className="yj-muted">核实 {formatCount(model.labelled)}</small>
    </span>
  )
}

export function LastRun({ model, bare = false }: { readonly model: Pick<Model, 'lastRun'>; readonly bare?: boolean }) {
  const run = model.lastRun
  if (run === null) return <span className="yj-muted">还没有运行过</span>
  const when = formatAgo(run.at, Date.now())
  if (run.state === 'failed') {
    return (
      <span>
        <Tag tone="danger">{bare ? '未完成' : '上次运行未完成'}</Tag>{' '}
        <Link to={`/runs/${encodeURIComponent(run.runId)}`}>{when}</Link>
      </span>
    )
  }
  return (
    <span className="yj-muted">
      {run.state === 'cancelled' ? '已取消' : bare ? '' : '上次运行'}{' '}
      <Link to={`/runs/${encodeURIComponent(run.runId)}`}>{when}</Link>
    </span>
  )
}
