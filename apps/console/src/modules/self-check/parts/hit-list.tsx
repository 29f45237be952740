import type { CheckDetail } from '@yijian/contract'
import { Amount, DataTable, EmptyState, formatCount, neighbour, SidePanel, useRowKeys } from '@yijian/web-kit'
import { Button } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useHits } from '../api.ts'
import { filterOf, NO_FILTER, type ChangeSearch, type CheckSearch } from '../search.ts'
import { useMarkKeys, useMarking, type Target } from '../use-marking.ts'
import { BulkBar } from './bulk-bar.tsx'
import { hitColumns } from './hit-columns.tsx'
import { HitDetail } from './hit-detail.tsx'
import { HitFilters } from './hit-filters.tsx'
import { MarkButtons } from './mark-buttons.tsx'
import { MarkDialog } from './mark-dialog.tsx'

interface Props {
  readonly check: CheckDetail
  readonly search: CheckSearch
  readonly onChange: ChangeSearch
  readonly editable: boolean
}

/** 命中清单 for the institution: look, decide, next; with the mouse, in bulk, or with the keyboard alone. */
export function HitList({ check, search, onChange, editable }: Props) {
  const { page, size, sort, order, open } = search
  const filter = filterOf(search)
  const list = useHits('institution', { checkId: check.checkId, query: { ...filter, page, size, sort, order } })
  const rows = list.data?.rows
  const keys = useMemo(() => rows?.map(({ jrId }) => jrId) ?? [], [rows])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const activate = useCallback((key: string | undefined) => { onChange({ open: key }) }, [onChange]) // prettier-ignore
  const toggle = useCallback((key: string) => {
    setChosen((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]))
  }, [])
  const advance = useCallback(
    (target: Target) => {
      setChosen(new Set())
      // One by one: on to the next row. A filter by conclusion takes the row away, and the list shows what follows.
      if ('jrIds' in target && target.jrIds.length === 1 && target.jrIds[0] === open)
        activate(neighbour(keys, open, 'next'))
    },
    [activate, keys, open],
  )
  const marking = useMarking(check.checkId, advance)
  const current: Target = chosen.size > 0 ? { jrIds: [...chosen] } : { jrIds: open === undefined ? [] : [open] }
  useRowKeys({ keys, active: open, onActive: activate, onEnter: activate })
  useMarkKeys({
    enabled: editable,
    onMark: (mark) => {
      marking.ask(mark, current)
    },
    onToggle: () => {
      if (open !== undefined) toggle(open)
    },
    onUndo: () => {
      if (check.undo !== null) marking.undo()
    },
  })
  const columns = useMemo(() => hitColumns(editable ? { chosen, onToggle: toggle } : null), [editable, chosen, toggle])
  return (
    <>
      <DataTable
        id="self-check-hits"
        label="自查命中"
        columns={columns}
        rows={rows}
        total={list.data?.total}
        totals={list.data ? { amount: <Amount value={list.data.amount} /> } : undefined}
        rowKey={(row) => row.jrId}
        view={{ page, size, sort, order }}
        onView={(view) => {
          setChosen(new Set())
          onChange({ ...view, sort: view.sort as typeof sort, open: undefined })
        }}
        loading={list.isFetching && list.isPlaceholderData}
        error={list.error}
        onRetry={() => void list.refetch()}
        activeKey={open}
        onOpen={(row) => {
          activate(row.jrId)
        }}
        toolbar={
          <>
            <HitFilters search={search} byKind={check.byKind} byDept={check.byDept} onChange={onChange} />
            {editable ? (
              <BulkBar
                chosen={chosen}
                keys={keys}
                total={list.data?.total ?? 0}
                filter={filter}
                undo={check.undo}
                busy={marking.busy}
                onChoose={setChosen}
                onMark={marking.ask}
                onUndo={marking.undo}
              />
            ) : null}
          </>
        }
        empty={
          check.hits === 0 ? (
            <EmptyState title="没有发现疑似问题">
              共筛查 {formatCount(check.scanned?.visits ?? 0)} 次就诊、{formatCount(check.scanned?.lines ?? 0)}{' '}
              行费用。数据缺失未能判断的规则见“未能判断”。
            </EmptyState>
          ) : (
            <EmptyState
              title="没有符合筛选条件的命中"
              actions={
                <Button
                  onClick={() => {
                    onChange(NO_FILTER, { push: true })
                  }}
                >
                  清除筛选
                </Button>
              }
            />
          )
        }
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
        {...(editable && open !== undefined
          ? {
              footer: (
                <MarkButtons
                  busy={marking.busy}
                  onMark={(mark) => {
                    marking.ask(mark, { jrIds: [open] })
                  }}
                />
              ),
            }
          : {})}
      >
        <HitDetail side="institution" checkId={check.checkId} jrId={open} />
      </SidePanel>
      {marking.pending ? (
        <MarkDialog
          mark={marking.pending.mark}
          count={marking.pending.count}
          busy={marking.busy}
          onCancel={marking.cancel}
          onConfirm={marking.confirm}
        />
      ) : null}
    </>
  )
}
