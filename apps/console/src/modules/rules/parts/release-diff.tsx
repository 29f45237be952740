import type { PointRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatCount, Section } from '@yijian/web-kit'
import type { DiffData } from '../api.ts'
import { ruleHref } from '../search.ts'
import { lawText } from './point-columns.tsx'

/** What one release has that another has not. */
export function ReleaseDiff({ diff }: { readonly diff: DiffData }) {
  const { counts } = diff
  if (counts.added + counts.removed + counts.changed === 0) {
    return (
      <EmptyState compact title="内容相同">
        {formatCount(counts.same)} 个知识点逐一相同。
      </EmptyState>
    )
  }
  return (
    <div className="yj-stack">
      <p className="yj-secondary">
        新增 {formatCount(counts.added)}、变更 {formatCount(counts.changed)}、移除 {formatCount(counts.removed)}，另有{' '}
        {formatCount(counts.same)} 个不变。
      </p>
      {diff.changed.length === 0 ? null : <Changed diff={diff} />}
      <PointList title="新增" rows={diff.added} total={counts.added} />
      <PointList title="移除" rows={diff.removed} total={counts.removed} />
    </div>
  )
}

function Changed({ diff }: { readonly diff: DiffData }) {
  return (
    <Section
      title={`变更（${formatCount(diff.counts.changed)}）`}
      note={cutNote(diff.changed.length, diff.counts.changed)}
    >
      <div className="yj-scroll-x">
        <table className="yj-plain-table" aria-label="变更的知识点">
          <thead>
            <tr>
              <th>知识点</th>
              <th>规则</th>
              <th>改动</th>
              <th>版</th>
            </tr>
          </thead>
          <tbody>
            {diff.changed.map(({ before, after, fields }) => (
              <tr key={after.kpId}>
                <td>
                  <PointLink row={after} />
                </td>
                <td>{after.kindName}</td>
                <td>
                  {fields.map((field) => (
                    <div key={field.label}>
                      <span className="yj-muted">{field.label}：</span>
                      <span className="diff-before">{field.before === '' ? '空' : field.before}</span> →{' '}
                      <strong>{field.after === '' ? '空' : field.after}</strong>
                    </div>
                  ))}
                </td>
                <td className="yj-num">
                  {before.version} → {after.version}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

interface ListProps {
  readonly title: string
  readonly rows: readonly PointRow[]
  readonly total: number
}

function PointList({ title, rows, total }: ListProps) {
  if (rows.length === 0) return null
  return (
    <Section title={`${title}（${formatCount(total)}）`} note={cutNote(rows.length, total)}>
      <div className="yj-scroll-x">
        <table className="yj-plain-table" aria-label={`${title}的知识点`}>
          <thead>
            <tr>
              <th>知识点</th>
              <th>规则</th>
              <th>参数</th>
              <th>适用日期</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.kpId}>
                <td>
                  <PointLink row={row} />
                </td>
                <td>{row.kindName}</td>
                <td>{row.paramsText === '' ? <span className="yj-muted">默认</span> : row.paramsText}</td>
                <td className="yj-num">{lawText(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

const cutNote = (shown: number, total: number): string => (shown < total ? `只列前 ${formatCount(shown)} 个` : '')

function PointLink({ row }: { readonly row: PointRow }) {
  return (
    <span className="yj-cell-2">
      <Link to={ruleHref(row.kindId, { tab: 'points', open: row.kpId })}>{row.name}</Link>
      <small>{row.kpId}</small>
    </span>
  )
}
