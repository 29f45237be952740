import type { ReleaseRow } from '@yijian/contract'
import { useNavigate } from '@tanstack/react-router'
import {
  BlockSkeleton,
  countField,
  DataTable,
  EmptyState,
  ErrorState,
  formatCount,
  PageHeader,
  Section,
  textField,
  useRowKeys,
} from '@yijian/web-kit'
import { Button } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useNextRelease, useReleases } from '../api.ts'
import { PublishDialog } from '../parts/publish-dialog.tsx'
import { RELEASE_COLUMNS } from '../parts/release-columns.tsx'
import { ReleaseDiff } from '../parts/release-diff.tsx'
import { releaseHref } from '../search.ts'
import '../rules.css'

const Search = { page: countField(1), size: countField(20), open: textField(40) }

/** Which rules judge now, which did before, and what comes next? */
export function ReleasesPage() {
  const [search, setSearch] = useSearchState(Search)
  const list = useReleases()
  const navigate = useNavigate()
  const rows = list.data?.rows
  const active = rows?.find((row) => row.state === 'active')
  const keys = useMemo(() => rows?.map((row) => row.releaseId) ?? [], [rows])
  const activate = useCallback(
    (open: string | undefined) => {
      setSearch({ open })
    },
    [setSearch],
  )
  const enter = useCallback((key: string) => void navigate({ href: releaseHref(key) }), [navigate])
  useRowKeys({ keys, active: search.open, onActive: activate, onEnter: enter })
  return (
    <div className="yj-page">
      <PageHeader title="规则集版本" lead={active ? leadOf(active) : '规则集一经编制不再改动，可随时启用、回退。'} />
      <div className="yj-stack">
        <Next />
        <div className="yj-card yj-card-flush">
          <DataTable<ReleaseRow>
            id="rule-releases"
            label="规则集版本"
            columns={RELEASE_COLUMNS}
            rows={rows?.slice((search.page - 1) * search.size, search.page * search.size)}
            total={rows?.length}
            rowKey={(row) => row.releaseId}
            view={search}
            onView={({ page, size }) => {
              setSearch({ page, size })
            }}
            error={list.error}
            onRetry={() => void list.refetch()}
            toolbar={<strong>全部规则集</strong>}
            activeKey={search.open}
            onOpen={(row) => {
              enter(row.releaseId)
            }}
            empty={<EmptyState title="还没有规则集">知识点经论证、试运行和批准后，在上方发布第一个规则集。</EmptyState>}
          />
        </div>
      </div>
    </div>
  )
}

function leadOf(active: ReleaseRow): string {
  return `正在使用“${active.title}”：${formatCount(active.rules)} 类规则、${formatCount(active.points)} 个知识点。规则集一经编制不再改动，可随时回退。`
}

/** 待发布内容, and the way to publish it. */
function Next() {
  const next = useNextRelease()
  const canApprove = useCan('rules.approve')
  const [publishing, setPublishing] = useState(false)
  const [shown, setShown] = useState(false)
  if (next.data === undefined) {
    return (
      <Section title="待发布内容">
        {next.isError ? (
          <ErrorState compact error={next.error} onRetry={() => void next.refetch()} />
        ) : (
          <BlockSkeleton rows={2} />
        )}
      </Section>
    )
  }
  const { added, changed, removed } = next.data.counts
  const none = added + changed + removed === 0
  return (
    <Section
      title="待发布内容"
      note={
        none ? '' : `新增 ${formatCount(added)}、变更 ${formatCount(changed)}、移除 ${formatCount(removed)} 个知识点`
      }
      actions={
        <>
          {none ? null : (
            <Button
              aria-expanded={shown}
              onClick={() => {
                setShown(!shown)
              }}
            >
              {shown ? '收起' : '查看改动'}
            </Button>
          )}
          {canApprove ? (
            <Button
              type="primary"
              disabled={none}
              onClick={() => {
                setPublishing(true)
              }}
            >
              发布规则集
            </Button>
          ) : null}
        </>
      }
    >
      <p className="yj-secondary">
        {none ? '上次发布以来没有批准、暂停或停用的知识点，无需发布。' : '以上知识点已经批准或停用，发布后才用于判定。'}
        {canApprove
          ? ' 编制或修改过其中知识点的人不能发布（制单与审批分离）。'
          : ' 发布和回退须由有审批权限的人员操作。'}
      </p>
      {shown ? <ReleaseDiff diff={next.data} /> : null}
      {publishing ? (
        <PublishDialog
          next={next.data}
          onClose={() => {
            setPublishing(false)
          }}
        />
      ) : null}
    </Section>
  )
}
