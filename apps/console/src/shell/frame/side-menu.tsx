import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import type { MenuGroup } from './menu.ts'

export function SideMenu({ menu, collapsed }: { readonly menu: readonly MenuGroup[]; readonly collapsed: boolean }) {
  return (
    <nav className="side-menu" aria-label="主导航">
      {menu.map((group) => (
        <div key={group.name} className="side-menu-group">
          {group.name === '总览' ? null : <div className="side-menu-title">{collapsed ? '' : group.name}</div>}
          <ul>
            {group.entries.map((entry) => (
              <li key={entry.to}>
                <Tooltip title={collapsed ? entry.label : ''} placement="right">
                  <Link
                    to={entry.to}
                    activeOptions={{ exact: entry.to === '/', includeSearch: false }}
                    activeProps={{ 'data-active': true }}
                    aria-label={entry.label}
                  >
                    <entry.icon />
                    {collapsed ? null : <span>{entry.label}</span>}
                  </Link>
                </Tooltip>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
