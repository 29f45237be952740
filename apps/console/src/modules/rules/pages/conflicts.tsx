import { CONFLICT_LEVEL_LABELS, CONFLICT_LEVELS, rulesEndpoints, type ConflictRow } from '@yijian/contract'
import { useQueryClient } from '@tanstack/react-query'
import {
  BlockSkeleton,
  DataTable,
  downloadUrl,
  EmptyState,
  ErrorState,
  formatCount,
  formatMoment,
  neighbour,
  omit,
  PageHeader,
  SidePanel,
  Tag,
  textField,
  useRowKeys,
  type DataColumn,
} from '@yijian/web-kit'
import { Button, Select } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useCallback, useEffect, useMemo } from 'react'
import { LiveJob } from '../../../shell/frame/live-job.tsx'
import { isActive, useRecentJobs } from '../../../shell/jobs.ts'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client } from '../api.ts'
import { useCheckConflicts, useConflict, useConflicts } from '../lifecycle-api.ts'
import { ConflictTag, ConflictView } from '../parts/conflict-view.tsx'
import { SearchBox } from '../../../shell/search-box.tsx'
import '../rules.css'
import '../lifecycle.css'

const list = rulesEndpoints.listConflicts.query.shape
const Search = { level: list.level, code: list.code, q: list.q, page: list.page, size: list.size, open: textField(64) }

/** Where does the library contradict itself, and what proves it? */
export function ConflictsPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = omit(search, 'open')
  const conflicts = useConflicts(query)
  const check = useCheckConflicts()
  const canEdit = useCan('rules.edit')
  useRefreshAfterCheck()
  const keys = useMemo(() => conflicts.data?.rows.map((row) => row.conflictId) ?? [], [conflicts.data])
  const activate = useCallback((open: string | undefined) => setSearch({ open }), [setSearch])
  useRowKeys({ keys, active: search.open, onActive: activate, onEnter: activate })
  const set = (patch: Partial<Record<keyof typeof search, unknown>>) => {
    setSearch({ ...patch, page: 1, open: undefined } as Parameters<typeof setSearch>[0])
  }
  const last = conflicts.data?.check
  return (
    <div className="yj-page">
      <PageHeader
        title="规则冲突"
        lead={
          last
            ? `${formatMoment(last.at)} 检查 ${formatCount(last.points)} 个知识点（${last.cause}，用时 ${(last.tookMs / 1000).toFixed(1)} 秒）：错误 ${formatCount(last.errors)}、警告 ${formatCount(last.warnings)}、提示 ${formatCount(last.infos)} 处。`
            : '对全库知识点两两检查；每处冲突附一组真实跑过判定的举证单据。'
        }
        actions={
          canEdit ? (
            <Button loading={check.isPending} onClick={() => check.mutate()}>
              重新检查全库
            </Button>
          ) : null
        }
      />
      <LiveJob kinds={['rule-conflicts']} />
      <div className="yj-card yj-card-flush">
        <DataTable<ConflictRow>
          id="rule-conflicts"
          label="冲突清单"
          columns={COLUMNS}
          rows={conflicts.data?.rows}
          total={conflicts.data?.total}
          rowKey={(row) => row.conflictId}
          view={search}
          onView={({ page, size }) => setSearch({ page, size, open: undefined })}
          loading={conflicts.isFetching && conflicts.isPlaceholderData}
          error={conflicts.error}
          onRetry={() => void conflicts.refetch()}
          activeKey={search.open}
          onOpen={(row) => activate(row.conflictId)}
          toolbar={
            <>
              <SearchBox
                value={search.q}
                label="搜索冲突"
                placeholder="知识点、编码"
                width={220}
                onChange={(q) => set({ q })}
              />
              <Select
                allowClear
                aria-label="级别"
                placeholder="级别"
                style={{ width: 110 }}
                value={search.level ?? null}
                options={CONFLICT_LEVELS.map((value) => ({ value, label: CONFLICT_LEVEL_LABELS[value] }))}
                onChange={(level: string | null | undefined) => set({ level: level ?? undefined })}
              />
              <Select
                allowClear
                aria-label="冲突种类"
                placeholder="冲突种类"
                style={{ width: 200 }}
                value={search.code ?? null}
                options={(conflicts.data?.byCode ?? []).map((row) => ({
                  value: row.code,
                  label: `${row.code} ${row.label}（${row.n}）`,
                }))}
                onChange={(code: string | null | undefined) => set({ code: code ?? undefined })}
              />
            </>
          }
          actions={
            <Button
              icon={<DownloadOutlined />}
              disabled={(conflicts.data?.total ?? 0) === 0}
              onClick={() => downloadUrl(client.url('exportConflicts', { query: omit(query, 'page', 'size') }))}
            >
              导出
            </Button>
          }
          empty={
            <Empty
              checked={last !== null && last !== undefined}
              filtered={search.level !== undefined || search.code !== undefined || search.q !== undefined}
            />
          }
        />
      </div>
      <SidePanel
        open={search.open !== undefined}
        title="冲突"
        onClose={() => activate(undefined)}
        onPrevious={() => activate(neighbour(keys, search.open, 'previous'))}
        onNext={() => activate(neighbour(keys, search.open, 'next'))}
      >
        <Detail conflictId={search.open} />
      </SidePanel>
    </div>
  )
}

