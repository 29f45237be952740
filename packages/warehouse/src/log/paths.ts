import { join } from 'node:path'

/** Folders of a data directory. Paths stored in the log are relative to the data directory, with `/`. */
export function logDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'warehouse', 'log')
}

export function odsDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'warehouse', 'ods')
}

export function tmpDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'warehouse', 'tmp')
}

export function rejectsDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'rejects')
}
