import type { ListDetail, ListProblem, ListRow, ListScore, UploadAnswer } from '@yijian/contract'
import { LIST_FIELDS, NODES, QUALITY_KINDS, QUALITY_RULES, type Node, type QualityKind } from '@yijian/drg' // prettier-ignore
import { AppError, isDay } from '@yijian/kernel'
import { isListField, mergeList, type StayFacts } from '@yijian/warehouse'
import type { FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Principal } from '../../../platform/access/principal.ts'
import type { Access } from '../../../platform/access/scope.ts'
import { canonicalJson } from '../../../platform/audit/chain.ts'
import { maskNumber } from '../../../platform/masking.ts'
import { hospitalNames, matchingCases } from '../store/cases.ts'
import { dropWarehouseList, insertVersion, knownLists, linkOpenCase, listMonths, listRecord, pageOfLists, problemsOf, putList, scoreRows, versionsOf, worstRules, type ListInsert, type ListQuery, type ProblemInsert, type ScoreRow } from '../store/lists.ts' // prettier-ignore
import type { StoredList } from '../stored.ts'
import { groupingOf } from './cases.ts'
import type { Caller, DrgContext } from './context.ts'
import { namesOf } from './labels.ts'
import { readListFile, TABLE_COLUMNS, type ReadList } from './list-files.ts'
import { adviceOf } from './list-advice.ts'
import { activeOf, type Active } from './parameters.ts'
import { checkStored, qualityContext, type Checked } from './quality.ts'

const MAX_FILE = 40 * 2 ** 20
const MAX_FILES = 20

/** 上传: every file answers for itself; a hospital sends lists of its own stays only. */
export async function uploadLists(
  context: DrgContext,
  principal: Principal,
  request: FastifyRequest,
): Promise<UploadAnswer> {
  // prettier-ignore
  if (!request.isMultipart()) throw new AppError('invalid', 'upload.form', '请以表单方式上传文件')
  const hospital = ownHospital(principal)
  const files: UploadAnswer['files'] = []
  for await (const part of request.files({ limits: { fileSize: MAX_FILE, files: MAX_FILES } })) {
    const name = part.filename.slice(0, 120)
    if (!/\.(json|jsonl|csv)$/i.test(name)) throw new AppError('invalid', 'upload.name', `只接受 .json、.csv 文件：${name}`) // prettier-ignore
    const bytes = await part.toBuffer()
    files.push(await takeFile(context, { principal, hospital, name, bytes }))
  }
  if (files.length === 0) throw new AppError('invalid', 'upload.empty', '没有收到文件')
  return { files }
}

function ownHospital({ scope }: Principal): string {
  const code = scope.kind === 'institution' ? scope.fixmedinsCodes[0] : undefined
  if (code === undefined) throw new AppError('denied', 'drg.hospital.scope', '只有医疗机构账号可以上传结算清单')
  return code
}

function decode(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    try {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    } catch {
      throw new AppError('invalid', 'upload.encoding', `${name}：文件编码不是 UTF-8 或 GB18030`)
    }
  }
}

async function takeFile(
  context: DrgContext,
  { principal, hospital, name, bytes }: { principal: Principal; hospital: string; name: string; bytes: Buffer },
): Promise<UploadAnswer['files'][number]> {
  // prettier-ignore
  let read: ReturnType<typeof readListFile>
  try {
    read = readListFile(name, decode(name, bytes))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { file: name, read: 0, accepted: 0, unchanged: 0, passed: 0, failed: 0, refused: [{ line: 1, reason: error.message }] } // prettier-ignore
  }
  const foreign = read.lists.filter((one) => one.hospital !== '' && one.hospital !== hospital)
  const own = read.lists.filter((one) => !foreign.includes(one))
  const refused = [...read.refused, ...foreign.map(({ line, hospital: other }) => ({ line, reason: `清单属于机构 ${other}，不是本机构` }))].sort((a, b) => a.line - b.line) // prettier-ignore
  const taken = await takeLists(context, { principal, hospital, lists: own, file: name })
  return { file: name, read: read.lists.length + read.refused.length, ...taken, refused: [...refused, ...taken.refused].slice(0, 500) } // prettier-ignore
}

