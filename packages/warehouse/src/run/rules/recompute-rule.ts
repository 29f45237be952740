import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { compileRelease, type Release, RULE_KINDS } from '@yijian/rules'
import { cellText, openEngine, quoteLiteral, type Row } from '../../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../../log/public.ts'
import { mountPrepared } from '../../prepare/mount.ts'
import { type PrepareOptions, prepareSnapshot } from '../../prepare/prepare-snapshot.ts'
import { loadTables } from '../../tables/public.ts'
import { makeRuleFindings } from './derive.ts'
import { scanInto } from './scan-into.ts'

interface RuleDerivation {
  readonly release: Release
  /** The finding as recorded. */
  readonly stored: Row
  readonly snapshot: string
}

/** The findings of one rule and visit as a snapshot has them: the person is judged again with the release of the run. */
export async function rederiveRule(
  options: Omit<PrepareOptions, 'snapshot'>,
  { release, stored, snapshot }: RuleDerivation,
): Promise<readonly Row[]> {
  const { dataDirectory, contentDirectory } = options
  const text = (name: string) => cellText(stored[name]) ?? ''
  const prepared = await prepareSnapshot({ ...options, snapshot })
  ensureDirectory(tmpDirectory(dataDirectory))
  const scratch = join(tmpDirectory(dataDirectory), `${process.pid}-recompute-${randomBytes(6).toString('hex')}`)
  const engine = await openEngine({ memoryLimit: options.memoryLimit ?? '2GB', threads: options.threads ?? 1, tempDirectory: scratch }) // prettier-ignore
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    const person = await engine.rows(`SELECT psn_no FROM person WHERE list_contains(all_psn_nos, ${quoteLiteral(text('psn_no'))})`) // prettier-ignore
    const compiled = compileRelease(release, RULE_KINDS)
    const persons = person.map((row) => String(row['psn_no']))
    await scanInto(
      engine,
      { ...options, release, title: '' },
      { compiled, prepared, scratch: join(scratch, 'rows'), persons },
    )
    await engine.run(`CREATE OR REPLACE TABLE hit_raw AS SELECT * FROM new_hit; CREATE OR REPLACE TABLE hit_row_raw AS SELECT * FROM new_hit_row`) // prettier-ignore
    const facts = { runId: text('run_id'), snapshot, asOf: text('as_of'), release: release.hash }
    await makeRuleFindings(engine, { release, version: text('model_version'), facts, signal: options.signal })
    return await engine.rows(`SELECT * FROM rule_finding WHERE finding_id = ${quoteLiteral(text('finding_id'))}
      OR (model_id = ${quoteLiteral(text('model_id'))} AND subject_id = ${quoteLiteral(text('subject_id'))})`)
  } finally {
    engine.close()
  }
}
