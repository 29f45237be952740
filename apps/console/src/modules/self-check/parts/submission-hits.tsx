import type { SubmissionDetail } from '@yijian/contract'
import { Amount, DataTable, EmptyState, neighbour, SidePanel, useRowKeys } from '@yijian/web-kit'
import { useCallback, useMemo } from 'react'
import { useHits } from '../api.ts'
import { filterOf, type ChangeSearch, type CheckSearch } from '../search.ts'
import { hitColumns } from './hit-columns.tsx'
import { HitDetail } from './hit-detail.tsx'
import { HitFilters } from './hit-filters.tsx'

interface Props {
  readonly detail: SubmissionDetail
  readonly search: CheckSearch
  readonly onChange: ChangeSearch
}

/** The hits as sent, to read. */
export function SubmissionHits({ detail, search, onChange }: Props) {
  const { page, size, sort, order, open } = search
  const { checkId } = detail
  const list = useHits('bureau', { checkId, query: { ...filterOf(search), page, size, sort, order } })
  const keys = useMemo(() => list.data?.rows.map(({ jrId }) => jrId) ?? [], [list.data])
  const activate = useCallback((key: string | undefined) => { onChange({ open: key }) }, [onChange]) // prettier-ignore
  useRowKeys({ keys, active: open, onActive: activate, onEnter: activate })
  const columns = useMemo(() => hitColumns(null), [])
  return (
    <>
      <DataTable
        id="self-check-submitted-hits"
        label="自查命中"
        columns={columns}
        rows={list.data?.rows}
        total={list.data?.total}
        totals={list.data ? { amount: <Amount value={list.data.amount} /> } : undefined}
        rowKey={(row) => row.jrId}
        view={{ page, size, sort, order }}
        onView={(view) => {
          onChange({ ...view, sort: view.sort as typeof sort, open: undefined })
        }}
        loading={list.isFetching && list.isPlaceholderData}
        error={list.error}
        onRetry={() => void list.refetch()}
        activeKey={open}
        onOpen={(row) => {
          activate(row.jrId)
        }}
        toolbar={<HitFilters search={search} byKind={detail.byKind} byDept={detail.byDept} onChange={onChange} />}
        empty={<EmptyState title="没有符合筛选条件的命中" />}
      />
      <SidePanel
        open={open !== undefined}
        title="命中详情"
        onClose={() => {
          activate(undefined)
        }}
        onPrevious={() => {
          activate(neighbour(keys, open, 'previous'))
        }}
        onNext={() => {
          activate(neighbour(keys, open, 'next'))
        }}
      >
        <HitDetail side="bureau" checkId={checkId} jrId={open} />
      </SidePanel>
    </>
  )
}