/** What a finished check found takes the place of what is shown. */
function useRefreshAfterCheck() {
  const queries = useQueryClient()
  const running = useRecentJobs().data?.rows.some((job) => job.kind === 'rule-conflicts' && isActive(job)) ?? false
  useEffect(() => {
    if (!running) void queries.invalidateQueries({ queryKey: ['listConflicts'] })
  }, [running, queries])
}

function Empty({ checked, filtered }: { readonly checked: boolean; readonly filtered: boolean }) {
  if (filtered) return <EmptyState title="没有符合条件的冲突">清除筛选再看。</EmptyState>
  return checked ? (
    <EmptyState title="全库没有冲突">每次提交、发布和每日夜间都会重新检查。</EmptyState>
  ) : (
    <EmptyState title="还没有检查过全库">点“重新检查全库”；发布规则集后和每日夜间会自动检查。</EmptyState>
  )
}

function Detail({ conflictId }: { readonly conflictId: string | undefined }) {
  const conflict = useConflict(conflictId)
  if (conflict.data === undefined)
    return conflict.isError ? (
      <ErrorState compact error={conflict.error} onRetry={() => void conflict.refetch()} />
    ) : (
      <BlockSkeleton rows={8} />
    )
  return <ConflictView conflict={conflict.data} open />
}

const COLUMNS: readonly DataColumn<ConflictRow>[] = [
  { key: 'code', title: '冲突', width: 200, always: true, render: (row) => <ConflictTag conflict={row} /> },
  {
    key: 'points',
    title: '知识点',
    minWidth: 240,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-ellipsis" title={row.points.map(({ name }) => name).join(' ↔ ')}>
          {row.points.map(({ name }) => name).join(' ↔ ')}
        </span>
        <small className="yj-ellipsis">
          {row.points.map(({ kindId, kpId, version }) => `${kindId} ${kpId} 第 ${version} 版`).join(' ↔ ')}
        </small>
      </span>
    ),
  },
  { key: 'key', title: '对象编码', width: 170, render: (row) => (row.key === '' ? '—' : <code>{row.key}</code>) },
  {
    key: 'message',
    title: '说明',
    minWidth: 320,
    render: (row) => (
      <span className="yj-clamp-2" title={row.message}>
        {row.message}
      </span>
    ),
  },
  {
    key: 'witness',
    title: '举证',
    width: 76,
    render: (row) => (row.hasWitness ? <Tag tone="brand">有</Tag> : <span className="yj-muted">无</span>),
  },
]
