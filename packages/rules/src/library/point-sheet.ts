import { AppError, isDay, type Day } from '@yijian/kernel'
import { compileRelease } from '../compiled.ts'
import { findKind } from '../kinds/catalogue.ts'
import type { RuleKind } from '../kind.ts'
import type { Basis, CodeSet, KnowledgePoint } from '../knowledge.ts'
import { PARAMS, scaled, setDomain, type ParamName, type Params, type ParamValue } from '../params.ts'
import { makeRelease } from '../release.ts'
import type { SheetRow } from './csv.ts'
import type { RowError } from './official-row.ts'

/** Where a point of ours comes from: an official library, another public document, or a local convention to be decided before use. */
export const ORIGINS = ['national', 'public', 'local'] as const
export type Origin = (typeof ORIGINS)[number]

export interface SheetPoint {
  readonly point: KnowledgePoint
  readonly origin: Origin
}

export interface PointSheet {
  readonly file: string
  readonly rows: readonly SheetRow[]
  /** Documents that column `document` names; a name not here is the title itself. */
  readonly documents?: ReadonlyMap<string, Pick<Basis, 'document' | 'date'>>
  readonly sourceBatch?: string
  readonly area?: string
  /** When the rows were taken in (ISO). */
  readonly recordedAt: string
  readonly sets?: readonly CodeSet[]
}

/**
 * Points in our own shape (the library we ship, a site's own points): `kp_id, kind, name, keys, partners, params, basis, document,
 * article, origin, eff_begin, eff_end, supersedes`; keys and partners are separated by `|`, params are `name=value` separated by `;`.
 * Every row is checked against its kind; bad ones are listed with column and reason.
 */
export function readPointSheet(sheet: PointSheet): {
  readonly points: readonly SheetPoint[]
  readonly errors: readonly RowError[]
} {
  const points: SheetPoint[] = []
  const errors: RowError[] = []
  const seen = new Set<string>()
  for (const row of sheet.rows) {
    try {
      const read = readPoint(row, sheet)
      if (seen.has(read.point.kpId)) throw wrong('kp_id', read.point.kpId, '知识点编号重复')
      seen.add(read.point.kpId)
      points.push(read)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { column = 'params', value = '' } = error.details as { column?: string; value?: string }
      errors.push({ file: sheet.file, row: row.row, column, value, reason: error.message })
    }
  }
  return { points, errors }
}

function readPoint({ cells }: SheetRow, sheet: PointSheet): SheetPoint {
  const text = (name: string) => String((cells[name] as string | number | undefined) ?? '').trim()
  const list = (name: string) => text(name).split('|').map((item) => item.trim()).filter((item) => item !== '') // prettier-ignore
  const kind = findKind(text('kind'))
  if (text('kp_id') === '') throw wrong('kp_id', '', '缺少知识点编号')
  if (!kind) throw wrong('kind', text('kind'), `规则种类不存在：${text('kind')}`)
  const document = sheet.documents?.get(text('document')) ?? { document: text('document'), date: null }
  if (document.document === '') throw wrong('document', '', '缺少依据文件')
  const origin = (text('origin') || 'local') as Origin
  if (!ORIGINS.includes(origin)) throw wrong('origin', origin, '来源应为 national、public 或 local')
  const point: KnowledgePoint = {
    kpId: text('kp_id'),
    version: 1,
    kind: kind.id,
    name: text('name'),
    keys: list('keys'),
    partners: list('partners'),
    params: readParams(text('params')),
    severity: null,
    message: null,
    basis: { text: text('basis'), ...document, article: text('article') || null },
    sourceBatch: sheet.sourceBatch ?? null,
    area: sheet.area ?? null,
    effBegin: readDay(text('eff_begin'), 'eff_begin'),
    effEnd: text('eff_end') === '' ? null : readDay(text('eff_end'), 'eff_end'),
    recordedAt: sheet.recordedAt,
    retractedAt: null,
    supersedes: text('supersedes') || null,
  }
  const failure = failureOf({ point, kind, sets: sheet.sets ?? [] })
  if (failure !== undefined) throw wrong('params', text('params'), failure)
  return { point, origin }
}

interface Checked {
  readonly point: KnowledgePoint
  readonly kind: RuleKind
  readonly sets: readonly CodeSet[]
}

/** What the compiler has against the point; undefined: nothing. */
export function failureOf({ point, kind, sets }: Checked): string | undefined {
  const rules = [{ kind: kind.id, version: 1, severity: null, stages: null }]
  const draft = { rules, points: [{ ...point, area: null, retractedAt: null }], sets }
  return compileRelease(makeRelease(draft), [kind]).failed.get(point.kpId)
}

/** `max=1;per=day;modes=IPT|EMERG` → typed parameters. Throws `invalid`. */
export function readParams(text: string): Params {
  const entries = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): [ParamName, ParamValue] => {
      const at = part.indexOf('=')
      const name = part.slice(0, at).trim()
      if (at < 1 || !Object.hasOwn(PARAMS, name)) throw wrong('params', part, `没有这样的参数：${part}`)
      return [name as ParamName, readValue(name as ParamName, part.slice(at + 1).trim())]
    })
  return Object.fromEntries(entries)
}

function readValue(name: ParamName, text: string): ParamValue {
  const { type } = PARAMS[name]
  if (type === 'flag') return text === '1' || text === 'true' || text === '是'
  if (setDomain(name) || type === 'text') return text
  const value = type === 'integer' || type === 'quantity' || type === 'ratio' ? Number(text) : text
  scaled(name, value)
  return value
}

function readDay(text: string, column: string): Day {
  if (!isDay(text)) throw wrong(column, text, '日期格式应为 YYYY-MM-DD')
  return text
}

function wrong(column: string, value: string, reason: string): AppError {
  return new AppError('invalid', 'rules.sheet', reason, { column, value })
}
