import type { Surroundings } from '../platform/workers/protocol.ts'

/** The engine's part of a worker's memory: the process itself takes the rest. */
export function engineMemory({ memoryMb }: Pick<Surroundings, 'memoryMb'>): string {
  return `${Math.max(256, Math.floor(memoryMb * 0.8))}MB`
}
