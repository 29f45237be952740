import type { PointRow } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import { DataTable, neighbour, SidePanel, useRowKeys } from '@yijian/web-kit'
import { useCallback, useMemo, type ReactNode } from 'react'
import { LinkButton } from '../../../shell/link-button.tsx'
import { usePoints, type PointListQuery } from '../api.ts'
import { ruleHref } from '../search.ts'
import { PointCard, pointColumns } from './point-columns.tsx'
import { PointPanel } from './point-panel.tsx'
import { PointExport } from './point-export.tsx'

interface Props {
  readonly within: 'library' | 'rule'
  readonly query: PointListQuery & { readonly page: number; readonly size: number }
  readonly open: string | undefined
  readonly onChange: (patch: { page?: number; size?: number; open?: string | undefined }) => void
  readonly toolbar: ReactNode
  readonly head?: ReactNode
  readonly empty: ReactNode
}

/** Knowledge points of a filter, one opening beside the list. */
export function PointTable({ within, query, open, onChange, toolbar, head, empty }: Props) {
  const list = usePoints(query)
  const navigate = useNavigate()
  const keys = useMemo(() => list.data?.rows.map((row) => row.kpId) ?? [], [list.data])
  const columns = useMemo(() => pointColumns(within), [within])
  const activate = useCallback(
    (key: string | undefined) => {
      onChange({ open: key })
    },
    [onChange],
  )
  const opened = list.data?.rows.find((row) => row.kpId === open)
  const enter = useCallback(
    (key: string) => {
      const row = list.data?.rows.find((one) => one.kpId === key)
      if (row) void navigate({ href: trialHref(row) })
    },
    [list.data, navigate],
  )
  useRowKeys({ keys, active: open, onActive: activate, onEnter: enter })
  return (
    <>
      <DataTable<PointRow>
        id={`rule-points-${within}`}
        label="知识点列表"
        columns={columns}
        rows={list.data?.rows}
        total={list.data?.total}
        rowKey={(row) => row.kpId}
        view={query}
        onView={({ page, size }) => {
          onChange({ page, size, open: undefined })
        }}
        loading={list.isFetching && list.isPlaceholderData}
        error={list.error}
        onRetry={() => void list.refetch()}
        activeKey={open}
        onOpen={(row) => {
          activate(row.kpId)
        }}
        card={(row) => <PointCard row={row} />}
        toolbar={toolbar}
        head={head}
        actions={<PointExport query={query} total={list.data?.total ?? 0} />}
        empty={empty}
      />
      <SidePanel
        open={open !== undefined}
        title="知识点"
        onClose={() => {
          activate(undefined)
        }}
        onPrevious={() => {
          activate(neighbour(keys, open, 'previous'))
        }}
        onNext={() => {
          activate(neighbour(keys, open, 'next'))
        }}
        footer={
          <>
            {opened ? (
              <LinkButton type="primary" href={trialHref(opened)}>
                以此知识点试算
              </LinkButton>
            ) : null}
            <span className="yj-muted yj-small">
              <kbd>↑</kbd> <kbd>↓</kbd> 切换 · <kbd>Enter</kbd> 试算 · <kbd>Esc</kbd> 关闭
            </span>
          </>
        }
      >
        <PointPanel kpId={open} />
      </SidePanel>
    </>
  )
}

const trialHref = (row: PointRow): string => ruleHref(row.kindId, { tab: 'trial', from: row.kpId })
