import type { QualityRow } from '@yijian/contract'
import { EmptyState, ErrorState, BlockSkeleton, formatCount, formatPercent } from '@yijian/web-kit'
import { Segmented } from 'antd'
import { useState } from 'react'
import { useRuleQuality } from '../lifecycle-api.ts'
import { ShadowTable } from './shadow-table.tsx'

const DAYS = [
  { value: 30, label: '30 天' },
  { value: 90, label: '90 天' },
  { value: 365, label: '一年' },
]

/** 规则质量: how often it spoke, what doctors did, and how often auditors found it right, with Wilson's interval. */
export function RuleQuality({ kindId }: { readonly kindId: string }) {
  const [days, setDays] = useState(90)
  const quality = useRuleQuality(kindId, days)
  if (quality.data === undefined)
    return quality.isError ? (
      <ErrorState compact error={quality.error} onRetry={() => void quality.refetch()} />
    ) : (
      <BlockSkeleton rows={5} />
    )
  const { total, points, institutions, shadow } = quality.data
  return (
    <div className="yj-stack">
      <div className="yj-row">
        <Segmented aria-label="时间范围" value={days} options={DAYS} onChange={setDays} />
        <span className="yj-secondary">{sentence(total)}</span>
      </div>
      {points.length === 0 && institutions.length === 0 ? (
        <EmptyState compact title="这段时间没有命中">
          医院调用后，命中、答复和核对结果列在这里；本规则的疑点登记核实结论后也计入准确率。
        </EmptyState>
      ) : (
        <div className="quality-grid">
          <QualityTable label="按知识点" rows={points} />
          <QualityTable label="按机构" rows={institutions} />
        </div>
      )}
      {shadow.length === 0 ? null : (
        <div>
          <h3 className="sub-title">影子运行</h3>
          <ShadowTable rows={shadow} />
        </div>
      )}
    </div>
  )
}

function sentence({ hits, answered, changed, findings, precision }: QualityRow): string {
  const reviewed = precision.right + precision.wrong + precision.unclear
  const right =
    precision.value === null || precision.low === null || precision.high === null
      ? '还没有核对过判定或疑点'
      : `核对 ${formatCount(reviewed)} 条，准确率 ${formatPercent(precision.value)}（95% 区间 ${formatPercent(precision.low)} 至 ${formatPercent(precision.high)}）`
  const decided = findings.confirmed + findings.rejected
  const found =
    decided === 0
      ? ''
      : `，其中疑点 ${formatCount(decided)} 条（属实 ${formatCount(findings.confirmed)}，不属实 ${formatCount(findings.rejected)}）`
  return `命中 ${formatCount(hits)} 次，医师答复 ${formatCount(answered)} 次，其中返回修改 ${formatCount(changed)} 次；${right}${found}。`
}

function QualityTable({ label, rows }: { readonly label: string; readonly rows: readonly QualityRow[] }) {
  return (
    <div className="yj-scroll-x">
      <h3 className="sub-title">{label}</h3>
      <table className="yj-plain-table" aria-label={label}>
        <thead>
          <tr>
            <th>{label.slice(1)}</th>
            <th style={{ textAlign: 'right' }}>命中</th>
            <th style={{ textAlign: 'right' }}>返回修改 / 答复</th>
            <th style={{ textAlign: 'right' }}>核对</th>
            <th style={{ textAlign: 'right' }} title="同一疑点只计一次，以最后的核实结论为准">
              其中疑点属实 / 不属实
            </th>
            <th>准确率（95% 区间）</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 50).map((row) => (
            <tr key={row.id}>
              <td>
                <span className="yj-cell-2">
                  <span>{row.name}</span>
                  {row.name === row.id ? null : <small>{row.id}</small>}
                </span>
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.hits)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.changed)} / {formatCount(row.answered)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.precision.right + row.precision.wrong + row.precision.unclear)}
              </td>
              <td className="yj-num" style={{ textAlign: 'right' }}>
                {formatCount(row.findings.confirmed)} / {formatCount(row.findings.rejected)}
              </td>
              <td>
                <Interval row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The interval as a bar from 0 to 100 %, the value as a mark on it. */
function Interval({ row: { precision } }: { readonly row: QualityRow }) {
  const { value, low, high } = precision
  if (value === null || low === null || high === null) return <span className="yj-muted">未核对</span>
  const text = `${formatPercent(value)}（${formatPercent(low)}–${formatPercent(high)}）`
  return (
    <span className="interval" title={text}>
      <span className="interval-track" aria-hidden="true">
        <span style={{ left: `${low * 100}%`, right: `${100 - high * 100}%` }} />
        <i style={{ left: `${value * 100}%` }} />
      </span>
      <span className="yj-num">{text}</span>
    </span>
  )
}
