import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { createBulkWhatIf, createWhatIf, parseCase, parseWeightTable, type SweptChange } from '@yijian/drg'
import { formatYuan, parseYuan } from '@yijian/kernel'
import { required, UsageError } from '../../command.ts'
import { count } from '../../progress.ts'
import { loadGrouper, readPieces, weightsText } from './scheme-folder.ts'

interface WhatIfOptions {
  readonly file: string
  readonly scheme: string
  readonly overlay: string | undefined
  readonly weights: string | undefined
  readonly rate: string
  readonly out: string | undefined
}

const NAMES = {
  'main-diagnosis': '改为主要诊断',
  'main-operation': '改为主要手术',
  'drop-complication': '去掉并发症',
} as const

export async function whatIf(options: WhatIfOptions): Promise<number> {
  const grouper = loadGrouper(options.scheme, options.overlay)
  const pricing = { weights: parseWeightTable(weightsText(options.scheme, options.weights)), rateFen: parseYuan(options.rate) } // prettier-ignore
  if (!options.file.endsWith('.json')) {
    const out = openSync(resolve(required(options.out, '--out')), 'w')
    const bulk = createBulkWhatIf(grouper, pricing)
    for await (const piece of readPieces(options.file)) for (const part of bulk.push(piece)) writeSync(out, part)
    for (const part of bulk.end()) writeSync(out, part)
    closeSync(out)
    const { cases, tried, changes } = bulk.counts()
    console.log(`病例 ${count(cases)}，推算 ${count(tried)} 次，改变分组 ${count(changes)} 次`)
    return 0
  }
  if (!existsSync(options.file)) throw new UsageError(`文件不存在：${options.file}`)
  const record = parseCase(JSON.parse(readFileSync(options.file, 'utf8')))
  const { drg, reason } = grouper.group(record)
  console.log(`现分组 ${drg}${reason === null ? '' : `（${reason}）`}`)
  const changes = createWhatIf(grouper, pricing).sweep(record)
  for (const change of changes) console.log(lineOf(change))
  if (changes.length === 0) console.log('没有改变分组的情形')
  return 0
}

function lineOf({ sweep, code, to, weightFrom, weightTo, fen }: SweptChange): string {
  const weight = (units: number | null) => (units === null ? '无权重' : (units / 10_000).toFixed(4))
  return `${NAMES[sweep]} ${code} → ${to.drg}：权重 ${weight(weightFrom)} → ${weight(weightTo)}，差额 ${fen === null ? '—' : `${formatYuan(fen)} 元`}` // prettier-ignore
}
