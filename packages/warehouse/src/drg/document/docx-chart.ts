import { LOSS_COLOUR, SERIES_COLOURS, type Chart } from './blocks.ts'
import { escapeXml } from './xml.ts'

/** A bar chart as DrawingML, with its values in it: it needs no workbook behind it. */
export function chartXml({ shape, categories, series, unit }: Chart): string {
  const lying = shape === 'bars'
  const list = series.map((one, at) => seriesXml(one, { at, categories })).join('')
  const text = (size: number) => `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="${size}"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>` // prettier-ignore
  const axis = (own: 1 | 2, position: string, more: string) => `<c:axId val="${own}"/><c:scaling><c:orientation val="${own === 1 && lying ? 'maxMin' : 'minMax'}"/></c:scaling><c:delete val="0"/><c:axPos val="${position}"/>${more}` // prettier-ignore
  const category = `<c:catAx>${axis(1, lying ? 'l' : 'b', '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>')}${text(800)}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>` // prettier-ignore
  const lines = '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="E2E8F0"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>' // prettier-ignore
  const value = `<c:valAx>${axis(2, lying ? 'b' : 'l', `${lines}<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="800" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="800" b="0"/><a:t>${escapeXml(unit)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:numFmt formatCode="#,##0.##" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>`)}${text(800)}<c:crossAx val="1"/><c:crosses val="${lying ? 'max' : 'autoZero'}"/></c:valAx>` // prettier-ignore
  const legend = series.length > 1 ? `<c:legend><c:legendPos val="t"/><c:overlay val="0"/>${text(800)}</c:legend>` : ''
  return `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="${lying ? 'bar' : 'col'}"/><c:grouping val="clustered"/><c:varyColors val="0"/>${list}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>${category}${value}</c:plotArea>${legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`
}

function seriesXml(
  { name, values }: Chart['series'][number],
  { at, categories }: { readonly at: number; readonly categories: readonly string[] },
): string {
  const fill = (colour: string) => `<c:spPr><a:solidFill><a:srgbClr val="${colour}"/></a:solidFill></c:spPr>`
  const losses = values.flatMap((value, i) => (value < 0 && at === 0 ? [`<c:dPt><c:idx val="${i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>${fill(LOSS_COLOUR)}</c:dPt>`] : [])) // prettier-ignore
  const texts = categories.map((one, i) => `<c:pt idx="${i}"><c:v>${escapeXml(one)}</c:v></c:pt>`).join('')
  const numbers = values.map((one, i) => `<c:pt idx="${i}"><c:v>${one}</c:v></c:pt>`).join('')
  return `<c:ser><c:idx val="${at}"/><c:order val="${at}"/><c:tx><c:v>${escapeXml(name)}</c:v></c:tx>${fill(SERIES_COLOURS[at % SERIES_COLOURS.length]!)}<c:invertIfNegative val="0"/>${losses.join('')}<c:cat><c:strLit><c:ptCount val="${categories.length}"/>${texts}</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="${values.length}"/>${numbers}</c:numLit></c:val></c:ser>`
}
