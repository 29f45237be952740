import { AppError } from '@yijian/kernel'
import { auditCommand } from './commands/audit.ts'
import { drgCommand } from './commands/drg.ts'
import { importCommand } from './commands/import.ts'
import { modelsCommand } from './commands/models.ts'
import { serveCommand } from './commands/serve.ts'
import { synthCommand } from './commands/synth.ts'
import { UsageError, type Command } from './command.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  synth: synthCommand,
  import: importCommand,
  models: modelsCommand,
  serve: serveCommand,
  drg: drgCommand,
  audit: auditCommand,
}

const HELP = `用法：npx yijian <命令> [选项]

${Object.values(COMMANDS)
  .map((command) => command.usage.map((line) => `  yijian ${line}`).join('\n'))
  .join('\n')}

退出码：0 完成（允许有拒收记录，会列出）；1 有失败；2 用法错误`

/** Exit codes: 0 done, 1 something failed, 2 wrong usage. Errors are one line on stderr. */
async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(HELP)
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS[name]
  if (!command) throw new UsageError(`没有这个命令：${name}（yijian help 查看全部命令）`)
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.usage.map((line) => `yijian ${line}`).join('\n'))
    return 0
  }
  return command.run(rest)
}

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
