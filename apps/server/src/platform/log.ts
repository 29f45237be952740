import type { Clock } from './clock.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** One JSON line per event. Fields are codes, counts and durations: never a name, an id number, a phone or a search text. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export interface LogOptions {
  readonly level: LogLevel
  readonly clock: Clock
  readonly write?: (line: string) => void
}

export function createLog({ level, clock, write = writeToStderr }: LogOptions): Log {
  const threshold = LOG_LEVELS.indexOf(level)
  const emit = (of: LogLevel) => {
    const enabled = LOG_LEVELS.indexOf(of) >= threshold
    return (event: string, fields: LogFields = {}) => {
      if (enabled) write(`${JSON.stringify({ at: clock.now().toISOString(), level: of, event, ...fields })}\n`)
    }
  }
  return { debug: emit('debug'), info: emit('info'), warn: emit('warn'), error: emit('error') }
}

function writeToStderr(line: string): void {
  process.stderr.write(line)
}

/** What may be logged of a thrown value: its class, code and place, not its message, which may quote data. */
export function describeDefect(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { error: typeof thrown }
  const named = (name: string) => {
    const value: unknown = Object.getOwnPropertyDescriptor(thrown, name)?.value
    return typeof value === 'string' ? value : undefined
  }
  const frames = (thrown.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  const database = {
    code: named('code'),
    table: named('table'),
    column: named('column'),
    constraint: named('constraint'),
  }
  return {
    error: thrown.name,
    ...database,
    stack: frames
      .slice(0, 8)
      .map((line) => line.trim())
      .join(' | '),
  }
}
