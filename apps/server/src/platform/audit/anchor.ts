import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Anchor {
  readonly seq: number
  readonly hash: string
}

/**
 * 锚点: heads of the audit chain written down outside the database, one line each, only ever appended. Whoever deletes the newest
 * entries together with the head row leaves an anchor that nothing answers to. The file belongs on another disk than the database.
 */
export interface AnchorFile {
  read(): readonly Anchor[]
  add(anchor: Anchor, at: Date): void
}

export function anchorFile(path: string): AnchorFile {
  const read = (): readonly Anchor[] =>
    existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1).map(parseLine) : []
  let last = read().at(-1)?.seq ?? 0
  return {
    read,
    add: (anchor, at) => {
      if (anchor.seq <= last) return
      mkdirSync(dirname(path), { recursive: true })
      appendFileSync(path, `${String(anchor.seq)} ${anchor.hash} ${at.toISOString()}\n`, { mode: 0o600, flush: true })
      last = anchor.seq
    },
  }
}

/** A line that cannot be read is an anchor that nothing answers to. */
function parseLine(line: string): Anchor {
  const [seq = '', hash = ''] = line.split(' ')
  return { seq: /^\d+$/.test(seq) ? Number(seq) : Number.MAX_SAFE_INTEGER, hash }
}
