import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { canonical, findKind, makeRelease, type Release } from '@yijian/rules'
import { quoteLiteral, type Session } from '../../engine/public.ts'
import { againstWords, amountWords, ruleModelId } from './rule-words.ts'

const releaseFile = (folder: string): string => join(folder, 'release.json')

/** The release a run was made with stays with the run: a finding can be derived again from its own row. */
export function writeRelease(folder: string, { rules, points, sets, hash }: Release): void {
  writeFileSync(releaseFile(folder), canonical({ format: 'yijian-rule-release/1', hash, rules, points, sets }))
}

export function readRelease(folder: string): Release {
  const { rules, points, sets, hash } = JSON.parse(readFileSync(releaseFile(folder), 'utf8')) as Release
  const release = makeRelease({ rules, points, sets })
  if (release.hash !== hash) throw new AppError('conflict', 'rules.release.hash', '规则集内容与校验值不符')
  return release
}

type Cell = string | number | null
const cellSql = (cell: Cell): string => (typeof cell === 'string' ? quoteLiteral(cell) : String(cell ?? 'NULL'))
const CHUNK = 1000

async function fill(session: Session, table: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  await session.run(`CREATE OR REPLACE TABLE ${table}`)
  const name = table.slice(0, table.indexOf('('))
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK).map((row) => `(${row.map(cellSql).join(', ')})`)
    await session.run(`INSERT INTO ${name} VALUES ${values.join(', ')}`)
  }
}

/** Tables `rule_kind` and `rule_point`: what findings say about their rule and knowledge point. */
export async function loadRelease(session: Session, release: Release, version: string): Promise<void> {
  const kinds = release.rules.map(({ kind }) => findKind(kind)).filter((kind) => kind !== undefined)
  await fill(session, 'rule_kind(kind VARCHAR, model_id VARCHAR, model_version VARCHAR, name VARCHAR, amount_words VARCHAR, against VARCHAR)',
    kinds.map((kind) => [kind.id, ruleModelId(kind.id), version, kind.name, amountWords(kind), againstWords(kind)])) // prettier-ignore
  const params = (kind: string, own: object) => JSON.stringify({ ...findKind(kind)?.defaults, ...own })
  await fill(session, 'rule_point(kp_id VARCHAR, kp_name VARCHAR, kp_version INTEGER, params VARCHAR, document VARCHAR, article VARCHAR, text VARCHAR)',
    release.points.map((point) => [point.kpId, point.name, point.version, params(point.kind, point.params), point.basis.document, point.basis.article, point.basis.text])) // prettier-ignore
}

/** As people read it: the title and the beginning of the hash. */
export const versionOf = ({ hash }: Release, title: string): string => `${title} ${hash.slice(0, 12)}`
