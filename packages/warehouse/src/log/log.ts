import { existsSync, linkSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { ensureDirectory, syncPath, writeDurably } from './durable.ts'
import { entryFileName, GENESIS, type LogEntry, type LogKind, parseEntry } from './entry.ts'
import { logDirectory, tmpDirectory } from './paths.ts'

const ENTRY_FILE = /^\d{12}\.json$/

/** All entries in order. Throws when one is missing, damaged or does not follow from the one before. */
export function readLog(dataDirectory: string): readonly LogEntry[] {
  const { entries, problem } = scanLog(dataDirectory)
  if (problem)
    throw new AppError('conflict', 'log.broken', `仓库日志第 ${problem.seq} 条${problem.reason}`, { ...problem })
  return entries
}

export interface LogProblem {
  readonly seq: number
  readonly reason: string
}

/** Whether the history is whole: every entry present, readable and chained to the one before by its hash. */
export function verifyLog(dataDirectory: string): { readonly entries: number; readonly problem?: LogProblem } {
  const { entries, problem } = scanLog(dataDirectory)
  return { entries: entries.length, ...(problem ? { problem } : {}) }
}

function scanLog(dataDirectory: string): { entries: LogEntry[]; problem?: LogProblem } {
  const directory = logDirectory(dataDirectory)
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => ENTRY_FILE.test(file)) : []
  const entries: LogEntry[] = []
  let prev = GENESIS
  for (const file of files.sort()) {
    const seq = entries.length + 1
    if (file !== entryFileName(seq)) return { entries, problem: { seq, reason: '缺失' } }
    const entry = readEntry(join(directory, file))
    if (!entry) return { entries, problem: { seq, reason: '已损坏' } }
    if (entry.seq !== seq || entry.prev !== prev) return { entries, problem: { seq, reason: '与前一条不衔接' } }
    entries.push(entry)
    prev = entry.hash
  }
  return { entries }
}

function readEntry(path: string): LogEntry | undefined {
  try {
    return parseEntry(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

export interface NewEntry {
  readonly kind: LogKind
  readonly payload: Readonly<Record<string, unknown>>
}

export interface AppendOptions {
  readonly now?: () => Date
  /** Called at named instants, for crash tests. */
  readonly onStep?: (step: string) => void
}

/**
 * Publishes one entry after the given ones (the log as the caller knows it). Throws `conflict` (`log.taken`) when somebody else
 * has published since: read the log again, look at what changed and retry. When it returns, the entry is on the disk.
 */
export function appendEntry(
  dataDirectory: string,
  { after, entry }: { readonly after: readonly LogEntry[]; readonly entry: NewEntry },
  options: AppendOptions = {},
): LogEntry {
  const at = (options.now ?? (() => new Date()))().toISOString()
  const seq = after.length + 1
  const bytes = `${JSON.stringify({ seq, prev: after.at(-1)?.hash ?? GENESIS, at, ...entry })}\n`
  const parsed = parseEntry(bytes)
  ensureDirectory(logDirectory(dataDirectory))
  ensureDirectory(tmpDirectory(dataDirectory))
  const draft = join(tmpDirectory(dataDirectory), `${process.pid}-entry-${randomBytes(6).toString('hex')}.json`)
  try {
    writeDurably(draft, bytes)
    options.onStep?.('log.draft')
    linkOrConflict(draft, join(logDirectory(dataDirectory), entryFileName(seq)), seq)
    options.onStep?.('log.linked')
    syncPath(logDirectory(dataDirectory))
  } finally {
    rmSync(draft, { force: true })
  }
  return parsed
}

function linkOrConflict(draft: string, target: string, seq: number): void {
  try {
    linkSync(draft, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new AppError('conflict', 'log.taken', '仓库在此期间有其他写入，请重试', { seq })
  }
}

/** Appends what `build` makes of the log as it is now, again and again while others get in between. */
export async function appendRetrying(
  dataDirectory: string,
  build: (entries: readonly LogEntry[]) => NewEntry | undefined | Promise<NewEntry | undefined>,
  options: AppendOptions = {},
): Promise<LogEntry | undefined> {
  for (;;) {
    const after = readLog(dataDirectory)
    const entry = await build(after)
    if (!entry) return undefined
    try {
      return appendEntry(dataDirectory, { after, entry }, options)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'log.taken')) throw error
    }
  }
}
