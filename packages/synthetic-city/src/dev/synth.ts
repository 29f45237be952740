/** Runs the generator by hand: `npx node packages/synthetic-city/src/dev/synth.ts OUT PERSONS MONTHS SEED [csv|parquet] [--no-fraud]`. */
import { synthesizeCity } from '../synthesize.ts'

const [directory = 'data/city', persons = '20000', months = '24', seed = '1', format = 'parquet'] =
  process.argv.slice(2)
const started = performance.now()
const report = await synthesizeCity({
  ...{
    directory,
    persons: Number(persons),
    months: Number(months),
    seed: Number(seed),
    fraud: !process.argv.includes('--no-fraud'),
  },
  format: format === 'csv' ? 'csv' : 'parquet',
  onProgress: (progress) => process.stderr.write(`${progress.phase} ${progress.donePersons}/${progress.persons}\n`),
})
process.stdout.write(`${JSON.stringify(report, null, 1)}\n${((performance.now() - started) / 1000).toFixed(1)} s\n`)
