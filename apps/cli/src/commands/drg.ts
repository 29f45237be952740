import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createGrouper, groupCsv, lintScheme, parseScheme, SCHEME_FILES, type SchemeFile } from '@yijian/drg'
import { readOptions, required, UsageError, type Command } from '../command.ts'
import { existingDirectory } from '../paths.ts'
import { count } from '../progress.ts'

export const drgCommand: Command = {
  usage: ['drg group CASES.csv[.gz] --scheme FOLDER --out FILE', 'drg lint FOLDER'],
  async run([action, ...rest]) {
    if (action === 'group') return group(rest)
    if (action === 'lint') return lint(rest)
    throw new UsageError(`drg 之后应为 group 或 lint：${action ?? ''}`)
  },
}

function group(argv: readonly string[]): number {
  const { values, positionals } = readOptions(argv, { scheme: { type: 'string' }, out: { type: 'string' } })
  const file = required(positionals[0], '病例文件')
  const folder = existingDirectory(required(values.scheme, '--scheme'), '分组方案')
  const out = resolve(required(values.out, '--out'))
  const grouper = createGrouper(parseScheme(readSchemeFiles(folder)))
  const { output, counts } = groupCsv(grouper, readMaybeGzip(file))
  writeFileSync(out, output)
  console.log(
    `病例 ${count(counts.read)}：入组 ${count(counts.grouped)}，无法入组 ${count(counts.ungrouped)}，拒收 ${count(counts.rejected)}`,
  )
  return 0
}

/** Exit code 1 when something was found: a scheme is to be mended before anybody is paid by it. */
function lint(argv: readonly string[]): number {
  const { positionals } = readOptions(argv, {})
  const findings = lintScheme(
    parseScheme(readSchemeFiles(existingDirectory(required(positionals[0], '分组方案'), '分组方案'))),
  )
  for (const { message, codes } of findings)
    console.log(`${message}${codes.length > 0 ? `：${codes.slice(0, 10).join(' ')}` : ''}`)
  console.log(findings.length === 0 ? '未发现问题' : `共 ${findings.length} 处`)
  return findings.length === 0 ? 0 : 1
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
