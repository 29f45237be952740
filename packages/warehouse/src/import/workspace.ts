import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldLog, odsDirectory, readLog, rejectsDirectory, tmpDirectory } from '../log/public.ts'

/** A batch's scratch folder. Its name says which process owns it, its file `batch` which files it may have left elsewhere. */
export interface Workspace {
  readonly batch: string
  readonly directory: string
  /** Removes the folder; with `all`, everything the batch has written. */
  close(all: boolean): void
}

const processStart = Math.round((Date.now() - process.uptime() * 1000) / 1000)

export function openWorkspace(dataDirectory: string, now: Date): Workspace {
  const china = new Date(now.getTime() + 8 * 3_600_000).toISOString()
  const batch = `${china.slice(0, 10).replaceAll('-', '')}-${china.slice(11, 19).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`
  const directory = join(tmpDirectory(dataDirectory), `${process.pid}-${processStart}-${batch}`)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'batch'), batch)
  return {
    batch,
    directory,
    close: (all) => {
      if (all) removeBatchFiles(dataDirectory, batch)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function removeBatchFiles(dataDirectory: string, batch: string): void {
  rmSync(join(rejectsDirectory(dataDirectory), batch), { recursive: true, force: true })
  const ods = odsDirectory(dataDirectory)
  for (const table of existsSync(ods) ? readdirSync(ods) : []) {
    for (const file of readdirSync(join(ods, table)).filter((name) => name.startsWith(`${batch}-`))) {
      rmSync(join(ods, table, file), { force: true })
    }
  }
}

/**
 * Removes what processes that are gone have left: scratch folders, log drafts and files of batches that were never published.
 * Call at the start of an import and of a server.
 */
export function sweepLeftovers(dataDirectory: string): readonly string[] {
  const directory = tmpDirectory(dataDirectory)
  if (!existsSync(directory)) return []
  const leftovers = readdirSync(directory).filter((name) => isOrphan(name))
  if (leftovers.length === 0) return []
  const published = new Set(foldLog(readLog(dataDirectory)).imports.map((record) => record.payload.batch))
  for (const name of leftovers) {
    const marker = join(directory, name, 'batch')
    const batch = existsSync(marker) ? readFileSync(marker, 'utf8') : ''
    if (batch !== '' && !published.has(batch)) removeBatchFiles(dataDirectory, batch)
    rmSync(join(directory, name), { recursive: true, force: true })
  }
  return leftovers
}

/** Names begin with the process and, for folders, its start; containers reuse process numbers. */
function isOrphan(name: string): boolean {
  const match = /^(\d+)-(?:(\d+)-)?/.exec(name)
  if (!match) return false
  const pid = Number(match[1])
  if (pid === process.pid) return match[2] !== undefined && Math.abs(Number(match[2]) - processStart) > 3
  return !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
