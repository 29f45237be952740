import { createHash } from 'node:crypto'
import type { MappingRow } from '@yijian/contract'
import { createSuggester, normaliseCode, type Suggester } from '@yijian/drg'
import { AppError } from '@yijian/kernel'
import { csvPieces } from '@yijian/warehouse'
import type { Insertable, Selectable } from 'kysely'
import type { Principal } from '../../../platform/access/principal.ts'
import type { DrgTables } from '../schema.ts'
import { codesInUse, confirmedMappings, decideMappingRow, mappingRecord, pageOfMappings, putMappings, type MappingQuery } from '../store/mappings.ts' // prettier-ignore
import type { DrgContext } from './context.ts'
import { parseHistory, type HistoryRow } from './mapping-file.ts'
import { activeOf } from './parameters.ts'
import type { OpenScheme } from './scheme-catalogue.ts'

type Kind = 'dx' | 'op'
type Row = Selectable<DrgTables['drg_mapping']>

async function schemeOf(context: DrgContext): Promise<OpenScheme> {
  return context.schemes.open((await activeOf(context)).schemeId)
}

const dictionaryOf = ({ folder: { tables } }: OpenScheme, kind: Kind) => (kind === 'dx' ? tables.icdDx : tables.icdOp)
const suggesters = new WeakMap<OpenScheme, Partial<Record<Kind, Suggester>>>()

function suggesterOf(scheme: OpenScheme, kind: Kind): Suggester {
  const known = suggesters.get(scheme) ?? {}
  suggesters.set(scheme, known)
  const { tables } = scheme.folder
  return (known[kind] ??= createSuggester(dictionaryOf(scheme, kind), kind === 'dx' ? tables.mapDx : tables.mapOp))
}

export async function listMappings(context: DrgContext, query: MappingQuery) {
  const [{ rows, total, counts }, { names }] = await Promise.all([pageOfMappings(context.db, query), schemeOf(context)])
  const n = (state: Row['state']) => counts.get(state) ?? 0
  return { rows: rows.map((row) => toRow(row, names)), total, counts: { open: n('open'), confirmed: n('confirmed'), none: n('none') } } // prettier-ignore
}

function toRow(row: Row, names: ReadonlyMap<string, string>): MappingRow {
  const { mapping_id, kind, code, name, cases, mains, suggestions, state, target, note } = row
  return { mappingId: mapping_id, kind, code, name, cases, mains, suggestions: [...suggestions], state, target, targetName: target === null ? '' : (names.get(target) ?? ''), note, decidedBy: row.decided_by_name, decidedAt: row.decided_at?.toISOString() ?? null } // prettier-ignore
}

/** Codes of the cases that the dictionary does not know, and the rows of a file; what was confirmed stays so. */
export async function gatherMappings(context: DrgContext, principal: Principal, csv: string) {
  const { db, platform } = context
  const scheme = await schemeOf(context)
  const { rows: given, refused } = parseHistory(csv)
  const used = await Promise.all((['dx', 'op'] as const).map(async (kind) => (await codesInUse(db, kind)).map(({ code, cases, mains }): HistoryRow => ({ kind, code, name: '', cases, mains })))) // prettier-ignore
  const found = [...used.flat(), ...given].filter(({ kind, code }) => dictionaryOf(scheme, kind).length > 0 && (code === '' || !suggesterOf(scheme, kind).knows(code))) // prettier-ignore
  const unique = new Map(found.map((one) => [`${one.kind}|${one.code}|${one.name}`, one]))
  const rows = [...unique.values()].map((one) => insertOf(one, suggesterOf(scheme, one.kind)))
  const added = await db.transaction().execute(async (tx) => {
    const done = await putMappings(tx, rows)
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.mapping.gather', subject: '历史编码', details: { found: rows.length, added: done, refused: refused.length } }) // prettier-ignore
    return done
  })
  return { found: rows.length, added, refused }
}

function insertOf(
  { kind, code, name, cases, mains }: HistoryRow,
  suggester: Suggester,
): Insertable<DrgTables['drg_mapping']> {
  // prettier-ignore
  const mapping_id = createHash('sha256').update(`${kind}|${code}|${name}`).digest('hex').slice(0, 24)
  return { mapping_id, kind, code, name, cases, mains, suggestions: JSON.stringify(suggester.suggest({ code, name })), state: 'open', target: null, decided_by: null, decided_by_name: null, decided_at: null } // prettier-ignore
}

export async function searchCodes(context: DrgContext, { kind, q }: { kind: Kind; q: string }) {
  const scheme = await schemeOf(context)
  const wanted = q.trim().toUpperCase()
  const rows = dictionaryOf(scheme, kind).filter(({ code, name }) => code.startsWith(wanted) || name.includes(q.trim()))
  return { rows: rows.slice(0, 30).map(({ code, name }) => ({ code, name })) }
}

/** What an expert confirms holds for cases that are not frozen: they are grouped anew by it. */
export async function decideMapping(
  context: DrgContext,
  principal: Principal,
  { mappingId, target: given, note }: { mappingId: string; target: string | null; note: string },
): Promise<MappingRow> {
  const { db, platform } = context
  const scheme = await schemeOf(context)
  const before = await mappingRecord(db, mappingId)
  if (!before) throw new AppError('missing', 'drg.mapping', '没有这条编码')
  const target = given === null ? null : normaliseCode(given)
  if (target !== null && !suggesterOf(scheme, before.kind).knows(target)) throw new AppError('invalid', 'drg.mapping.target', `${target} 不在医保版编码库内`) // prettier-ignore
  await db.transaction().execute(async (tx) => {
    await decideMappingRow(tx, mappingId, { state: target === null ? 'none' : 'confirmed', target, note, decided_by: principal.username, decided_by_name: principal.displayName, decided_at: platform.clock.now() }) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.mapping.decide', subject: `${before.code} ${before.name}`.trim(), details: { kind: before.kind, target, note, before: before.target } }) // prettier-ignore
  })
  const row = await mappingRecord(db, mappingId)
  return toRow(row!, scheme.names)
}

/** As the grouper's own tables of codes have it (`map_dx.csv`, `map_op.csv`), with what stood there and who confirmed. */
export async function mappingsFile(context: DrgContext, kind: Kind): Promise<string> {
  const rows = await confirmedMappings(context.db, kind)
  const column = (title: string) => ({ title, width: 20 })
  const columns = ['from', 'to', 'name', 'cases', 'confirmed_by', 'confirmed_at'].map(column)
  return [...csvPieces({ columns, rows: rows.map((one) => [one.code, one.target, one.name, one.cases, one.decided_by_name, one.decided_at?.toISOString().slice(0, 10) ?? '']) })].join('') // prettier-ignore
}

/** Confirmed codes by what they stand for; names alone are not codes of a case. */
export async function codeMappings({ db }: DrgContext): Promise<Record<Kind, Record<string, string>>> {
  const maps: Record<Kind, Record<string, string>> = { dx: {}, op: {} }
  for (const { kind, code, target } of await confirmedMappings(db)) if (code !== '' && target !== null) maps[kind][code] = target // prettier-ignore
  return maps
}
