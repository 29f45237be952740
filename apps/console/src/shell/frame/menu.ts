import type { SignedIn } from '@yijian/contract'
import type { ConsoleModule, MenuEntry } from '../module.ts'
import { allows } from '../session.tsx'

export interface MenuGroup {
  readonly name: MenuEntry['group']
  readonly entries: readonly MenuEntry[]
}

const GROUPS: readonly MenuEntry['group'][] = ['总览', '本机构', '疑点', '监管能力', '支付', '系统']

/** A page by its name, with the sub-system it belongs to. */
export interface PageEntry {
  readonly to: string
  readonly label: string
  readonly module: string
}

/** Every page this account may open without knowing what about: those of the menu, and those behind them. */
export function pagesFor(modules: readonly ConsoleModule[], session: SignedIn): PageEntry[] {
  return modules.flatMap(({ name, routes, menu }) =>
    routes
      .filter(({ path, access }) => !path.includes('$') && allows(session, access))
      .map(({ path, title }) => ({
        to: path,
        label: menu.find(({ to }) => to === path)?.label ?? title,
        module: name,
      })),
  )
}

/** The menu of a role: only pages that this account may open. */
export function menuFor(modules: readonly ConsoleModule[], session: SignedIn): MenuGroup[] {
  const open = modules.flatMap((module) =>
    module.menu.filter((entry) => {
      const route = module.routes.find((candidate) => candidate.path === entry.to)
      return route !== undefined && allows(session, route.access)
    }),
  )
  return GROUPS.map((name) => ({
    name,
    entries: open.filter((entry) => entry.group === name).sort((a, b) => a.order - b.order),
  })).filter((group) => group.entries.length > 0)
}
