import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  CODE_SYSTEMS,
  createCsvGrouper,
  createTracer,
  type CaseReader,
  type CodeSystem,
  type Grouper,
} from '@yijian/drg'
import { UsageError } from '../../command.ts'
import { count } from '../../progress.ts'
import { loadGrouper, readPieces } from './scheme-folder.ts'

export interface GroupOptions {
  readonly file: string
  readonly scheme: string
  readonly overlay: string | undefined
  readonly out: string
  readonly trace: string | undefined
  readonly codeSystem: string
}

export async function group(options: GroupOptions): Promise<number> {
  const codeSystem = CODE_SYSTEMS.find((known) => known === options.codeSystem)
  if (!codeSystem) throw new UsageError(`--code-system 应为 医保版 或 国临版：${options.codeSystem}`)
  const grouper = loadGrouper(options.scheme, options.overlay)
  const out = openSync(resolve(options.out), 'w')
  const trace = options.trace === undefined ? null : openSync(resolve(options.trace), 'w')
  try {
    const onCase = trace === null ? undefined : traceTo(trace, grouper)
    const write = (bytes: Uint8Array) => void writeSync(out, bytes)
    const csv = createCsvGrouper(grouper, write, { codeSystem, ...(onCase ? { onCase } : {}) })
    for await (const piece of readPieces(options.file)) csv.push(piece)
    csv.end()
    const { read, grouped, ambiguous, ungrouped, rejected, reasons } = csv.counts
    console.log(`病例 ${count(read)}：入组 ${count(grouped)}，歧义病组 ${count(ambiguous)}，无法入组 ${count(ungrouped)}，拒收 ${count(rejected)}`) // prettier-ignore
    for (const [reason, n] of reasons) console.log(`  ${reason} ${count(n)}`)
  } finally {
    closeSync(out)
    if (trace !== null) closeSync(trace)
  }
  return 0
}

/** One line of JSON a case: the id and the trace. */
function traceTo(file: number, grouper: Grouper): (reader: CaseReader, result: number) => void {
  const tracer = createTracer(grouper)
  return (reader, result) => {
    const id = reader.text('id')
    const system: CodeSystem = reader.codeSystemOfRow()
    const line = reader.rejected >= 0 ? { id, result: grouper.scheme.results[result] } : { id, ...tracer(reader.caseRecord(), system) } // prettier-ignore
    writeSync(file, `${JSON.stringify(line)}\n`)
  }
}
