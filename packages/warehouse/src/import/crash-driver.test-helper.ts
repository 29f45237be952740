import { importDelivery } from './import-delivery.ts'

/**
 * Imports a delivery in a process of its own and kills that process at the n-th instant (`node crash-driver… DELIVERY DATA
 * CONTENT N`); without N it prints the names of the instants.
 */
const [directory = '', dataDirectory = '', contentDirectory = '', at] = process.argv.slice(2)
const steps: string[] = []

await importDelivery({
  directory,
  dataDirectory,
  contentDirectory,
  threads: 1,
  memoryLimit: '512MB',
  onStep: (step) => {
    steps.push(step)
    if (at !== undefined && steps.length === Number(at)) process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write(JSON.stringify(steps))
