import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Job } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../platform/access/principal.ts'
import type { Platform } from '../../platform/module.ts'

const FILE_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,120}\.(csv|csv\.gz|parquet)$/iu

export interface ImportPayload {
  /** Folder of the delivery, relative to the data directory. Removed when it is imported. */
  readonly folder: string
  /** Make a demonstration city in the folder first. */
  readonly city?: { readonly persons: number; readonly months: number; readonly seed: number }
}

export interface ImportOutcome {
  /** Null when nothing of the delivery was new or readable. */
  readonly batch: string | null
  /** Files that were not taken in, with the reason. */
  readonly refused: readonly string[]
}

/** 上传并导入: the files go to a folder of their own; the import job reads them from there. */
export async function receiveUpload(platform: Platform, principal: Principal, request: FastifyRequest): Promise<Job> {
  if (!request.isMultipart()) throw new AppError('invalid', 'upload.form', '请以表单方式上传文件')
  const folder = join('files', 'uploads', randomUUID())
  const directory = join(platform.settings.dataDirectory, folder)
  await mkdir(directory, { recursive: true })
  try {
    const names = await saveFiles(request, directory)
    return await queueImport(platform, principal, { folder, names })
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function saveFiles(request: FastifyRequest, directory: string): Promise<string[]> {
  const names: string[] = []
  for await (const part of request.files()) {
    const name = basename(part.filename.replaceAll('\\', '/'))
    if (!FILE_NAME.test(name)) {
      throw new AppError('invalid', 'upload.name', '只接受 .csv、.csv.gz、.parquet 文件，文件名不能含特殊符号')
    }
    if (names.includes(name.toLowerCase())) throw new AppError('invalid', 'upload.twice', `文件 ${name} 重复`)
    names.push(name.toLowerCase())
    await pipeline(part.file, createWriteStream(join(directory, name), { flags: 'wx' }))
    if (part.file.truncated) throw new AppError('invalid', 'upload.too-large', `文件 ${name} 过大`)
  }
  if (names.length === 0) throw new AppError('invalid', 'upload.empty', '没有收到文件')
  return names
}

async function queueImport(
  { db, jobs, audit }: Platform,
  principal: Principal,
  { folder, names }: { folder: string; names: readonly string[] },
): Promise<Job> {
  const payload: ImportPayload = { folder }
  const title = names.length === 1 ? `导入 ${names[0]}` : `导入 ${names.length} 个文件`
  const job = await db.transaction().execute(async (tx) => {
    const queued = await jobs.enqueue(tx, { kind: 'import', title, payload, by: principal })
    await audit.append(tx, {
      actor: principal.username,
      action: 'data.import',
      subject: queued.jobId,
      details: { files: names },
    })
    return queued
  })
  jobs.wake()
  return job
}
