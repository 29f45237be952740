import { BlockSkeleton, EmptyState, ErrorState, formatCount, formatPercent, Tag } from '@yijian/web-kit'
import { useTables, type Table } from '../api.ts'

interface Props {
  readonly table: string | undefined
  readonly onTable: (table: string) => void
}

const TYPES: Readonly<Record<string, string>> = {
  varchar: '文本',
  integer: '整数',
  money: '金额',
  quantity: '数量',
  ratio: '比值',
  date: '日期',
  timestamp: '时间',
  flag: '标志',
  json: 'JSON',
}
const SENSITIVITY = ['公开', '一般', '内部', '个人信息', '敏感个人信息']

/** 数据表目录: every table of the standard, whether it was delivered, and how complete each column is. */
export function TableCatalogue({ table, onTable }: Props) {
  const query = useTables()
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <BlockSkeleton rows={10} />
    )
  }
  const tables = query.data.rows
  const shown =
    tables.find((candidate) => candidate.table === table) ??
    tables.find((candidate) => candidate.delivered) ??
    tables[0]
  if (!shown) return <EmptyState title="没有登记任何数据表" />
  return (
    <div className="catalogue">
      <ul aria-label="数据表">
        {tables.map((candidate) => (
          <li key={candidate.table}>
            <button
              type="button"
              aria-pressed={candidate === shown}
              onClick={() => {
                onTable(candidate.table)
              }}
            >
              <span className="yj-cell-2">
                <span>{candidate.label}</span>
                <small>
                  <code>{candidate.table}</code>
                </small>
              </span>
              {candidate.delivered ? (
                <span className="yj-num yj-muted">{formatCount(candidate.rows)}</span>
              ) : (
                <Tag>未交付</Tag>
              )}
            </button>
          </li>
        ))}
      </ul>
      <TableColumns table={shown} />
    </div>
  )
}

function TableColumns({ table }: { readonly table: Table }) {
  return (
    <div>
      <h3 className="sub-title">
        {table.label} <code className="yj-muted">{table.physical}</code>
      </h3>
      <p className="yj-secondary" style={{ marginBottom: 12 }}>
        {table.delivered
          ? `${formatCount(table.rows)} 行`
          : '这批数据没有交付此表，依赖它的模型会记为“无法判断”，不会当作零。'}
        {table.key.length === 0 ? null : (
          <>
            ，主键 <code>{table.key.join(', ')}</code>
          </>
        )}
      </p>
      <div className="yj-scroll-x">
        <table className="yj-plain-table" aria-label={`${table.label}的列`}>
          <thead>
            <tr>
              <th>列名</th>
              <th>含义</th>
              <th>类型</th>
              <th>必填</th>
              <th>字典</th>
              <th>敏感级别</th>
              <th className="yj-right">缺失占比</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map((column) => (
              <tr key={column.name}>
                <td>
                  <code>{column.name}</code>
                </td>
                <td>{column.label}</td>
                <td>{TYPES[column.type] ?? column.type}</td>
                <td>{column.required ? '必填' : ''}</td>
                <td>{column.dictionary === null ? '' : <code>{column.dictionary}</code>}</td>
                <td>{SENSITIVITY[column.sensitivity] ?? column.sensitivity}</td>
                <td className="yj-right yj-num">
                  <Missing share={column.missingShare} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Missing({ share }: { readonly share: number | null }) {
  if (share === null) return <span className="yj-muted">—</span>
  if (share === 0) return <span className="yj-muted">0%</span>
  const text = share < 0.001 ? '<0.1%' : formatPercent(share)
  return share >= 0.2 ? <Tag tone="warning">{text}</Tag> : text
}
