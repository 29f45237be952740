import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '@yijian/kernel'
import { compileRelease, findKind, makeRelease, readStarter, RULE_KINDS, type CompiledRelease, type KnowledgePoint, type Release, type RowError } from '@yijian/rules' // prettier-ignore
import { readRuleFolders } from '@yijian/warehouse'
import { contentDirectory, existingDirectory, existingFile } from '../../paths.ts'

export interface Library {
  readonly points: readonly KnowledgePoint[]
  readonly errors: readonly RowError[]
}

/** The library we ship, a folder of one's own in the same shape, and what was imported into a data folder. */
export function readPoints(folder: string | undefined, data?: string): Library {
  const own = folder === undefined ? [] : [existingDirectory(folder, '知识点文件夹')]
  const site = data === undefined ? [] : [join(resolve(data), 'knowledge')]
  const roots = [join(contentDirectory, 'knowledge', 'rules'), ...own, ...site]
  const { points, errors } = readStarter(roots.flatMap(readRuleFolders), new Date().toISOString())
  return { points: points.map(({ point }) => point), errors }
}

/** A release as the console exports it. Its content must give its own hash again. */
export function readReleaseFile(path: string): Release {
  const file = existingFile(path, '规则集文件')
  const { content } = JSON.parse(readFileSync(file, 'utf8')) as { readonly content?: string }
  if (typeof content !== 'string') throw new AppError('invalid', 'rules.release.file', `不是导出的规则集文件：${path}`)
  const { rules, points, sets, hash } = JSON.parse(content) as Release
  const release = makeRelease({ rules, points, sets })
  if (release.hash !== hash) throw new AppError('conflict', 'rules.release.hash', '规则集内容与校验值不符')
  return release
}

export const readRelease = (path: string): CompiledRelease => compileRelease(readReleaseFile(path), RULE_KINDS)

/** All points in force as one release, or those of some rules. */
export function releaseFrom(points: readonly KnowledgePoint[], only?: readonly string[]): Release {
  const unknown = only?.find((id) => !findKind(id))
  if (unknown !== undefined) throw new AppError('missing', 'rules.kind', `没有规则 ${unknown}`)
  const chosen = only ? points.filter((point) => only.includes(point.kind)) : points
  const kinds = [...new Set(chosen.map((point) => point.kind))]
  const rules = kinds.map((kind) => ({ kind, version: 1, severity: null, stages: null }))
  return makeRelease({ rules, points: chosen, sets: [] })
}

export const releaseOfPoints = (points: readonly KnowledgePoint[], only?: readonly string[]): CompiledRelease =>
  compileRelease(releaseFrom(points, only), RULE_KINDS)
