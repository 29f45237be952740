import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@yijian/kernel'
import type { FastifyRequest } from 'fastify'

const TABLE_FILE = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,120}\.(csv|csv\.gz|parquet)$/iu
const ATTACHMENT = /^[\p{L}\p{N}][^\\/:*?"<>|\p{Cc}]{0,120}\.(pdf|docx?|xlsx?|csv|txt|png|jpe?g|ofd|zip)$/iu
/** Of one check: a large hospital's year of fee lines, compressed. */
const DELIVERY_LIMIT = 4 * 2 ** 30
export const ATTACHMENT_LIMIT = 20 * 2 ** 20

/** Saves the files of the request; the names, or an error that says what is wrong with them. */
export async function receiveFiles(request: FastifyRequest, directory: string): Promise<string[]> {
  if (!request.isMultipart()) throw new AppError('invalid', 'upload.form', '请以表单方式上传文件')
  await mkdir(directory, { recursive: true })
  const names: string[] = []
  let left = DELIVERY_LIMIT
  for await (const part of request.files()) {
    const name = basename(part.filename.replaceAll('\\', '/'))
    if (!TABLE_FILE.test(name)) {
      throw new AppError('invalid', 'upload.name', '只接受 .csv、.csv.gz、.parquet 文件，文件名不能含特殊符号')
    }
    if (names.includes(name.toLowerCase())) throw new AppError('invalid', 'upload.twice', `文件 ${name} 重复`)
    names.push(name.toLowerCase())
    left -= await save(part.file, { path: join(directory, name), limit: left })
  }
  if (names.length === 0) throw new AppError('invalid', 'upload.empty', '没有收到文件')
  return names
}

/** One attachment: its name as given, its size. The path is ours. */
export async function receiveAttachment(
  request: FastifyRequest,
  path: string,
): Promise<{ name: string; bytes: number }> {
  if (!request.isMultipart()) throw new AppError('invalid', 'upload.form', '请以表单方式上传文件')
  const part = await request.file()
  if (!part) throw new AppError('invalid', 'upload.empty', '没有收到文件')
  const name = basename(part.filename.replaceAll('\\', '/'))
  if (!ATTACHMENT.test(name)) {
    throw new AppError(
      'invalid',
      'upload.name',
      '附件可为 PDF、Word、Excel、OFD、图片、文本或 zip，文件名不能含特殊符号',
    )
  }
  return { name, bytes: await save(part.file, { path, limit: ATTACHMENT_LIMIT }) }
}

async function save(
  file: NodeJS.ReadableStream & { readonly truncated: boolean },
  { path, limit }: { path: string; limit: number },
): Promise<number> {
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limit)
        done(new AppError('invalid', 'upload.too-large', `文件过大，合计不能超过 ${Math.round(limit / 2 ** 20)} MB`)) // prettier-ignore
      else done(null, chunk)
    },
  })
  await pipeline(file, count, createWriteStream(path, { flags: 'wx' }))
  if (file.truncated) throw new AppError('invalid', 'upload.too-large', '文件过大')
  return bytes
}
