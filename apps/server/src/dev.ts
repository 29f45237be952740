import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'
import { startServer } from './server.ts'

/** For developers: `npx node apps/server/src/dev.ts --data DIR --port 4180 [--no-demo]`. */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'data/dev' },
    port: { type: 'string', default: '4180' },
    'no-demo': { type: 'boolean', default: false },
  },
})
const root = fileURLToPath(new URL('../../../', import.meta.url))
const server = await startServer({
  dataDirectory: resolve(values.data),
  contentDirectory: resolve(root, 'content'),
  consoleDirectory: resolve(root, 'apps/console/dist'),
  port: Number(values.port),
  demo: !values['no-demo'],
  onProgress: (line) => process.stdout.write(`${line}\n`),
})
process.stdout.write(`${[server.url, ...server.notices].join('\n')}\n`)
let closing = false
const stop = () => {
  if (closing) process.exit(1)
  closing = true
  void server.close().then(() => process.exit(0))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
