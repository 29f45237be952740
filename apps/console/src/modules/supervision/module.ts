import { BankOutlined, ExperimentOutlined, FileSearchOutlined, HistoryOutlined } from '@ant-design/icons'
import type { ConsoleModule } from '../../shell/module.ts'

/** 智能监管: findings, models and their runs, institution reports. */
export const supervision: ConsoleModule = {
  id: 'supervision',
  name: '智能监管',
  routes: [
    {
      path: '/findings',
      title: '疑点',
      access: 'findings.read',
      page: async () => (await import('./pages/findings.tsx')).FindingsPage,
    },
    {
      path: '/findings/$findingId',
      title: '疑点详情',
      access: 'findings.read',
      page: async () => (await import('./pages/finding.tsx')).FindingPage,
    },
    {
      path: '/institutions',
      title: '机构分析报告',
      access: 'findings.read',
      page: async () => (await import('./pages/institutions.tsx')).InstitutionsPage,
    },
    {
      path: '/institutions/$fixmedinsCode',
      title: '机构分析报告',
      access: 'findings.read',
      page: async () => (await import('./pages/institution.tsx')).InstitutionPage,
    },
    {
      path: '/models',
      title: '模型中心',
      access: 'models.read',
      page: async () => (await import('./pages/models.tsx')).ModelsPage,
    },
    {
      path: '/models/$modelId',
      title: '检测模型',
      access: 'models.read',
      page: async () => (await import('./pages/model.tsx')).ModelPage,
    },
    {
      path: '/runs',
      title: '运行历史',
      access: 'models.read',
      page: async () => (await import('./pages/runs.tsx')).RunsPage,
    },
    {
      path: '/runs/$runId',
      title: '运行详情',
      access: 'models.read',
      page: async () => (await import('./pages/run.tsx')).RunPage,
    },
  ],
  menu: [
    { to: '/findings', label: '疑点', icon: FileSearchOutlined, group: '疑点', order: 1 },
    { to: '/institutions', label: '机构分析报告', icon: BankOutlined, group: '疑点', order: 2 },
    { to: '/models', label: '模型中心', icon: ExperimentOutlined, group: '监管能力', order: 1 },
    { to: '/runs', label: '运行历史', icon: HistoryOutlined, group: '监管能力', order: 2 },
  ],
}
