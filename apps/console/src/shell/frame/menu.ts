import type { SignedIn } from '@yijian/contract'
import type { ConsoleModule, MenuEntry } from '../module.ts'
import { allows } from '../session.tsx'

export interface MenuGroup {
  readonly name: MenuEntry['group']
  readonly entries: readonly MenuEntry[]
}

const GROUPS: readonly MenuEntry['group'][] = ['总览', '本机构', '疑点', '监管能力', '支付', '系统']

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
