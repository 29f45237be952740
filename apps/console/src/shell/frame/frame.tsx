import { Outlet, useLocation } from '@tanstack/react-router'
import { useNarrow } from '@yijian/web-kit'
import { Drawer } from 'antd'
import { useEffect, useState } from 'react'
import type { ConsoleModule } from '../module.ts'
import { useSession } from '../session.tsx'
import { useServerEvents } from '../server-events.ts'
import { menuFor, pagesFor } from './menu.ts'
import { SideMenu } from './side-menu.tsx'
import { TopBar } from './top-bar.tsx'

const COLLAPSED_KEY = 'yijian.menu-collapsed'

/** Left: pages by role. Top: scope, search, tasks, account. */
export function Frame({ modules }: { readonly modules: readonly ConsoleModule[] }) {
  const session = useSession()
  const menu = menuFor(modules, session)
  const narrow = useNarrow(960)
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED_KEY) === '1')
  const [drawer, setDrawer] = useState(false)
  const { pathname } = useLocation()
  useServerEvents()
  useEffect(() => {
    setDrawer(false)
  }, [pathname])
  const toggle = () => {
    if (narrow) setDrawer(true)
    else {
      localStorage.setItem(COLLAPSED_KEY, collapsed ? '0' : '1')
      setCollapsed(!collapsed)
    }
  }
  return (
    <div className="frame" data-collapsed={collapsed && !narrow} data-narrow={narrow}>
      <a className="skip-link" href="#content">
        跳到正文
      </a>
      <TopBar pages={pagesFor(modules, session)} collapsed={collapsed} onToggle={toggle} narrow={narrow} />
      {narrow ? (
        <Drawer
          open={drawer}
          placement="left"
          size={248}
          title="医鉴"
          onClose={() => {
            setDrawer(false)
          }}
          styles={{ body: { padding: '8px 0' } }}
        >
          <SideMenu menu={menu} collapsed={false} />
        </Drawer>
      ) : (
        <div className="frame-side">
          <SideMenu menu={menu} collapsed={collapsed} />
        </div>
      )}
      <main id="content" className="frame-content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
