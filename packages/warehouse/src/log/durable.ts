import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'

/** Writes the content of a file or folder entry list through to the disk. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Writes a new file and returns when it is on the disk. Fails when the file exists. */
export function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, 'wx')
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function ensureDirectory(path: string): void {
  mkdirSync(path, { recursive: true })
}
