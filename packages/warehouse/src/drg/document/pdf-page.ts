import { encoded, LATIN_WIDTHS, textWidth } from './pdf-text.ts'

export const PAGE = { width: 595, height: 842, left: 54, right: 541, top: 790, bottom: 60 } as const

/** Upright coordinates in points; y grows upward as PDF has it. */
export interface Pen {
  text(text: string, at: { readonly x: number; readonly y: number; readonly size: number; readonly bold?: boolean; readonly colour?: string; readonly align?: 'left' | 'right' | 'centre' }): void // prettier-ignore
  box(at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly colour: string }): void // prettier-ignore
  line(at: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly colour: string; readonly width?: number }): void // prettier-ignore
}

const round = (value: number): string => String(Math.round(value * 100) / 100)

function rgb(colour: string): string {
  return [0, 2, 4].map((at) => round(parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ')
}

/** Writes the operators of one page. */
export function createPen(operators: string[]): Pen {
  return {
    text: (text, { x, y, size, bold = false, colour = '1E293B', align = 'left' }) => {
      const width = (textWidth(text) * size) / 1000
      const from = align === 'left' ? x : align === 'right' ? x - width : x - width / 2
      // The font has one weight: bold is its outline filled and drawn.
      const mode = bold ? `2 Tr ${round(size * 0.03)} w ${rgb(colour)} RG ` : '0 Tr '
      operators.push(`BT /F1 ${round(size)} Tf ${rgb(colour)} rg ${mode}${round(from)} ${round(y)} Td ${encoded(text)} Tj ET`) // prettier-ignore
    },
    box: ({ x, y, width, height, colour }) => {
      operators.push(`${rgb(colour)} rg ${round(x)} ${round(y)} ${round(width)} ${round(height)} re f`)
    },
    line: ({ x1, y1, x2, y2, colour, width = 0.5 }) => {
      operators.push(`${rgb(colour)} RG ${round(width)} w ${round(x1)} ${round(y1)} m ${round(x2)} ${round(y2)} l S`)
    },
  }
}

/** The file: one content stream a page, one standard Chinese font that readers bring along (not embedded). */
export function pdfFile(pages: readonly string[], title: string): Buffer {
  const objects: string[] = []
  const add = (body: string): number => objects.push(body)
  const [catalogue, tree, font, descendant, descriptor] = [1, 2, 3, 4, 5]
  add(`<< /Type /Catalog /Pages ${tree} 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>`)
  add(`<< /Type /Pages /Kids [${pages.map((_, at) => `${7 + at * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`)
  add(`<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [${descendant} 0 R] >>`) // prettier-ignore
  add(`<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor ${descriptor} 0 R /DW 1000 /W [1 [${LATIN_WIDTHS.join(' ')}]] >>`) // prettier-ignore
  add(`<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>`) // prettier-ignore
  add(`<< /Title <feff${encoded(title).slice(1)} >>`)
  for (const [at, content] of pages.entries()) {
    add(`<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${8 + at * 2} 0 R >>`) // prettier-ignore
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  let file = '%PDF-1.5\n%\u00e2\u00e3\u00cf\u00d3\n'
  const places = objects.map((body, at) => {
    const place = file.length
    file += `${at + 1} 0 obj\n${body}\nendobj\n`
    return place
  })
  const start = file.length
  const index = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${index}trailer\n<< /Size ${objects.length + 1} /Root ${catalogue} 0 R /Info 6 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
