import { expect, it } from 'vitest'
import { interruptSignal } from './command.ts'

it('listens for Ctrl-C once, however many commands one process runs', () => {
  const before = process.listenerCount('SIGINT')
  const signals = Array.from({ length: 20 }, interruptSignal)
  expect(new Set(signals).size).toBe(1)
  expect(process.listenerCount('SIGINT')).toBe(before + 1)
  process.removeAllListeners('SIGINT')
})
