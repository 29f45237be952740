import { PROPOSAL_STATE_LABELS, PROPOSAL_STATES, rulesEndpoints, type ProposalRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  EmptyState,
  ErrorState,
  formatCount,
  omit,
  PageHeader,
  PageSkeleton,
  PlainTable,
  Section,
  Tag,
  textField,
  choiceField,
} from '@yijian/web-kit'
import { Button, Pagination, Select, Tabs } from 'antd'
import { useState } from 'react'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useImport } from '../lifecycle-api.ts'
import { ConfirmDialog, SkipDialog } from '../parts/confirm-dialog.tsx'
import { acceptAll, ProposalCard, type Choice } from '../parts/proposal-card.tsx'
import { SearchBox } from '../../../shell/search-box.tsx'
import '../rules.css'
import '../lifecycle.css'

const query = rulesEndpoints.getImport.query.shape
const Search = {
  tab: choiceField(['points', 'errors']),
  state: query.state,
  q: query.q,
  page: query.page,
  size: query.size,
  open: textField(400),
}

/** What does the official text say, what was made of it, and is that right? */
export function ImportPage() {
  const importId = useParam('importId')
  const [search, setSearch] = useSearchState(Search)
  const { tab } = search
  const filter = omit(search, 'tab', 'open')
  const data = useImport(importId, filter)
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map())
  const [dialog, setDialog] = useState<'confirm' | 'skip'>()
  if (data.data === undefined)
    return data.isError ? <ErrorState error={data.error} onRetry={() => void data.refetch()} /> : <PageSkeleton />
  const { head, rows, total, errors } = data.data
  const set = (patch: Partial<typeof search>) => setSearch({ page: 1, ...patch })
  const choose = (row: ProposalRow, choice: Choice | undefined) => {
    const next = new Map(choices)
    if (choice) next.set(row.kpId, choice)
    else next.delete(row.kpId)
    setChoices(next)
  }
  const done = () => {
    setChoices(new Map())
    setDialog(undefined)
  }
  const open = rows.filter(({ state }) => state === 'open')
  return (
    <div className="yj-page">
      <PageHeader
        back={<Link to="/rules/imports">← 导入知识点</Link>}
        title={head.file}
        lead={`读入 ${formatCount(head.points)} 条：待确认 ${formatCount(head.open)}、已确认 ${formatCount(head.confirmed)}、不采用 ${formatCount(head.skipped)}、不能执行 ${formatCount(head.unreadable)}；被后批替代 ${formatCount(head.superseded)} 条，退回 ${formatCount(head.errors)} 行。`}
        actions={
          <>
            <Button disabled={choices.size === 0} onClick={() => setDialog('skip')}>
              不采用
            </Button>
            <Button type="primary" disabled={choices.size === 0} onClick={() => setDialog('confirm')}>
              确认所选（{choices.size}）
            </Button>
          </>
        }
      />
      <section className="yj-card card-with-tabs">
        <Tabs
          activeKey={tab}
          onChange={(key) => setSearch({ tab: key as typeof tab })}
          items={[
            { key: 'points', label: `建议知识点（${formatCount(head.points)}）` },
            { key: 'errors', label: `退回的行（${formatCount(head.errors)}）` },
          ]}
        />
        {tab === 'errors' ? (
          <ErrorRows errors={errors} total={head.errors} />
        ) : (
          <div className="yj-stack">
            <div className="yj-row">
              <SearchBox
                value={search.q}
                label="搜索建议"
                placeholder="名称、编码、原文"
                width={220}
                onChange={(q) => set({ q } as Partial<typeof search>)}
              />
              <Select
                allowClear
                aria-label="状态"
                placeholder="全部状态"
                style={{ width: 130 }}
                value={search.state ?? null}
                options={PROPOSAL_STATES.map((value) => ({ value, label: PROPOSAL_STATE_LABELS[value] }))}
                onChange={(state: string | null | undefined) =>
                  set({ state: state ?? undefined } as Partial<typeof search>)
                }
              />
              <Button
                disabled={open.length === 0}
                onClick={() =>
                  setChoices(new Map([...choices, ...open.map((row) => [row.kpId, acceptAll(row)] as const)]))
                }
              >
                接受本页全部建议值
              </Button>
              <span className="yj-muted yj-small">标出的字是建议值的出处；没有出处的是惯例，须由专家决定。</span>
            </div>
            {rows.length === 0 ? <EmptyState compact title="没有符合条件的建议" /> : null}
            {rows.map((row) => (
              <ProposalCard
                key={row.kpId}
                row={row}
                choice={choices.get(row.kpId)}
                onChoice={(choice) => choose(row, choice)}
              />
            ))}
            <Pagination
              align="end"
              current={search.page}
              pageSize={search.size}
              total={total}
              showSizeChanger={false}
              onChange={(page) => setSearch({ page })}
            />
          </div>
        )}
      </section>
      {dialog === 'confirm' ? (
        <ConfirmDialog importId={importId} choices={choices} onClose={() => setDialog(undefined)} onDone={done} />
      ) : null}
      {dialog === 'skip' ? (
        <SkipDialog
          importId={importId}
          kpIds={[...choices.keys()]}
          onClose={() => setDialog(undefined)}
          onDone={done}
        />
      ) : null}
    </div>
  )
}

function ErrorRows({
  errors,
  total,
}: {
  readonly errors: readonly { row: number; column: string; value: string; reason: string }[]
  readonly total: number
}) {
  if (errors.length === 0)
    return (
      <EmptyState compact title="没有退回的行">
        每一行都读进来了。
      </EmptyState>
    )
  return (
    <Section>
      <PlainTable
        table={{
          columns: ['行号', '列', '内容', '原因'],
          numeric: [true, false, false, false],
          rows: errors.map(({ row, column, value, reason }) => [String(row), column, value, reason]),
        }}
      />
      {total > errors.length ? (
        <Tag>
          只列前 {errors.length} 行，共 {total} 行
        </Tag>
      ) : null}
    </Section>
  )
}
