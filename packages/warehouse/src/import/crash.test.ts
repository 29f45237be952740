import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { odsDirectory, readState, rejectsDirectory, tmpDirectory, verifyLog } from '../log/public.ts'
import {
  CONTENT,
  csv,
  deliver,
  feeLine,
  newDirectory,
  query,
  runImport,
  settlement,
  wholeDelivery,
} from './sample-delivery.test-helper.ts'

/** Imports in a process of its own that kills itself at the n-th instant; without n it prints the names of the instants. */
const DRIVER = `
import { importDelivery } from ${JSON.stringify(join(import.meta.dirname, 'import-delivery.ts'))}
const [directory, dataDirectory, contentDirectory, at] = process.argv.slice(1)
const steps = []
const onStep = (step) => {
  steps.push(step)
  if (steps.length === Number(at)) process.kill(process.pid, 'SIGKILL')
}
await importDelivery({ directory, dataDirectory, contentDirectory, threads: 1, memoryLimit: '512MB', onStep })
process.stdout.write(JSON.stringify(steps))`

function drive(directory: string, data: string, at?: number) {
  const args = [
    '--input-type=module',
    '-e',
    DRIVER,
    directory,
    data,
    CONTENT,
    ...(at === undefined ? [] : [String(at)]),
  ]
  return spawnSync(process.execPath, args, { encoding: 'utf8' })
}

const CONTENTS = `SELECT (SELECT list((setl_id, medfee_sumamt) ORDER BY setl_id) FROM ods_setl_d) AS settlements,
  (SELECT list(feedetl_sn ORDER BY feedetl_sn) FROM ods_fee_list_d) AS lines`

/** Names of data and reject files that no log entry knows. */
function strays(data: string): string[] {
  const imports = readState(data).imports
  const named = JSON.stringify(imports.map((record) => record.payload.tables))
  const ods = readdirSync(odsDirectory(data)).flatMap((table) => readdirSync(join(odsDirectory(data), table)))
  const batches = existsSync(rejectsDirectory(data)) ? readdirSync(rejectsDirectory(data)) : []
  return [
    ...ods.filter((file) => !named.includes(file)),
    ...batches.filter((batch) => imports.every((record) => record.payload.batch !== batch)),
    ...readdirSync(tmpDirectory(data)),
  ]
}

test('killed at any instant, the warehouse is as before or as after, and the next import completes it', async () => {
  const base = newDirectory('data')
  await runImport(
    wholeDelivery({ 'fee_list_d.csv': csv([feeLine(), feeLine({ feedetl_sn: 'F2', setl_id: 'S2' })]) }),
    base,
  )
  const next = deliver({
    'setl_d.csv': csv([
      settlement({ medfee_sumamt: '2500.00' }),
      settlement({ setl_id: 'S2' }),
      settlement({ setl_id: 'S3', med_type: '?' }),
    ]),
    'fee_list_d.csv': csv([feeLine({ feedetl_sn: 'F3' }), feeLine({ feedetl_sn: 'F4', setl_id: 'S9' })]),
  })
  const whole = newDirectory('data')
  cpSync(base, whole, { recursive: true })
  const steps = JSON.parse(drive(next, whole).stdout) as string[]
  expect(steps.length).toBeGreaterThanOrEqual(20)
  const before = await query(base, CONTENTS)
  const after = await query(whole, CONTENTS)
  expect(after).not.toEqual(before)
  for (let at = 1; at <= steps.length; at++) {
    const data = newDirectory('data')
    cpSync(base, data, { recursive: true })
    expect(drive(next, data, at).signal, steps[at - 1]).toBe('SIGKILL')
    const published = verifyLog(data).entries === 2
    expect(await query(data, CONTENTS), steps[at - 1]).toEqual(published ? after : before)
    const again = await runImport(next, data)
    expect(again.batch === undefined, steps[at - 1]).toBe(published)
    expect(await query(data, CONTENTS), steps[at - 1]).toEqual(after)
    expect(strays(data), steps[at - 1]).toEqual([])
  }
}, 300_000)
