import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { compileRelease, findKind, type Release, RULE_KINDS } from '@yijian/rules'
import { openEngine, quoteList, type Session } from '../../engine/public.ts'
import { ensureDirectory, tmpDirectory } from '../../log/public.ts'
import { mountPrepared } from '../../prepare/mount.ts'
import { type PrepareOptions, prepareSnapshot } from '../../prepare/prepare-snapshot.ts'
import { explainHistory } from '../../rules/explain-history.ts'
import type { ExplainedHit } from '../../rules/history.ts'
import { loadTables } from '../../tables/public.ts'

/** What was known of an encounter when it was last asked about. */
export interface AskedEncounter {
  readonly psnNo: string
  readonly mdtrtId: string
  readonly releaseId: string | null
  /** Pieces by national code. */
  readonly codes: Readonly<Record<string, number>>
  readonly dx: readonly string[]
}

/** A judge as it was answered. */
export interface AskedJudge {
  readonly jrId: string
  readonly kind: string
  readonly kpId: string
  readonly psnNo: string
  readonly mdtrtId: string
  readonly releaseId: string
  /** Codes of its rows. */
  readonly codes: readonly string[]
}

interface ReplayOptions extends Omit<PrepareOptions, 'snapshot'> {
  /** What judges now. */
  readonly release: Release
  /** Knowledge points by release that judged then. */
  readonly pointsOf: Readonly<Record<string, readonly string[]>>
  readonly encounters: readonly AskedEncounter[]
  readonly judges: readonly AskedJudge[]
}

export type ReplayCause = 'late_data' | 'corrected' | 'refunded' | 'release_changed' | 'unexplained'

interface ReplayedDifference {
  readonly jrId: string
  readonly cause: ReplayCause
  /** Chinese: what it was seen by. */
  readonly reason: string
  readonly mdtrtId: string
  /** Undefined: said in real time and not over settled data. */
  readonly settled?: Pick<ExplainedHit, 'kind' | 'kpId' | 'psnNo' | 'message' | 'amount' | 'inst'>
}

export interface ReplayResult {
  readonly snapshot: string
  /** Encounters that have not settled yet: not compared. */
  readonly unsettled: number
  readonly same: number
  readonly differences: readonly ReplayedDifference[]
}

/** What settled data holds of an encounter. */
interface Settled {
  /** Its number in the prepared tables: the first one of an episode. */
  readonly key: string
  readonly codes: ReadonlyMap<string, number>
  readonly dx: ReadonlySet<string>
}

/** 回放: judges the persons of a day again over settled data, and gives every difference a cause (rules specification §10.4). */
export async function replayDay(options: ReplayOptions): Promise<ReplayResult> {
  const { encounters, judges, release } = options
  const prepared = await prepareSnapshot(options)
  const { settled, refunded } = await readSettled(options, encounters.map(({ mdtrtId }) => mdtrtId)) // prettier-ignore
  const persons = [...new Set(encounters.filter(({ mdtrtId }) => settled.has(mdtrtId)).map(({ psnNo }) => psnNo))]
  const keys = new Set([...settled.values()].map(({ key }) => key))
  const hits: ExplainedHit[] = []
  const compiled = compileRelease(release, RULE_KINDS)
  if (persons.length > 0)
    await explainHistory({ ...options, snapshot: prepared.snapshot, persons }, compiled, (found) => {
      for (const hit of found) if (keys.has(encounterOf(hit)) && isAsked(hit.kind)) hits.push(hit)
    })
  const context: Comparison = { options, settled, refunded, hits, points: new Set(compiled.points.map(({ point }) => point.kpId)) } // prettier-ignore
  const compared = judges.filter(({ mdtrtId }) => settled.has(mdtrtId) || refunded.has(mdtrtId))
  const answered = matches(context, compared)
  const lost = compared.filter((judge) => !answered.judges.has(judge)).map((judge) => causeOfLost(judge, context))
  const fresh = hits.filter((hit) => !answered.hits.has(hit)).map((hit) => causeOfFresh(hit, context))
  const waiting = encounters.filter(({ mdtrtId }) => !settled.has(mdtrtId) && !refunded.has(mdtrtId)).length
  return { snapshot: prepared.snapshot, unsettled: waiting, same: answered.judges.size, differences: [...lost, ...fresh] } // prettier-ignore
}

