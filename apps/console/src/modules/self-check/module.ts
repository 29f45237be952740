import { FileDoneOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import type { ConsoleModule } from '../../shell/module.ts'

/** 自查自纠: the institution's own checks, and what it submits as the bureau sees it. */
export const selfCheck: ConsoleModule = {
  id: 'self-check',
  name: '自查自纠',
  routes: [
    {
      path: '/self-check',
      title: '自查自纠',
      access: 'self-check.use',
      page: async () => (await import('./pages/home.tsx')).SelfCheckHome,
    },
    {
      path: '/self-check/checks',
      title: '自查记录',
      access: 'self-check.use',
      page: async () => (await import('./pages/checks.tsx')).ChecksPage,
    },
    {
      path: '/self-check/checks/$checkId',
      title: '自查单',
      access: 'self-check.use',
      page: async () => (await import('./pages/check.tsx')).CheckPage,
    },
    {
      path: '/self-check/checks/$checkId/print',
      title: '打印自查报告',
      access: 'self-check.use',
      page: async () => (await import('./pages/print.tsx')).CheckPrint,
    },
    {
      path: '/self-check/submissions',
      title: '机构自查报告',
      access: 'self-check.read',
      page: async () => (await import('./pages/submissions.tsx')).SubmissionsPage,
    },
    {
      path: '/self-check/submissions/$checkId',
      title: '机构自查报告',
      access: 'self-check.read',
      page: async () => (await import('./pages/submission.tsx')).SubmissionPage,
    },
    {
      path: '/self-check/submissions/$checkId/print',
      title: '打印自查报告',
      access: 'self-check.read',
      page: async () => (await import('./pages/print.tsx')).SubmissionPrint,
    },
  ],
  menu: [
    { to: '/self-check', label: '自查自纠', icon: SafetyCertificateOutlined, group: '本机构', order: 1 },
    { to: '/self-check/submissions', label: '机构自查报告', icon: FileDoneOutlined, group: '疑点', order: 3 },
  ],
}
