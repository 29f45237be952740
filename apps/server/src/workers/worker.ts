import type { FromWorker, Surroundings, ToWorker } from '../platform/workers/protocol.ts'
import { sendable } from '../platform/workers/failure.ts'
import { TASKS } from './tasks.ts'

/** Entry of a heavy job's own process: one task, then the end. It ends with its parent, whatever it is doing. */
const abort = new AbortController()

function send(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, undefined, {}, () => resolve())
    else resolve()
  })
}

async function run(task: string, input: unknown, surroundings: Surroundings): Promise<void> {
  try {
    const work = TASKS[task]
    if (!work) throw new Error(`no such task: ${task}`)
    const result = await work(input, {
      ...surroundings,
      signal: abort.signal,
      report: (progress) => void send({ type: 'progress', progress }),
    })
    await send({ type: 'done', result })
  } catch (error) {
    await send({ type: 'failed', failure: sendable(error) })
  }
  process.exit(0)
}

process.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') abort.abort()
  else void run(message.task, message.input, message.surroundings)
})
process.on('disconnect', () => process.exit(1))
// Ctrl-C reaches the whole process group; the server decides when this process ends.
process.on('SIGINT', () => undefined)
