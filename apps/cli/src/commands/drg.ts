import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createGrouper, groupCsv, parseScheme, SCHEME_FILES, type SchemeFile } from '@yijian/drg'
import { readOptions, required, UsageError, type Command } from '../command.ts'
import { existingDirectory } from '../paths.ts'
import { count } from '../progress.ts'

export const drgCommand: Command = {
  usage: ['drg group CASES.csv[.gz] --scheme FOLDER --out FILE'],
  async run(argv) {
    const [action, ...rest] = argv
    if (action !== 'group') throw new UsageError(`drg 之后应为 group：${action ?? ''}`)
    const { values, positionals } = readOptions(rest, { scheme: { type: 'string' }, out: { type: 'string' } })
    const file = required(positionals[0], '病例文件')
    const folder = existingDirectory(required(values.scheme, '--scheme'), '分组方案')
    const out = resolve(required(values.out, '--out'))
    const grouper = createGrouper(parseScheme(readSchemeFiles(folder)))
    const { output, counts } = groupCsv(grouper, readMaybeGzip(file))
    writeFileSync(out, output)
    console.log(
      `病例 ${count(counts.read)}：入组 ${count(counts.grouped)}，无法入组 ${count(counts.ungrouped)}，信息不全 ${count(counts.incomplete)}`,
    )
    return 0
  },
}

function readSchemeFiles(folder: string): Record<SchemeFile, string> {
  const texts = SCHEME_FILES.map((name) => {
    const plain = join(folder, `${name}.csv`)
    const path = [plain, `${plain}.gz`].find((candidate) => existsSync(candidate))
    if (path === undefined) throw new UsageError(`分组方案缺少文件 ${name}.csv`)
    return [name, new TextDecoder().decode(readMaybeGzip(path))] as const
  })
  return Object.fromEntries(texts) as Record<SchemeFile, string>
}

function readMaybeGzip(path: string): Uint8Array {
  if (!existsSync(path)) throw new UsageError(`文件不存在：${path}`)
  const bytes = readFileSync(path)
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes
}
