import { runModels } from './run-models.ts'

/* Runs one model and kills itself, as a crash does, at a named instant. */
const [dataDirectory = '', contentDirectory = '', instant = ''] = process.argv.slice(2)
await runModels({
  dataDirectory,
  contentDirectory,
  models: ['frequent-hospitalization'],
  memoryLimit: '1GB',
  threads: 1,
  onStep: (step) => {
    if (step === instant) process.kill(process.pid, 'SIGKILL')
  },
})
