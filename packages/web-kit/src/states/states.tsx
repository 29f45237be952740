import {
  ClockCircleOutlined,
  DisconnectOutlined,
  FileSearchOutlined,
  InboxOutlined,
  LockOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { toClientError, type ClientErrorKind } from '../client/client-error.ts'
import { CodeText } from '../privacy/code-text.tsx'

interface StateProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly compact?: boolean
  readonly role?: 'status' | 'alert'
}

/** What stands where content would be: what happened, and what to do about it. */
export function StateBlock({ icon, title, children, actions, compact = false, role = 'status' }: StateProps) {
  return (
    <div className={compact ? 'yj-state yj-state-compact' : 'yj-state'} role={role}>
      <div className="yj-state-icon">{icon ?? <InboxOutlined />}</div>
      <div className="yj-state-title">{title}</div>
      {children === undefined ? null : <div className="yj-state-text">{children}</div>}
      {actions === undefined ? null : <div className="yj-state-actions">{actions}</div>}
    </div>
  )
}

/** An empty place that teaches what fills it. */
export function EmptyState(props: Omit<StateProps, 'role'>) {
  return <StateBlock {...props} role="status" />
}

const TITLES = {
  invalid: '请求的内容不符合要求',
  denied: '没有权限',
  missing: '没有找到',
  conflict: '内容已变化',
  unavailable: '服务暂时不可用',
  'signed-out': '登录已失效',
  offline: '连接不上服务器',
  defect: '出现意外错误',
} as const satisfies Record<ClientErrorKind, string>

const ICONS: Partial<Record<ClientErrorKind, ReactNode>> = {
  denied: <LockOutlined />,
  missing: <FileSearchOutlined />,
  unavailable: <ClockCircleOutlined />,
  offline: <DisconnectOutlined />,
}

interface ErrorProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
  readonly compact?: boolean
}

export function ErrorState({ error, onRetry, compact = false }: ErrorProps) {
  const known = toClientError(error)
  const retry = onRetry && known.kind !== 'denied' && known.kind !== 'missing'
  return (
    <StateBlock
      role="alert"
      compact={compact}
      icon={ICONS[known.kind] ?? <WarningOutlined />}
      title={TITLES[known.kind]}
      actions={retry ? <Button onClick={onRetry}>重试</Button> : undefined}
    >
      <p>{known.message}</p>
      {known.traceId === null ? null : (
        <p className="yj-muted">
          追踪号 <CodeText value={known.traceId} />
        </p>
      )}
    </StateBlock>
  )
}

export function NoPermission({ what }: { readonly what: string }) {
  return (
    <StateBlock role="alert" icon={<LockOutlined />} title={`没有“${what}”的权限`}>
      <p>当前账号的角色不包含此项。如工作需要，请联系系统管理员调整角色或数据范围。</p>
    </StateBlock>
  )
}
