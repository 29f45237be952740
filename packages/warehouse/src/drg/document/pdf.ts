import type { Block, Chart, Document } from './blocks.ts'
import { chartHeight, drawChart } from './pdf-chart.ts'
import { createPen, PAGE, pdfFile, type Pen } from './pdf-page.ts'
import { fit, wrap } from './pdf-text.ts'

const INK = '1E293B'
const GREY = '64748B'
const WIDTH = PAGE.right - PAGE.left

/** The document as a PDF: A4, tables that go on over pages with their heading, charts as drawings. The same document is the same bytes. */
export function pdfBytes({ title, subtitle, blocks, footer }: Document): Buffer {
  const layout = createLayout()
  layout.take(34)
  layout.pen().text(title, { x: PAGE.width / 2, y: layout.y() + 8, size: 18, bold: true, align: 'centre' })
  layout.take(20)
  layout.pen().text(fit(subtitle, (WIDTH * 1000) / 9), { x: PAGE.width / 2, y: layout.y() + 6, size: 9, colour: GREY, align: 'centre' }) // prettier-ignore
  layout.take(10)
  for (const block of blocks) draw(layout, block)
  const pages = layout.pages()
  for (const [at, operators] of pages.entries()) {
    const pen = createPen(operators)
    pen.line({ x1: PAGE.left, y1: 44, x2: PAGE.right, y2: 44, colour: 'CBD5E1' })
    pen.text(footer, { x: PAGE.left, y: 32, size: 7.5, colour: GREY })
    pen.text(`第 ${at + 1} 页，共 ${pages.length} 页`, {
      x: PAGE.right,
      y: 32,
      size: 7.5,
      colour: GREY,
      align: 'right',
    })
  }
  return pdfFile(pages.map((operators) => operators.join('\n')), title) // prettier-ignore
}

interface Layout {
  /** Goes down by so much, on a new page when it does not fit. */
  take(height: number): void
  newPage(): void
  y(): number
  pen(): Pen
  pages(): string[][]
  fits(height: number): boolean
}

function createLayout(): Layout {
  const pages: string[][] = [[]]
  let y: number = PAGE.top
  const fits = (height: number): boolean => y - height >= PAGE.bottom
  const newPage = () => {
    pages.push([])
    y = PAGE.top
  }
  return {
    fits,
    newPage,
    take: (height) => {
      if (!fits(height)) newPage()
      y -= height
    },
    y: () => y,
    pen: () => createPen(pages.at(-1)!),
    pages: () => pages,
  }
}

function draw(layout: Layout, block: Block): void {
  switch (block.kind) {
    case 'heading':
      // A heading does not stand alone at the foot of a page.
      if (!layout.fits(90)) layout.newPage()
      layout.take(28)
      layout.pen().box({ x: PAGE.left, y: layout.y() + 3, width: 3, height: 12, colour: '0F766E' })
      layout.pen().text(block.text, { x: PAGE.left + 9, y: layout.y() + 5, size: 12.5, bold: true })
      layout.take(4)
      return
    case 'text':
      for (const line of wrap(block.text, (WIDTH * 1000) / 10)) {
        layout.take(16)
        layout.pen().text(line, { x: PAGE.left, y: layout.y() + 4, size: 10, colour: INK })
      }
      layout.take(4)
      return
    case 'table':
      drawTable(layout, block)
      return
    case 'chart':
      drawFigure(layout, block)
  }
}

function drawFigure(layout: Layout, chart: Chart): void {
  const height = chartHeight(chart)
  if (!layout.fits(height + 24)) layout.newPage()
  layout.take(20)
  layout.pen().text(fit(`${chart.title}（${chart.unit}）`, (WIDTH * 1000) / 9.5), { x: PAGE.left, y: layout.y() + 6, size: 9.5, bold: true }) // prettier-ignore
  drawChart(layout.pen(), chart, { x: PAGE.left, y: layout.y(), width: WIDTH, height })
  layout.take(height + 6)
}

const ROW = 16

function drawTable(layout: Layout, { columns, rows, totalLast = false }: Extract<Block, { kind: 'table' }>): void {
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => (WIDTH * width) / all)
  const starts = widths.map((_, at) => PAGE.left + widths.slice(0, at).reduce((sum, width) => sum + width, 0))
  const line = (cells: readonly string[], bold: boolean) => {
    for (const [at, cell] of cells.entries()) {
      const right = columns[at]?.right === true
      const shown = fit(cell, ((widths[at]! - 6) * 1000) / 8)
      layout.pen().text(shown, { x: right ? starts[at]! + widths[at]! - 3 : starts[at]! + 3, y: layout.y() + 5, size: 8, bold, align: right ? 'right' : 'left' }) // prettier-ignore
    }
    layout.pen().line({ x1: PAGE.left, y1: layout.y(), x2: PAGE.right, y2: layout.y(), colour: 'E2E8F0' })
  }
  const head = () => {
    layout.take(ROW + 2)
    layout.pen().box({ x: PAGE.left, y: layout.y(), width: WIDTH, height: ROW + 2, colour: 'F1F5F9' })
    line(columns.map(({ title }) => title), true) // prettier-ignore
  }
  if (!layout.fits(ROW * 3)) layout.newPage()
  head()
  for (const [at, row] of rows.entries()) {
    if (!layout.fits(ROW)) {
      layout.newPage()
      head()
    }
    layout.take(ROW)
    line(row, totalLast && at === rows.length - 1)
  }
  layout.take(10)
}
