import { createHash } from 'node:crypto'
import type { ConflictDetail, ConflictRow, Job } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { CONFLICTS, findConflicts, findKind, refOf, type ClaimSet, type Conflict, type ConflictCode, type KnowledgePoint } from '@yijian/rules' // prettier-ignore
import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { ExportTable } from '../../../platform/export.ts'
import type { StoredPoint } from '../store/library.ts'
import { conflictCounts, findConflict, lastCheck, pageOfConflicts, type ConflictCriteria, type StoredConflict } from '../store/conflicts.ts' // prettier-ignore
import { conflictPoints, neighboursOf } from './conflict-input.ts'
import type { RulesContext } from './context.ts'
import { exportHeader } from './export-header.ts'
import { witnessView } from './witness.ts'

type Stored = Pick<StoredConflict, 'code' | 'level' | 'points' | 'key' | 'message'>

/** What stands between a point (saved or not) and the library it would join. */
export function conflictsWith(
  { library, codeTables }: Pick<RulesContext, 'library' | 'codeTables'>,
  point: KnowledgePoint,
): ConflictDetail[] {
  const others = library.all().filter((stored) => stored.point.kpId !== point.kpId || stored.point.version < point.version) // prettier-ignore
  const own: StoredPoint = { point, status: 'review', released: false, until: null, maker: '', makerName: '' }
  const points = conflictPoints([...others, own])
  const input = neighboursOf(point, points)
  const found = findConflicts({ points: input, sets: [], catalogue: codeTables(), only: new Set([point.kpId]) })
  return found.map((conflict) => ({ ...rowOf(conflict, library.all(), point), witness: viewOf(conflict, input) }))
}

function viewOf(conflict: Conflict, points: readonly KnowledgePoint[]): ConflictDetail['witness'] {
  if (!conflict.witness) return null
  const named = conflict.points.flatMap((ref) => points.filter((point) => refOf(point) === ref))
  return witnessView(conflict.witness.claims, named)
}

export function conflictId({ code, points, key }: Stored): string {
  return createHash('sha256')
    .update([code, ...points, key].join('|'))
    .digest('hex')
    .slice(0, 32)
}

function rowOf(
  conflict: Stored & { readonly witness?: unknown },
  all: readonly StoredPoint[],
  draft?: KnowledgePoint,
): ConflictRow {
  // prettier-ignore
  return {
    conflictId: conflictId(conflict),
    code: conflict.code,
    label: CONFLICTS[conflict.code as ConflictCode].label,
    level: conflict.level,
    points: conflict.points.map((ref) => pointOf(ref, all, draft)),
    key: conflict.key,
    message: conflict.message,
    hasWitness: conflict.witness !== null && conflict.witness !== undefined,
  }
}

function pointOf(ref: string, all: readonly StoredPoint[], draft?: KnowledgePoint): ConflictRow['points'][number] {
  const at = ref.lastIndexOf('@')
  const [kpId, version] = [ref.slice(0, at), Number(ref.slice(at + 1))]
  const stored = all.find(({ point }) => point.kpId === kpId && point.version === version)
  const point = stored?.point ?? (draft && refOf(draft) === ref ? draft : undefined)
  const kindId = point?.kind ?? 'R1'
  return { kpId, version, name: point?.name ?? kpId, kindId, kindName: findKind(kindId)?.name ?? kindId, status: stored?.status ?? null } // prettier-ignore
}

/** Of a saved version. */
export function pointConflicts(context: RulesContext, { kpId, version }: { kpId: string; version: number }) {
  const stored = context.library.versionsOf(kpId).find(({ point }) => point.version === version)
  if (!stored) throw new AppError('missing', 'rules.point', '知识点不存在')
  return { rows: conflictsWith(context, { ...stored.point, retractedAt: null }) }
}

/** Errors stop a submit, warnings ask for a reason. Answers what goes into the record. */
export function checkSubmit(context: RulesContext, point: KnowledgePoint, reason: string | undefined) {
  const found = conflictsWith(context, point)
  const errors = found.filter(({ level }) => level === 'error')
  const warnings = found.filter(({ level }) => level === 'warning')
  const list = (rows: readonly ConflictRow[]) => rows.slice(0, 3).map(({ code, label, message }) => `${code} ${label}：${message}`).join('；') // prettier-ignore
  if (errors.length > 0) throw new AppError('conflict', 'rules.conflict.error', `与知识库有 ${errors.length} 处冲突，须先解决。${list(errors)}`) // prettier-ignore
  if (warnings.length > 0 && reason === undefined)
    throw new AppError('conflict', 'rules.conflict.warning', `有 ${warnings.length} 处警告，须确认并写明理由。${list(warnings)}`) // prettier-ignore
  return {
    infos: found.length - warnings.length,
    warnings: warnings.map(({ code, points, key }) => ({ code, points: points.map(({ kpId, version: v }) => `${kpId}@${v}`), key })), // prettier-ignore
  }
}

