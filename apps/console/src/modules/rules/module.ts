import {
  AlertOutlined,
  AuditOutlined,
  BellOutlined,
  BookOutlined,
  BranchesOutlined,
  TagsOutlined,
} from '@ant-design/icons'
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
      path: '/rules/editor',
      title: '编制知识点',
      access: 'rules.edit',
      page: async () => (await import('./pages/editor.tsx')).EditorPage,
    },
    {
      path: '/rules/backtests/$backtestId',
      title: '回测报告',
      access: 'rules.edit',
      page: async () => (await import('./pages/backtest.tsx')).BacktestPage,
    },
    {
      path: '/rules/imports',
      title: '导入知识点',
      access: 'rules.edit',
      page: async () => (await import('./pages/imports.tsx')).ImportsPage,
    },
    {
      path: '/rules/imports/$importId',
      title: '确认导入',
      access: 'rules.edit',
      page: async () => (await import('./pages/import.tsx')).ImportPage,
    },
    {
      path: '/rules/conflicts',
      title: '规则冲突',
      access: 'rules.read',
      page: async () => (await import('./pages/conflicts.tsx')).ConflictsPage,
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
      path: '/rules/calibrations',
      title: '专家校准记录',
      access: 'rules.read',
      page: async () => (await import('./pages/calibrations.tsx')).CalibrationsPage,
    },
    {
      path: '/rules/reminders',
      title: '医师提醒',
      access: 'self-check.use',
      page: async () => (await import('./pages/reminders.tsx')).RemindersPage,
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
    { to: '/rules/conflicts', label: '规则冲突', icon: BranchesOutlined, group: '监管能力', order: 4.5 },
    { to: '/rules/releases', label: '规则集版本', icon: TagsOutlined, group: '监管能力', order: 5 },
    { to: '/rules/monitor', label: '提醒监测', icon: AlertOutlined, group: '监管能力', order: 6 },
    { to: '/rules/reminders', label: '医师提醒', icon: BellOutlined, group: '本机构', order: 5 },
    { to: '/rules/calibrations', label: '专家校准记录', icon: AuditOutlined, group: '监管能力', order: 7 },
  ],
}
