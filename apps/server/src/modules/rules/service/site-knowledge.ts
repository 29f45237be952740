import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { findKind, type ProposedPoint, type RowError } from '@yijian/rules'
import { describeDefect } from '../../../platform/log.ts'
import { decisionsOf, importsOf, insertDecisions, insertImportOnce, type ImportRecord } from '../store/imports.ts'
import type { RulesContext } from './context.ts'
import { readSheets } from './read-sheet.ts'

const SYSTEM = { account: '系统', name: '系统' } as const

/**
 * 命令行导入的知识点: every library that `rules import` put into DATA/knowledge becomes a batch to confirm. Nothing of it is in force
 * before somebody has confirmed it here and it went the way of every draft. The same content is taken up once.
 */
export interface SiteKnowledge {
  takeUp(): Promise<void>
}

export function createSiteKnowledge(context: RulesContext): SiteKnowledge {
  const { settings, log } = context.platform
  const root = join(settings.dataDirectory, 'knowledge')
  const known = new Map<string, number>()
  return {
    takeUp: async () => {
      for (const name of librariesIn(root)) {
        const changed = statSync(join(root, name, 'source.yaml')).mtimeMs
        if (known.get(name) === changed) continue
        known.set(name, changed)
        await takeUpOne(context, join(root, name), name).catch(
          (error: unknown) =>
          log.warn('rules.site-knowledge', { library: name, ...(error instanceof AppError ? { message: error.message } : describeDefect(error)) }), // prettier-ignore
        )
      }
    },
  }
}

/** Folders being written have a process number behind a dot. */
function librariesIn(root: string): string[] {
  if (!existsSync(root)) return []
  const isLibrary = (name: string) => ['points.csv', 'source.yaml'].every((file) => existsSync(join(root, name, file)))
  return readdirSync(root).filter((name) => !/\.\d+$/.test(name) && isLibrary(name))
}

async function takeUpOne(context: RulesContext, folder: string, name: string): Promise<void> {
  const { db, platform } = context
  const at = platform.clock.now()
  const [sheet, waiting] = [readFileSync(join(folder, 'points.csv')), textOf(join(folder, 'proposals.json'))]
  // `rules import` writes JSON, which is YAML.
  const expert = /"confirmed_by":\s*"([^"]+)"/.exec(textOf(join(folder, 'source.yaml')))?.[1]
  const hash = createHash('sha256').update(name).update(sheet).update(waiting).digest('hex')
  const own = await ownPoints(sheet, at.toISOString())
  const earlier = await importsOf(db, labelOf(name))
  const decided = await decidedIn(context, earlier)
  const points = [...own.points, ...pendingOf(waiting)].filter((point) => !decided.has(contentOf(point)))
  const by = expert === undefined ? '命令行' : `命令行（专家 ${expert} 已核）`
  const record: ImportRecord = { import_id: `S${hash.slice(0, 20)}`, at, by_account: SYSTEM.account, by_name: by, file: labelOf(name), shape: own.points.length > 0 ? 'own' : 'official', points, superseded: [], errors: own.errors } // prettier-ignore
  if (points.length + own.errors.length === 0) return
  await db.transaction().execute(async (tx) => {
    if (!(await insertImportOnce(tx, record))) return
    for (const { import_id, points: old } of earlier) {
      const done = new Set((await decisionsOf(tx, [import_id])).map(({ kp_id }) => kp_id))
      const open = old.filter(({ kpId }) => !done.has(kpId))
      await insertDecisions(tx, open.map(({ kpId: kp_id }) => ({ import_id, kp_id, at, by_name: SYSTEM.name, decision: 'skipped' as const, note: '由后来的导入替代' }))) // prettier-ignore
    }
    await platform.audit.append(tx, { actor: SYSTEM.account, action: 'rules.import', subject: record.import_id, details: { file: record.file, points: points.length, errors: own.errors.length } }) // prettier-ignore
  })
}

const labelOf = (name: string): string => `knowledge/${name}`
const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')

async function ownPoints(
  sheet: Buffer,
  at: string,
): Promise<{ points: readonly ProposedPoint[]; errors: readonly RowError[] }> {
  // A library all of whose points wait for an expert has only the header.
  if (!/\n\s*\S/.test(sheet.toString('utf8'))) return { points: [], errors: [] }
  return readSheets('points.csv', sheet, at)
}

/** What `rules import` read of official texts and nobody has confirmed. */
function pendingOf(text: string): ProposedPoint[] {
  if (text === '') return []
  const rows = JSON.parse(text) as unknown
  if (!Array.isArray(rows)) throw new AppError('invalid', 'rules.import.file', 'proposals.json 不是建议知识点的列表')
  return (rows as Partial<ProposedPoint>[]).map((row) => {
    if (typeof row.kpId !== 'string' || !findKind(row.kind ?? '') || !Array.isArray(row.proposals) || !row.source)
      throw new AppError('invalid', 'rules.import.file', `proposals.json 中有不完整的条目：${row.kpId ?? ''}`)
    return row as ProposedPoint
  })
}

/** Points of earlier imports of this library that somebody has decided about: as they were, they are not asked about again. */
async function decidedIn({ db }: RulesContext, earlier: readonly ImportRecord[]): Promise<ReadonlySet<string>> {
  const decisions = await decisionsOf(db, earlier.map(({ import_id }) => import_id)) // prettier-ignore
  const done = new Set(decisions.filter(({ by_name }) => by_name !== SYSTEM.name).map(({ import_id, kp_id }) => `${import_id}|${kp_id}`)) // prettier-ignore
  return new Set(earlier.flatMap(({ import_id, points }) => points.filter(({ kpId }) => done.has(`${import_id}|${kpId}`)).map(contentOf))) // prettier-ignore
}

function contentOf({ source: _source, ...point }: ProposedPoint): string {
  return JSON.stringify(point)
}
