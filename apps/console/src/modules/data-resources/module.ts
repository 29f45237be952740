import { DatabaseOutlined } from '@ant-design/icons'
import type { ConsoleModule } from '../../shell/module.ts'

/** 数据资源: batches, rejects, preparation, table dictionary. */
export const dataResources: ConsoleModule = {
  id: 'data-resources',
  name: '数据资源',
  routes: [
    {
      path: '/data',
      title: '数据',
      access: 'data.read',
      page: async () => (await import('./pages/data.tsx')).DataPage,
    },
    {
      path: '/data/batches/$batchId',
      title: '导入批次',
      access: 'data.read',
      page: async () => (await import('./pages/batch.tsx')).BatchPage,
    },
  ],
  menu: [{ to: '/data', label: '数据', icon: DatabaseOutlined, group: '监管能力', order: 3 }],
}
