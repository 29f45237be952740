import type { Monitor } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { EmptyState, formatCount, formatPercent, Tag } from '@yijian/web-kit'
import type { ReactNode } from 'react'
import { ruleHref } from '../search.ts'
import { isDoubtful, millis } from './monitor-text.ts'

type Rates = Monitor['byRule'][number] | Monitor['byInstitution'][number] | Monitor['byDoctor'][number]

export function ByRule({ monitor }: { readonly monitor: Monitor }) {
  return (
    <RateTable
      label="各规则的提醒"
      head="规则"
      rows={monitor.byRule.map((row) => ({
        key: row.kindId,
        rates: row,
        name: (
          <>
            <code className="yj-muted">{row.kindId}</code>{' '}
            <Link to={ruleHref(row.kindId, { tab: 'feedback' })}>{row.name}</Link>
            {isDoubtful(row) ? (
              <span title="已答复 20 次以上且半数继续执行，应复查参数">
                {' '}
                <Tag tone="warning">医师多不认可</Tag>
              </span>
            ) : null}
          </>
        ),
      }))}
    />
  )
}

export function ByInstitution({
  monitor,
  onPick,
}: {
  readonly monitor: Monitor
  readonly onPick: (fixmedinsCode: string) => void
}) {
  return (
    <RateTable
      label="各机构的提醒"
      head="机构"
      extra={['调用', '答复一半以内', '答复 99% 以内']}
      rows={monitor.byInstitution.map((row) => ({
        key: row.fixmedinsCode,
        rates: row,
        name: (
          <button
            type="button"
            className="text-link"
            onClick={() => {
              onPick(row.fixmedinsCode)
            }}
          >
            {row.fixmedinsName}
          </button>
        ),
        extra: [
          formatCount(row.calls),
          row.latency ? millis(row.latency.p50) : '—',
          row.latency ? millis(row.latency.p99) : '—',
        ],
      }))}
    />
  )
}

export function ByDoctor({ monitor }: { readonly monitor: Monitor }) {
  return (
    <RateTable
      label="各医师的提醒"
      head="医师"
      rows={monitor.byDoctor.map((row) => ({
        key: `${row.fixmedinsCode}|${row.doctor}`,
        rates: row,
        name: (
          <span className="yj-cell-2">
            <code>{row.doctor}</code>
            <small>{row.fixmedinsName}</small>
          </span>
        ),
      }))}
    />
  )
}

interface TableProps {
  readonly label: string
  readonly head: string
  readonly extra?: readonly string[]
  readonly rows: readonly {
    readonly key: string
    readonly name: ReactNode
    readonly rates: Rates
    readonly extra?: readonly string[]
  }[]
}

function RateTable({ label, head, extra = [], rows }: TableProps) {
  if (rows.length === 0) return <EmptyState compact title="这段时间没有提醒" />
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label={label}>
        <thead>
          <tr>
            <th>{head}</th>
            {extra.map((title) => (
              <th key={title} className="yj-right">
                {title}
              </th>
            ))}
            <th className="yj-right">命中</th>
            <th className="yj-right">显示</th>
            <th className="yj-right">已答复</th>
            <th className="yj-right">继续执行</th>
            <th className="yj-right">继续执行率</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>{row.name}</td>
              {(row.extra ?? []).map((text, index) => (
                <td key={index} className="yj-right yj-num">
                  {text}
                </td>
              ))}
              {[row.rates.hits, row.rates.shown, row.rates.answered, row.rates.overrides].map((n, index) => (
                <td key={index} className="yj-right yj-num">
                  {formatCount(n)}
                </td>
              ))}
              <td className="yj-right yj-num">
                {row.rates.overrideRate === null ? (
                  <span className="yj-muted">待答复</span>
                ) : (
                  formatPercent(row.rates.overrideRate)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
