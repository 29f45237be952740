import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api'
import { AppError } from '@yijian/kernel'
import { type Row, toCell } from './cell.ts'

export interface EngineOptions {
  /** DuckDB notation, e.g. `2GB`. */
  readonly memoryLimit?: string
  readonly threads?: number
  /** Where big sorts and joins spill. Made when missing, removed at close. */
  readonly tempDirectory?: string
  /** Keep rows in file order (costs memory). Default false: the order of rows never matters. */
  readonly preserveOrder?: boolean
}

/** One connection: statements run one after another; open another session to run beside it. */
export interface Session {
  /** Runs one or more statements and drops their results. */
  run(sql: string, signal?: AbortSignal): Promise<void>
  /** All rows of one statement. For results that fit in memory: page in SQL. */
  rows(sql: string, signal?: AbortSignal): Promise<readonly Row[]>
  /** The only row of one statement. Throws when there is none. */
  row(sql: string, signal?: AbortSignal): Promise<Row>
  /** Rows in batches of some 2,000, without holding the whole result. */
  stream(sql: string, signal?: AbortSignal): AsyncIterable<readonly Row[]>
  /** The same in the driver's own chunks, for readers that take whole columns. */
  chunks(sql: string, signal?: AbortSignal): AsyncIterable<DuckDBDataChunk>
  /** Names and DuckDB types of the columns a query returns, without running it. */
  describe(sql: string): Promise<readonly { readonly name: string; readonly type: string }[]>
  /** How many statements a text holds. Throws where it is not SQL. */
  count(sql: string): Promise<number>
  /** A statement planned once to be run often. The plan stands as long as no table is made or dropped. */
  prepare(sql: string): Promise<Planned>
  /** Done part of the running statement, 0…1, when the engine knows it. */
  progress(): number | undefined
  close(): void
}

export interface Planned {
  /** The number of rows written. */
  run(): Promise<number>
  rows(): Promise<readonly Row[]>
  close(): void
}

/** An in-memory DuckDB over immutable files; as many as needed may be open at the same time. */
export interface Engine extends Session {
  openSession(): Promise<Session>
}

let opened = 0

export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const tempDirectory = options.tempDirectory ?? join(tmpdir(), `yijian-engine-${process.pid}-${++opened}`)
  mkdirSync(tempDirectory, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    temp_directory: tempDirectory,
    preserve_insertion_order: String(options.preserveOrder ?? false),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const session = openOn(await instance.connect())
  return {
    ...session,
    openSession: async () => openOn(await instance.connect()),
    close: () => {
      session.close()
      instance.closeSync()
      rmSync(tempDirectory, { recursive: true, force: true })
    },
  }
}

function openOn(connection: DuckDBConnection): Session {
  const session: Session = {
    run: (sql, signal) =>
      interruptible(connection, signal, async () => {
        await connection.run(sql)
      }),
    rows: (sql, signal) =>
      interruptible(connection, signal, async () => {
        const reader = await connection.runAndReadAll(sql)
        return toRows(reader.deduplicatedColumnNames(), reader.getRows())
      }),
    row: async (sql, signal) => {
      const [first] = await session.rows(sql, signal)
      if (!first) throw new AppError('missing', 'engine.no-row', '查询没有返回数据')
      return first
    },
    stream: (sql, signal) => streamRows(connection, sql, signal),
    chunks: (sql, signal) => streamChunks(connection, sql, signal),
    describe: async (sql) =>
      (await session.rows(`DESCRIBE ${sql}`)).map((row) => ({
        name: row['column_name'] as string,
        type: row['column_type'] as string,
      })),
    count: async (sql) => (await connection.extractStatements(sql)).count,
    prepare: async (sql) => {
      const statement = await connection.prepare(sql)
      return {
        run: async () => (await statement.run()).rowsChanged,
        rows: async () => {
          const reader = await statement.runAndReadAll()
          return toRows(reader.deduplicatedColumnNames(), reader.getRows())
        },
        close: () => statement.destroySync(),
      }
    },
    progress: () => {
      const { percentage } = connection.progress
      return percentage < 0 ? undefined : Math.min(1, percentage / 100)
    },
    close: () => connection.closeSync(),
  }
  return session
}

async function* streamChunks(connection: DuckDBConnection, sql: string, signal?: AbortSignal) {
  const result = await interruptible(connection, signal, () => connection.stream(sql))
  for (;;) {
    const chunk = await interruptible(connection, signal, () => result.fetchChunk())
    if (!chunk || chunk.rowCount === 0) return
    yield chunk
  }
}

async function* streamRows(connection: DuckDBConnection, sql: string, signal?: AbortSignal): AsyncIterable<Row[]> {
  const result = await interruptible(connection, signal, () => connection.stream(sql))
  const names = result.deduplicatedColumnNames()
  for (;;) {
    const chunk = await interruptible(connection, signal, () => result.fetchChunk())
    if (!chunk || chunk.rowCount === 0) return
    yield toRows(names, chunk.getRows())
  }
}

function toRows(names: readonly string[], values: Parameters<typeof toCell>[0][][]): Row[] {
  return values.map((row) => Object.fromEntries(names.map((name, index) => [name, toCell(row[index] ?? null)])))
}

/** How a cancelled statement, import or run is reported. */
export function cancelled(): AppError {
  return new AppError('conflict', 'cancelled', '操作已取消')
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled()
}

/** Runs `work`, interrupting the connection when the signal fires; a statement may start after the first interrupt, so it is repeated. */
async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work()
  throwIfCancelled(signal)
  let timer: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    timer = setInterval(() => connection.interrupt(), 20)
  }
  signal.addEventListener('abort', interrupt, { once: true })
  try {
    return await work()
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw error
  } finally {
    signal.removeEventListener('abort', interrupt)
    clearInterval(timer)
  }
}
