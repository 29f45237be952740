import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '@yijian/kernel'
import { clusterDirectory, findBinaries, findRunAs, type Binaries, type RunAs } from './binaries.ts'

export interface PostgresServer {
  readonly port: number
  url(database: string): string
  /** Fast shutdown: open transactions are rolled back, nothing acknowledged is lost. */
  stop(): Promise<void>
}

interface Cluster {
  readonly directory: string
  readonly binaries: Binaries
  readonly runAs: RunAs
}

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 20_000
/** Held in memory once per process start; a small cluster for one server. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '80',
  shared_buffers: '128MB',
  wal_compression: 'on',
  max_wal_size: '512MB',
  log_min_messages: 'warning',
  timezone: 'UTC',
} as const

/**
 * Starts the cluster under DATA/postgres, or adopts the one that a killed server left running. The cluster is created
 * beside its place and moved there, so that a crash while creating leaves nothing half-made.
 */
export async function startPostgres(dataDirectory: string): Promise<PostgresServer> {
  const runAs = findRunAs()
  const cluster: Cluster = {
    directory: clusterDirectory(resolve(dataDirectory), runAs),
    binaries: await findBinaries(runAs),
    runAs,
  }
  const running = findRunning(cluster.directory)
  if (running) return describe(cluster, running)
  if (!existsSync(join(cluster.directory, 'PG_VERSION'))) createCluster(cluster)
  return describe(cluster, await launch(cluster))
}

/** The cluster that is already running there, if there is one; starts and stops nothing. */
export function findRunningPostgres(dataDirectory: string): PostgresServer | undefined {
  const runAs = findRunAs()
  const directory = clusterDirectory(resolve(dataDirectory), runAs)
  const running = existsSync(directory) ? findRunning(directory) : undefined
  return running && describe({ directory, binaries: { initdb: '', postgres: '' }, runAs }, running)
}

function describe(cluster: Cluster, { pid, port }: Postmaster): PostgresServer {
  const secret = readFileSync(join(cluster.directory, 'yijian-secret'), 'utf8').trim()
  return {
    port,
    url: (database) => `postgres://yijian:${secret}@127.0.0.1:${port}/${database}`,
    stop: () => stop(pid),
  }
}

function createCluster({ directory, binaries, runAs }: Cluster): void {
  const fresh = `${directory}.new`
  const passwordFile = `${directory}.pw`
  const secret = randomBytes(24).toString('hex')
  mkdirSync(dirname(directory), { recursive: true })
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  writeFileSync(passwordFile, secret, { mode: 0o600 })
  giveTo(runAs, [fresh, passwordFile])
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = [`--pgdata=${fresh}`, '--username=yijian', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale]
  const done = spawnSync(binaries.initdb, args, { ...runAs, cwd: '/', encoding: 'utf8' })
  rmSync(passwordFile, { force: true })
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new AppError('unavailable', 'postgres.init', '内置 PostgreSQL 初始化失败，请检查数据目录的权限与磁盘空间', {
      output: done.stderr.slice(-2000),
    })
  }
  writeFileSync(join(fresh, 'yijian-secret'), secret, { mode: 0o600 })
  giveTo(runAs, [join(fresh, 'yijian-secret')])
  renameSync(fresh, directory)
}

function giveTo({ uid, gid }: RunAs, paths: readonly string[]): void {
  if (uid === undefined || gid === undefined) return
  for (const path of paths) chownSync(path, uid, gid)
}

interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** A live server of exactly this folder. A pid file that a crash left behind is removed: its number may belong to anybody by now. */
function findRunning(directory: string): Postmaster | undefined {
  const file = join(directory, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (pid > 0 && port > 0 && isPostmaster(pid, directory)) return { pid, port }
  rmSync(file, { force: true })
  return undefined
}

function isPostmaster(pid: number, directory: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(directory)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Its own process group, so that Ctrl-C reaches our orderly stop first. */
async function launch({ directory, binaries, runAs }: Cluster): Promise<Postmaster> {
  const logFile = `${directory}.log`
  const log = openSync(logFile, 'w')
  chmodSync(logFile, 0o600)
  const port = await freePort()
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', directory, '-p', String(port), ...settings], {
    ...runAs,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let ended = false
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  child.unref()
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!ended && Date.now() < deadline) {
    if (isReady(directory, child.pid)) return { pid: child.pid ?? 0, port }
    await wait(15)
  }
  throw new AppError('unavailable', 'postgres.start', '内置 PostgreSQL 启动失败，请查看数据目录下的 postgres.log', {
    output: readFileSync(logFile, 'utf8').slice(-2000),
  })
}

function isReady(directory: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && (lines[7] ?? '').trim() === 'ready'
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function stop(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    const deadline = Date.now() + STOP_TIMEOUT_MS
    while (isAlive(pid) && Date.now() < deadline) await wait(20)
  }
}
