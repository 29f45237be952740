import { resolve } from 'node:path'
import { evaluateData, type ModelEvaluation } from '@yijian/warehouse'
import { readOptions, required } from '../command.ts'
import { existingDirectory } from '../paths.ts'

export async function evaluate(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, {
    data: { type: 'string' },
    truth: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const dataDirectory = existingDirectory(required(values.data, '--data'), '数据文件夹')
  const models = await evaluateData({ dataDirectory, truthFile: resolve(required(values.truth, '--truth')) })
  if (values.json) console.log(JSON.stringify({ models }))
  else for (const model of models) console.log(describe(model))
  return 0
}

function describe(model: ModelEvaluation): string {
  const figures = [
    `召回 ${percent(model.recall)}（${model.found}/${model.frauds}）`,
    `精确率 ${percent(model.precision)}（${model.correct}/${model.findings}）`,
    `误中正常情形 ${percent(model.decoyRate)}（${model.decoysHit}/${model.decoys}）`,
  ]
  return `${model.modelId.padEnd(32)} ${figures.join('  ')}`
}

const percent = (share: number | null): string => (share === null ? '—' : `${(share * 100).toFixed(1)}%`)
