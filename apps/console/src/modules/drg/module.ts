import { AuditOutlined, BarChartOutlined, BranchesOutlined, DashboardOutlined, ExperimentOutlined, FileProtectOutlined, FileSearchOutlined, FileTextOutlined, FundOutlined, PartitionOutlined, SettingOutlined, SolutionOutlined, SwapOutlined, WalletOutlined } from '@ant-design/icons' // prettier-ignore
import type { FunctionComponent } from 'react'
import type { Access, ConsoleModule, MenuEntry, PageRoute } from '../../shell/module.ts'

interface Both {
  readonly path: string
  readonly title: string
  readonly page: () => Promise<FunctionComponent>
}

/** Pages of both sides; each side has its own addresses and permission. */
const BOTH: readonly Both[] = [
  { path: '/overview', title: 'DRG 运行总览', page: async () => (await import('./pages/overview.tsx')).OverviewPage },
  { path: '/cases', title: 'DRG 病例', page: async () => (await import('./pages/cases.tsx')).CasesPage },
  { path: '/cases/$caseId', title: 'DRG 病例详情', page: async () => (await import('./pages/case.tsx')).CasePage },
  { path: '/lists', title: '结算清单', page: async () => (await import('./pages/lists.tsx')).ListsPage },
  { path: '/lists/$listId', title: '结算清单详情', page: async () => (await import('./pages/list.tsx')).ListPage },
  { path: '/months', title: '月度结算', page: async () => (await import('./pages/months.tsx')).MonthsPage },
  { path: '/months/$month', title: '月度结算详情', page: async () => (await import('./pages/month.tsx')).MonthPage },
  { path: '/months/$month/$hospital', title: '结算单', page: async () => (await import('./pages/statement.tsx')).StatementPage }, // prettier-ignore
  { path: '/reviews', title: '特病单议', page: async () => (await import('./pages/reviews.tsx')).ReviewsPage },
  { path: '/reviews/$reviewId', title: '特病单议详情', page: async () => (await import('./pages/review.tsx')).ReviewPage }, // prettier-ignore
  { path: '/years', title: '预算与决算', page: async () => (await import('./pages/years.tsx')).YearsPage },
  { path: '/years/$year', title: '年终决算', page: async () => (await import('./pages/year.tsx')).YearPage },
  { path: '/monitor', title: '监测与绩效', page: async () => (await import('./pages/monitor.tsx')).MonitorPage },
  { path: '/schemes', title: '分组方案', page: async () => (await import('./pages/schemes.tsx')).SchemesPage },
]

/** Pages of the bureau alone. */
const BUREAU: readonly Both[] = [
  { path: '/drg/simulations', title: '政策模拟', page: async () => (await import('./pages/simulations.tsx')).SimulationsPage }, // prettier-ignore
  { path: '/drg/simulations/$simulationId', title: '模拟结果', page: async () => (await import('./pages/simulation.tsx')).SimulationPage }, // prettier-ignore
  { path: '/drg/reports', title: '基金运行报告', page: async () => (await import('./pages/reports.tsx')).ReportsPage },
  {
    path: '/drg/reports/$period',
    title: '基金运行报告详情',
    page: async () => (await import('./pages/report.tsx')).ReportPage,
  },
  {
    path: '/drg/mappings',
    title: '历史编码映射',
    page: async () => (await import('./pages/mappings.tsx')).MappingsPage,
  },
  { path: '/drg/splits', title: '本地细分组', page: async () => (await import('./pages/splits.tsx')).SplitsPage },
  { path: '/drg/split', title: '新建细分组', page: async () => (await import('./pages/split.tsx')).SplitPage },
]

const routesOf = (base: string, access: Access): PageRoute[] => BOTH.map(({ path, ...rest }) => ({ ...rest, path: `${base}${path}`, access })) // prettier-ignore

const menuOf = (base: string, group: MenuEntry['group'], first: number): MenuEntry[] => [
  { to: `${base}/overview`, label: 'DRG 总览', icon: BarChartOutlined, group, order: first },
  { to: `${base}/monitor`, label: '监测与绩效', icon: DashboardOutlined, group, order: first + 0.5 },
  { to: `${base}/lists`, label: '结算清单', icon: FileProtectOutlined, group, order: first + 1 },
  { to: `${base}/cases`, label: 'DRG 病例', icon: FileSearchOutlined, group, order: first + 2 },
  { to: `${base}/months`, label: '月度结算', icon: WalletOutlined, group, order: first + 3 },
  { to: `${base}/reviews`, label: '特病单议', icon: SolutionOutlined, group, order: first + 4 },
  { to: `${base}/years`, label: '预算与决算', icon: FundOutlined, group, order: first + 5 },
  { to: `${base}/schemes`, label: '分组方案', icon: PartitionOutlined, group, order: first + 6 },
]

/** DRG 付费: the bureau's side, the hospital's, and the experts'. */
export const drg: ConsoleModule = {
  id: 'drg',
  name: 'DRG 付费',
  routes: [
    ...routesOf('/drg', 'drg.read'),
    ...routesOf('/own-drg', 'drg.submit'),
    {
      path: '/drg/parameters',
      title: '支付参数',
      access: 'drg.read',
      page: async () => (await import('./pages/parameters.tsx')).ParametersPage,
    },
    ...BUREAU.map((route) => ({ ...route, access: 'drg.read' as const })),
    {
      path: '/code-mappings',
      title: '编码映射确认',
      access: 'drg.review',
      page: async () => (await import('./pages/mappings.tsx')).MappingsPage,
    },
    {
      path: '/panel',
      title: '待我评议',
      access: 'drg.review',
      page: async () => (await import('./pages/panel.tsx')).PanelPage,
    },
    {
      path: '/panel/$reviewId',
      title: '评议病例',
      access: 'drg.review',
      page: async () => (await import('./pages/panel-case.tsx')).PanelCasePage,
    },
  ],
  menu: [
    ...menuOf('/drg', '支付', 1),
    { to: '/drg/parameters', label: '支付参数', icon: SettingOutlined, group: '支付', order: 9 },
    { to: '/drg/splits', label: '本地细分组', icon: BranchesOutlined, group: '支付', order: 8 },
    { to: '/drg/reports', label: '基金运行报告', icon: FileTextOutlined, group: '支付', order: 6.5 },
    { to: '/drg/mappings', label: '历史编码映射', icon: SwapOutlined, group: '支付', order: 8.5 },
    { to: '/drg/simulations', label: '政策模拟', icon: ExperimentOutlined, group: '支付', order: 10 },
    ...menuOf('/own-drg', '支付', 1),
    { to: '/code-mappings', label: '编码映射确认', icon: SwapOutlined, group: '支付', order: 2 },
    { to: '/panel', label: '待我评议', icon: AuditOutlined, group: '支付', order: 1 },
  ],
}