const encounterOf = (hit: ExplainedHit): string => hit.mdtrtId || (hit.violating[0]?.mdtrtId ?? '')

/** A rule that is only run afterwards is no difference. */
const isAsked = (kind: string): boolean => findKind(kind)?.stages.some((stage) => stage !== 'A') ?? false

interface Comparison {
  readonly options: ReplayOptions
  readonly settled: ReadonlyMap<string, Settled>
  readonly refunded: ReadonlySet<string>
  readonly hits: readonly ExplainedHit[]
  readonly points: ReadonlySet<string>
}

/** The same violation has the same id; where admissions were joined into one episode the number differs and the rest of the key counts. */
function matches({ settled, hits }: Comparison, judges: readonly AskedJudge[]) {
  const byId = Map.groupBy(hits, ({ jrId }) => jrId)
  const byKey = Map.groupBy(hits, (hit) => `${hit.kind}|${hit.kpId}|${encounterOf(hit)}`)
  const found = { judges: new Set<AskedJudge>(), hits: new Set<ExplainedHit>() }
  for (const judge of judges) {
    const key = settled.get(judge.mdtrtId)?.key
    const joined =
      key !== undefined && key !== judge.mdtrtId ? byKey.get(`${judge.kind}|${judge.kpId}|${key}`) : undefined
    const own = byId.get(judge.jrId) ?? joined
    if (!own) continue
    found.judges.add(judge)
    for (const hit of own) found.hits.add(hit)
  }
  return found
}

/** Said while ordering, not over settled data. */
function causeOfLost(judge: AskedJudge, { options, settled, refunded, points }: Comparison): ReplayedDifference {
  const said = (cause: ReplayCause, reason: string) => ({ jrId: judge.jrId, mdtrtId: judge.mdtrtId, cause, reason })
  if (refunded.has(judge.mdtrtId)) return said('refunded', '该次就诊的结算已退费')
  if (!points.has(judge.kpId)) return said('release_changed', `现行规则集已没有知识点 ${judge.kpId}`)
  const now = settled.get(judge.mdtrtId)
  const then = options.encounters.find(({ mdtrtId }) => mdtrtId === judge.mdtrtId)
  for (const code of judge.codes) {
    const [before, after] = [then?.codes[code] ?? 0, now?.codes.get(code) ?? 0]
    if (after === 0) return said('corrected', `结算中没有项目 ${code}，医嘱未执行或已更改`)
    if (after < before) return said('corrected', `项目 ${code} 由 ${before} 改为 ${after}`)
  }
  const added = [...(now?.dx ?? [])].filter((code) => !then?.dx.includes(code))
  if (added.length > 0) return said('late_data', `结算时补充了诊断 ${added.slice(0, 3).join('、')}`)
  return said('unexplained', '结算数据与请求一致，仍未命中')
}

/** Found over settled data, not said while ordering. */
function causeOfFresh(hit: ExplainedHit, { options, settled }: Comparison): ReplayedDifference {
  const key = encounterOf(hit)
  const asked = options.encounters.filter(({ mdtrtId }) => settled.get(mdtrtId)?.key === key)
  const mdtrtId = asked[0]?.mdtrtId ?? key
  const { kind, kpId, psnNo, message, amount, inst, jrId } = hit
  const said = (cause: ReplayCause, reason: string) => ({ jrId, mdtrtId, cause, reason, settled: { kind, kpId, psnNo, message, amount, inst } }) // prettier-ignore
  const releases = asked.flatMap(({ releaseId }) => releaseId ?? [])
  if (releases.length > 0 && !releases.some((id) => options.pointsOf[id]?.includes(kpId)))
    return said('release_changed', `当时的规则集没有知识点 ${kpId}`)
  const others = [...hit.violating, ...hit.involved].some((row) => row.mdtrtId !== key)
  const known = (code: string) => asked.reduce((sum, { codes }) => sum + (codes[code] ?? 0), 0)
  for (const { code, name, sn } of hit.lines) {
    if (/^(visit|dx|op):/.test(sn)) continue
    const now = settled.get(mdtrtId)?.codes.get(code) ?? 0
    if (known(code) < now) return said('late_data', `${name}在请求之后才记账`)
  }
  const added = [...(settled.get(mdtrtId)?.dx ?? [])].filter((code) => !asked.some(({ dx }) => dx.includes(code)))
  if (added.length > 0) return said('late_data', `结算时补充了诊断 ${added.slice(0, 3).join('、')}`)
  if (others) return said('late_data', '依据了其他就诊，请求时尚未上传')
  return said('unexplained', '请求已含全部数据，当时未命中')
}

