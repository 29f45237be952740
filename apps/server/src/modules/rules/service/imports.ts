import { createHash, randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { EXPERT_FIELDS, ImportRow, ProposalRow } from '@yijian/contract'
import { AppError, type Day } from '@yijian/kernel'
import { confirmPoint, PARAMS, type CalibrationRecord, type KnowledgePoint, type ParamName, type ParamValue, type ProposedPoint } from '@yijian/rules' // prettier-ignore
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import { insertCalibrations } from '../store/calibrations.ts'
import { decisionsOf, findImport, insertDecisions, insertImport, lastImports, type Decision, type ImportRecord } from '../store/imports.ts' // prettier-ignore
import { insertEvents, insertPoints } from '../store/library.ts'
import type { RulesContext } from './context.ts'
import { getKind } from './library.ts'
import { readSheets } from './read-sheet.ts'
import { failureOfPoint } from './release-content.ts'
import { valueText } from './words.ts'

const MOST_BYTES = 20 * 2 ** 20

/** 导入: read and kept as proposals; nothing of it is in force. */
export async function importPoints(
  context: RulesContext,
  principal: Principal,
  { request, document, date }: { request: FastifyRequest; document?: string | undefined; date?: string | undefined },
): Promise<ImportRow> {
  const { platform, db } = context
  const { name, content } = await receive(request)
  const at = platform.clock.now()
  const reading = await readSheets(name, content, at.toISOString())
  const points = reading.points.map((point) => withSource(point, { document, date }))
  const record: ImportRecord = { import_id: `I${randomUUID().replaceAll('-', '').slice(0, 20)}`, at, by_account: principal.username, by_name: principal.displayName, file: name, shape: reading.shape, points, superseded: reading.superseded.map(({ kpId, by }) => ({ kpId, by })), errors: reading.errors } // prettier-ignore
  await db.transaction().execute(async (tx) => {
    await insertImport(tx, record)
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.import', subject: record.import_id, details: { file: name, points: points.length, errors: reading.errors.length } }) // prettier-ignore
  })
  return toRow(record, [])
}

async function receive(request: FastifyRequest): Promise<{ name: string; content: Buffer }> {
  if (!request.isMultipart()) throw new AppError('invalid', 'upload.form', '请以表单方式上传文件')
  const part = await request.file({ limits: { fileSize: MOST_BYTES } })
  if (!part) throw new AppError('invalid', 'upload.empty', '没有收到文件')
  const name = basename(part.filename.replaceAll('\\', '/')).slice(0, 120)
  if (!/\.(xlsx|csv)$/i.test(name)) throw new AppError('invalid', 'upload.name', '只接受 .xlsx、.csv 文件')
  const content = await part.toBuffer().catch(() => {
    throw new AppError('invalid', 'upload.too-large', `文件超过 ${MOST_BYTES / 2 ** 20} MB`)
  })
  return { name, content }
}

/** Where the rows do not say what they rest on, the file does. */
function withSource(
  point: ProposedPoint,
  { document, date }: { document?: string | undefined; date?: string | undefined },
): ProposedPoint {
  // prettier-ignore
  const { source } = point
  const publishedAt = source.publishedAt ?? ((date ?? null) as Day | null)
  const effBegin = source.publishedAt === null && date !== undefined ? (date as Day) : point.effBegin
  return { ...point, effBegin, source: { ...source, publishedAt, sourceFile: document ?? source.sourceFile, sourceRow: source.sourceRow ?? `第 ${source.row} 行` } } // prettier-ignore
}

export async function listImports({ db }: RulesContext) {
  const records = await lastImports(db)
  const decisions = Map.groupBy(await decisionsOf(db, records.map(({ import_id }) => import_id)), ({ import_id }) => import_id) // prettier-ignore
  return { rows: records.map((record) => toRow(record, decisions.get(record.import_id) ?? [])) }
}

function toRow(record: ImportRecord, decisions: readonly Decision[]): ImportRow {
  const decided = new Map(decisions.map(({ kp_id, decision }) => [kp_id, decision]))
  const count = (state: ProposalRow['state']) => record.points.filter((point) => stateOf(point, decided) === state).length // prettier-ignore
  return {
    importId: record.import_id,
    file: record.file,
    shape: record.shape,
    at: record.at.toISOString(),
    by: record.by_name,
    points: record.points.length,
    open: count('open'),
    confirmed: count('confirmed'),
    skipped: count('skipped'),
    unreadable: count('unreadable'),
    superseded: record.superseded.length,
    errors: record.errors.length,
  }
}

function stateOf(
  { kpId, reason }: ProposedPoint,
  decided: ReadonlyMap<string, Decision['decision']>,
): ProposalRow['state'] {
  // prettier-ignore
  return decided.get(kpId) ?? (reason === null ? 'open' : 'unreadable')
}

async function getRecord({ db }: RulesContext, importId: string): Promise<ImportRecord> {
  const record = await findImport(db, importId)
  if (!record) throw new AppError('missing', 'rules.import', '没有这个导入批次')
  return record
}

const LISTED = 1000

export async function getImport(
  context: RulesContext,
  query: { importId: string; state?: ProposalRow['state'] | undefined; q?: string | undefined; page: number; size: number }, // prettier-ignore
) {
  const record = await getRecord(context, query.importId)
  const decisions = await decisionsOf(context.db, [query.importId])
  const decided = new Map(decisions.map(({ kp_id, decision }) => [kp_id, decision]))
  const q = query.q?.trim() ?? ''
  const found = record.points.filter(
    (point) =>
      (query.state === undefined || stateOf(point, decided) === query.state) &&
      (q === '' || [point.name, point.kpId, point.source.constraint, ...point.keys].some((text) => text.includes(q))),
  )
  const from = (query.page - 1) * query.size
  return {
    head: toRow(record, decisions),
    rows: found.slice(from, from + query.size).map((point) => proposalOf(context, point, stateOf(point, decided))),
    total: found.length,
    errors: record.errors.slice(0, LISTED).map((error) => ({ ...error, value: error.value.slice(0, 200) })),
  }
}

function proposalOf({ library }: RulesContext, point: ProposedPoint, state: ProposalRow['state']): ProposalRow {
  return {
    kpId: point.kpId,
    kindId: point.kind,
    kindName: getKind(point.kind).name,
    name: point.name,
    keys: [...point.keys],
    partners: [...point.partners],
    texts: { constraint: point.source.constraint, detectLogic: point.source.detectLogic, itemName: point.source.itemName }, // prettier-ignore
    proposals: point.proposals.map(({ param, value, span, confidence, note }) => ({ param, label: PARAMS[param].label, value, valueText: valueText(param, value), span: span && { field: span.field, start: span.start, end: span.end }, confidence, note })), // prettier-ignore
    partnerProposals: point.partnerProposals.map(({ key }) => key),
    reason: point.reason,
    effBegin: point.effBegin,
    state,
    exists: library.versionsOf(libraryKey(point.kpId)).length > 0,
  }
}

/** Official rows without a number are named by class and item: too long or too odd for a number, they get one made of it. */
function libraryKey(kpId: string): string {
  return /^[\w.-]{1,64}$/.test(kpId) ? kpId : `GJ-${createHash('sha256').update(kpId).digest('hex').slice(0, 16)}`
}

export interface ConfirmRequest {
  readonly importId: string
  readonly expert: string
  readonly field: (typeof EXPERT_FIELDS)[number]
  readonly evidence: string
  readonly items: readonly {
    readonly kpId: string
    readonly accepted: readonly string[]
    readonly changed: Readonly<Record<string, ParamValue | null>>
    readonly partners?: readonly string[] | undefined
    readonly effBegin?: string | undefined
  }[]
}

interface Made {
  readonly source: string
  readonly point: KnowledgePoint
  readonly changes: CalibrationRecord['changes']
}

/** 确认: the points become drafts of whoever confirms; what was changed goes into the calibration records. */
export async function confirmProposals(context: RulesContext, principal: Principal, request: ConfirmRequest) {
  const { db, platform, library } = context
  const record = await getRecord(context, request.importId)
  const decided = new Set((await decisionsOf(db, [request.importId])).map(({ kp_id }) => kp_id))
  const at = platform.clock.now()
  const made: Made[] = []
  const failed: { kpId: string; name: string; reason: string }[] = []
  for (const item of request.items) {
    const proposed = record.points.find(({ kpId }) => kpId === item.kpId)
    try {
      if (!proposed || decided.has(item.kpId))
        throw new AppError('conflict', 'rules.import.decided', '已处理过或不在这个批次')
      made.push(confirmOne(context, proposed, { ...request, item, at }))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed.push({ kpId: item.kpId, name: proposed?.name ?? item.kpId, reason: error.message })
    }
  }
  const by = { account: principal.username, name: principal.displayName }
  await db.transaction().execute(async (tx) => {
    await insertPoints(tx, made.map(({ point }) => ({ point, maker: by.account, makerName: by.name, status: 'draft' }))) // prettier-ignore
    await insertEvents(tx, made.map(({ point }) => ({ kpId: point.kpId, version: point.version, at, by, from: null, to: 'draft', opinion: `导入确认（${record.file}，专家 ${request.expert}）`, experts: [] }))) // prettier-ignore
    await insertCalibrations(tx, made.flatMap(({ point, changes }) => calibrationOf({ point, changes, request, at, by }))) // prettier-ignore
    await insertDecisions(tx, made.map(({ source }) => ({ import_id: request.importId, kp_id: source, at, by_name: by.name, decision: 'confirmed' as const, note: request.evidence }))) // prettier-ignore
    await platform.audit.append(tx, { actor: by.account, action: 'rules.import.confirm', subject: request.importId, details: { confirmed: made.length, failed: failed.length, expert: request.expert } }) // prettier-ignore
  })
  await library.reload()
  return { confirmed: made.length, failed }
}

interface ConfirmOne {
  readonly expert: string
  readonly item: ConfirmRequest['items'][number]
  readonly at: Date
}

function confirmOne({ library }: RulesContext, proposed: ProposedPoint, { expert, item, at }: ConfirmOne): Made {
  const changed = item.changed as Partial<Record<ParamName, ParamValue | null>>
  const { point, record } = confirmPoint(proposed, { by: expert, at: at.toISOString(), accepted: item.accepted as ParamName[], changed, ...(item.partners ? { partners: item.partners } : {}), ...(item.effBegin ? { effBegin: item.effBegin as Day } : {}) }) // prettier-ignore
  const kpId = libraryKey(point.kpId)
  const newest = library.versionsOf(kpId).at(-1)
  if (newest && ['draft', 'review', 'trial'].includes(newest.status)) throw new AppError('conflict', 'rules.point.under-way', '知识库中同编号的版本正在流转') // prettier-ignore
  const version = (newest?.point.version ?? 0) + 1
  const final: KnowledgePoint = {
    ...point,
    kpId,
    version,
    supersedes: newest ? `${kpId}#${newest.point.version}` : null,
  }
  const failure = failureOfPoint(final, getKind(final.kind))
  if (failure !== undefined) throw new AppError('invalid', 'rules.point', failure)
  return { source: item.kpId, point: final, changes: record.changes }
}

interface CalibrationSource {
  readonly point: KnowledgePoint
  readonly changes: Made['changes']
  readonly request: ConfirmRequest
  readonly at: Date
  readonly by: { readonly account: string; readonly name: string }
}

function calibrationOf({
  point,
  changes,
  request,
  at,
  by,
}: CalibrationSource): Parameters<typeof insertCalibrations>[1] {
  if (changes.length === 0) return []
  const words = (side: 'from' | 'to') => changes.map((change) => `${PARAMS[change.param].label}：${change[side] === null ? '不限' : valueText(change.param, change[side])}`).join('；') // prettier-ignore
  const { kpId: kp_id, version, kind, name } = point
  return [{ at, day: chinaTimeText(at).slice(0, 10), kp_id, version, kind, name, expert: request.expert, field: request.field, before: words('from'), after: words('to'), evidence: request.evidence, source: 'import', by_account: by.account, by_name: by.name }] // prettier-ignore
}

export async function skipProposals(
  context: RulesContext,
  principal: Principal,
  { importId, kpIds, note }: { importId: string; kpIds: readonly string[]; note: string },
) {
  const { db, platform } = context
  const record = await getRecord(context, importId)
  const decided = new Set((await decisionsOf(db, [importId])).map(({ kp_id }) => kp_id))
  const own = new Set(record.points.map(({ kpId }) => kpId))
  const rows = [...new Set(kpIds)].filter((kpId) => own.has(kpId) && !decided.has(kpId))
  await db.transaction().execute(async (tx) => {
    await insertDecisions(tx, rows.map((kp_id) => ({ import_id: importId, kp_id, at: platform.clock.now(), by_name: principal.displayName, decision: 'skipped' as const, note }))) // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'rules.import.skip', subject: importId, details: { skipped: rows.length, note } }) // prettier-ignore
  })
  return { skipped: rows.length }
}
