import { readFileSync } from 'node:fs'
import type { Day } from '@yijian/kernel'
import { AppError } from '@yijian/kernel'
import { judgeRequest } from '@yijian/server'
import { existingFile } from '../../paths.ts'
import { readPoints, readReleaseFile, releaseFrom } from './library.ts'

export interface AuditWords {
  readonly request: string
  /** A release as the console exports it; without it the library we ship, and the site's. */
  readonly release: string | undefined
  readonly rules: string | undefined
  readonly data: string | undefined
  readonly infno: '3101' | '3102' | undefined
}

/** A 3101 or 3102 body in, the answer out: on stdout as JSON, what was left open on stderr. 0 also when there are reminders. */
export function auditRequest({ request, release: file, rules, data, infno }: AuditWords): number {
  const body = parse(readFileSync(existingFile(request, '请求文件'), 'utf8'), request)
  const release = file === undefined ? releaseFrom(readPoints(rules, data).points) : readReleaseFile(file)
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) as Day
  const { response, notes, cannotTell, failed } = judgeRequest({ infno, body, release, today })
  console.log(JSON.stringify(response, null, 1))
  for (const note of notes) console.error(note)
  for (const { rule, n } of cannotTell) console.error(`${rule} 缺少数据，无法判断 ${n} 次`)
  for (const { id, reason } of failed) console.error(`${id} 未能执行：${reason}`)
  return failed.length > 0 ? 1 : 0
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new AppError('invalid', 'request.json', `报文不是有效的 JSON：${path}`)
  }
}
