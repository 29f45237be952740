import { mkdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { importDelivery, type ImportProgress, type ImportReport } from '@yijian/warehouse'
import { interruptSignal, readOptions, required, UsageError, type Command } from '../command.ts'
import { contentDirectory, existingDirectory } from '../paths.ts'
import { count, duration, progressLine } from '../progress.ts'

export const importCommand: Command = {
  usage: ['import DIR --data DATA [--source NAME|FOLDER]'],
  async run(argv) {
    const { values, positionals } = readOptions(argv, { data: { type: 'string' }, source: { type: 'string' } })
    const [directory, ...extra] = positionals
    if (extra.length > 0) throw new UsageError(`多余的参数：${extra.join(' ')}`)
    const delivery = existingDirectory(required(directory, '交付文件夹'), '交付文件夹')
    const dataDirectory = resolve(required(values.data, '--data'))
    mkdirSync(dataDirectory, { recursive: true })
    const line = progressLine()
    const report = await importDelivery({
      directory: delivery,
      dataDirectory,
      contentDirectory,
      ...(values.source === undefined ? {} : { source: values.source }),
      signal: interruptSignal(),
      onProgress: (progress) => line.show(describe(progress)),
    }).finally(() => line.end())
    print(report)
    return report.files.some((file) => file.status === 'refused') ? 1 : 0
  },
}

function describe({ phase, table, file, rows, rate, secondsLeft }: ImportProgress): string {
  const what = { read: '读取', check: '检查', publish: '生效' }[phase]
  const left = secondsLeft === undefined ? '' : `，剩余 ${duration(secondsLeft)}`
  return `${what} ${file || table}：${count(rows)} 行，每秒 ${count(rate)} 行${left}`
}

function print(report: ImportReport): void {
  console.log(report.batch === undefined ? '没有新的内容，未产生批次' : `批次 ${report.batch}`)
  for (const table of report.tables) {
    const rejects = table.rejectsPath === undefined ? '' : `  → ${relative(process.cwd(), table.rejectsPath)}`
    console.log(
      `${table.table.padEnd(18)} 读取 ${count(table.read)}  入库 ${count(table.accepted)}  拒收 ${count(table.rejected)}${rejects}`,
    )
  }
  for (const file of report.files) {
    if (file.status === 'refused') console.error(`拒收文件 ${file.name}：${file.reason ?? ''}`)
    if (file.status === 'already-imported') console.log(`${file.name}：此前已导入，未重复`)
    if (file.status === 'ignored')
      console.log(`${file.name}：未使用${file.reason === null ? '' : `（${file.reason}）`}`)
  }
  for (const warning of report.warnings)
    console.log(`提示 ${warning.table}：${warning.label} ${count(warning.rows)} 行`)
  console.log(`共 ${count(report.rows)} 行，用时 ${duration(report.seconds)}，每秒 ${count(report.rowsPerSecond)} 行`)
}
