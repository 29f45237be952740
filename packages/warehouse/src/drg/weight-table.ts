import { formatRatio, meanOf, type GroupWeight, type WeightStep } from '@yijian/drg'
import { formatYuan } from '@yijian/kernel'
import type { Table } from './table-text.ts'
import type { WeighedStays } from './weigh-stays.ts'

const STEP_NAMES: Readonly<Record<WeightStep, string>> = {
  raw: '均费比',
  structure: '结构调整后',
  small: '小样本处理后',
  order: '理顺次序后',
  cap: '限幅后',
  reorder: '再理顺后',
  rescale: '总量不变后',
  published: '公布',
}

/** `drg` and `weight` come first, so that the file can be used as a scheme's weights. */
export function weightTable({ weights, quality }: WeighedStays, names: ReadonlyMap<string, string>): Table {
  const steps = weights.groups[0]?.steps.map(({ step }) => step) ?? []
  const spreads = new Map((quality[1]?.cost.groups ?? []).map((group) => [group.drg, group.cv]))
  const columns = ['drg', 'weight', '名称', '病例数', '裁剪低端', '裁剪高端', '均费（元）', '变异系数', ...steps.map((step) => STEP_NAMES[step])] // prettier-ignore
  return {
    columns: columns.map((title) => ({ title, width: 12 })),
    rows: weights.groups.map((group) => [
      group.drg,
      formatRatio(group.weight, weights.parameters.places),
      names.get(group.drg) ?? '',
      group.n,
      group.cutLow,
      group.cutHigh,
      group.n === 0 ? null : formatYuan(meanOf(group)),
      variation(spreads.get(group.drg)),
      ...stepCells(group),
    ]),
  }
}

const variation = (cv: number | undefined): string | null => (cv === undefined || Number.isNaN(cv) ? null : cv.toFixed(4)) // prettier-ignore

function stepCells({ steps }: GroupWeight): string[] {
  return steps.map(({ weight }) => formatRatio(weight, 6))
}