interface Taking {
  readonly principal: Principal
  readonly hospital: string
  readonly lists: readonly ReadList[]
  readonly file: string
}

async function takeLists(context: DrgContext, { principal, hospital, lists, file }: Taking) {
  const { db, platform } = context
  const active = await activeOf(context)
  const check = checker(context, active)
  const known = new Map((await knownLists(db, hospital, lists.map((one) => one.mdtrtId))).map((one) => [`${one.mdtrt_id}|${one.setl_id}`, one])) // prettier-ignore
  const cases = await matchingCases(db, hospital, { mdtrtIds: lists.map((one) => one.mdtrtId), setlIds: lists.map((one) => one.setlId) }) // prettier-ignore
  const counts = { accepted: 0, unchanged: 0, passed: 0, failed: 0 }
  const refused: { line: number; reason: string }[] = []
  const at = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    for (const one of lists) {
      const before = known.get(`${one.mdtrtId}|${one.setlId}`)
      if (before && canonicalJson(before.content) === canonicalJson(one.list)) {
        counts.unchanged++
        continue
      }
      const found = cases.find((row) => row.mdtrt_ids.includes(one.mdtrtId) || row.setl_ids.includes(one.setlId))
      const person = found && found.facts['psn_no']
      if (found && one.psnNo !== '' && typeof person === 'string' && person !== one.psnNo) {
        refused.push({ line: one.line, reason: `就诊 ${one.mdtrtId} 的人员编号与结算不符` })
        continue
      }
      const listId = before?.list_id ?? `L-${randomUUID()}`
      const version = (before?.version ?? 0) + 1
      const checked = check(listId, hospital, one.list, found?.facts ?? null)
      const insert = listInsertOf({ listId, hospital, version, list: one.list, checked, found, at, by: principal.displayName }) // prettier-ignore
      if (found) await dropWarehouseList(tx, found.case_id)
      await putList(tx, insert.list, insert.problems)
      if (found) await linkOpenCase(tx, found.case_id, listId)
      await insertVersion(tx, { list_id: listId, version, at, by_account: principal.username, by_name: principal.displayName, how: 'upload', content: JSON.stringify(one.list), score: checked.score, errors: checked.errors, warnings: checked.warnings }) // prettier-ignore
      counts.accepted++
      counts[checked.errors === 0 ? 'passed' : 'failed']++
    }
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.list.upload', subject: hospital, details: { file, ...counts, refused: refused.length } }) // prettier-ignore
  })
  return { ...counts, refused }
}

function checker({ schemes }: DrgContext, active: Active) {
  const quality = qualityContext(schemes.open(active.schemeId).folder.tables, active.settings.list_upload_days)
  // eslint-disable-next-line max-params -- a list and what it is checked against
  return (id: string, hospital: string, list: StoredList, facts: StayFacts | null): Checked =>
    checkStored({ id, hospital, list, facts, source: 'upload' }, quality)
}

type FoundCase = Awaited<ReturnType<typeof matchingCases>>[number]

function listInsertOf({
  listId,
  hospital,
  version,
  list,
  checked,
  found,
  at,
  by,
}: {
  listId: string
  hospital: string
  version: number
  list: StoredList
  checked: Checked
  found: FoundCase | undefined
  at: Date
  by: string
}): { list: ListInsert; problems: ProblemInsert[] } {
  // prettier-ignore
  const [info = {}] = list.nodes.setlinfo ?? []
  const day = (info['dscg_time'] ?? '').slice(0, 10)
  const discharged = found?.discharged ?? (isDay(day) ? day : null)
  const main = (list.nodes.diseinfo ?? []).find((row) => row['maindiag_flag'] === '1')?.['diag_code'] ?? ''
  return {
    list: {
      list_id: listId,
      month: found?.month ?? (discharged ?? '').slice(0, 7),
      fixmedins_code: hospital,
      admdvs: found?.admdvs ?? null,
      dept: info['dscg_caty'] ?? '',
      source: 'upload',
      form: list.form,
      case_id: found?.case_id ?? null,
      mdtrt_id: info['mdtrt_id'] ?? '',
      setl_id: info['setl_id'] ?? '',
      discharged,
      main,
      version,
      score: checked.score,
      errors: checked.errors,
      warnings: checked.warnings,
      cannot_tell: checked.cannotTell,
      judged: JSON.stringify(checked.judged),
      failed: JSON.stringify(checked.failed),
      deducted: JSON.stringify(checked.deducted),
      content: JSON.stringify(list),
      updated_at: at,
      updated_by_name: by,
    },
    problems: checked.problems.map(({ ruleId, ...rest }) => ({ list_id: listId, rule_id: ruleId, ...rest })),
  }
}

