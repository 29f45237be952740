import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Fills a folder of its own beside the target and puts it in the target's place, so that nothing of an earlier run is left in it. */
export async function writeFresh<T>(target: string, fill: (folder: string) => T | Promise<T>): Promise<T> {
  const draft = join(dirname(target), `.draft-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  try {
    const result = await fill(draft)
    rmSync(target, { recursive: true, force: true })
    renameSync(draft, target)
    return result
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
