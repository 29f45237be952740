import { fork, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findRunningPostgres } from '../apps/server/src/platform/db/embedded.ts'
import { DATABASE, startServer } from '../apps/server/src/server.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** The product in a process of its own, and a connection of ours to its database. */
export interface BenchServer {
  readonly url: string
  readonly database: pg.Client
  /** CPU milliseconds so far of the server, and of each process of its database. */
  cpu(): { readonly server: number; readonly database: ReadonlyMap<number, number> }
  stop(): Promise<void>
  kill(): void
}

export async function serve(directory: string): Promise<BenchServer> {
  const environment = { ...process.env, YIJIAN_MODE: 'development', YIJIAN_LOG_LEVEL: 'error', YIJIAN_ADMIN_PASSWORD: 'Bench-Secret-2026' } // prettier-ignore
  const child = fork(fileURLToPath(import.meta.url), [directory], { env: environment })
  const { url } = await told(child)
  const address = findRunningPostgres(directory)?.url(DATABASE)
  const database = new pg.Client({ connectionString: address })
  database.on('error', () => undefined)
  await database.connect()
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const postmaster = parentOf(rows[0]?.pid ?? 0)
  return {
    url,
    database,
    cpu: () => ({ server: cpuOf(child.pid ?? 0), database: new Map(childrenOf(postmaster).map((pid) => [pid, cpuOf(pid)])) }), // prettier-ignore
    stop: async () => {
      await database.end()
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resume) => child.once('exit', resume))
      child.send('stop')
      await gone
    },
    kill: () => child.kill('SIGKILL'),
  }
}

function told(child: ChildProcess): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    child.once('message', (said) => resolve(said as { url: string }))
    child.once('exit', () => reject(new Error('the server ended')))
  })
}

/** The child's side. */
async function run(directory: string): Promise<void> {
  const server = await startServer({ dataDirectory: directory, contentDirectory: join(ROOT, 'content'), consoleDirectory: join(directory, 'no-console'), port: 0, demo: false }) // prettier-ignore
  process.on('message', () => void server.close().then(() => process.exit(0)))
  process.send?.({ url: server.url })
}

/** Linux; 0 elsewhere, or when the process is gone. */
function cpuOf(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0)
}

/** From the state on. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  } catch {
    return []
  }
}

function childrenOf(pid: number): number[] {
  if (pid === 0) return []
  return readdirSync('/proc').map(Number).filter((one) => one > 0 && parentOf(one) === pid) // prettier-ignore
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv[2] ?? '')