export async function listLists(
  context: DrgContext,
  access: Access,
  query: ListQuery & { page: number; size: number },
) {
  // prettier-ignore
  const { db } = context
  const [{ rows, total, failed }, names, active] = await Promise.all([pageOfLists(db, access, query), hospitalNames(db), activeOf(context)]) // prettier-ignore
  const codes = namesOf(context, active.schemeId)
  const nameOf = (code: string) => names.get(code)?.name ?? ''
  return { rows: rows.map((row) => toRow(row, codes.code, nameOf)), total, failed }
}

type Listed = Awaited<ReturnType<typeof pageOfLists>>['rows'][number]

function toRow(row: Listed, codeName: (code: string) => string, hospitalName: (code: string) => string): ListRow {
  return {
    listId: row.list_id,
    month: row.month,
    hospital: { code: row.fixmedins_code, name: hospitalName(row.fixmedins_code) },
    dept: row.dept,
    source: row.source,
    mdtrtId: row.mdtrt_id,
    discharged: row.discharged,
    main: { code: row.main, name: codeName(row.main) },
    score: row.score.slice(0, -2),
    errors: row.errors,
    warnings: row.warnings,
    version: row.version,
    matched: row.case_id !== null,
    updatedAt: row.updated_at.toISOString(),
  }
}

const RULES = new Map(QUALITY_RULES.map((rule) => [rule.id, rule]))
const FIELDS = new Map(LIST_FIELDS.map((field) => [`${field.node}.${field.field}`, field]))
/** Who somebody is and where he lives: shown masked, to everybody. */
const PERSONAL = /^(psn_no|psn_name|certno|hi_no|coner_|curr_addr|emp_|chfpdr_name|oper_dr_name|anst_dr_name|resp_nurs_code|medcasno|brdy)/ // prettier-ignore
const NUMBERED = /^(psn_no|certno|hi_no|coner_tel|emp_tel|medcasno)/

function shownValue(field: string, value: string): string {
  if (value === '' || !PERSONAL.test(field)) return value
  if (NUMBERED.test(field)) return maskNumber(value)
  return field === 'brdy' ? `${value.slice(0, 4)}-**-**` : `${value.slice(0, 1)}${'*'.repeat(Math.min(6, Math.max(1, value.length - 1)))}` // prettier-ignore
}

export async function getList(context: DrgContext, access: Access, listId: string): Promise<ListDetail> {
  const { db } = context
  const row = await listRecord(db, access, listId)
  if (!row) throw new AppError('missing', 'drg.list', '没有这张结算清单')
  const [problems, versions, names, active] = await Promise.all([problemsOf(db, listId), versionsOf(db, listId), hospitalNames(db), activeOf(context)]) // prettier-ignore
  const codes = namesOf(context, active.schemeId)
  const { content } = row
  return {
    ...toRow(row, codes.code, (code) => names.get(code)?.name ?? ''),
    form: row.form,
    caseId: row.case_id,
    problems: problems.flatMap((one) => problemOf(one) ?? []),
    cannotTell: row.cannot_tell,
    nodes: (Object.entries(content.nodes) as [Node, StoredList['nodes'][Node]][]).map(([node, rows]) => ({ node, label: NODES[node], rows: (rows ?? []).map((cells) => cellsOf(node, row.form, cells)) })), // prettier-ignore
    grouping: await groupingNow(context, access, { row, active, groupName: codes.group }),
    versions: versions.map((one) => ({ version: one.version, at: one.at.toISOString(), by: one.by_name, how: one.how, score: one.score.slice(0, -2), errors: one.errors, warnings: one.warnings })), // prettier-ignore
    lastChange: lastChange(context, { versions, row, active }),
    editable: row.source === 'upload' && access.scope.kind === 'institution',
  }
}

