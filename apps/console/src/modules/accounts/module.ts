import { AuditOutlined, TeamOutlined } from '@ant-design/icons'
import type { ConsoleModule } from '../../shell/module.ts'

/** 账号与审计. */
export const accounts: ConsoleModule = {
  id: 'accounts',
  name: '账号与审计',
  routes: [
    {
      path: '/accounts',
      title: '账号',
      access: 'accounts.manage',
      page: async () => (await import('./pages/accounts.tsx')).AccountsPage,
    },
    {
      path: '/audit',
      title: '审计日志',
      access: 'audit.read',
      page: async () => (await import('./pages/audit.tsx')).AuditPage,
    },
  ],
  menu: [
    { to: '/accounts', label: '账号', icon: TeamOutlined, group: '系统', order: 1 },
    { to: '/audit', label: '审计日志', icon: AuditOutlined, group: '系统', order: 2 },
  ],
}
