import { verifyAudit } from '@yijian/server'
import { verifyLog } from '@yijian/warehouse'
import { readOptions, required, UsageError, type Command } from '../command.ts'
import { existingDirectory } from '../paths.ts'
import { count } from '../progress.ts'

export const auditCommand: Command = {
  usage: ['audit verify --data DATA'],
  async run([action, ...rest]) {
    if (action !== 'verify') throw new UsageError(`audit 之后应为 verify：${action ?? ''}`)
    const { values } = readOptions(rest, { data: { type: 'string' } })
    const dataDirectory = existingDirectory(required(values.data, '--data'), '数据文件夹')
    const log = verifyLog(dataDirectory)
    const logLine = log.problem
      ? `仓库日志：第 ${log.problem.seq} 条${log.problem.reason}`
      : `仓库日志：${count(log.entries)} 条，前后衔接，未被改动`
    console.log(logLine)
    const trail = await verifyAudit(dataDirectory)
    console.log(`审计日志：${trail.message}`)
    return log.problem || !trail.ok ? 1 : 0
  },
}
