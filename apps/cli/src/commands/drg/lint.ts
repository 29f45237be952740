import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { lintScheme, parseWeightTable, planScheme, writeImage } from '@yijian/drg'
import { loadScheme, weightsText } from './scheme-folder.ts'

interface LintOptions {
  readonly folder: string
  readonly overlay: string | undefined
  readonly weights: string | undefined
}

/** Exit code 1 when something was found: a scheme is to be mended before anybody is paid by it. */
export function lint({ folder, overlay, weights }: LintOptions): number {
  const { tables, findings: overlayFindings } = loadScheme(folder, overlay)
  for (const { line, message } of overlayFindings) console.log(`changes.csv 第 ${line} 行：${message}`)
  const table = weights === undefined ? undefined : unitsOf(weightsText(folder, weights))
  const findings = lintScheme(tables, table === undefined ? {} : { weights: table })
  for (const { message, codes } of findings)
    console.log(`${message}${codes.length > 0 ? `：${codes.slice(0, 10).join(' ')}` : ''}`)
  const total = findings.length + overlayFindings.length
  console.log(total === 0 ? '未发现问题' : `共 ${total} 处`)
  return total === 0 ? 0 : 1
}

const unitsOf = (text: string) => parseWeightTable(text)

/** Writes the binary image of a scheme; refuses one that does not compile. */
export function compile(folder: string, out: string): number {
  const image = writeImage(planScheme(loadScheme(folder).tables))
  writeFileSync(resolve(out), image)
  console.log(`已写入 ${out}（${(image.length / 1e6).toFixed(1)} MB）`)
  return 0
}
