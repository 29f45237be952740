import { resolve } from 'node:path'
import { isDay } from '@yijian/kernel'
import {
  exportFindings,
  loadModels,
  runModels,
  type LoadedModel,
  type ParameterValues,
  type RunFile,
} from '@yijian/warehouse'
import { interruptSignal, readOptions, required, UsageError } from '../command.ts'
import { contentDirectory, existingDirectory } from '../paths.ts'
import { count, duration, progressLine } from '../progress.ts'

type Values = Record<string, Record<string, ParameterValues[string]>>

export async function runSelected(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, {
    data: { type: 'string' },
    all: { type: 'boolean', default: false },
    models: { type: 'string', multiple: true, default: [] },
    'as-of': { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  if (values.all === positionals.length > 0) throw new UsageError('请给出模型编号，或用 --all 运行全部（二者取一）')
  const asOf = values['as-of']
  if (asOf !== undefined && !isDay(asOf)) throw new UsageError(`--as-of 应为 YYYY-MM-DD：${asOf}`)
  const out = values.out
  if (out !== undefined && !/\.(csv|jsonl|parquet)$/.test(out))
    throw new UsageError('--out 应以 .csv、.jsonl 或 .parquet 结尾')
  const modelFolders = values.models.map((folder) => existingDirectory(folder, '模型文件夹'))
  const dataDirectory = existingDirectory(required(values.data, '--data'), '数据文件夹')
  const catalogue = loadModels(contentDirectory, modelFolders).models
  const unknown = positionals.find((id) => !catalogue.some((model) => model.definition.id === id))
  if (unknown) throw new UsageError(`没有模型 ${unknown}（npx yijian models list 查看全部）`)
  const line = progressLine()
  const run = await runModels({
    dataDirectory,
    contentDirectory,
    modelFolders,
    models: values.all ? 'all' : positionals,
    parameters: parseSettings(values.set, catalogue),
    ...(asOf === undefined ? {} : { asOf }),
    by: 'cli',
    signal: interruptSignal(),
    onProgress: ({ label, done }) => line.show(`${Math.round(done * 100)}% ${label}`),
  }).finally(() => line.end())
  if (out !== undefined) await exportFindings({ dataDirectory, runId: run.run_id, out: resolve(out) })
  if (values.json) console.log(JSON.stringify(run))
  else print(run)
  return run.models.every((model) => model.state === 'succeeded') ? 0 : 1
}

/** `id.param=value` → values by model; types and bounds are checked by the run. */
function parseSettings(settings: readonly string[], catalogue: readonly LoadedModel[]): Values {
  const values: Values = {}
  for (const setting of settings) {
    const match = /^([a-z0-9-]+)\.([a-z0-9_]+)=(.*)$/.exec(setting)
    if (!match) throw new UsageError(`--set 应为 模型.参数=值：${setting}`)
    const [, id = '', parameter = '', text = ''] = match
    if (!catalogue.some((model) => model.definition.id === id)) throw new UsageError(`--set：没有模型 ${id}`)
    ;(values[id] ??= {})[parameter] = parseValue(text)
  }
  return values
}

function parseValue(text: string): number | boolean | string {
  if (text === 'true' || text === 'false') return text === 'true'
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

function print(run: RunFile): void {
  for (const model of run.models) {
    if (model.state === 'failed') {
      console.error(`失败 ${model.model_id}：${model.error ?? ''}`)
      continue
    }
    const untold = model.cannot_tell.reduce((sum, reason) => sum + reason.n, 0)
    console.log(
      `${model.model_id.padEnd(32)} 疑点 ${count(model.findings).padStart(6)}  排除 ${count(model.excluded).padStart(6)}  判不了 ${count(untold).padStart(6)}  涉及基金 ${model.amount_fund.padStart(14)} 元  ${duration(model.duration_ms / 1000)}`,
    )
  }
  console.log(
    `运行 ${run.run_id}，数据快照 ${run.snapshot}，统计截止 ${run.as_of}，用时 ${duration(run.duration_ms / 1000)}`,
  )
}
