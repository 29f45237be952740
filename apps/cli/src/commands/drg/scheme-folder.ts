import { createHash } from 'node:crypto'
import { closeSync, createReadStream, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs' // prettier-ignore
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createGunzip, gunzipSync } from 'node:zlib'
import { applyOverlay, grouperOf, IMAGE_VERSION, OPTIONAL_SCHEME_FILES, parseOverlay, parseScheme, planScheme, readImage, SCHEME_FILES, writeImage, type Grouper, type OverlayFinding, type SchemeTables, type SchemeTexts } from '@yijian/drg' // prettier-ignore
import { UsageError } from '../../command.ts'
import { existingDirectory } from '../../paths.ts'

export interface LoadedScheme {
  readonly tables: SchemeTables
  /** What is wrong with the overlay; empty when there is none. */
  readonly findings: readonly OverlayFinding[]
}

/** A scheme folder as tables, with the changes of an overlay folder (`changes.csv`, its own `scheme.csv`). */
export function loadScheme(folder: string, overlay?: string): LoadedScheme {
  const tables = parseScheme(textsOf(schemeFiles(existingDirectory(folder, '分组方案'))))
  if (overlay === undefined) return { tables, findings: [] }
  const files = overlayFiles(overlay)
  return applyOverlay(tables, parseOverlay(text(files['changes']!)), overlayMeta(files) ?? tables.meta)
}

/** First day of discharge that an overlay names in a `scheme.csv` of its own; undefined: that of its scheme. */
export function overlayFrom(overlay: string): string | undefined {
  return overlayMeta(overlayFiles(overlay))?.validFrom || undefined
}

function overlayMeta({ scheme }: Readonly<Record<string, Uint8Array>>): SchemeTables['meta'] | undefined {
  return scheme === undefined ? undefined : parseScheme({ ...EMPTY, scheme: text(scheme) }).meta
}

const EMPTY: SchemeTexts = {
  mdc: 'seq,mdc,name,rule',
  adrg: 'seq,mdc,rule_id,adrg,name,rule',
  drg: 'seq,rule_id,drg,name,split',
  mdc_dx: 'mdc,dx,region',
  adrg_dx: 'rule_id,set,dx',
  adrg_op: 'rule_id,set,op',
  cc: 'dx,level,exclusion_table',
  cc_exclusion: 'pdx,exclusion_table',
  op_valid: 'op',
}

/** A grouper from a scheme folder or an image file. The compiled folder is kept by the hash of its bytes, so it is never stale. */
export function loadGrouper(path: string, overlay?: string): Grouper {
  if (existsSync(path) && statSync(path).isFile()) return grouperOf(readImage(readFileSync(path)))
  const files = { ...schemeFiles(existingDirectory(path, '分组方案')), ...(overlay === undefined ? {} : prefixed(overlayFiles(overlay))) } // prettier-ignore
  const cached = cachePath(files)
  if (existsSync(cached)) return grouperOf(readImage(readFileSync(cached)))
  const { tables, findings } = loadScheme(path, overlay)
  const [first] = findings
  if (first) throw new UsageError(`changes.csv 第 ${first.line} 行：${first.message}`)
  const plan = planScheme(tables)
  keep(cached, writeImage(plan))
  return grouperOf(plan)
}

function cachePath(files: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash('sha256').update(`image ${IMAGE_VERSION}`)
  for (const [name, bytes] of Object.entries(files)) hash.update(`\n${name} ${bytes.length}\n`).update(bytes)
  const root = process.env['YIJIAN_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'yijian')
  return join(root, 'drg', `${hash.digest('hex')}.image`)
}

/** Nobody depends on the cache: where it cannot be written, the scheme is compiled again next time. */
function keep(path: string, image: Uint8Array): void {
  try {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(`${path}.${process.pid}`, image)
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // Not kept.
  }
}

function schemeFiles(folder: string): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {}
  for (const name of [...SCHEME_FILES, ...OPTIONAL_SCHEME_FILES]) {
    const path = fileOf(folder, name)
    if (path !== undefined) files[name] = readFileSync(path)
    else if ((SCHEME_FILES as readonly string[]).includes(name)) throw new UsageError(`分组方案缺少文件 ${name}.csv`)
  }
  return files
}

function overlayFiles(folder: string): Record<string, Uint8Array> {
  const directory = existingDirectory(folder, '本地细化')
  const changes = fileOf(directory, 'changes')
  if (changes === undefined) throw new UsageError('本地细化缺少文件 changes.csv')
  const scheme = fileOf(directory, 'scheme')
  return { changes: readFileSync(changes), ...(scheme === undefined ? {} : { scheme: readFileSync(scheme) }) }
}

function prefixed(files: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`overlay/${name}`, bytes]))
}

function fileOf(folder: string, name: string): string | undefined {
  return [join(folder, `${name}.csv`), join(folder, `${name}.csv.gz`)].find((path) => existsSync(path))
}

function textsOf(files: Readonly<Record<string, Uint8Array>>): SchemeTexts {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, text(bytes)])) as unknown as SchemeTexts
}

function text(bytes: Uint8Array): string {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return new TextDecoder().decode(zipped ? gunzipSync(bytes) : bytes)
}

/** Text of `weights.csv` in a scheme folder or of a file given. */
export function weightsText(folder: string, file?: string): string {
  const path = file ?? join(folder, 'weights.csv')
  if (!existsSync(path)) throw new UsageError(`没有权重表 ${path}；用 --weights 指定`)
  return readFileSync(path, 'utf8')
}

const PIECE_BYTES = 1 << 18

/** Pieces of a file, unzipped when its name ends in .gz. A piece is overwritten by the next one: nothing is left to be collected. */
export function readPieces(path: string): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (!existsSync(path)) throw new UsageError(`文件不存在：${path}`)
  return path.endsWith('.gz')
    ? createReadStream(path).pipe(createGunzip({ chunkSize: PIECE_BYTES }))
    : plainPieces(path)
}

function* plainPieces(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  const piece = new Uint8Array(PIECE_BYTES)
  try {
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) yield piece.subarray(0, length)
  } finally {
    closeSync(file)
  }
}
