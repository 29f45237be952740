import type { FromWorker, ToWorker } from '../platform/workers/protocol.ts'

/** A worker process for tests: does what its task's name says. */
const send = (message: FromWorker) => process.send?.(message)

process.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') {
    if (stubborn) return
    send({ type: 'failed', failure: { kind: 'conflict', code: 'cancelled', message: '操作已取消' } })
    setTimeout(() => process.exit(0), 10)
    return
  }
  start(message.task, message.input)
})

let stubborn = false
function start(task: string, input: unknown): void {
  if (task === 'echo') {
    send({ type: 'progress', progress: { progress: 0.5, step: '一半' } })
    send({ type: 'done', result: { input, pid: process.pid } })
    setTimeout(() => process.exit(0), 10)
  }
  if (task === 'die') process.kill(process.pid, 'SIGKILL')
  if (task === 'wait' || task === 'ignore-cancel') {
    stubborn = task === 'ignore-cancel'
    send({ type: 'progress', progress: { step: String(process.pid) } })
    setInterval(() => undefined, 1000)
  }
}
process.on('disconnect', () => process.exit(1))
