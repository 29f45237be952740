import { resolve } from 'node:path'
import { synthesizeCity } from '@yijian/synthetic-city'
import { interruptSignal, positiveInteger, readOptions, required, UsageError, type Command } from '../command.ts'
import { count, progressLine } from '../progress.ts'

export const synthCommand: Command = {
  usage: ['synth --out DIR --persons N --months M [--seed S] [--format csv|parquet] [--no-fraud]'],
  async run(argv) {
    const { values, positionals } = readOptions(argv, {
      out: { type: 'string' },
      persons: { type: 'string' },
      months: { type: 'string' },
      seed: { type: 'string', default: '1' },
      format: { type: 'string', default: 'csv' },
      'no-fraud': { type: 'boolean', default: false },
    })
    if (positionals.length > 0) throw new UsageError(`多余的参数：${positionals.join(' ')}`)
    if (values.format !== 'csv' && values.format !== 'parquet') throw new UsageError(`--format 应为 csv 或 parquet`)
    const line = progressLine()
    const report = await synthesizeCity({
      directory: resolve(required(values.out, '--out')),
      persons: positiveInteger(values.persons, '--persons'),
      months: positiveInteger(values.months, '--months'),
      seed: Number(values.seed),
      format: values.format,
      fraud: !values['no-fraud'],
      signal: interruptSignal(),
      onProgress: ({ donePersons, persons }) => line.show(`生成参保人 ${count(donePersons)} / ${count(persons)}`),
    })
    line.end()
    for (const [table, rows] of Object.entries(report.tables)) console.log(`${table.padEnd(20)} ${count(rows)}`)
    return 0
  },
}
