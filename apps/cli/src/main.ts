import { AppError } from '@yijian/kernel'
import { UsageError, type Command } from './command.ts'

/** Loaded when asked for: the server behind one command is not the price of another. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  synth: async () => (await import('./commands/synth.ts')).synthCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  models: async () => (await import('./commands/models.ts')).modelsCommand,
  rules: async () => (await import('./commands/rules.ts')).rulesCommand,
  drg: async () => (await import('./commands/drg.ts')).drgCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  audit: async () => (await import('./commands/audit.ts')).auditCommand,
}

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))
  const forms = commands.flatMap((command) => command.usage).map((line) => `  npx yijian ${line}`)
  return [
    '用法：npx yijian <命令> [选项]',
    '',
    ...forms,
    '',
    '退出码：0 完成（允许有拒收记录，会列出）；1 有失败；2 用法错误',
  ].join('\n')
}

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(await help())
    return name === undefined ? 2 : 0
  }
  const load = COMMANDS[name]
  if (!load) throw new UsageError(`没有这个命令：${name}（npx yijian help 查看全部命令）`)
  const command = await load()
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage.map((line) => `npx yijian ${line}`).join('\n'))
    return 0
  }
  return command.run(rest)
}

/** One line on stderr and the exit code: 2 for wrong usage, 1 for everything else that failed. */
function report(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error)
  console.error(`错误：${message.split('\n')[0] ?? ''}`)
  if (process.env['YIJIAN_DEBUG'] === '1' && !(error instanceof AppError)) console.error(error)
  return error instanceof UsageError ? 2 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.exitCode = report(error)
}
