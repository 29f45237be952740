import { resolve } from 'node:path'
import { runModels } from '@yijian/warehouse'

/* Runs the models on a data directory until it is done or killed. */
const [dataDirectory = ''] = process.argv.slice(2)
await runModels({
  dataDirectory,
  contentDirectory: resolve(import.meta.dirname, '../content'),
  memoryLimit: '1GB',
  threads: 1,
})
