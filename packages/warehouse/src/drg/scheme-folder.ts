import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { grouperOf, OPTIONAL_SCHEME_FILES, parseScheme, parseWeightTable, planScheme, SCHEME_FILES, type Grouper, type Ratio, type SchemeTables, type SchemeTexts } from '@yijian/drg' // prettier-ignore
import { AppError } from '@yijian/kernel'
import { weightRatios } from './weight-settings.ts'

/** A grouping scheme read from its folder. */
export interface SchemeFolder {
  readonly directory: string
  readonly tables: SchemeTables
  /** Of the bytes of all its files: the same hash, the same scheme and weights. */
  readonly hash: string
  readonly weights: ReadonlyMap<string, Ratio>
  /** `payment.yaml`, when the folder has one. */
  readonly parameters: string | null
  grouper(): Grouper
}

/** Folders below these roots that hold a scheme. */
export function schemeFolders(roots: readonly string[]): string[] {
  return roots.filter(existsSync).flatMap((root) =>
    readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && fileOf(join(root, entry.name), 'drg') !== undefined)
      .map((entry) => join(root, entry.name))
      .sort(),
  )
}

/** Throws `invalid` that names the file, line and column that cannot be read. */
export function readSchemeFolder(directory: string): SchemeFolder {
  const files: Record<string, Buffer> = {}
  for (const name of [...SCHEME_FILES, ...OPTIONAL_SCHEME_FILES]) {
    const path = fileOf(directory, name)
    if (path !== undefined) files[name] = readFileSync(path)
    else if ((SCHEME_FILES as readonly string[]).includes(name)) throw new AppError('invalid', 'drg.scheme.file', `分组方案缺少文件 ${name}.csv`) // prettier-ignore
  }
  const weights = join(directory, 'weights.csv')
  const payment = join(directory, 'payment.yaml')
  const weightText = existsSync(weights) ? readFileSync(weights, 'utf8') : 'drg,weight'
  const hash = createHash('sha256')
  for (const [name, bytes] of Object.entries(files)) hash.update(`\n${name} ${bytes.length}\n`).update(bytes)
  const texts = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, textOf(bytes)])) as unknown as SchemeTexts // prettier-ignore
  const tables = parseScheme(texts)
  let grouper: Grouper | undefined
  return {
    directory,
    tables,
    hash: hash.update(`\nweights\n${weightText}`).digest('hex').slice(0, 16),
    weights: weightRatios(parseWeightTable(weightText)),
    parameters: existsSync(payment) ? readFileSync(payment, 'utf8') : null,
    grouper: () => (grouper ??= grouperOf(planScheme(tables))),
  }
}

function fileOf(folder: string, name: string): string | undefined {
  return [join(folder, `${name}.csv`), join(folder, `${name}.csv.gz`)].find((path) => existsSync(path))
}

function textOf(bytes: Buffer): string {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return new TextDecoder().decode(zipped ? gunzipSync(bytes) : bytes)
}
