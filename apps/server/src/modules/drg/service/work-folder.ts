import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Platform } from '../../../platform/module.ts'

const LEFT_BEHIND_MS = 24 * 3_600_000

/** A folder for the files of one task, gone when it ends or is cancelled. What a killed process left goes with the next task a day later. */
export async function withFolder<T>(
  { settings }: Platform,
  work: (at: (name: string) => string) => Promise<T>,
): Promise<T> {
  const root = join(settings.dataDirectory, 'files', 'drg')
  const folder = join(root, randomUUID())
  await mkdir(folder, { recursive: true })
  try {
    for (const name of await readdir(root)) {
      const found = await stat(join(root, name)).catch(() => undefined)
      if (found && Date.now() - found.mtimeMs > LEFT_BEHIND_MS) await rm(join(root, name), { recursive: true, force: true }) // prettier-ignore
    }
    return await work((name) => join(folder, name))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