export async function listConflicts(
  { db, library }: RulesContext,
  query: ConflictCriteria & { page: number; size: number },
) {
  const unseen = library.unseen()
  const [{ rows, total }, counts, check] = await Promise.all([pageOfConflicts(db, { ...query, unseen }), conflictCounts(db, unseen), lastCheck(db)]) // prettier-ignore
  const sum = (level: ConflictRow['level']) =>
    counts.reduce((n, row) => n + (row.level === level ? Number(row.n) : 0), 0)
  const points = unseen.length === 0 ? check?.points : conflictPoints(library.all()).length
  return {
    rows: rows.map((row) => rowOf({ ...row, witness: row.has_witness ? true : null }, library.all())),
    total,
    byCode: counts.map(({ code, level, n }) => ({ code, level, label: CONFLICTS[code as ConflictCode].label, n: Number(n) })), // prettier-ignore
    check: check
      ? { at: check.at.toISOString(), cause: check.cause, points: points ?? 0, tookMs: check.took_ms, errors: sum('error'), warnings: sum('warning'), infos: sum('info') } // prettier-ignore
      : null,
  }
}

export async function getConflict({ db, library }: RulesContext, id: string): Promise<ConflictDetail> {
  const row = await findConflict(db, id, library.unseen())
  if (!row) throw new AppError('missing', 'rules.conflict', '没有这处冲突，可能已在最近一次检查中消除')
  const points = conflictPoints(library.all())
  const claims = reviveClaims(row.witness)
  const named = row.points.flatMap((ref) => points.filter((point) => refOf(point) === ref))
  return { ...rowOf(row, library.all()), witness: claims ? witnessView(claims, named) : null }
}

/** Money was stored as text: `123n`. */
function reviveClaims(stored: unknown): ClaimSet | null {
  if (stored === null || stored === undefined) return null
  return JSON.parse(JSON.stringify(stored), (_key, value: unknown) => (typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value)) as ClaimSet // prettier-ignore
}

/** 全库检查, as a job: thousands of points take seconds. */
export async function startConflictCheck(
  context: RulesContext,
  cause: string,
  by: Pick<Principal, 'accountId' | 'username' | 'displayName'>,
): Promise<Job> {
  // prettier-ignore
  const { jobs, audit } = context.platform
  const job = await context.db.transaction().execute(async (tx) => {
    const queued = await jobs.enqueue(tx, { kind: 'rule-conflicts', title: '全库冲突检查', payload: { cause }, by })
    await audit.append(tx, { actor: by.username, action: 'rules.conflict.check', subject: queued.jobId, details: { cause } }) // prettier-ignore
    return queued
  })
  jobs.wake()
  return job
}

export async function exportConflicts(
  context: RulesContext,
  principal: Principal,
  query: ConflictCriteria,
): Promise<ExportTable> {
  // prettier-ignore
  const { platform, db, library } = context
  await platform.audit.record({ actor: principal.username, action: 'rules.export', subject: '冲突清单', details: { ...query } }) // prettier-ignore
  return {
    name: `规则冲突清单-${chinaTimeText(platform.clock.now()).slice(0, 10)}`,
    header: exportHeader(context, principal, { 级别: query.level, 编号: query.code, 关键词: query.q }),
    columns: [
      { title: '级别', width: 8 },
      { title: '编号', width: 8 },
      { title: '冲突', width: 20 },
      { title: '知识点', width: 60 },
      { title: '对象编码', width: 24 },
      { title: '说明', width: 90 },
      { title: '举证单据', width: 10 },
    ],
    rows: (async function* () {
      for (let page = 1; ; page++) {
        const { rows } = await pageOfConflicts(db, { ...query, unseen: library.unseen(), page, size: 500 })
        yield rows.map((row) => {
          const view = rowOf({ ...row, witness: row.has_witness ? true : null }, library.all())
          const points = view.points.map((one) => `${one.kindId} ${one.name}（${one.kpId} 第 ${one.version} 版）`).join('；') // prettier-ignore
          return [
            LEVELS[view.level],
            view.code,
            view.label,
            points,
            view.key,
            view.message,
            view.hasWitness ? '有' : '无',
          ]
        })
        if (rows.length < 500) return
      }
    })(),
  }
}

const LEVELS = { error: '错误', warning: '警告', info: '提示' } as const
