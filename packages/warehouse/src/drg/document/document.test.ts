import { describe, expect, it } from 'vitest'
import type { Document } from './blocks.ts'
import { docxBytes } from './docx.ts'
import { openPackage } from './package.test-helper.ts'
import { pdfBytes } from './pdf.ts'
import { fit, textWidth, wrap } from './pdf-text.ts'

const document: Document = {
  title: '样例报告',
  subtitle: '第一季度 & <说明>',
  footer: '脚注',
  blocks: [
    { kind: 'heading', text: '一、概况' },
    { kind: 'text', text: '统筹应付 1,234,567.89 元，'.repeat(20) },
    { kind: 'chart', shape: 'columns', title: '按月', unit: '万元', categories: ['1月', '2月'], series: [{ name: '应付', values: [3, 4.5] }, { name: '记账', values: [2, 5] }] }, // prettier-ignore
    { kind: 'chart', shape: 'bars', title: '盈亏', unit: '万元', categories: ['甲医院', '乙医院'], series: [{ name: '盈亏', values: [3, -4.5] }] }, // prettier-ignore
    { kind: 'table', columns: [{ title: '机构', width: 2 }, { title: '金额', width: 1, right: true }], rows: Array.from({ length: 80 }, (_, i) => [`机构${i}`, `${i}.00`]), totalLast: true }, // prettier-ignore
  ],
}

describe('documents', () => {
  it('writes Word with native charts whose parts are well formed, related and the same each time', () => {
    const bytes = docxBytes(document)
    expect(docxBytes(document).equals(bytes)).toBe(true)
    const parts = openPackage(bytes)
    expect([...parts.keys()].filter((name) => name.startsWith('word/charts/'))).toHaveLength(2)
    const body = parts.get('word/document.xml')!
    const drawn = [...body.matchAll(/<c:chart [^>]*r:id="([^"]+)"/g)].map(([, id]) => id!)
    const targets = drawn.map((id) => new RegExp(`Id="${id}" Type="[^"]*/chart" Target="([^"]+)"`).exec(parts.get('word/_rels/document.xml.rels')!)?.[1]) // prettier-ignore
    expect(targets).toEqual(['charts/chart1.xml', 'charts/chart2.xml'])
    // Every cell of the table stands in it, in order.
    const cells = [...body.matchAll(/<w:tc>.*?<w:t [^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text)
    expect(cells).toEqual(['机构', '金额', ...Array.from({ length: 80 }, (_, i) => [`机构${i}`, `${i}.00`]).flat()])
    expect(body).toContain('第一季度 &amp; &lt;说明&gt;')
    expect(parts.get('word/charts/chart1.xml')).toContain('<c:v>4.5</c:v>')
  })

  it('writes a PDF whose objects stand where its index says, with tables over several pages', () => {
    const file = pdfBytes(document).toString('latin1')
    const start = Number(/startxref\n(\d+)/.exec(file)![1])
    const [, count] = /^xref\n0 (\d+)/.exec(file.slice(start))!
    const places = [...file.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map(([, place]) => Number(place))
    expect(places).toHaveLength(Number(count) - 1)
    for (const [at, place] of places.entries()) expect(file.slice(place).startsWith(`${at + 1} 0 obj`)).toBe(true)
    for (const [, length, body] of file.matchAll(/\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/g)) expect(body!.length).toBe(Number(length)) // prettier-ignore
    const object = (number: string) => file.slice(places[Number(number) - 1], file.indexOf('endobj', places[Number(number) - 1])) // prettier-ignore
    const named = (body: string, name: string) => new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(body)![1]!
    const tree = object(named(object(/\/Root (\d+) 0 R/.exec(file)![1]!), 'Pages'))
    const pages = [.../\/Kids \[([^\]]*)\]/.exec(tree)![1]!.matchAll(/(\d+) 0 R/g)].map(([, number]) => object(number!)) // prettier-ignore
    expect(pages.length).toBe(Number(/\/Count (\d+)/.exec(tree)![1]))
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages) {
      // The standard Chinese font of Adobe's GB1 collection: readers bring it along, it is not embedded.
      const font = object(named(page, 'F1'))
      expect(font).toContain('/BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H')
      const descendant = object(named(font, 'DescendantFonts'))
      expect(descendant).toMatch(/\/CIDFontType0 \/BaseFont \/STSong-Light .*\(Adobe\) \/Ordering \(GB1\)/)
      expect(object(named(descendant, 'FontDescriptor'))).toContain('/FontName /STSong-Light')
    }
    // What a reader extracts is the text, in order, with the heading of the table on each of its pages.
    const texts = pages.map((page) => [...object(named(page, 'Contents')).matchAll(/<([\da-f]*)> Tj/g)].map(([, hex]) => Buffer.from(hex!, 'hex').swap16().toString('utf16le'))) // prettier-ignore
    const all = texts.flat()
    expect(all.slice(0, 3)).toEqual(['样例报告', '第一季度 & <说明>', '一、概况'])
    for (let i = 0; i < 80; i++) expect(all).toEqual(expect.arrayContaining([`机构${i}`, `${i}.00`]))
    for (const [at, own] of texts.entries()) expect(own).toContain(`第 ${at + 1} 页，共 ${pages.length} 页`)
    expect(all.filter((text) => text === '金额').length).toBeGreaterThan(1)
  })

  it('breaks lines within the width, never before a closing mark, and shortens what does not fit', () => {
    const lines = wrap('基金支付一千二百三十四万五千六百七十八元，结余。', 10_000)
    expect(lines.every((line) => textWidth(line) <= 11_000)).toBe(true)
    expect(lines.some((line) => line.startsWith('，'))).toBe(false)
    expect(wrap('一二三四五六七八九“引”', 10_000)).toEqual(['一二三四五六七八九', '“引”'])
    expect(lines.join('')).toBe('基金支付一千二百三十四万五千六百七十八元，结余。')
    expect(fit('很长的医疗机构名称', 5000)).toBe('很长的医…')
  })
})
