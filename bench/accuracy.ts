import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { synthesizeCity } from '@yijian/synthetic-city'
import { evaluateData, importDelivery, runModels, type ModelEvaluation } from '@yijian/warehouse'

const contentDirectory = resolve(import.meta.dirname, '../content')
/** Far from any seed that tests, demonstration or tuning use. */
const FIRST_SEED = 770_001

/** Recall, precision and decoys hit per model over cities of unseen seeds (targets: ≥ 0.90, ≥ 0.80, ≤ 5 %). */
export async function benchAccuracy({ seeds, directory }: { seeds: number; directory: string }): Promise<void> {
  const all: ModelEvaluation[][] = []
  for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
    const delivery = join(directory, `city-${seed}`)
    const dataDirectory = join(directory, `data-${seed}`)
    await synthesizeCity({ directory: delivery, persons: 20_000, months: 24, seed, format: 'parquet', fraud: true })
    await importDelivery({ directory: delivery, dataDirectory, contentDirectory })
    await runModels({ dataDirectory, contentDirectory })
    const evaluation = await evaluateData({ dataDirectory, truthFile: join(delivery, 'truth.csv') })
    all.push([...evaluation])
    console.log(`seed ${seed}: ${evaluation.map(short).join(', ')}`)
    for (const folder of [delivery, dataDirectory]) rmSync(folder, { recursive: true, force: true })
  }
  summarize(all)
}

const short = ({ modelId, recall, precision }: ModelEvaluation) =>
  `${initials(modelId)} ${figure(recall)}/${figure(precision)}`
const initials = (id: string) => id.split('-').map((word) => word[0]).join('') // prettier-ignore
const figure = (share: number | null) => (share === null ? '–' : share.toFixed(2))

function summarize(all: readonly (readonly ModelEvaluation[])[]): void {
  const models = [...new Set(all.flat().map((one) => one.modelId))].sort()
  console.log(`${'model'.padEnd(32)} recall (worst)  precision (worst)  decoys hit (worst)`)
  for (const modelId of models) {
    const runs = all.flat().filter((one) => one.modelId === modelId)
    const sum = (pick: (one: ModelEvaluation) => number) => runs.reduce((total, one) => total + pick(one), 0)
    const worst = (pick: (one: ModelEvaluation) => number | null, choose: (...values: number[]) => number) =>
      choose(...runs.map((one) => pick(one) ?? (choose === Math.min ? 1 : 0)))
    const recall = sum((one) => one.found) / sum((one) => one.frauds)
    const precision = sum((one) => one.correct) / sum((one) => one.findings)
    const decoys = sum((one) => one.decoysHit) / sum((one) => one.decoys)
    console.log(
      `${modelId.padEnd(32)} ${recall.toFixed(3)} (${worst((one) => one.recall, Math.min).toFixed(2)})    ${precision.toFixed(3)} (${worst((one) => one.precision, Math.min).toFixed(2)})       ${decoys.toFixed(3)} (${worst((one) => one.decoyRate, Math.max).toFixed(2)})`,
    )
  }
}
