import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseCsv, readLibrary, type ProposedPoint } from '@yijian/rules'
import { existingFile } from '../../paths.ts'
import { count } from '../../progress.ts'

/** What a national batch would become: by rule, how many points can run once an expert has confirmed them, and why others cannot. */
export function previewBatch(path: string, out: string | undefined): number {
  const file = existingFile(path, '知识点文件')
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
  const { points, superseded, errors } = readLibrary({ file: basename(file), rows: parseCsv(text) })
  for (const { row, column, value, reason } of errors) console.log(`第 ${row} 行 ${column} ${value} ${reason}`)
  const classes = Map.groupBy(points, (point) => point.source.ruleClass)
  for (const [name, of] of classes) {
    const ready = of.filter((point) => point.reason === null).length
    console.log(`${name}：${count(of.length)} 个，待确认后可执行 ${count(ready)}${reasonsOf(of)}`)
  }
  const ready = points.filter((point) => point.reason === null).length
  console.log(
    `现行 ${count(points.length)} 个，可执行 ${count(ready)}，已被替代 ${count(superseded.length)}，行错误 ${count(errors.length)}；未经专家确认的参数一律不生效`,
  )
  if (out !== undefined) writeFileSync(out, sheetOf(points))
  return errors.length > 0 ? 1 : 0
}

function reasonsOf(points: readonly ProposedPoint[]): string {
  const reasons = Map.groupBy(points.flatMap((point) => point.reason ?? []), (reason) => reason) // prettier-ignore
  const listed = [...reasons].map(([reason, of]) => `${reason} ${of.length}`)
  return listed.length === 0 ? '' : `；不能执行：${listed.join('，')}`
}

function sheetOf(points: readonly ProposedPoint[]): string {
  const rows = points.map((point) => {
    const proposals = point.proposals.map(({ param, value }) => `${param}=${Array.isArray(value) ? value.join('|') : String(value)}`) // prettier-ignore
    return [point.kpId, point.kind, point.name, point.keys.join('|'), point.partners.join('|'), proposals.join(';'), point.source.constraint, point.reason ?? ''] // prettier-ignore
  })
  const header = ['kp_id', 'kind', 'name', 'keys', 'partners', 'proposed_params', 'constraint', 'reason']
  return `${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
