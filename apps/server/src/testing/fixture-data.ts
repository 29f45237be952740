import { parseArgs } from 'node:util'
import { fixtureCity } from './fixture-city.ts'
import { publishFixtureRun } from './fixture-run.ts'

/** Publishes a made-up run into a data folder, to look at the console without a city: `node fixture-data.ts --data DIR [--count N]`. */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'data/dev' },
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed)
await publishFixtureRun(values.data, fixtureCity({ count: Number(values.count), seed, runId: `fixture-${seed}` }))
