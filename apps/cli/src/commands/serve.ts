import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { startServer, type RunningServer } from '@yijian/server'
import { readOptions, UsageError, type Command } from '../command.ts'
import { ensureConsoleBuilt } from '../console-build.ts'
import { contentDirectory, demonstrationDirectory } from '../paths.ts'

const DEFAULT_PORT = 4170

export const serveCommand: Command = {
  usage: ['serve [--data DATA] [--port P] [--demo]'],
  async run(argv) {
    const { values, positionals } = readOptions(argv, {
      data: { type: 'string' },
      port: { type: 'string', default: process.env['PORT'] ?? String(DEFAULT_PORT) },
      demo: { type: 'boolean', default: false },
    })
    if (positionals.length > 0) throw new UsageError(`多余的参数：${positionals.join(' ')}`)
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new UsageError(`--port 应为 0–65535：${values.port}`)
    const dataDirectory = resolve(values.data ?? process.env['YIJIAN_DATA'] ?? demonstrationDirectory)
    mkdirSync(dataDirectory, { recursive: true })
    const consoleDirectory = await ensureConsoleBuilt(() => console.log('正在构建控制台（仅首次或更新后需要）'))
    const server = await startServer({
      dataDirectory,
      contentDirectory,
      consoleDirectory,
      port,
      demo: values.demo,
      // A demonstration is watched by a person: Chinese lines only, and the log when something is wrong.
      environment: { YIJIAN_LOG_LEVEL: values.demo ? 'warn' : 'info', ...process.env },
      onProgress: (line) => console.log(line),
    })
    for (const notice of server.notices) console.log(notice)
    console.log(`\n医鉴已就绪：${server.url}（Ctrl-C 停止）`)
    await stopped()
    await shutDown(server)
    return 0
  },
}

function stopped(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGINT', () => done())
    process.once('SIGTERM', () => done())
  })
}

/** A second signal, or half a minute, ends the wait: what is committed is safe anyway. */
async function shutDown(server: RunningServer): Promise<void> {
  console.log('正在停止')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  setTimeout(() => process.exit(1), 30_000).unref()
  await server.close()
}
