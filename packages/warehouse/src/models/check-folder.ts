import { join, resolve } from 'node:path'
import { checkModels } from './check/check-models.ts'

/* Development helper: npx node packages/warehouse/src/models/check-folder.ts content/models/<id> … */
const contentDirectory = process.env['YIJIAN_CONTENT'] ?? resolve(import.meta.dirname, '../../../../content')
const folders = process.argv.length > 2 ? process.argv.slice(2) : [join(contentDirectory, 'models')]
const report = await checkModels({ contentDirectory, folders })
for (const model of report.models) {
  process.stdout.write(`${model.ok ? '通过' : '不符'}  ${model.id}  ${model.passed}/${model.cases} 个用例\n`)
  for (const { file, line, message } of model.errors)
    process.stdout.write(`      ${file}${line === null ? '' : `:${line}`}  ${message}\n`)
}
process.exitCode = report.ok ? 0 : 1
