import { Pagination, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { formatCount } from '../format/numbers.ts'
import { ErrorState } from '../states/states.tsx'
import { TableSkeleton } from '../states/skeletons.tsx'
import { useNarrow } from '../theme/use-narrow.ts'
import { isShown, type DataColumn, type Density } from './columns.ts'
import { nextOrder, type TableView } from './order.ts'
import { TableMenu } from './table-menu.tsx'
import { usePreferences } from './use-preferences.ts'

interface Props<T> {
  /** Names the remembered preferences. */
  readonly id: string
  readonly label: string
  readonly columns: readonly DataColumn<T>[]
  readonly rows: readonly T[] | undefined
  readonly total: number | undefined
  readonly rowKey: (row: T) => string
  readonly view: TableView
  readonly onView: (next: TableView) => void
  readonly loading?: boolean
  readonly error?: unknown
  readonly onRetry?: () => void
  readonly empty: ReactNode
  /** Sums over the filter, by column key. */
  readonly totals?: Readonly<Record<string, ReactNode>> | undefined
  readonly activeKey?: string | undefined
  readonly onOpen?: (row: T) => void
  /** Tabs or a title, on a line of its own with the actions. */
  readonly head?: ReactNode
  readonly toolbar?: ReactNode
  readonly actions?: ReactNode
  /** How a row looks on a phone; without it the table scrolls sideways. */
  readonly card?: (row: T) => ReactNode
  readonly stickyOffset?: number
}

/** Server-side pages and order, remembered columns and density, totals over the filter. */
export function DataTable<T extends object>(props: Props<T>) {
  const [preferences, setPreferences] = usePreferences(props.id)
  const narrow = useNarrow(720)
  const columns = props.columns.filter((column) => isShown(column, preferences))
  const cards = narrow && props.card !== undefined
  return (
    <div
      className="yj-table"
      data-density={preferences.density}
      data-busy={props.loading === true && props.rows !== undefined}
    >
      <TableBar head={props.head} toolbar={props.toolbar}>
        {props.actions}
        {cards ? null : <TableMenu columns={props.columns} preferences={preferences} onChange={setPreferences} />}
      </TableBar>
      <TableBody {...props} columns={columns} density={preferences.density} cards={cards} />
      <TablePages view={props.view} total={props.total} onView={props.onView} narrow={narrow} />
    </div>
  )
}

interface BarProps {
  readonly head: ReactNode
  readonly toolbar: ReactNode
  readonly children: ReactNode
}

function TableBar({ head, toolbar, children }: BarProps) {
  const actions = <div className="yj-table-actions">{children}</div>
  if (head === undefined) {
    return (
      <div className="yj-table-bar">
        <div className="yj-table-toolbar">{toolbar}</div>
        {actions}
      </div>
    )
  }
  return (
    <>
      <div className="yj-table-head">
        {head}
        {actions}
      </div>
      {toolbar ? (
        <div className="yj-table-bar">
          <div className="yj-table-toolbar">{toolbar}</div>
        </div>
      ) : null}
    </>
  )
}

function TableBody<T extends object>(props: Props<T> & { readonly density: Density; readonly cards: boolean }) {
  if (props.rows === undefined) {
    return props.error ? (
      <ErrorState error={props.error} onRetry={props.onRetry} />
    ) : (
      <TableSkeleton rows={Math.min(props.view.size, 12)} columns={Math.min(props.columns.length, 8)} />
    )
  }
  if (props.rows.length === 0) return <>{props.empty}</>
  if (props.cards && props.card) return <CardList {...props} card={props.card} rows={props.rows} />
  return <Grid {...props} rows={props.rows} />
}

function CardList<T extends object>(
  props: Props<T> & { readonly card: (row: T) => ReactNode; readonly rows: readonly T[] },
) {
  return (
    <ul className="yj-cards" aria-label={props.label}>
      {props.rows.map((row) => (
        <li key={props.rowKey(row)}>{props.card(row)}</li>
      ))}
    </ul>
  )
}

function Grid<T extends object>(props: Props<T> & { readonly density: Density; readonly rows: readonly T[] }) {
  const { view, columns, totals } = props
  const width = columns.reduce((sum, column) => sum + (column.width ?? column.minWidth ?? 140), 0)
  return (
    <Table<T>
      aria-label={props.label}
      rowKey={props.rowKey}
      size={props.density}
      columns={toAntd(columns, view)}
      dataSource={props.rows}
      pagination={false}
      tableLayout="fixed"
      showSorterTooltip={false}
      sticky={{ offsetHeader: props.stickyOffset ?? 52 }}
      scroll={{ x: width }}
      rowClassName={(row) => (props.rowKey(row) === props.activeKey ? 'yj-row-active' : '')}
      onRow={(row) => rowProps(row, props)}
      onChange={(_, __, sorter) => {
        const chosen = Array.isArray(sorter) ? sorter[0] : sorter
        if (chosen) props.onView(nextOrder(view, chosen.columnKey as string | undefined, columns))
      }}
      {...(totals ? { summary: () => totalsRow({ columns, totals, total: props.total ?? 0 }) } : {})}
    />
  )
}

function rowProps<T extends object>(row: T, props: Props<T>) {
  const open = props.onOpen
  if (!open) return {}
  return {
    'data-row-key-active': props.rowKey(row) === props.activeKey,
    style: { cursor: 'pointer' },
    onClick: (event: React.MouseEvent) => {
      const target = event.target as HTMLElement
      if (target.closest('a, button, input, label') === null && String(getSelection()) === '') open(row)
    },
  }
}

function toAntd<T extends object>(columns: readonly DataColumn<T>[], view: TableView): TableColumnsType<T> {
  return columns.map((column) => ({
    key: column.key,
    title: column.hint === undefined ? column.title : <span title={column.hint}>{column.title}</span>,
    ...(column.width === undefined ? {} : { width: column.width }),
    align: column.align ?? 'left',
    ellipsis: column.ellipsis === true ? { showTitle: false } : false,
    ...(column.fixed ? { fixed: column.fixed } : {}),
    ...(column.sort === undefined
      ? {}
      : {
          sorter: true,
          sortDirections: ['descend' as const, 'ascend' as const],
          sortOrder:
            view.sort === column.sort ? (view.order === 'asc' ? ('ascend' as const) : ('descend' as const)) : null,
        }),
    render: (_: unknown, row: T) => column.render(row),
  }))
}

interface TotalsProps<T> {
  readonly columns: readonly DataColumn<T>[]
  readonly totals: Readonly<Record<string, ReactNode>>
  readonly total: number
}

/** Not a component: antd keeps the row in view only when it sees `Table.Summary` itself. */
function totalsRow<T>({ columns, totals, total }: TotalsProps<T>) {
  const firstSum = Math.max(
    1,
    columns.findIndex((column) => totals[column.key] !== undefined),
  )
  return (
    <Table.Summary fixed="bottom">
      <Table.Summary.Row className="yj-totals">
        <Table.Summary.Cell index={0} colSpan={firstSum}>
          筛选合计 · {formatCount(total)} 条
        </Table.Summary.Cell>
        {columns.slice(firstSum).map((column, index) => (
          <Table.Summary.Cell key={column.key} index={firstSum + index} align={column.align ?? 'left'}>
            {totals[column.key]}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  )
}

interface PagesProps {
  readonly view: TableView
  readonly total: number | undefined
  readonly narrow: boolean
  readonly onView: (next: TableView) => void
}

function TablePages({ view, total, narrow, onView }: PagesProps) {
  if (total === undefined || total === 0) return null
  return (
    <div className="yj-table-pages">
      <Pagination
        current={view.page}
        pageSize={view.size}
        total={total}
        size="small"
        simple={narrow}
        showSizeChanger={!narrow}
        pageSizeOptions={[20, 50, 100, 200]}
        showQuickJumper={!narrow && total > view.size * 8}
        showTotal={(n, [from, to]) => `第 ${formatCount(from)}–${formatCount(to)} 条，共 ${formatCount(n)} 条`}
        onChange={(page, size) => {
          onView({ ...view, page: size === view.size ? page : 1, size })
        }}
      />
    </div>
  )
}
