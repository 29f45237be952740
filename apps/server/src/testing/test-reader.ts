import type { ToReader } from '../platform/workers/protocol.ts'

/** A reader process for tests. */
process.on('message', ({ id, operation }: ToReader) => {
  if (operation === 'pid') process.send?.({ id, result: process.pid })
})
process.on('disconnect', () => process.exit(0))
