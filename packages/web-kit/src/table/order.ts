import type { DataColumn } from './columns.ts'

/** Page and order of a table, as its address holds them. */
export interface TableView {
  readonly page: number
  readonly size: number
  readonly sort?: string
  readonly order?: 'asc' | 'desc'
}

/** A click on another column starts with the largest; on the same one it turns round. */
export function nextOrder<T>(view: TableView, key: string | undefined, columns: readonly DataColumn<T>[]): TableView {
  const sort = columns.find((column) => column.key === key)?.sort
  if (sort === undefined) return view
  const order = view.sort === sort && view.order !== 'asc' ? 'asc' : 'desc'
  return { ...view, page: 1, sort, order }
}
