import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Document } from './blocks.ts'
import { docxBytes } from './docx.ts'
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

/** Parts of an archive whose sizes stand in its local headers. */
function partsOf(bytes: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [packed, label] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)]
    const start = at + 30 + label + bytes.readUInt16LE(at + 28)
    parts.set(bytes.subarray(at + 30, at + 30 + label).toString('utf8'), inflateRawSync(bytes.subarray(start, start + packed)).toString('utf8')) // prettier-ignore
    at = start + packed
  }
  return parts
}

/** Every element is closed in order. */
function isWellFormed(xml: string): boolean {
  const open: string[] = []
  for (const [, close, name, own] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (own === '/') continue
    if (close !== '/') open.push(name!)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}

describe('documents', () => {
  it('writes Word with native charts whose parts are well formed, related and the same each time', () => {
    const bytes = docxBytes(document)
    expect(docxBytes(document).equals(bytes)).toBe(true)
    const parts = partsOf(bytes)
    for (const [name, xml] of parts) expect(isWellFormed(xml.replace(/^<\?[^>]*\?>\n/, '')), name).toBe(true)
    expect([...parts.keys()].filter((name) => name.startsWith('word/charts/'))).toHaveLength(2)
    const body = parts.get('word/document.xml')!
    const relations = parts.get('word/_rels/document.xml.rels')!
    for (const [, id] of body.matchAll(/r:id="(rId\d+)"/g)) expect(relations).toContain(`Id="${id}"`)
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
    expect(Number(/\/Count (\d+)/.exec(file)![1])).toBeGreaterThan(2)
    const hex = Buffer.from('样例报告', 'utf16le').swap16().toString('hex')
    expect(file).toContain(`<${hex}>`)
  })

  it('breaks lines within the width, never before a closing mark, and shortens what does not fit', () => {
    const lines = wrap('基金支付一千二百三十四万五千六百七十八元，结余。', 10_000)
    expect(lines.every((line) => textWidth(line) <= 11_000)).toBe(true)
    expect(lines.some((line) => line.startsWith('，'))).toBe(false)
    expect(lines.join('')).toBe('基金支付一千二百三十四万五千六百七十八元，结余。')
    expect(fit('很长的医疗机构名称', 5000)).toBe('很长的医…')
  })
})