function cellsOf(node: Node, form: string, cells: Readonly<Record<string, string>>) {
  const listed = LIST_FIELDS.filter((field) => field.node === node && (field.forms === 'both' || field.forms === form))
  const own = listed.filter(({ field, required }) => required || (cells[field] ?? '') !== '')
  const more = Object.keys(cells).filter((field) => !listed.some((known) => known.field === field) && cells[field] !== '') // prettier-ignore
  const label = (field: string) => FIELDS.get(`${node}.${field}`)?.label ?? field
  return [...own.map(({ field }) => field), ...more].map((field) => ({ field, label: label(field), value: shownValue(field, cells[field] ?? ''), masked: PERSONAL.test(field) && (cells[field] ?? '') !== '' })) // prettier-ignore
}

/** The group that the case would come to with the list as it stands. */
async function groupingNow(
  context: DrgContext,
  access: Access,
  {
    row,
    active,
    groupName,
  }: { row: NonNullable<Awaited<ReturnType<typeof listRecord>>>; active: Active; groupName: (drg: string) => string },
): Promise<ListDetail['grouping']> {
  // prettier-ignore
  const [found] = await matchingCases(context.db, row.fixmedins_code, { mdtrtIds: [row.mdtrt_id], setlIds: [row.setl_id] }) // prettier-ignore
  if (!found) return null
  const merged = mergeList(found.facts, { id: row.list_id, hospital: row.fixmedins_code, form: row.form, nodes: row.content.nodes }) // prettier-ignore
  const { drg, status, reason } = groupingOf(context.schemes.open(active.schemeId), merged)
  return { drg, name: groupName(drg), status, reason }
}

function lastChange(
  context: DrgContext,
  {
    versions,
    row,
    active,
  }: {
    versions: Awaited<ReturnType<typeof versionsOf>>
    row: NonNullable<Awaited<ReturnType<typeof listRecord>>>
    active: Active
  },
): ListDetail['lastChange'] {
  // prettier-ignore
  const [now, before] = versions
  if (!now || !before) return null
  const check = checker(context, active)
  const keys = (list: StoredList) => new Set(check(row.list_id, row.fixmedins_code, list, null).problems.map(({ ruleId, row: at }) => `${ruleId}#${at}`)) // prettier-ignore
  const [old, fresh] = [keys(before.content), keys(now.content)]
  const fixed = [...old].filter((key) => !fresh.has(key)).length
  const added = [...fresh].filter((key) => !old.has(key)).length
  return { fixed, added, remaining: fresh.size - added }
}

function problemOf(one: Awaited<ReturnType<typeof problemsOf>>[number]): ListProblem | null {
  const rule = RULES.get(one.rule_id)
  if (!rule) return null
  const field = FIELDS.get(`${rule.node}.${rule.field}`)
  return {
    ruleId: rule.id,
    kind: rule.kind,
    severity: rule.severity,
    message: rule.message,
    node: rule.node,
    nodeLabel: NODES[rule.node],
    field: rule.field,
    fieldLabel: field?.label ?? rule.field,
    row: one.row,
    value: shownValue(rule.field, one.value),
    advice: adviceOf(rule, field),
  }
}

export async function correctList(
  context: DrgContext,
  { principal, access }: Caller,
  input: {
    listId: string
    version: number
    changes: readonly { node: string; row: number; field: string; value: string }[]
  },
): Promise<ListDetail> {
  // prettier-ignore
  const { db, platform } = context
  const { listId, version, changes } = input
  const active = await activeOf(context)
  const at = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    const row = await listRecord(tx, access, listId)
    if (!row) throw new AppError('missing', 'drg.list', '没有这张结算清单')
    if (row.source !== 'upload') throw new AppError('conflict', 'drg.list.source', '这张清单来自数据仓库，请上传结算清单后再修正') // prettier-ignore
    if (row.version !== version) throw new AppError('conflict', 'drg.list.version', '清单已被他人修改，请刷新后再修正')
    const list: StoredList = { form: row.form, nodes: changed(row.content.nodes, changes) }
    const [info] = list.nodes.setlinfo ?? []
    if (info?.['mdtrt_id'] !== row.mdtrt_id || info['setl_id'] !== row.setl_id) throw new AppError('invalid', 'drg.list.identity', '就诊ID、结算ID 不能修改；填错时请另传正确的清单') // prettier-ignore
    const [found] = await matchingCases(tx, row.fixmedins_code, { mdtrtIds: [row.mdtrt_id], setlIds: [row.setl_id] })
    const checked = checker(context, active)(listId, row.fixmedins_code, list, found?.facts ?? null)
    const insert = listInsertOf({ listId, hospital: row.fixmedins_code, version: version + 1, list, checked, found, at, by: principal.displayName }) // prettier-ignore
    await putList(tx, insert.list, insert.problems)
    await insertVersion(tx, { list_id: listId, version: version + 1, at, by_account: principal.username, by_name: principal.displayName, how: 'form', content: JSON.stringify(list), score: checked.score, errors: checked.errors, warnings: checked.warnings }) // prettier-ignore
    const details = { version: version + 1, fields: changes.map(({ node, field }) => `${node}.${field}`), errors: checked.errors } // prettier-ignore
    await platform.audit.append(tx, { actor: principal.username, action: 'drg.list.correct', subject: listId, details })
  })
  return getList(context, access, listId)
}

