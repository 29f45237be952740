import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Tag } from '@yijian/web-kit'
import { Button, Tooltip } from 'antd'
import { useSession } from '../session.tsx'
import { AccountMenu } from './account-menu.tsx'
import { BrandMark } from './brand.tsx'
import { GlobalSearch } from './global-search.tsx'
import type { PageEntry } from './menu.ts'
import { TaskTray } from './task-tray.tsx'

interface Props {
  readonly pages: readonly PageEntry[]
  readonly collapsed: boolean
  readonly narrow: boolean
  readonly onToggle: () => void
}

export function TopBar({ pages, collapsed, narrow, onToggle }: Props) {
  const session = useSession()
  const icon = narrow ? <MenuOutlined /> : collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />
  return (
    <header className="top-bar">
      <Button
        type="text"
        icon={icon}
        aria-label={narrow ? '打开菜单' : collapsed ? '展开菜单' : '收起菜单'}
        onClick={onToggle}
      />
      <Link to="/" className="top-brand" aria-label="医鉴首页">
        <BrandMark size={24} />
        <strong>医鉴</strong>
        {narrow ? null : <span>医保基金监管</span>}
      </Link>
      {narrow ? null : (
        <Tooltip title="您能看到的数据范围">
          <span className="top-scope">
            <Tag tone="brand">{session.scopeLabel}</Tag>
          </span>
        </Tooltip>
      )}
      {session.demonstration ? <Tag tone="warning">{narrow ? '演示' : '演示数据'}</Tag> : null}
      <div className="top-spacer" />
      <GlobalSearch pages={pages} narrow={narrow} />
      <TaskTray />
      <AccountMenu narrow={narrow} />
    </header>
  )
}
