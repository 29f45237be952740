import { AlertOutlined, BookOutlined, TagsOutlined } from '@ant-design/icons'
import type { ConsoleModule } from '../../shell/module.ts'

/** 两库: rule kinds and knowledge points, their releases, and the reminders that doctors see. */
export const rules: ConsoleModule = {
  id: 'rules',
  name: '两库',
  routes: [
    {
      path: '/rules/kinds',
      title: '规则库',
      access: 'rules.read',
      page: async () => (await import('./pages/library.tsx')).LibraryPage,
    },
    {
      path: '/rules/kinds/$kindId',
      title: '规则详情',
      access: 'rules.read',
      page: async () => (await import('./pages/rule.tsx')).RulePage,
    },
    {
      path: '/rules/releases',
      title: '规则集版本',
      access: 'rules.read',
      page: async () => (await import('./pages/releases.tsx')).ReleasesPage,
    },
    {
      path: '/rules/releases/$releaseId',
      title: '规则集版本',
      access: 'rules.read',
      page: async () => (await import('./pages/release.tsx')).ReleasePage,
    },
    {
      path: '/rules/monitor',
      title: '提醒监测',
      access: 'rules.read',
      page: async () => (await import('./pages/monitor.tsx')).MonitorPage,
    },
  ],
  menu: [
    { to: '/rules/kinds', label: '规则库', icon: BookOutlined, group: '监管能力', order: 4 },
    { to: '/rules/releases', label: '规则集版本', icon: TagsOutlined, group: '监管能力', order: 5 },
    { to: '/rules/monitor', label: '提醒监测', icon: AlertOutlined, group: '监管能力', order: 6 },
  ],
}