function changed(
  nodes: StoredList['nodes'],
  changes: readonly { node: string; row: number; field: string; value: string }[],
): StoredList['nodes'] {
  // prettier-ignore
  const copy: Partial<Record<Node, Record<string, string>[]>> = Object.fromEntries(Object.entries(nodes).map(([node, rows]) => [node, rows.map((row) => ({ ...row }))])) // prettier-ignore
  for (const { node, row, field, value } of changes) {
    if (!isListField(node, field)) throw new AppError('invalid', 'drg.list.field', `没有这个项目：${node}.${field}`)
    const rows = (copy[node as Node] ??= [])
    if (row > rows.length) throw new AppError('invalid', 'drg.list.row', `${NODES[node as Node]}没有第 ${row + 1} 行`)
    const target = (rows[row] ??= {})
    target[field] = value.trim()
  }
  return copy
}

const KINDS = Object.keys(QUALITY_KINDS) as QualityKind[]

export async function listScores(
  context: DrgContext,
  access: Access,
  query: { month?: string | undefined; hospital?: string | undefined },
) {
  // prettier-ignore
  const { db } = context
  const by = query.hospital === undefined && access.scope.kind !== 'institution' ? 'hospital' : 'dept'
  const [months, [total], rows, worst, names] = await Promise.all([listMonths(db, access), scoreRows(db, access, { ...query, by: 'all' }), scoreRows(db, access, { ...query, by }), worstRules(db, access, query), hospitalNames(db)]) // prettier-ignore
  const toScore = (row: ScoreRow): ListScore => ({
    hospital: { code: row.fixmedins_code, name: names.get(row.fixmedins_code)?.name ?? '' },
    dept: row.dept,
    lists: row.lists,
    uploaded: row.uploaded,
    passed: row.passed,
    score: row.score,
    kinds: KINDS.map((kind) => ({ kind, judged: Number(row[`judged_${kind}`]), failed: Number(row[`failed_${kind}`]), deducted: String(row[`deducted_${kind}`]) })), // prettier-ignore
  })
  return {
    months,
    total: total === undefined ? null : toScore(total),
    rows: rows.map(toScore),
    worst: worst.flatMap(({ rule_id, lists }) => {
      const rule = RULES.get(rule_id)
      return rule ? [{ ruleId: rule.id, message: rule.message, kind: rule.kind, severity: rule.severity, lists }] : []
    }),
    rules: QUALITY_RULES.length,
  }
}

/** A table with its head and one made-up line. */
export function listTemplate(): string {
  const sample: Readonly<Record<string, string>> = { psn_no: '样例人员编号', mdtrt_id: '样例就诊ID', setl_id: '样例结算ID', medcasno: '样例病案号', dscg_way: '1', adm_time: '2025-06-01 08:00:00', dscg_time: '2025-06-11 10:00:00', diag_code: 'I63.900|I10.x00', diag_name: '脑梗死|高血压', oprn_oprt_code: '' } // prettier-ignore
  const cells = TABLE_COLUMNS.map((name) => sample[name] ?? '')
  return `\uFEFF${TABLE_COLUMNS.join(',')}\r\n${cells.join(',')}\r\n`
}