async function readSettled(options: ReplayOptions, mdtrtIds: readonly string[]) {
  const { dataDirectory, contentDirectory } = options
  const prepared = await prepareSnapshot(options)
  ensureDirectory(tmpDirectory(dataDirectory))
  const tempDirectory = join(tmpDirectory(dataDirectory), `${process.pid}-replay-${randomBytes(6).toString('hex')}`)
  const engine = await openEngine({ memoryLimit: options.memoryLimit ?? '2GB', threads: options.threads ?? 1, tempDirectory }) // prettier-ignore
  try {
    await mountPrepared(engine, { dataDirectory, tables: loadTables(contentDirectory), prepared })
    return await settledOf(engine, mdtrtIds)
  } finally {
    engine.close()
  }
}

async function settledOf(session: Session, mdtrtIds: readonly string[]) {
  await session.run(`CREATE TEMP TABLE asked AS SELECT unnest(CAST(${quoteList(mdtrtIds)} AS VARCHAR[])) AS mdtrt_id`)
  await session.run(`CREATE TEMP TABLE asked_enc AS
    SELECT a.mdtrt_id, s.stay_key AS key, s.stay_id, CAST(NULL AS INTEGER) AS sid FROM asked a JOIN (SELECT stay_id, stay_key, unnest(mdtrt_ids) AS mdtrt_id FROM stay) s ON s.mdtrt_id = a.mdtrt_id
    UNION ALL SELECT a.mdtrt_id, c.mdtrt_id, NULL, c.sid FROM asked a JOIN settlement_core c ON c.mdtrt_id = a.mdtrt_id AND c.stay_id IS NULL`)
  const lines = await session.rows(`SELECT e.mdtrt_id, i.item_code AS code, CAST(SUM(l.cnt) AS DOUBLE) AS qty
    FROM fee_line l JOIN asked_enc e ON (e.stay_id = l.stay_id OR (l.stay_id IS NULL AND e.sid = l.sid)) JOIN item i ON i.item_id = l.item_id
    WHERE l.sid IN (SELECT c.sid FROM settlement_core c JOIN asked_enc a ON a.sid = c.sid OR a.stay_id = c.stay_id) GROUP BY 1, 2`)
  const dx = await session.rows(`SELECT e.mdtrt_id, d.code FROM asked_enc e JOIN stay_diag d ON d.stay_id = e.stay_id
    UNION SELECT e.mdtrt_id, c.main_code FROM asked_enc e JOIN settlement_core c ON c.sid = e.sid WHERE c.main_code IS NOT NULL`)
  const gone = await session.rows(`SELECT DISTINCT s.mdtrt_id FROM ods_setl_d s JOIN asked a ON a.mdtrt_id = s.mdtrt_id
    WHERE NOT EXISTS (SELECT 1 FROM asked_enc e WHERE e.mdtrt_id = s.mdtrt_id)`)
  const settled = new Map<string, { key: string; codes: Map<string, number>; dx: Set<string> }>()
  for (const row of await session.rows('SELECT mdtrt_id, MIN(key) AS key FROM asked_enc GROUP BY 1'))
    settled.set(String(row['mdtrt_id']), { key: String(row['key']), codes: new Map(), dx: new Set() })
  for (const row of lines) settled.get(String(row['mdtrt_id']))?.codes.set(String(row['code']), Number(row['qty']))
  for (const row of dx) settled.get(String(row['mdtrt_id']))?.dx.add(String(row['code']))
  return { settled, refunded: new Set(gone.map((row) => String(row['mdtrt_id']))) }
}
