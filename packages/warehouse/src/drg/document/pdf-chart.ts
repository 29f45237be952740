import { LOSS_COLOUR, SERIES_COLOURS, type Chart } from './blocks.ts'
import type { Pen } from './pdf-page.ts'
import { fit } from './pdf-text.ts'

interface Frame {
  readonly x: number
  /** Top. */
  readonly y: number
  readonly width: number
  readonly height: number
}

const GREY = '64748B'
const GRID = 'E2E8F0'

export function chartHeight({ shape, categories }: Chart): number {
  return shape === 'bars' ? categories.length * 17 + 14 : 170
}

export function drawChart(pen: Pen, chart: Chart, frame: Frame): void {
  if (chart.shape === 'bars') drawBars(pen, chart, frame)
  else drawColumns(pen, chart, frame)
}

function drawBars(pen: Pen, { categories, series }: Chart, { x, y, width }: Frame): void {
  const [first] = series
  const values = first?.values ?? []
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  const from = x + 150
  const room = width - 150 - 96
  const span = high - low || 1
  const zero = from + 44 + (room * (0 - low)) / span
  pen.line({ x1: zero, y1: y, x2: zero, y2: y - categories.length * 17, colour: GREY })
  for (const [at, category] of categories.entries()) {
    const value = values[at] ?? 0
    const length = (room * Math.abs(value)) / span
    const top = y - at * 17 - 3
    pen.text(fit(category, 17_500), { x, y: top - 9, size: 8 })
    pen.box({ x: value < 0 ? zero - length : zero, y: top - 11, width: length, height: 10, colour: value < 0 ? LOSS_COLOUR : SERIES_COLOURS[0] }) // prettier-ignore
    const label = label8(value)
    if (value < 0) pen.text(label, { x: zero - length - 3, y: top - 9, size: 7.5, colour: GREY, align: 'right' })
    else pen.text(label, { x: zero + length + 3, y: top - 9, size: 7.5, colour: GREY })
  }
}

const label8 = (value: number, decimals = 1): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: decimals })

function drawColumns(pen: Pen, { categories, series }: Chart, { x, y, width, height }: Frame): void {
  const all = series.flatMap(({ values }) => values)
  const high = niceTop(Math.max(0, ...all))
  const base = y - height + 16
  const top = y - 18
  for (let step = 0; step <= 4; step++) {
    const at = base + ((top - base) * step) / 4
    pen.line({ x1: x + 46, y1: at, x2: x + width, y2: at, colour: GRID })
    // A quarter of a round number has two decimals.
    pen.text(label8((high * step) / 4, 2), { x: x + 42, y: at - 2.5, size: 7.5, colour: GREY, align: 'right' })
  }
  const slot = (width - 46) / Math.max(categories.length, 1)
  const bar = Math.min(16, (slot * 0.7) / Math.max(series.length, 1))
  for (const [at, category] of categories.entries()) {
    const middle = x + 46 + slot * (at + 0.5)
    pen.text(category, { x: middle, y: base - 11, size: 7.5, colour: GREY, align: 'centre' })
    for (const [i, { values }] of series.entries()) {
      const value = Math.max(values[at] ?? 0, 0)
      pen.box({ x: middle + (i - series.length / 2) * bar, y: base, width: bar * 0.9, height: ((top - base) * value) / (high || 1), colour: SERIES_COLOURS[i % SERIES_COLOURS.length]! }) // prettier-ignore
    }
  }
  let from = x + 46
  for (const [i, { name }] of series.entries()) {
    pen.box({ x: from, y: y - 9, width: 8, height: 8, colour: SERIES_COLOURS[i % SERIES_COLOURS.length]! })
    pen.text(name, { x: from + 11, y: y - 8, size: 8, colour: GREY })
    from += 26 + name.length * 8
  }
}

/** A round number not below the greatest value. */
function niceTop(value: number): number {
  if (value <= 0) return 1
  const unit = 10 ** Math.floor(Math.log10(value))
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((one) => one * unit).find((one) => one >= value) ?? 10 * unit
}
