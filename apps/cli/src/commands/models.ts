import { readOptions, UsageError, type Command } from '../command.ts'
import { checkFolders } from './models-check.ts'
import { evaluate } from './models-evaluate.ts'
import { runSelected } from './models-run.ts'
import { contentDirectory } from '../paths.ts'
import { loadModels } from '@yijian/warehouse'

const ACTIONS: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  list,
  check: checkFolders,
  run: runSelected,
  evaluate,
}

export const modelsCommand: Command = {
  usage: [
    'models list [FOLDER] [--json]',
    'models check [FOLDER] [--static] [--json]',
    'models run [ID…|--all] --data DATA [--models FOLDER] [--as-of DATE] [--set id.param=value]… [--out FILE.csv|.jsonl|.parquet] [--json]',
    'models evaluate --data DATA --truth FILE [--json]',
  ],
  async run([action, ...rest]) {
    const work = ACTIONS[action ?? '']
    if (!work) throw new UsageError(`models 之后应为 ${Object.keys(ACTIONS).join('、')}：${action ?? ''}`)
    return work(rest)
  },
}

async function list(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { json: { type: 'boolean', default: false } })
  const models = loadModels(contentDirectory, positionals).models.map((model) => model.definition)
  if (values.json) {
    console.log(JSON.stringify(models.map(({ id, code, name, version, subject, summary, parameters }) => ({ id, code, name, version, subject, summary, parameters })))) // prettier-ignore
    return 0
  }
  for (const model of models)
    console.log(`${model.code.padEnd(4)} ${model.id.padEnd(32)} ${model.version}  ${model.name}：${model.summary}`)
  return 0
}
