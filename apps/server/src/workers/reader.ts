import { openEngine, type Engine } from '@yijian/warehouse'
import { sendable } from '../platform/workers/failure.ts'
import type { FromReader, ToReader } from '../platform/workers/protocol.ts'
import { OPERATIONS } from './operations.ts'
import type { ReadContext } from './read-context.ts'

/** Entry of the reader process: one engine, one thread, one question after another. */
const [dataDirectory = '', contentDirectory = ''] = process.argv.slice(2)

let opened: Promise<Engine> | undefined
const context: ReadContext = {
  dataDirectory,
  contentDirectory,
  engine: () => (opened ??= openEngine({ memoryLimit: '512MB', threads: 1, preserveOrder: true })),
}

async function answer({ id, operation, input }: ToReader): Promise<FromReader> {
  try {
    const work = OPERATIONS[operation]
    if (!work) throw new Error(`no such operation: ${operation}`)
    return { id, result: await work(context, input) }
  } catch (error) {
    return { id, failure: sendable(error) }
  }
}

let queue: Promise<void> = Promise.resolve()
process.on('message', (message: ToReader) => {
  queue = queue.then(async () => {
    const reply = await answer(message)
    if (process.connected) process.send?.(reply)
  })
})
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)
