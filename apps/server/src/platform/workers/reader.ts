import { fork, type ChildProcess } from 'node:child_process'
import { AppError } from '@yijian/kernel'
import type { Log } from '../log.ts'
import { received } from './failure.ts'
import type { FromReader, ToReader } from './protocol.ts'

const TIMEOUT_MS = 60_000
const CLOSE_GRACE_MS = 3000

/** A long-lived process with the analytical engine on one thread, for look-ups that a person waits for. */
export interface Reader {
  read(operation: string, input: unknown): Promise<unknown>
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

export function createReader({ entry, args, log }: { entry: URL; args: readonly string[]; log: Log }): Reader {
  const waiting = new Map<number, Waiting>()
  let child: ChildProcess | undefined
  let lastId = 0
  const settle = (id: number, act: (entry: Waiting) => void) => {
    const found = waiting.get(id)
    if (!found) return
    clearTimeout(found.timer)
    waiting.delete(id)
    act(found)
  }
  const start = () => {
    const started = fork(entry, [...args], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    started.on('message', (message: FromReader) => {
      settle(message.id, ({ resolve, reject }) =>
        'failure' in message ? reject(received(message.failure)) : resolve(message.result),
      )
    })
    // Begun again with the next question; what it was asked is answered as unavailable, not left hanging.
    started.once('exit', (code, killedBy) => {
      if (child === started) child = undefined
      log.info('reader.end', { code, killedBy })
      for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(unavailable()))
    })
    return started
  }
  return {
    read: (operation, input) =>
      new Promise((resolve, reject) => {
        child ??= start()
        const id = ++lastId
        const timer = setTimeout(() => settle(id, (entry) => entry.reject(unavailable())), TIMEOUT_MS)
        waiting.set(id, { resolve, reject, timer })
        child.send({ id, operation, input } satisfies ToReader, (error) => {
          if (error) settle(id, (entry) => entry.reject(unavailable()))
        })
      }),
    close: async () => {
      const running = child
      if (!running) return
      const ended = new Promise((resolve) => running.once('exit', resolve))
      if (running.connected) running.disconnect()
      const timer = setTimeout(() => running.kill('SIGKILL'), CLOSE_GRACE_MS)
      await ended
      clearTimeout(timer)
    },
  }
}

function unavailable(): AppError {
  return new AppError('unavailable', 'reader.unavailable', '明细查询暂时不可用，请稍后重试')
}
