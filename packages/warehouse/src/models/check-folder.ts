import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openEngine, type Session } from '../engine/public.ts'
import { loadCodeSets } from '../prepare/code-sets.ts'
import { loadSettings } from '../prepare/settings.ts'
import { loadTables } from '../tables/public.ts'
import { compareRows } from './case-compare.ts'
import { readCase } from './case-file.ts'
import { runCase, type CaseBench } from './case-run.ts'
import { loadComponents, loadModel } from './load-models.ts'

/* Development helper: npx node packages/warehouse/src/models/check-folder.ts content/models/<id> [case name part] */
const [folder, only] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: check-folder.ts <model folder> [case]')
const content = process.env['YIJIAN_CONTENT'] ?? resolve(import.meta.dirname, '../../../../content')
const engine = await openEngine({ memoryLimit: '2GB', threads: 1 })
process.exitCode = (await check(engine)) ? 0 : 1
engine.close()

async function check(session: Session): Promise<boolean> {
  const model = loadModel(folder ?? '')
  const bench: CaseBench = {
    session,
    tables: loadTables(content),
    settings: loadSettings(content),
    codeSets: loadCodeSets(content),
    components: loadComponents(content),
  }
  const directory = join(model.folder, 'cases')
  const files = existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => name.endsWith('.yaml') && name.includes(only ?? ''))
        .sort()
    : []
  let failed = 0
  for (const name of files) {
    const complaints = await runOne(bench, model, join(directory, name)).catch((error: unknown) => [
      error instanceof Error ? error.message : String(error),
    ])
    process.stdout.write(
      `${complaints.length === 0 ? '通过' : '不符'}  ${name}\n${complaints.map((c) => `      ${c}\n`).join('')}`,
    )
    if (complaints.length > 0) failed += 1
  }
  process.stdout.write(`${files.length - failed}/${files.length} 个用例通过\n`)
  return failed === 0 && files.length > 0
}

async function runOne(bench: CaseBench, model: ReturnType<typeof loadModel>, path: string): Promise<string[]> {
  const file = readCase(path)
  const result = await runCase(bench, model, file)
  const kept = result.findings.filter((row) => row['excluded_by'] === null)
  const dropped = result.findings.filter((row) => row['excluded_by'] !== null)
  return [
    ...compareRows('疑点', file.expect.findings, kept),
    ...(file.expect.excluded ? compareRows('排除', file.expect.excluded, dropped) : []),
    ...(file.expect.cannot_tell ? compareRows('不能判断', file.expect.cannot_tell, result.cannotTell) : []),
    ...Object.entries(file.expect.tables ?? {}).flatMap(([name, rows]) =>
      compareRows(name, rows, result.tables[name] ?? []),
    ),
  ]
}
