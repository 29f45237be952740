import { resolve } from 'node:path'
import { checkModels, type ModelCheck } from '@yijian/warehouse'
import { readOptions } from '../command.ts'
import { contentDirectory, existingDirectory } from '../paths.ts'
import { progressLine } from '../progress.ts'

/** Checks the models of this installation, or one model folder, or a folder of models; `--static` leaves their cases alone. */
export async function checkFolders(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, {
    json: { type: 'boolean', default: false },
    static: { type: 'boolean', default: false },
  })
  const folders = positionals.map((folder) => resolve(existingDirectory(folder, '模型文件夹')))
  const line = progressLine()
  const report = await checkModels({
    contentDirectory,
    cases: !values.static,
    ...(folders.length === 0 ? {} : { folders }),
    onProgress: ({ modelId, label }) => line.show(`${modelId} ${label}`),
  }).finally(() => line.end())
  if (values.json) console.log(JSON.stringify(report))
  else for (const model of report.models) print(model, values.static)
  return report.ok ? 0 : 1
}

function print({ id, ok, cases, passed, errors }: ModelCheck, isStatic: boolean): void {
  console.log(`${ok ? '通过' : '未过'}  ${id}  用例 ${isStatic ? `${cases} 个（未运行）` : `${passed}/${cases}`}`)
  for (const { file, line, message } of errors)
    console.error(`${id}/${file}${line === null ? '' : `:${line}`} ${message}`)
}
