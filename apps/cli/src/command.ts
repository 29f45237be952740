import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

export interface Command {
  /** One line per form, without the program's name. */
  readonly usage: readonly string[]
  /** Runs and answers the exit code. */
  run(argv: readonly string[]): Promise<number>
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** parseArgs whose complaints are UsageErrors in Chinese. */
export function readOptions<const T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(explainParseError(error))
  }
}

function explainParseError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const option = /'(-{1,2}[^' =]+)/.exec(text)?.[1]
  if (/Unknown option/.test(text)) return `没有这个选项：${option ?? ''}`
  if (/argument missing/.test(text)) return `选项缺少取值：${option ?? ''}`
  return `选项写法不正确：${option ?? text}`
}

export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`缺少 ${name}`)
  return value
}

export function positiveInteger(value: string | undefined, name: string): number {
  const number = Number(required(value, name))
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`${name} 应为正整数：${value ?? ''}`)
  return number
}

let interrupted: AbortSignal | undefined

/** Aborts on Ctrl-C; a second Ctrl-C ends the process at once. One signal a process: each call with a listener of its own would pile them up. */
export function interruptSignal(): AbortSignal {
  if (interrupted) return interrupted
  const controller = new AbortController()
  process.once('SIGINT', () => {
    controller.abort(new Error('已取消'))
    process.once('SIGINT', () => process.exit(130))
  })
  interrupted = controller.signal
  return interrupted
}
