import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** 1980-01-01: the same content is the same bytes whenever it is written. */
const DOS_DATE = 0x21
const UTF8_NAMES = 0x800
const DEFLATED = 8
const VERSION = 20

/** A ZIP archive without any moment in it. */
export function zipBytes(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes)
    const label = Buffer.from(name, 'utf8')
    const facts = factsOf({ packed: packed.length, size: bytes.length, crc: crc32(bytes), label: label.length })
    const head = Buffer.concat([record(0x04034b50, []), facts, label])
    parts.push(head, packed)
    central.push(Buffer.concat([record(0x02014b50, [VERSION]), facts, Buffer.alloc(10), uint32(offset), label]))
    offset += head.length + packed.length
  }
  const index = Buffer.concat(central)
  const end = Buffer.concat([record(0x06054b50, [0, 0, entries.length, entries.length]), uint32(index.length), uint32(offset), Buffer.alloc(2)]) // prettier-ignore
  return Buffer.concat([...parts, index, end])
}

/** The fields that a local header and a central one share, from the version to the length of the extra field. */
function factsOf({ packed, size, crc, label }: { packed: number; size: number; crc: number; label: number }): Buffer {
  return Buffer.concat([uint16s([VERSION, UTF8_NAMES, DEFLATED, 0, DOS_DATE]), uint32(crc), uint32(packed), uint32(size), uint16s([label, 0])]) // prettier-ignore
}

function record(signature: number, fields: readonly number[]): Buffer {
  return Buffer.concat([uint32(signature), uint16s(fields)])
}

function uint16s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, i * 2)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
