import { isAscii, isUtf8 } from 'node:buffer'
import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { throwIfCancelled } from '../engine/public.ts'
import { refused } from './refused.ts'

const CHUNK = 4 * 1024 * 1024
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

export type Encoding = 'UTF-8' | 'GB18030'

interface ByteOptions {
  readonly signal?: AbortSignal | undefined
  /** Fed with every byte of the file as stored. */
  readonly hash?: Hash
  readonly onBytes?: (bytes: number) => void
}

/** The file's bytes as stored. */
async function* storedBytes(path: string, options: ByteOptions = {}): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  try {
    for (;;) {
      throwIfCancelled(options.signal)
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK)
      if (bytesRead === 0) return
      const chunk = buffer.subarray(0, bytesRead)
      options.hash?.update(chunk)
      options.onBytes?.(bytesRead)
      yield chunk
    }
  } finally {
    await file.close()
  }
}

/** sha256 of a file as stored, in hex. */
export async function fileHash(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of storedBytes(path, { hash, signal })) void chunk
  return hash.digest('hex')
}

/** The bytes of a text file, unpacked when its name ends in `.gz`. Refuses what is not what its name says. */
export async function* textBytes(path: string, options: ByteOptions = {}): AsyncGenerator<Buffer> {
  const packed = path.toLowerCase().endsWith('.gz')
  const stored = checkStart(storedBytes(path, options), packed)
  yield* packed ? gunzip(stored) : stored
}

async function* checkStart(chunks: AsyncGenerator<Buffer>, packed: boolean): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of chunks) {
    const gzipped = chunk[0] === 0x1f && chunk[1] === 0x8b
    if (first && packed && !gzipped) throw refused('扩展名是 .gz，但内容不是 gzip 压缩文件')
    if (first && !packed && gzipped) throw refused('内容是 gzip 压缩文件，请以 .csv.gz 命名')
    first = false
    yield chunk
  }
  if (first) throw refused('文件是空的')
}

async function* gunzip(stored: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(stored)
  const unpacked = createGunzip({ chunkSize: CHUNK / 4 })
  source.on('error', (error) => unpacked.destroy(error))
  source.pipe(unpacked)
  try {
    for await (const chunk of unpacked) yield chunk as Buffer
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') throw refused('gzip 文件不完整（被截断），请重新传送')
    if (code?.startsWith('Z_')) throw refused('gzip 文件已损坏，无法解压')
    throw error
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

/** Thrown inside a UTF-8 reading when the text so far allows that the file is GB18030. */
export class NotUtf8 extends Error {}

/**
 * The text as UTF-8 without byte-order mark. As `UTF-8` every byte is validated; where that fails before any Chinese was read,
 * `NotUtf8` asks the caller to read the file again as `GB18030`, which is validated as strictly.
 */
export async function* utf8Bytes(chunks: AsyncGenerator<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const convert = encoding === 'UTF-8' ? utf8Validator() : gb18030Decoder()
  let first = true
  for await (const chunk of chunks) {
    if (first && (chunk.readUInt16BE(0) === 0xfffe || chunk.readUInt16BE(0) === 0xfeff)) {
      throw refused('文件编码是 UTF-16，请转换为 UTF-8 或 GB18030')
    }
    first = false
    const text = convert(chunk, false)
    if (text.includes(0)) throw refused('文件含有二进制内容，不是文本文件')
    if (text.length > 0) yield text
  }
  const rest = convert(Buffer.alloc(0), true)
  if (rest.length > 0) yield rest
}

type Convert = (chunk: Buffer, last: boolean) => Buffer

function gb18030Decoder(): Convert {
  const decoder = new TextDecoder('gb18030', { fatal: true })
  return (chunk, last) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: !last }), 'utf8')
    } catch {
      throw refused('文件编码既不是 UTF-8，也不是 GB18030')
    }
  }
}

function utf8Validator(): Convert {
  let carry: Buffer = Buffer.alloc(0)
  let chinese = false
  let first = true
  return (chunk, last) => {
    let bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
    const end = last ? bytes.length : completeLength(bytes)
    carry = bytes.subarray(end)
    bytes = bytes.subarray(0, end)
    const marked = first && bytes.subarray(0, 3).equals(BOM)
    first &&= bytes.length === 0
    if (!isUtf8(bytes)) {
      if (marked || chinese || validCharacters(bytes) >= 8)
        throw refused('文件不是有效的 UTF-8（中途出现无法识别的字节）')
      throw new NotUtf8()
    }
    chinese ||= !isAscii(bytes)
    return marked ? bytes.subarray(3) : bytes
  }
}

/** Length without an incomplete character at the end. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** How many several-byte characters are well-formed before the first byte that is not. */
function validCharacters(bytes: Buffer): number {
  let count = 0
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    if (length > 1) {
      if (!isUtf8(bytes.subarray(at, at + length))) return count
      count++
    }
    at += length
  }
  return count
}
