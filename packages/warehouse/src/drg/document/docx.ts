import { zipBytes } from '../zip.ts'
import type { Block, BlockColumn, Chart, Document } from './blocks.ts'
import { chartXml } from './docx-chart.ts'
import { escapeXml, XML_HEAD } from './xml.ts'

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const CHART_TYPE = 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'
/** Twentieths of a point: the width between the margins of A4. */
const WIDTH = 9638
/** English metric units: 17 cm by 7 or more. */
const CHART_WIDTH = 6_120_000

/** A Word document with native charts. The same document is the same bytes. */
export function docxBytes(document: Document): Buffer {
  const charts = document.blocks.filter((block): block is Chart => block.kind === 'chart')
  const text = (name: string, xml: string) => ({ name, bytes: Buffer.from(XML_HEAD + xml, 'utf8') })
  const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${R}/${type}" Target="${target}"/>` // prettier-ignore
  const parts = charts.map((_, i) => `<Override PartName="/word/charts/chart${i + 1}.xml" ContentType="${CHART_TYPE}"/>`) // prettier-ignore
  return zipBytes([
    text('[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD_TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD_TYPE}.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="${WORD_TYPE}.footer+xml"/>${parts.join('')}</Types>`), // prettier-ignore
    text('_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'word/document.xml')}</Relationships>`), // prettier-ignore
    text('word/_rels/document.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'styles', 'styles.xml')}${relation('rId2', 'footer', 'footer1.xml')}${charts.map((_, i) => relation(`rId${i + 3}`, 'chart', `charts/chart${i + 1}.xml`)).join('')}</Relationships>`), // prettier-ignore
    text('word/styles.xml', STYLES),
    text('word/footer1.xml', footerXml(document.footer)),
    text('word/document.xml', documentXml(document)),
    ...charts.map((chart, i) => text(`word/charts/chart${i + 1}.xml`, chartXml(chart))),
  ])
}

function documentXml({ title, subtitle, blocks }: Document): string {
  let charts = 0
  const body = blocks.map((block) => blockXml(block, () => ++charts)).join('')
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1134" w:bottom="1134" w:left="1134" w:header="720" w:footer="567" w:gutter="0"/></w:sectPr>`
  return `<w:document xmlns:w="${W}" xmlns:r="${R}"><w:body>${paragraph(title, 'Title')}${paragraph(subtitle, 'Subtitle')}${body}${section}</w:body></w:document>`
}

function blockXml(block: Block, nextChart: () => number): string {
  switch (block.kind) {
    case 'heading':
      return paragraph(block.text, 'Heading1')
    case 'text':
      return paragraph(block.text, 'BodyText')
    case 'table':
      return tableXml(block)
    case 'chart':
      return paragraph(`${block.title}（${block.unit}）`, 'Caption') + drawing(block, nextChart())
  }
}

const paragraph = (text: string, style: string): string => `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>` // prettier-ignore

function tableXml({ columns, rows, totalLast = false }: Extract<Block, { kind: 'table' }>): string {
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => Math.floor((WIDTH * width) / all))
  const border = (name: string, size: number) =>
    `<w:${name} w:val="single" w:sz="${size}" w:space="0" w:color="CBD5E1"/>`
  const line = (cells: readonly string[], bold: boolean, head: boolean) => {
    const list = cells.map((cell, at) => cellXml(cell, { column: columns[at]!, width: widths[at]!, bold, head })).join('') // prettier-ignore
    return `<w:tr><w:trPr><w:cantSplit/>${head ? '<w:tblHeader/>' : ''}</w:trPr>${list}</w:tr>`
  }
  const body = rows.map((row, at) => line(row, totalLast && at === rows.length - 1, false))
  const borders = `${border('top', 8)}${border('bottom', 8)}${border('insideH', 4)}`
  return `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${line(columns.map(({ title }) => title), true, true)}${body.join('')}</w:tbl>${paragraph('', 'BodyText')}` // prettier-ignore
}

function cellXml(
  text: string,
  { column, width, bold, head }: { column: BlockColumn; width: number; bold: boolean; head: boolean },
): string {
  const shade = head ? '<w:shd w:val="clear" w:color="auto" w:fill="F1F5F9"/>' : ''
  const align = column.right === true ? '<w:jc w:val="right"/>' : ''
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${shade}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>${align}</w:pPr><w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p></w:tc>`
}

function drawing(chart: Chart, number: number): string {
  const height = chart.shape === 'bars' ? Math.max(1_800_000, chart.categories.length * 260_000 + 500_000) : 2_500_000
  return `<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${CHART_WIDTH}" cy="${height}"/><wp:docPr id="${number}" name="图 ${number}" descr="${escapeXml(chart.title)}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId${number + 2}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

function footerXml(text: string): string {
  const field = (name: string) => `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>` // prettier-ignore
  const words = (own: string) => `<w:r><w:t xml:space="preserve">${escapeXml(own)}</w:t></w:r>`
  return `<w:ftr xmlns:w="${W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>${words(`${text}　第 `)}${field('PAGE')}${words(' 页，共 ')}${field('NUMPAGES')}${words(' 页')}</w:p></w:ftr>`
}

function style(
  id: string,
  name: string,
  { paragraph: p = '', run = '' }: { paragraph?: string; run?: string },
): string {
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr>${p}</w:pPr><w:rPr>${run}</w:rPr></w:style>`
}

const size = (halfPoints: number): string => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`
const STYLES = `<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体" w:cs="Times New Roman"/>${size(21)}<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>${[
  style('Title', 'Title', { paragraph: '<w:spacing w:before="0" w:after="120"/><w:jc w:val="center"/>', run: `<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hAnsi="黑体"/><w:b/>${size(36)}` }), // prettier-ignore
  style('Subtitle', 'Subtitle', { paragraph: '<w:spacing w:after="240"/><w:jc w:val="center"/>', run: `<w:color w:val="475569"/>${size(20)}` }), // prettier-ignore
  style('Heading1', 'heading 1', { paragraph: '<w:keepNext/><w:spacing w:before="280" w:after="120"/><w:outlineLvl w:val="0"/>', run: `<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hAnsi="黑体"/><w:b/>${size(26)}` }), // prettier-ignore
  style('BodyText', 'Body Text', { paragraph: '<w:spacing w:after="100" w:line="340" w:lineRule="auto"/>' }),
  style('Caption', 'caption', { paragraph: '<w:keepNext/><w:spacing w:before="160" w:after="60"/>', run: `<w:b/>${size(20)}` }), // prettier-ignore
  style('Cell', 'Cell', { paragraph: '<w:spacing w:before="30" w:after="30"/>', run: size(17) }),
  style('Footer', 'footer', { paragraph: '<w:jc w:val="center"/>', run: `<w:color w:val="64748B"/>${size(16)}` }),
].join('')}</w:styles>`
