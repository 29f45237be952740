import { PlusOutlined } from '@ant-design/icons'
import { accountsEndpoints } from '@yijian/contract'
import {
  DataTable,
  EmptyState,
  formatMoment,
  PageHeader,
  Tag,
  toClientError,
  type DataColumn,
  type Tone,
} from '@yijian/web-kit'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useSession } from '../../../shell/session.tsx'
import { useAccounts, useResetPassword, useUpdateAccount, type AccountData } from '../api.ts'
import { AccountDialog } from '../parts/account-dialog.tsx'
import { FirstPassword, type Issued } from '../parts/first-password.tsx'

const Search = accountsEndpoints.listAccounts.query.shape
const STATES = {
  active: ['正常', 'success'],
  locked: ['已锁定', 'warning'],
  disabled: ['已停用', 'neutral'],
} as const satisfies Record<AccountData['state'], readonly [string, Tone]>

const columns: readonly DataColumn<AccountData>[] = [
  {
    key: 'name',
    title: '账号',
    minWidth: 200,
    always: true,
    render: (account) => (
      <span className="yj-cell-2">
        <span>{account.displayName}</span>
        <small>
          <code>{account.username}</code>
        </small>
      </span>
    ),
  },
  { key: 'role', title: '角色', width: 120, render: (account) => account.roleLabel },
  { key: 'scope', title: '数据范围', width: 150, render: (account) => account.scopeLabel },
  {
    key: 'state',
    title: '状态',
    width: 150,
    render: (account) => (
      <span className="yj-row" style={{ gap: 4 }}>
        <Tag tone={STATES[account.state][1]}>{STATES[account.state][0]}</Tag>
        {account.demonstration ? <Tag>演示</Tag> : null}
      </span>
    ),
  },
  {
    key: 'last',
    title: '上次登录',
    width: 150,
    render: (account) =>
      account.lastSignInAt === null ? <span className="yj-muted">从未</span> : formatMoment(account.lastSignInAt),
  },
  {
    key: 'created',
    title: '创建时间',
    width: 150,
    optional: true,
    render: (account) => formatMoment(account.createdAt),
  },
]

export function AccountsPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = useAccounts(search)
  const [editing, setEditing] = useState<AccountData | 'new' | null>(null)
  const [issued, setIssued] = useState<Issued | null>(null)
  const actions: DataColumn<AccountData> = {
    key: 'actions',
    title: '操作',
    width: 220,
    always: true,
    render: (account) => <RowActions account={account} onEdit={setEditing} onIssued={setIssued} />,
  }
  return (
    <div className="yj-page">
      <PageHeader
        title="账号"
        lead="谁能登录、能做什么、能看到哪里的数据。每次改动都记入审计日志。"
        actions={
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => {
              setEditing('new')
            }}
          >
            新建账号
          </Button>
        }
      />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="accounts"
          label="账号列表"
          columns={[...columns, actions]}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(account) => account.accountId}
          view={search}
          onView={({ page, size }) => {
            setSearch({ page, size })
          }}
          loading={query.isFetching && query.isPlaceholderData}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={<EmptyState title="没有符合条件的账号" />}
          toolbar={
            <Input.Search
              allowClear
              key={search.q ?? ''}
              defaultValue={search.q ?? ''}
              placeholder="姓名或用户名，回车查询"
              aria-label="搜索账号"
              style={{ width: 260 }}
              maxLength={64}
              onSearch={(q) => {
                setSearch({ q: q.trim() === '' ? undefined : q.trim(), page: 1 })
              }}
            />
          }
        />
      </div>
      {editing === null ? null : (
        <AccountDialog
          account={editing === 'new' ? null : editing}
          onIssued={setIssued}
          onClose={() => {
            setEditing(null)
          }}
        />
      )}
      {issued === null ? null : (
        <FirstPassword
          issued={issued}
          onClose={() => {
            setIssued(null)
          }}
        />
      )}
    </div>
  )
}

interface ActionProps {
  readonly account: AccountData
  readonly onEdit: (account: AccountData) => void
  readonly onIssued: (issued: Issued) => void
}

function RowActions({ account, onEdit, onIssued }: ActionProps) {
  const session = useSession()
  const update = useUpdateAccount()
  const reset = useResetPassword()
  const { modal, message } = App.useApp()
  const fail = (error: unknown) => void message.error(toClientError(error).message)
  const disabled = account.state === 'disabled'
  const own = account.accountId === session.accountId
  return (
    <span className="row-actions">
      <Button
        type="link"
        size="small"
        onClick={() => {
          onEdit(account)
        }}
      >
        编辑
      </Button>
      <Button
        type="link"
        size="small"
        onClick={() => {
          modal.confirm({
            title: `重置 ${account.displayName} 的密码${account.state === 'locked' ? '并解锁' : ''}？`,
            content: '原密码立即失效，新的初始密码只显示一次，首次登录必须修改。',
            okText: '重置密码',
            cancelText: '取消',
            onOk: () =>
              reset
                .mutateAsync(account.accountId)
                .then((answer) => {
                  onIssued({ username: answer.account.username, password: answer.firstPassword })
                })
                .catch(fail),
          })
        }}
      >
        {account.state === 'locked' ? '解锁' : '重置密码'}
      </Button>
      <Button
        type="link"
        size="small"
        danger={!disabled}
        disabled={own}
        title={own ? '不能停用自己' : ''}
        onClick={() => {
          modal.confirm({
            title: disabled ? `启用 ${account.displayName}？` : `停用 ${account.displayName}？`,
            content: disabled ? '启用后可以重新登录。' : '停用后立即退出登录，不能再登录；操作记录保留。',
            okText: disabled ? '启用' : '停用',
            okButtonProps: { danger: !disabled },
            cancelText: '取消',
            onOk: () =>
              update
                .mutateAsync({ accountId: account.accountId, body: { state: disabled ? 'active' : 'disabled' } })
                .catch(fail),
          })
        }}
      >
        {disabled ? '启用' : '停用'}
      </Button>
    </span>
  )
}
