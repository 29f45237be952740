import { DashboardOutlined } from '@ant-design/icons'
import type { ConsoleModule } from '../../shell/module.ts'

/** 首页: where the fund is at risk. */
export const cockpit: ConsoleModule = {
  id: 'cockpit',
  name: '首页',
  routes: [
    {
      path: '/',
      title: '首页',
      access: 'overview.read',
      page: async () => (await import('./pages/home.tsx')).HomePage,
    },
  ],
  menu: [{ to: '/', label: '首页', icon: DashboardOutlined, group: '总览', order: 1 }],
}
